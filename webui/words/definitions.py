"""What the registry says a thing is."""

from __future__ import annotations

from collections.abc import Iterable

from graph.names import Said
from ontology.namespaces import SKOS
from webui.language import language
from webui.views import ViewRow


def definition(literals: Iterable[ViewRow]) -> Said | None:
    """What the registry says a thing is: in the reader's language, else in English, else in any."""
    told = {
        (found.language or "").lower(): found.value
        for row in literals
        if row.text("property") == SKOS + "definition" and (found := row.literal("value")) is not None
    }
    for tag in (language().lower(), "en", *told):
        if tag in told:
            return Said(told[tag], tag)
    return None
