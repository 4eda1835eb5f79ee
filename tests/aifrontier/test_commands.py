"""The command line as a user calls it: what is printed, and the exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aifrontier.__main__ import VERBS, cli
from graph.snapshot import Snapshot
from tests.graph.workspaces import claims, write

Run = Callable[..., Result]


@pytest.fixture
def run(snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command in an empty folder, against the session's snapshot."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIFRONTIER_OUT", str(snapshot.path.parent.parent))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str, **more: Any) -> Result:
        return CliRunner().invoke(cli, words, **more)

    return call


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help_with_an_example(run: Run, verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert "Example: " in result.output
    assert f"aifrontier {verb}" in result.output


def test_build_says_version_counts_evidence_and_shacl(run: Run, tmp_path: Path) -> None:
    result = run("build", "--out", str(tmp_path / "out"), "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(said["version"]) == 64
    assert said["counts"]["claims"] == 447
    assert said["evidence"]["not at hand"] == said["counts"]["spans"]
    assert said["shacl"]["conforms"] is True


def test_build_of_wrong_data_lists_every_problem_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    wrong = claims()
    wrong["claims"][0]["predicate"] = "developdBy"
    wrong["claims"][1]["subject"] = "model/nobody"
    folder = write(tmp_path / "data", claims=wrong)
    result = run("build", "--data", str(folder), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "did you mean developedBy?" in result.stderr
    assert "no entity model/nobody" in result.stderr
    assert result.stderr.count("data/documents/example-2025/claims.yaml:") == 2
    as_json = run("build", "--data", str(folder), "--out", str(tmp_path / "out"), "--json")
    assert as_json.exit_code == 1
    assert len(json.loads(as_json.stdout)["problems"]) == 2


def test_ask_answers_in_every_format(run: Run) -> None:
    table = run("ask", "company-chain", "--param", "company=org/bytedance")
    assert table.exit_code == 0
    assert "Doubao" in table.stdout
    assert "Seed-Thinking-v1.5" in table.stdout
    data = json.loads(run("ask", "gap-claims", "--format", "json").stdout)
    assert [row["value"] for row in data["rows"]] == [1, 3, 3, 1, 3, 7, 4, 14]
    assert run("ask", "gap-claims", "--format", "csv").stdout.startswith("gap,gap_label,")
    assert "aif:claimPredicate aif:gapDuration" in run("ask", "gap-claims", "--format", "ttl").stdout
    assert "不到 3 個月" in run("ask", "gap-claims", "--lang", "zh-Hant").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "gap-claim"), "did you mean gap-claims?"),
        (("ask", "company-chain"), "company: is needed"),
        (("ask", "company-chain", "--param", "company"), "write NAME=VALUE"),
        (("ask", "company-chain", "--param", "company=org/bytedanc"), "did you mean org/bytedance?"),
        (("ask", "gap-claims", "--known-by", "soon"), "is not a day"),
        (("ask", "evidence", "--param", "claim=claim/x/1", "--as-of", "2025-01-01"), "as-of"),
        (("path", "org/bytedance", "org/nobody"), "no 'org/nobody'"),
        (("evidence", "nowhere", "words"), "no text of nowhere"),
    ],
)
def test_a_wrong_call_is_told_with_its_mend_and_ends_with_2(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_without_a_snapshot_the_next_step_is_told(run: Run, tmp_path: Path) -> None:
    result = run("ask", "gap-claims", "--out", str(tmp_path / "nothing"))
    assert result.exit_code == 2
    assert "aifrontier build" in result.stderr


def test_path_shows_each_edge_with_its_claims(run: Run) -> None:
    result = run("path", "app/doubao", "model/seed-thinking-v1.5")
    assert "ByteDance —operates app→ Doubao  [claim/cnyes-2025-08-14/143]" in result.stdout
    data = json.loads(run("path", "app/doubao", "model/seed-thinking-v1.5", "--json").stdout)
    assert [len(path) for path in data["paths"]] == [2]


def test_evidence_writes_a_block_that_claims_yaml_takes(run: Run, tmp_path: Path) -> None:
    texts = write(tmp_path / "data", claims=claims()) / "texts"
    said = json.loads(run("evidence", "example-2025", "7 billion", "--texts", str(texts), "--json").stdout)
    assert (said["start"], said["end"]) == (63, 72)
    wrong = claims()
    wrong["claims"][1]["evidence"] = [said]
    folder = write(tmp_path / "again", claims=wrong)
    assert run("check", "--data", str(folder), "--texts", str(folder / "texts")).exit_code == 0


def test_evidence_at_several_places_lists_them_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    texts = write(tmp_path / "data", claims=claims()) / "texts"
    several = run("evidence", "example-2025", "Alpha-1", "--texts", str(texts))
    assert several.exit_code == 1
    assert several.stdout.count("--nth") == 2
    one = run("evidence", "example-2025", "Alpha-1", "--nth", "2", "--texts", str(texts))
    assert one.exit_code == 0
    assert "start: 54" in one.stdout
    assert run("evidence", "example-2025", "Alpha-1", "--nth", "3", "--texts", str(texts)).exit_code == 2
    assert run("evidence", "example-2025", "Beta-2", "--texts", str(texts)).exit_code == 1


def test_export_writes_the_same_bytes_again(run: Run, snapshot: Snapshot, tmp_path: Path) -> None:
    assert run("export", "--format", "nq", str(tmp_path / "one")).exit_code == 0
    assert run("export", "--format", "nq", str(tmp_path / "two")).exit_code == 0
    for name in ("aifrontier.nq", "aifrontier-rdf12.nq", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert (tmp_path / "one/aifrontier.nq").read_bytes() == (snapshot.path / "public.nq").read_bytes()


def test_check_fails_when_a_span_is_not_found(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "data", claims=claims())
    right = json.loads(run("check", "--data", str(folder), "--texts", str(folder / "texts"), "--json").stdout)
    outcomes = {found["check"]: found["outcome"] for found in right["checks"]}
    assert right["ok"] is True
    assert outcomes["evidence"] == "passed"
    assert outcomes["consistency"] == ("passed" if shutil.which("java") else "skipped")
    text = folder / "texts/example-2025/text.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("7 billion", "8 billion"), encoding="utf-8")
    wrong = run("check", "--data", str(folder), "--texts", str(folder / "texts"))
    assert wrong.exit_code == 1
    assert "1 failed" in wrong.stdout


def test_sparql_runs_a_query_of_the_users_own(run: Run) -> None:
    result = run("sparql", "-", input="SELECT ?m { ?m aif:developedBy org:bytedance }")
    assert result.exit_code == 0, result.output
    assert "model:seed-thinking-v1.5" in result.stdout
    data = run("sparql", "-", "--format", "json", input="ASK { app:doubao aif:poweredBy ?m }")
    assert json.loads(data.stdout)["boolean"] is False


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "documents"),
        ("SELECT * { ?s ?p ", "line 1"),
    ],
)
def test_sparql_refuses_what_it_must(run: Run, query: str, said: str) -> None:
    result = run("sparql", "-", input=query)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_query_that_runs_away_ends_at_its_budget(run: Run) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    result = run("sparql", "-", "--timeout", "0.5", input=query)
    assert result.exit_code == 2
    assert "0.5" in result.stderr
