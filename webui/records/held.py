"""How the claims of a document stand to figures: the verdicts of the question gap-check, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from graph.store import Term
from ontology.namespaces import ID
from queries.answer import Source, ask
from queries.registry import question
from webui.records.report_card import Count
from webui.site import Site

ASKED = "gap-check"


def held_against_figures(site: Site, document: str) -> Mapping[str, Count]:
    """Verdict (a code) -> how many answers about claims of a document (an id) have it, and where they are listed.

    A claim has an answer for each instrument and rule. Verdicts that none has are missing.
    """
    outcomes = next(p.values for p in question(ASKED).parameters if p.name == "outcome")
    counted = _of_source(replace(site.source, store=site.store))
    return {
        outcome: Count(
            number, f"/question/{ASKED}?{urlencode({'document': document, 'outcome': outcome}, safe='/')}"
        )
        for outcome in outcomes
        if (number := counted[document, outcome])
    }


@lru_cache(maxsize=16)
def _of_source(source: Source) -> Counter[tuple[str, str]]:
    answer = ask(source, question(ASKED), {})
    return Counter((_plain(row["document"]).removeprefix(ID), _plain(row["verdict"])) for row in answer.rows)


def _plain(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
