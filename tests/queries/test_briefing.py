"""The example workspace answers every question, and an answer goes with the claim that it rests on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from graph.build import build
from graph.inputs import Inputs
from graph.snapshot import Snapshot
from queries.answer import Answer, Source, claims_in
from queries.times import LOCALES
from queries.wording import headline
from tests.queries.reading import EXAMPLES, answer_of, rows, short, source_of
from tests.queries.shipped import MOVING, NUMBERS

BRIEFINGS = ("aif-briefing-en", "aif-briefing-zh-hant")

# Question, parameters, and the claim that is taken away. Taken away together, the two of the second list would
# also move answers of the first: a model whose maker is not told has no country.
RESTING: list[tuple[str, dict[str, str], int]] = [
    ("gap-claims", {}, 14),
    ("open-weights-takeover", {}, 26),
    ("open-weights-leaders", {}, 35),
    ("weights-by-country", {}, 17),
    ("claims-about", {"entity": "app/talkie"}, 43),
    ("evidence", {"claim": "claim/aif-briefing-en/2"}, 2),
]
MAKERS: list[tuple[str, dict[str, str], int]] = [
    ("company-chain", {"company": "org/01ai"}, 27),
    ("lab-trajectory", {"lab": "org/moonshot"}, 36),
]


def named(number: int) -> set[str]:
    """The claim of this number in both languages."""
    return {f"claim/{document}/{number}" for document in BRIEFINGS}


def without(briefing: Inputs, folder: Path, numbers: set[int]) -> Source:
    """The workspace built anew without these claims, in either language."""
    assert briefing.workspace is not None
    copy = folder / "workspace"
    shutil.copytree(briefing.workspace, copy)
    for document in BRIEFINGS:
        path = copy / "documents" / document / "claims.yaml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        kept = [claim for claim in data["claims"] if claim["id"] not in numbers]
        assert len(data["claims"]) - len(kept) == len(numbers)
        path.write_text(_as_text({**data, "claims": kept}), encoding="utf-8")
    return source_of(build(Inputs(workspace=copy, texts=briefing.texts), folder / "out").snapshot)


def _as_text(data: Mapping[str, object]) -> str:
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True)


@pytest.fixture(scope="module")
def without_resting(briefing: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Source:
    return without(briefing, tmp_path_factory.mktemp("resting"), {number for *_, number in RESTING})


@pytest.fixture(scope="module")
def without_makers(briefing: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Source:
    return without(briefing, tmp_path_factory.mktemp("makers"), {number for *_, number in MAKERS})


def told(answer: Answer) -> dict[tuple[str | None, ...], set[str]]:
    """Each row of an answer in short, with the claims that it names."""
    columns = answer.question.columns
    found: dict[tuple[str | None, ...], set[str]] = {}
    for row in answer.rows:
        claims = {claim for column in columns for claim in claims_in(column, row)}
        cells = [" ".join(sorted((short(row.get(c.name)) or "").split(" "))) for c in columns]
        found[tuple(cells)] = claims
    assert len(found) == len(answer.rows)
    return found


def lost(before: Answer, after: Answer, number: int) -> int:
    """How many rows went with a claim; all others must be there still."""
    rows_before, rows_after = told(before), told(after)
    resting = {row for row, claims in rows_before.items() if claims & named(number)}
    assert set(rows_after) == set(rows_before) - resting
    assert not named(number) & set(after.claims())
    return len(resting)


@pytest.mark.parametrize(("name", "given", "number"), RESTING)
def test_a_row_goes_with_its_claim(
    briefing_source: Source, without_resting: Source, name: str, given: dict[str, str], number: int
) -> None:
    before, after = (answer_of(source, name, **given) for source in (briefing_source, without_resting))
    assert set(before.claims()) & named(number)
    assert lost(before, after, number) == (1 if name == "evidence" else 2)


@pytest.mark.parametrize(("name", "given", "number"), MAKERS)
def test_what_a_lab_made_goes_with_the_claim_that_says_so(
    briefing_source: Source, without_makers: Source, name: str, given: dict[str, str], number: int
) -> None:
    before, after = (answer_of(source, name, **given) for source in (briefing_source, without_makers))
    assert named(number) <= set(before.claims())
    # One edge carries the claims of both languages; a trajectory has a row for each document.
    assert lost(before, after, number) == (1 if name == "company-chain" else 2)


def test_every_question_is_among_them_or_held_against_a_changed_copy_of_the_shipped_data() -> None:
    assert {name for name, *_ in RESTING + MAKERS} == set(EXAMPLES) - {"conflicts", *MOVING, *NUMBERS}


@pytest.mark.parametrize("document", BRIEFINGS)
def test_rows_of_the_briefing_say_where_they_were_found(briefing_source: Source, document: str) -> None:
    for name, given, number in RESTING + MAKERS:
        if name not in ("company-chain", "evidence"):
            answer = answer_of(briefing_source, name, **given)
            found = {
                row[0]
                for row, claims in zip(rows(answer, "document"), told(answer).values(), strict=True)
                if f"claim/{document}/{number}" in claims
            }
            assert found == {f"document/{document}"}


# What is denied or only supposed


def test_a_supposed_gap_is_no_gap_claim_but_is_shown_as_supposed(briefing_source: Source) -> None:
    gaps = answer_of(briefing_source, "gap-claims")
    assert not named(10) & set(gaps.claims())
    about = answer_of(briefing_source, "claims-about", entity="gap/cn-us-frontier-intelligence")
    standing = {row[0]: row[1] for row in rows(about, "claim", "standing")}
    assert [standing[claim] for claim in named(10)] == ["hypothetical"] * 2
    assert [standing[claim] for claim in named(7)] == [None] * 2


def test_denied_weights_are_listed_as_denied(briefing_source: Source) -> None:
    answer = answer_of(briefing_source, "weights-by-country")
    denied = {row[1:] for row in rows(answer, "standing", "country", "subject", "object") if row[0] == "negated"}
    assert denied == {
        ("country/US", "model/o1", "access/open-weights"),
        ("country/CN", "model/seaweed-7b", "access/open-weights"),
    }
    told = [headline(answer.question, [row], answer.names, language) for row in answer.rows for language in LOCALES]
    assert {words for words in told if words.endswith(("(denied)", "（否認此說）")) and "7B" in words} == {
        "China: Seaweed-7B – open weights (denied)",
        "中國：Seaweed-7B——開放權重（否認此說）",
    }
    about = answer_of(briefing_source, "claims-about", entity="model/seaweed-7b")
    assert "Seaweed-7B does not have open weights; " in about.headline("en")
    assert "；Seaweed-7B 不是開放權重的；" in about.headline("zh-Hant")


def test_what_is_denied_is_no_edge(briefing_snapshot: Snapshot) -> None:
    edges = {(edge["source"], edge["predicate"]) for edge in briefing_snapshot.edges()}
    assert ("model/deepseek-r1", "weightsAccess") in edges
    assert ("model/seaweed-7b", "weightsAccess") not in edges


# What only the briefing shows


def test_a_range_and_days_are_told_as_such(briefing_source: Source) -> None:
    found = rows(answer_of(briefing_source, "gap-claims"), "claim", "value", "lower", "upper", "months", "voice")
    assert ("claim/aif-briefing-en/3", "7", "4", "14", "7", "voiceReport") in found
    assert ("claim/aif-briefing-en/7", "162", None, None, "5.3", "voiceArticle") in found
    said = answer_of(briefing_source, "gap-claims", as_of="2026-06-01").headline("en")
    assert "Epoch AI: a mean of 7 months, from 4 to 14 (since 2023) on the Epoch Capabilities Index" in said


def test_two_instruments_give_two_takeovers_each_with_its_own(briefing_source: Source) -> None:
    answer = answer_of(briefing_source, "open-weights-takeover")
    assert set(rows(answer, "time", "model", "aheadOf", "instrument", "assertedBy")) == {
        ("2023-11-02", "model/yi-34b", "model/llama-2-70b", "instrument/eci", "org/aif-project"),
        ("2024-11", "model/qwq-32b-preview", "model/llama-3.1-405b", None, "org/artificial-analysis"),
    }
    assert "(2 November 2023) on the Epoch Capabilities Index: Yi-34B ahead of" in answer.headline("en")


def test_scores_of_different_documents_do_not_mix(briefing_source: Source) -> None:
    answer = answer_of(briefing_source, "lab-trajectory", lab="org/deepseek")
    mixed = rows(answer, "model", "score", "gain", "instrument", "document", "releaseClaim", "scoreClaim")
    for _, score, _, _, document, release, claim in mixed:
        source = str(document).removeprefix("document/")
        assert {str(c).split("/")[1] for c in (release, claim) if c} <= {source}, score
    assert ("142.2", "2.3", "instrument/eci") in {row[1:4] for row in mixed}
    assert ("68", "48", "instrument/aa-ii-v2") in {row[1:4] for row in mixed}


def test_an_edge_holds_the_claims_of_every_document_that_says_so(briefing_source: Source) -> None:
    answer = answer_of(briefing_source, "company-chain", company="org/bytedance")
    claims = {(row[0], row[1]): set(str(row[2]).split()) for row in rows(answer, "source", "target", "claims")}
    assert claims["org/bytedance", "app/doubao"] == {"claim/cnyes-2025-08-14/143"} | named(38)


# The shipped graph


def test_the_shipped_graph_has_nothing_of_the_briefing(snapshot: Snapshot, briefing_snapshot: Snapshot) -> None:
    marks = re.compile(
        r"aif-briefing|aif-project|document/epoch-eci-2026-04|model/(?:yi-34b|kimi-k2\.5|llama-2-70b)\b", re.I
    )
    files = ("public.nq", "rdf12.nq", "manifest.json", "edges.json", "labels.json")
    for name in files:
        assert not marks.search((snapshot.path / name).read_text(encoding="utf-8")), name
        if name != "manifest.json":
            assert marks.search((briefing_snapshot.path / name).read_text(encoding="utf-8")), name
    assert not any(marks.search(file.path.read_text("utf-8")) for file in Inputs().files("**/*.yaml"))
