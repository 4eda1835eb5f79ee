"""The sources that can be imported, by the word on the command line."""

from __future__ import annotations

from graph.importing.artificial_analysis import ArtificialAnalysis
from graph.importing.epoch_eci import EpochEci
from graph.importing.epoch_models import EpochModels
from graph.importing.importer import Importer
from graph.importing.llm_stats import LlmStats
from graph.importing.lmarena import LmArena
from graph.importing.models_dev import ModelsDev

IMPORTERS: dict[str, Importer] = {
    importer.source: importer
    for importer in (EpochEci(), EpochModels(), LmArena(), LlmStats(), ModelsDev(), ArtificialAnalysis())
}


def looks_like(head: str) -> list[str]:
    """The sources whose files begin so."""
    return [source for source, importer in IMPORTERS.items() if importer.recognises(head)]
