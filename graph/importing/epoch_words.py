"""How Epoch AI's files write countries and access: the words as the graph has them."""

from __future__ import annotations

from graph.importing.countries import codes_of

_WEIGHTS = {
    "Open weights (unrestricted)": "open",
    "Open weights (restricted use)": "restricted",
    "Open weights (non-commercial)": "non-commercial",
    "API access": "closed",
    "Hosted access (no API)": "closed",
    "Unreleased": "unreleased",
    "": "",
}


def weights_of(accessibility: str) -> str | None:
    """The word for a cell of `Model accessibility`; None for one that is not known."""
    return _WEIGHTS.get(accessibility)


def countries_of(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """ISO codes of a cell such as `China,Hong Kong`, each once in its order, and the names without a code."""
    return codes_of(name.strip() for name in cell.split(","))
