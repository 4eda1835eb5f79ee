"""Reading: everything that is wrong is said at once, each with file, line and mend."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from graph.inputs import Inputs
from graph.model import Knowledge
from graph.problems import DataError, Problem
from graph.reading import read
from ontology.vocabulary import load_vocabulary
from tests.graph.workspaces import META, REGISTRY, claims, write


def read_workspace(folder: Path) -> Knowledge:
    return read(Inputs(workspace=folder), load_vocabulary())


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        read_workspace(folder)
    return caught.value.problems


def test_a_right_workspace_is_read_on_top_of_what_the_package_ships(tmp_path: Path) -> None:
    knowledge = read_workspace(write(tmp_path, claims=claims()))
    assert "model/alpha-1" in knowledge.entities
    assert "org/bytedance" in knowledge.entities
    assert [claim.id for claim in knowledge.claims if claim.document == "example-2025"] == [1, 2, 3]


def test_errors_of_every_kind_in_several_files_are_reported_together(tmp_path: Path) -> None:
    wrong = claims()
    first, second, third = wrong["claims"]
    first["predicate"] = "developdBy"
    first["evidence"][0]["exact"] = "0123"
    second["subject"] = "model/nobody"
    second["time"] = "2025-02-30"
    third["id"] = 1
    registry = copy.deepcopy(REGISTRY)
    registry["entities"][1]["types"] = ["Modell"]
    registry["entities"].append(copy.deepcopy(registry["entities"][0]))
    meta = {**META, "published": "2025-31-12", "publisher": "org/nowhere"}
    found = problems_of(write(tmp_path, registry=registry, meta=meta, claims=wrong))
    said = [problem.message for problem in found]

    def one(part: str, mend: str = "") -> None:
        assert any(part in p.message and mend in p.mend for p in found), (part, said)

    one("no predicate developdBy", "did you mean developedBy?")
    one("exact: '0123' will not do", "64 hex digits")
    one("no entity model/nobody")
    one("2025-02-30")
    one("the claim 1 stands twice")
    one("Modell is no class", "did you mean Model?")
    one("org/example-labs stands twice")
    one("2025-31-12")
    one("no entity org/nowhere")
    assert {Path(p.file).name for p in found} == {"claims.yaml", "meta.yaml", "example.yaml"}


def test_a_problem_names_the_line_on_which_it_stands(tmp_path: Path) -> None:
    wrong = claims()
    wrong["claims"][1]["unit"] = "unit/furlong"
    folder = write(tmp_path, claims=wrong)
    (problem,) = problems_of(folder)
    lines = (folder / "documents/example-2025/claims.yaml").read_text(encoding="utf-8").splitlines()
    assert problem.file == "data/documents/example-2025/claims.yaml"
    assert "unit/furlong" in lines[problem.line - 1]


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        (0, {"object": None}, "object"),
        (0, {"value": "7"}, "more than one of object, value"),
        (0, {"object": "country/CN"}, "no object of developedBy"),
        (0, {"subject": "org/example-labs"}, "not said of org/example-labs"),
        (0, {"unit": "unit/month"}, "unit goes with numbers only"),
        (0, {"voice": "report"}, "has no voice report"),
        (0, {"colour": "red"}, "unknown key 'colour'"),
        (0, {"evidence": []}, "evidence"),
        (0, {"previous": "1"}, "no earlier claim"),
        (0, {"previous": "99"}, "no earlier claim"),
        (1, {"unit": None}, "unit"),
        (1, {"value": "seven"}, "is not a number"),
        (1, {"predicate": "score"}, "instrument"),
        (1, {"time": "soon"}, "time: "),
        (1, {"scope": ["scope/nowhere"]}, "no entity scope/nowhere"),
        (1, {"time_words": "a very long way of saying so"}, "time_words"),
        (2, {"object": "Ap"}, "no class Ap"),
    ],
)
def test_each_slip_in_a_claim_is_told(tmp_path: Path, number: int, change: dict[str, Any], said: str) -> None:
    wrong = claims()
    wrong["claims"][number].update(change)
    found = problems_of(write(tmp_path, claims=wrong))
    assert any(said in problem.message for problem in found), [str(problem) for problem in found]
    assert all(problem.mend for problem in found)


def test_two_digests_for_one_place_are_told_without_the_text(tmp_path: Path) -> None:
    wrong = claims()
    wrong["claims"].append({**copy.deepcopy(wrong["claims"][0]), "id": 4})
    wrong["claims"][3]["evidence"][0]["exact"] = "0" * 64
    (problem,) = problems_of(write(tmp_path, claims=wrong))
    assert "another digest for span" in problem.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claims: [", "not YAML"),
        ("document: example-2025\ndocument: again\nclaims: []\n", "stands twice"),
        ("document: &a example-2025\nclaims: []\nmore: *a\n", "unknown key 'more'"),
        ("", "will not do|is empty|empty"),
        ("- just\n- a list\n", "will not do"),
    ],
)
def test_a_file_of_the_wrong_form_is_told_and_the_rest_still_checked(tmp_path: Path, text: str, said: str) -> None:
    registry = copy.deepcopy(REGISTRY)
    registry["entities"][0]["types"] = ["Labb"]
    folder = write(tmp_path, registry=registry, claims=claims())
    (folder / "documents/example-2025/claims.yaml").write_text(text, encoding="utf-8")
    found = problems_of(folder)
    assert any(part in p.message for p in found for part in said.split("|"))
    assert any("Labb" in p.message for p in found)


def test_bytes_that_are_not_utf8_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, claims=claims())
    (folder / "documents/example-2025/meta.yaml").write_bytes(b"id: \xff\xfe")
    assert any("not UTF-8" in problem.message for problem in problems_of(folder))


def test_a_link_that_is_no_link_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, claims=claims())
    (folder / "links").mkdir()
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tcomment\n"
    rows = "org:example-labs\towl:sameAs\tQ1\tguess\t-\norg:nobody\tskos:exactMatch\thttps://e.org/1\tsemapv:X\t-\n"
    (folder / "links/x.sssom.tsv").write_text("# a comment\n" + head + rows + "too\tshort\n", encoding="utf-8")
    found = problems_of(folder)
    said = " ".join(str(problem) for problem in found)
    for part in (
        "owl:sameAs does not link",
        "'Q1' is not an IRI",
        "justification",
        "no entity org/nobody",
        "2 cells",
    ):
        assert part in said
    assert {problem.line for problem in found} == {3, 4, 5}
