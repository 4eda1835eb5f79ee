"""The documents that ship are about the texts at hand: same text, same address, every span in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from graph.evidence.spans import digest, record
from graph.evidence.status import check_digests
from graph.inputs import Inputs
from graph.model import Claim, Document, Knowledge
from graph.reading import read
from ontology.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(Inputs(), load_vocabulary())


ACCOUNTS = (
    *("36kr-2025-aa-china-q2", "aihola-2026-aa-index-v4", "besthub-2025-aa-china-q2"),
    *("cnyes-2025-08-14", "thebeat-2026-epoch-gap"),
)


@pytest.fixture(params=ACCOUNTS)
def document(request: pytest.FixtureRequest, knowledge: Knowledge) -> Document:
    return knowledge.documents[request.param]


def test_the_text_of_record_is_the_text_at_hand(document: Document, sources: Path) -> None:
    text = record((sources / "documents" / document.id / "text.txt").read_bytes())
    assert document.text is not None
    assert (document.text.sha256, document.text.characters) == (digest(text), len(text))


def test_every_figure_of_every_span_is_what_its_text_gives(
    document: Document, knowledge: Knowledge, sources: Path
) -> None:
    text = record((sources / "documents" / document.id / "text.txt").read_bytes())
    spans = [span for claim in knowledge.claims if claim.document == document.id for span in claim.evidence]
    assert spans
    assert check_digests(text, spans) == ()


def test_bibliographic_data_are_those_of_the_source(document: Document, sources: Path) -> None:
    path = sources / "documents" / document.id / "meta.yaml"
    stated = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert document.address == stated["address"]
    assert document.title.get("en", "null") == stated["title"]
    assert stated["language"].startswith(document.language)
    assert stated.get("published", document.published) == document.published
    assert stated.get("date_words", document.published).startswith(document.published)


def test_a_document_without_a_text_has_no_claims(knowledge: Knowledge) -> None:
    bare = {document.id for document in knowledge.documents.values() if document.completeness == "none"}
    assert bare == {"aa-china-2025q2", "epoch-us-china-gap"}
    assert not [claim.entity_id for claim in knowledge.claims if claim.document in bare]


def test_four_accounts_speak_of_the_length_of_the_same_gap(knowledge: Knowledge) -> None:
    def lengths(document: str) -> set[tuple[str | None, ...]]:
        return {_length(claim) for claim in knowledge.claims if claim.document == document and _is_gap(claim)}

    assert lengths("cnyes-2025-08-14") == {
        (None, "moreThan", "1", "unit/year", None),
        (None, "lessThan", "3", "unit/month", None),
    }
    # Two more accounts of the report that the first one passes on: the same lengths, nothing of their own.
    assert lengths("36kr-2025-aa-china-q2") == {(None, "lessThan", "3", "unit/month", None)}
    assert lengths("besthub-2025-aa-china-q2") == lengths("cnyes-2025-08-14")
    assert lengths("thebeat-2026-epoch-gap") == {
        ("mean", None, "7", "unit/month", "instrument/eci"),
        ("minimum", None, "4", "unit/month", "instrument/eci"),
        ("maximum", None, "14", "unit/month", "instrument/eci"),
    }


def test_an_account_of_a_report_is_no_voice_of_its_own(knowledge: Knowledge) -> None:
    report = "document/aa-china-2025q2"
    accounts = [d for d in knowledge.documents.values() if d.reports_on == report]
    assert {d.id for d in accounts} == {"36kr-2025-aa-china-q2", "besthub-2025-aa-china-q2", "cnyes-2025-08-14"}
    for document in accounts:
        for voice in ("report", "report-implied"):
            said = document.voices[voice]
            assert (said.asserted_by, said.cites) == ("org/artificial-analysis", report)


def _is_gap(claim: Claim) -> bool:
    return (claim.subject, claim.predicate) == ("gap/cn-us-frontier-intelligence", "gapDuration")


def _length(claim: Claim) -> tuple[str | None, ...]:
    instrument = claim.instrument.id if claim.instrument else None
    return claim.statistic, claim.comparator, claim.value, claim.unit, instrument
