"""What an import leaves in a workspace: the same bytes twice, its own earlier rows replaced, the rest alone."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.importing.cells import guarded, unguarded
from graph.importing.importing import import_file
from graph.importing.table import SCORE_COLUMNS, read_csv
from graph.inputs import Inputs
from graph.reading import read
from ontology.vocabulary import load_vocabulary
from tests.graph.importing import files
from tests.graph.importing.files import bytes_below, in_memory

HEAD, *ROWS = files.ECI.replace('"Alpha 1\n"', "Alpha 1").splitlines(keepends=True)


def test_importing_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    first = import_file("epoch-eci", in_memory("eci.csv", files.ECI), tmp_path)
    before = bytes_below(tmp_path)
    second = import_file("epoch-eci", in_memory("eci.csv", files.ECI), tmp_path)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert bytes_below(tmp_path) == before


def test_a_newer_file_replaces_its_own_rows_and_tells_what_changed(tmp_path: Path) -> None:
    import_file("lmarena", in_memory("board_2025-08-06.csv", files.LEADERBOARD), tmp_path)
    import_file("epoch-eci", in_memory("eci.csv", HEAD + "".join(ROWS)), tmp_path)
    others = bytes_below(tmp_path / "observations" / "lmarena-text-2025-08-06")
    newer = HEAD + "".join(ROWS[1:]).replace("128.25", "129.5") + ROWS[0].replace("alpha-1_high", "alpha-2")
    [table] = import_file("epoch-eci", in_memory("newer.csv", newer), tmp_path).tables
    assert table.changes == {"added": 1, "removed": 1, "changed": 1}
    [changed] = [change for change in table.change_examples if change.kind == "changed"]
    assert (changed.row, changed.before[:6], changed.after[:5]) == ("alpha-1, instrument/eci", "128.25", "129.5")
    assert bytes_below(tmp_path / "observations" / "lmarena-text-2025-08-06") == others


def test_a_persons_word_is_followed_at_the_next_import(tmp_path: Path) -> None:
    file = in_memory("eci.csv", files.ECI)
    [before] = import_file("epoch-eci", file, tmp_path).tables
    (tmp_path / "identity.tsv").write_text("source\tname\tentity\tnote\nepoch-eci\tBeta\tmodel/o3\tread by me\n")
    [after] = import_file("epoch-eci", file, tmp_path).tables
    assert (before.open_names, after.open_names) == (4, 3)
    rows = {row["release"]: row["model"] for row in written(tmp_path)}
    assert rows["Beta"] == "model/o3"
    (tmp_path / "identity.tsv").write_text("source\tname\tentity\tnote\nepoch-eci\tBeta\t-\tnone of them\n")
    [none] = import_file("epoch-eci", file, tmp_path).tables
    assert (none.open_names, {row["release"]: row["model"] for row in written(tmp_path)}["Beta"]) == (3, "")


@given(st.permutations(ROWS))
@settings(max_examples=8, deadline=None)
def test_the_order_of_the_rows_makes_no_other_rows(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    workspace = tmp_path_factory.mktemp("order")
    import_file("epoch-eci", in_memory("eci.csv", HEAD + "".join(ROWS)), workspace)
    first = {tuple(row.values()) for row in written(workspace)}
    [table] = import_file("epoch-eci", in_memory("eci.csv", HEAD + "".join(order)), workspace).tables
    assert {tuple(row.values()) for row in written(workspace)} == first
    assert not table.changes


def test_keys_stay_when_others_come_before_them(tmp_path: Path) -> None:
    def rows(*versions: str) -> str:
        return HEAD + "".join(f"{v},130,2025-01-10,Alpha,China,,,Confident,Alpha,,\n" for v in versions)

    import_file("epoch-eci", in_memory("eci.csv", rows("Alpha 1", "alpha_1")), tmp_path)
    assert {row["version"]: row["key"] for row in written(tmp_path)} == {
        "Alpha 1": "alpha-1",
        "alpha_1": "alpha-1-2",
    }
    import_file("epoch-eci", in_memory("eci.csv", rows("alpha-1", "alpha_1", "Alpha 1", "阿爾法")), tmp_path)
    found = {row["version"]: row["key"] for row in written(tmp_path)}
    assert (found["Alpha 1"], found["alpha_1"], found["alpha-1"]) == ("alpha-1", "alpha-1-2", "alpha-1-3")
    assert found["阿爾法"].startswith("x-")


FORMULAS = ('=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "'=1", "'quoted'")


def test_a_name_that_begins_like_a_formula_is_kept_and_does_not_run(tmp_path: Path) -> None:
    content = HEAD + "".join(
        '"{}",130,2025-01-10,Alpha,China,,,Confident,"{}",,\n'.format(*[name.replace('"', '""')] * 2)
        for name in FORMULAS
    )
    import_file("epoch-eci", in_memory("eci.csv", content), tmp_path)
    assert [row["version"] for row in written(tmp_path)] == list(FORMULAS)
    with (tmp_path / "observations" / "epoch-eci" / "rows.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@given(st.text(max_size=20))
def test_a_name_comes_back_from_its_cell_as_it_was(name: str) -> None:
    assert unguarded(guarded(name)) == name
    assert not guarded(name).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_tables_of_every_source_are_read_by_the_build(tmp_path: Path) -> None:
    for source, (name, content) in {
        "epoch-eci": ("eci.csv", files.ECI),
        "epoch-models": ("models.csv", files.MODELS),
        "lmarena": ("board_2025-08-06.csv", files.LEADERBOARD),
        "llm-stats": ("stats_2025-10-16.json", files.llm_stats()),
        "models-dev": ("models.json", files.models_dev()),
        "artificial-analysis": ("answer_2026-07-02.json", files.aa_new()),
    }.items():
        import_file(source, in_memory(name, content), tmp_path)  # type: ignore[arg-type]
    tables = {table.id: table for table in read(Inputs(workspace=tmp_path), load_vocabulary()).tables}
    assert {"epoch-eci", "lmarena-text-2025-08-06", "llm-stats", "artificial-analysis-v4.1"} <= tables.keys()
    assert not tables["artificial-analysis-v4.1"].pass_on
    assert sum(kind.rows for kind in tables["epoch-eci"].population) == len(tables["epoch-eci"].scores)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (2_000, 60_000):
        file = tmp_path / f"{count}.csv"
        generator = random.Random(count)
        with file.open("w", encoding="utf-8") as stream:
            stream.write(HEAD)
            for n in range(count):
                score = generator.uniform(60, 160)
                stream.write(f"model-{n}_high,{score},2025-01-10,Lab,China,API access,,Unknown,Model {n},,\n")
        workspace = tmp_path / f"into-{count}"
        workspace.mkdir()
        peaks.append(peak_of_import(file, workspace))
    assert peaks[1] - peaks[0] < 30_000  # KiB; all rows as Python objects would be about 100,000


def peak_of_import(file: Path, workspace: Path) -> int:
    """The most memory, in KiB, that a process of its own held while it imported `file`."""
    code = (
        "import resource, sys; from pathlib import Path; from graph.importing.importing import import_file; "
        "from graph.importing.source_file import SourceFile; "
        "import_file('epoch-eci', SourceFile.at(Path(sys.argv[1])), Path(sys.argv[2])); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), str(workspace)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def written(workspace: Path) -> list[dict[str, str]]:
    """The rows of the index in a workspace."""
    return list(read_csv(workspace / "observations" / "epoch-eci" / "rows.csv", SCORE_COLUMNS))
