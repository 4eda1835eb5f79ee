"""`aifrontier sparql`: a query of your own, under a time budget, in a process that can be ended."""

from __future__ import annotations

_SELECT = {
    "table": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
_GRAPH = {"table": "text/turtle", "ttl": "text/turtle", "nt": "application/n-triples"}
