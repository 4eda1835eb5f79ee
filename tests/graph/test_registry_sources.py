"""Every name in the registry stands where its source says, and no identifier is there that nobody has seen."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.importing.countries import known_codes
from graph.importing.epoch_models import NAMES
from graph.importing.instruments import load_scales
from graph.inputs import Inputs
from graph.model import Entity, Knowledge, Name
from graph.reading import read
from ontology.vocabulary import load_vocabulary

LANGUAGES = {"en", "zh-Hant", "zh-Hans"}
CONCEPTS = {
    "access", "architecture", "category", "dataset", "gap", "group", "kind", "label", "method", "modality", "mode",
    "policy", "qualifier", "scope", "source", "superlative", "tier", "topic", "trend", "unit",
}  # fmt: skip
BACKGROUND = {"inFamily", "ofCountry", "editionOf", "usesBenchmark", "excludes"}
# Wikidata items that circulate for our entities and are of something else.
WRONG_ITEMS = {
    "Q104834799": "org/anthropic",
    "Q115550485": "app/chatgpt",
    "Q208732": "org/huawei",
    "Q123709030": "family/gemini",
    "Q124605186": "org/openai",
    "Q40890078": "org/xai",
}
WIKIDATA = "http://www.wikidata.org/entity/"
HUGGING_FACE = "https://huggingface.co/"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(Inputs(), load_vocabulary())


@pytest.fixture(scope="module")
def reference(sources: Path) -> dict[str, dict[str, str]]:
    with (sources / "reference" / "entities.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"].replace("bench/", "instrument/"): row for row in csv.DictReader(file)}


def test_a_name_from_a_document_stands_in_it(knowledge: Knowledge, sources: Path) -> None:
    at_hand = {document for document in knowledge.documents if (sources / "documents" / document).is_dir()}
    assert at_hand == {
        *("36kr-2025-aa-china-q2", "aihola-2026-aa-index-v4", "besthub-2025-aa-china-q2"),
        *("cnyes-2025-08-14", "thebeat-2026-epoch-gap"),
    }
    for document in at_hand:
        folder = sources / "documents" / document
        text = "\n".join((folder / file).read_text(encoding="utf-8") for file in ("text.txt", "meta.yaml"))
        names = list(_names(knowledge, document))
        assert names
        assert [(e.id, name.text) for e, name in names if not _stands(name.text, text)] == []


def test_a_name_from_the_reference_list_stands_in_it(
    knowledge: Knowledge, reference: dict[str, dict[str, str]]
) -> None:
    columns = ("label_en", "label_zh_hant", "label_zh_hans", "aliases")
    for entity, name in _names(knowledge, "reference-2026-11"):
        listed = "\n".join(reference.get(entity.id, {}).get(column, "") for column in columns)
        assert _stands(name.text, listed), (entity.id, name.text)


def test_a_name_from_a_data_set_stands_in_it(knowledge: Knowledge, sources: Path) -> None:
    data = sources / "data"
    stated = {
        "epoch-notable-2025-11": _cells(data / "epoch_notable_ai_models.csv", "Model", "Organization"),
        "lmarena-2025-08": _cells(data / "lmarena_text_2025-08-06.csv", "model", "organization"),
        "llm-stats-2025-10": {
            each["name"]
            for key in ("models", "benchmarks")
            for each in _json(data / "llm_stats_2025-10-16.json", key)
        },
        "models-dev-2026-07": {m["name"] for m in _json(data / "models_dev_models_2026-07-02.json")},
    }
    for source, names in stated.items():
        ours = {name.text for _, name in _names(knowledge, source)}
        assert ours, f"{source} is no source of any name"
        assert ours <= names, source


def test_concepts_have_labels_in_three_languages(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        if entity.id.split("/")[0] in CONCEPTS:
            assert {name.language for name in entity.labels} == LANGUAGES, entity.id


def test_no_two_things_of_a_kind_share_a_label(knowledge: Knowledge) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for entity in knowledge.entities.values():
        for name in entity.labels:
            key = (entity.id.split("/")[0], name.language, name.text.casefold())
            assert seen.setdefault(key, entity.id) == entity.id, (entity.id, name.text)


def test_background_facts_are_few_and_rest_on_what_they_name(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        for fact in entity.facts:
            assert fact.predicate in BACKGROUND, (entity.id, fact.predicate)
            if fact.source == "model-names":
                [label] = [n.text for n in knowledge.entities[fact.object].labels if n.language == "en"]
                assert any(_stands_in_word(label, name.text) for name in entity.labels), entity.id


def test_background_facts_fit_domain_and_range_of_their_predicate(knowledge: Knowledge) -> None:
    vocabulary = load_vocabulary()
    for entity in knowledge.entities.values():
        for fact in entity.facts:
            predicate = vocabulary.predicates[fact.predicate]
            target = knowledge.entities[fact.object]
            for types, wanted in ((entity.types, predicate.domain), (target.types, predicate.range)):
                fits = any(vocabulary.is_a(kind, name) for kind in types for name in wanted)
                assert fits or not wanted, (entity.id, fact.predicate, fact.object)


COUNTED = {"group/rest", "unit/day"}
"""No source speaks of them: figures of developers of other countries count to the one, lags are in the other."""


def test_nothing_stands_in_the_registry_that_nothing_uses(knowledge: Knowledge) -> None:
    used: set[str | None] = set()
    for claim in knowledge.claims:
        used |= {claim.subject, claim.object, claim.unit, claim.superlative, *claim.scope, *claim.qualifiers}
        used |= {claim.since, claim.by_means_of, claim.contrasted_with, claim.ahead_of}
        used |= {claim.instrument.id} if claim.instrument else set()
    for document in knowledge.documents.values():
        used |= {document.publisher, document.byline}
        used |= {voice.asserted_by for voice in document.voices.values()}
    for entity in knowledge.entities.values():
        used |= {fact.object for fact in entity.facts} | {f"source/{fact.source}" for fact in entity.facts}
        used |= {f"source/{name.source}" for name in (*entity.labels, *entity.aliases)}
    for table in knowledge.tables:
        used |= {table.publisher, *(row.instrument for row in table.scores), *(row.model for row in table.scores)}
        used |= {row.model for row in table.releases} | {f"source/{row.source}" for row in table.releases}
    used |= importable()
    assert knowledge.entities.keys() - used == COUNTED


def importable() -> set[str]:
    """What an importer may write into a workspace: instruments, countries, and its own releases as a source."""
    scales = {scale.instrument for scale in load_scales(None).values()}
    countries = {f"country/{code}" for code in known_codes()}
    return scales | countries | {f"source/epoch-models-{file}" for file in NAMES} | {"source/models-dev"}


def test_wrong_wikidata_items_are_not_linked(knowledge: Knowledge) -> None:
    linked = {link.object for link in knowledge.links}
    assert not linked & {WIKIDATA + item for item in WRONG_ITEMS}
    # The right items of the same things are: the list above is about entities that are linked.
    assert set(WRONG_ITEMS.values()) <= {link.subject for link in knowledge.links}


def test_an_identifier_is_linked_only_where_somebody_has_seen_it(
    knowledge: Knowledge, reference: dict[str, dict[str, str]]
) -> None:
    seen = {
        (entity, WIKIDATA + row["wikidata_qid"])
        for entity, row in reference.items()
        if row["wikidata_qid"] and row["qid_status"].startswith("seen in a public file")
    }
    seen |= {
        (entity, row["dbpedia"].split()[0])
        for entity, row in reference.items()
        if row["dbpedia"].endswith("(seen in a public file)")
    }
    linked = {(link.subject, link.object) for link in knowledge.links}
    ours = {(entity, iri) for entity, iri in linked if not iri.startswith(HUGGING_FACE)}
    assert ours == {(entity, iri) for entity, iri in seen if entity in knowledge.entities}


def test_a_hugging_face_repository_is_named_by_a_data_set(knowledge: Knowledge, sources: Path) -> None:
    data = "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((sources / "data").iterdir())
        if path.suffix in (".csv", ".json")
    )
    linked = [link.object for link in knowledge.links if link.object.startswith(HUGGING_FACE)]
    assert linked
    for iri in linked:
        assert re.search(re.escape(iri) + r"(?![\w/-]|\.\w)", data), iri


def _names(knowledge: Knowledge, source: str) -> Iterator[tuple[Entity, Name]]:
    for entity in knowledge.entities.values():
        for name in (*entity.labels, *entity.aliases):
            if name.source == source:
                yield entity, name


def _stands(name: str, text: str) -> bool:
    """Whether the name stands in the text as a word of its own; Chinese has no gaps between words."""
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return re.search(before + re.escape(name) + after, text) is not None


def _stands_in_word(label: str, name: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){re.escape(label)}(?![A-Za-z])", name) is not None


def _cells(path: Path, *columns: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {part for row in rows for column in columns for part in (row[column], *row[column].split(","))}


def _json(path: Path, key: str = "models") -> list[dict[str, str]]:
    found = json.loads(path.read_text(encoding="utf-8"))[key]
    return list(found.values()) if isinstance(found, dict) else list(found)
