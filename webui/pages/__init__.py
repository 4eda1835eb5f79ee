"""One module a kind of page, each with its blueprint."""

from __future__ import annotations

from webui.pages import (
    claim,
    compare,
    data,
    dataset,
    document,
    entity,
    explore,
    health,
    home,
    ontology,
    question,
    search,
    sparql,
    sparql_editor,
    urls,
)

BLUEPRINTS = tuple(
    module.blueprint
    for module in (
        home,
        search,
        urls,
        data,
        dataset,
        entity,
        claim,
        document,
        question,
        compare,
        explore,
        sparql,
        sparql_editor,
        ontology,
        health,
    )
)
