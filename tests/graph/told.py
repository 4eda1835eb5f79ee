"""Documents and claims for tests that need no text: objects with as little in them as will do."""

from __future__ import annotations

from datetime import date
from typing import Any

from graph.model import Claim, Document, Origin, Voice

HERE = Origin("test.yaml", 1)


def document(name: str, day: str) -> Document:
    """An article of this day."""
    return Document(
        id=name,
        kind="article",
        label={"en": name},
        title={},
        publisher=None,
        byline=None,
        published=day,
        said_on=date.fromisoformat(day),
        language="en",
        address=None,
        reports_on=None,
        covers=None,
        completeness="none",
        rights={},
        text=None,
        voices={"article": Voice(None, None)},
        origin=HERE,
    )


def claim(number: int, source: str = "first", **more: Any) -> Claim:
    """A claim of a document; of model/a's score unless said."""
    given = {"subject": "model/a", "predicate": "score", "object": None, "value": None, **more}
    return Claim(document=source, id=number, voice="article", evidence=(), origin=HERE, **given)
