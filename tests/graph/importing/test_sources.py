"""What each importer takes from a small file in its source's form, and from the source's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.importing.importer import Wishes
from graph.importing.importing import import_file
from graph.importing.report import Report
from graph.importing.source_file import SourceFile
from graph.importing.sources import IMPORTERS, looks_like
from graph.importing.table import RELEASE_COLUMNS, SCORE_COLUMNS, read_csv
from graph.problems import DataError
from graph.yamlfile import load_yaml
from tests.graph.importing import files
from tests.graph.importing.files import in_memory

OF_EACH: dict[str, tuple[str, object]] = {
    "epoch-eci": ("eci.csv", files.ECI),
    "epoch-models": ("models.csv", files.MODELS),
    "lmarena": ("board_2025-08-06.csv", files.LEADERBOARD),
    "llm-stats": ("stats.json", files.llm_stats()),
    "models-dev": ("models.json", files.models_dev()),
    "artificial-analysis": ("answer.json", files.aa_new()),
}


def rows(workspace: Path, report: Report, number: int = 0) -> list[dict[str, str]]:
    table = report.tables[number]
    made = workspace / table.folder
    metadata = load_yaml(made / "table.yaml", "table.yaml", "table")
    assert metadata.problems == ()
    columns = SCORE_COLUMNS if metadata.data["kind"] == "scores" else RELEASE_COLUMNS
    return list(read_csv(made / "rows.csv", columns))


def test_every_source_has_a_small_file_and_only_its_importer_knows_it() -> None:
    assert OF_EACH.keys() == IMPORTERS.keys()
    for source, (name, content) in OF_EACH.items():
        assert looks_like(in_memory(name, content).head()) == [source]  # type: ignore[arg-type]


def test_the_index_of_epoch(tmp_path: Path) -> None:
    report = import_file("epoch-eci", in_memory("eci.csv", files.ECI), tmp_path)
    [table] = report.tables
    assert (table.read, table.taken, dict(table.left_out)) == (6, 5, {"no-score": 1})
    assert dict(table.doubts) == {"hand-added": 1, "no-date": 1, "several-countries": 1}
    found = {row["version"]: row for row in rows(tmp_path, report)}
    high, plain = found["alpha-1_high"], found["alpha-1"]
    assert (high["release"], plain["release"]) == ("Alpha 1", "Alpha 1")
    assert (high["score"], high["weights"], high["countries"]) == ("130.0", "open", "CN")
    assert (high["key"], plain["key"]) == ("alpha-1-high", "alpha-1")
    assert [found[v]["basis"] for v in ("alpha-1_high", "beta-2025-02-01")] == ["measured", "hand-added"]
    assert (found["gamma"]["release"], found["gamma"]["countries"]) == ("gamma", "FR DE")
    assert found["o1-2024-12-17_high"]["model"] == "model/o1"


def test_the_files_of_models_give_days_of_announcement(tmp_path: Path) -> None:
    report = import_file("epoch-models", in_memory("m.csv", files.MODELS), tmp_path)
    first, second = rows(tmp_path, report)
    assert (first["model"], first["event"], first["date"], first["weights"]) == (
        "model/o1", "announced", "2024-12-05", "closed",
    )  # fmt: skip
    assert (second["parameters"], second["source"]) == ("671000000000", "epoch-models-large-scale")
    assert report.tables[0].left_out == {"unknown-model": 1}


def test_a_model_dated_by_its_month_is_left_out_and_counted(tmp_path: Path) -> None:
    content = files.MODELS.replace("2025-01-20,DeepSeek", "2025-01,DeepSeek")
    [table] = import_file("epoch-models", in_memory("m.csv", content), tmp_path).tables
    assert table.left_out == {"no-day": 1, "unknown-model": 1}
    assert table.examples["no-day"] == ["line 3: DeepSeek-R1: 2025-01"]


def test_a_leaderboard_is_of_the_day_in_its_name_or_the_day_that_is_said(tmp_path: Path) -> None:
    report = import_file("lmarena", in_memory("board_2025-08-06.csv", files.LEADERBOARD), tmp_path)
    assert report.tables[0].id == "lmarena-text-2025-08-06"
    found = rows(tmp_path, report)
    assert [row["countries"] for row in found] == ["US", "CN", ""]
    assert [row["weights"] for row in found] == ["closed", "open", "restricted"]
    assert {row["instrument"] for row in found} == {"instrument/lmarena-text-3"}
    with pytest.raises(DataError, match="does not say its day"):
        import_file("lmarena", in_memory("board.csv", files.LEADERBOARD), tmp_path)
    said = import_file("lmarena", in_memory("board.csv", files.LEADERBOARD), tmp_path, Wishes(("2025-08-07",)))
    assert said.tables[0].observed_on == "2025-08-07"


def test_a_history_gives_its_last_date_and_others_when_asked(tmp_path: Path) -> None:
    file = in_memory("history.csv", files.HISTORY)
    report = import_file("lmarena", file, tmp_path)
    assert [(table.id, table.taken) for table in report.tables] == [("lmarena-text-2025-01-01", 1)]
    assert report.tables[0].left_out == {"not-present": 1}
    assert "2 other dates" in report.tables[0].said[0]
    asked = import_file("lmarena", file, tmp_path, Wishes(("2024-07-01", "2024-01-01")))
    assert [table.id for table in asked.tables] == ["lmarena-text-2024-01-01", "lmarena-text-2024-07-01"]
    scales = [rows(tmp_path, asked, number)[0]["instrument"] for number in (0, 1)]
    assert scales == ["instrument/lmarena-text-1", "instrument/lmarena-text-2"]
    with pytest.raises(DataError, match="no ratings of 2024-02-02"):
        import_file("lmarena", file, tmp_path, Wishes(("2024-02-02",)))


def test_scores_of_many_benchmarks_are_told_apart(tmp_path: Path) -> None:
    report = import_file("llm-stats", in_memory("stats_2025-10-16.json", files.llm_stats()), tmp_path)
    [table] = report.tables
    assert table.left_out == {"no-instrument": 1, "contradictory": 2, "no-score": 1}
    assert table.observed_on == "2025-10-16"
    found = {row["key"]: row for row in rows(tmp_path, report)}
    assert {key: row["score"] for key, row in found.items()} == {
        "alpha-1-mmlu-pro": "81.25", "alpha-1-aime-2025": "50", "alpha-1-aime": "100",
    }  # fmt: skip
    row = found["alpha-1-aime"]
    assert (row["countries"], row["available_on"], row["announced_on"], row["weights"]) == (
        "CN", "2025-01-02", "2025-01-01", "open",
    )  # fmt: skip


def test_the_list_of_models_dev_in_both_forms(tmp_path: Path) -> None:
    report = import_file("models-dev", in_memory("m.json", files.models_dev()), tmp_path)
    assert [(row["model"], row["date"]) for row in rows(tmp_path, report)] == [("model/o1", "2024-12-05")]
    assert report.tables[0].left_out == {"no-day": 1, "benchmark-score": 1, "unknown-model": 1}
    package = import_file("models-dev", in_memory("p.json", files.models_dev_package()), tmp_path)
    assert [row["date"] for row in rows(tmp_path, package)] == ["2024-12-05"]
    assert package.tables[0].left_out == {"other-provider": 1}


def test_an_answer_without_a_version_takes_it_from_the_day_and_says_so(tmp_path: Path) -> None:
    file = in_memory("answer_2025-06-10.json", files.aa_old())
    report = import_file("artificial-analysis", file, tmp_path)
    [table] = report.tables
    assert (table.id, table.taken, table.left_out) == ("artificial-analysis-v2", 3, {"no-score": 1})
    assert any("derived from the day 2025-06-10" in sentence for sentence in table.said)
    found = {(row["release"], row["instrument"]): row for row in rows(tmp_path, report)}
    index = found["DeepSeek R1 0528 (May '25)", "instrument/aa-ii-v2"]
    assert (index["model"], index["score"], index["countries"]) == ("model/deepseek-r1-0528", "11.5", "CN")
    assert found["DeepSeek R1 0528 (May '25)", "instrument/gpqa-diamond"]["score"] == "12.5"
    assert found["Alpha (high)", "instrument/aa-ii-v2"]["basis"] == "estimated"
    metadata = load_yaml(tmp_path / table.folder / "table.yaml", "t", "table").data
    assert (metadata["pass_on"], metadata["licence"]) == ("false", "personal-use")


@pytest.mark.parametrize("day", ["2025-02-10", "2025-08-20", "2025-09-10", "2026-10-01"])
def test_a_day_on_which_the_version_is_not_certain_asks_for_it(tmp_path: Path, day: str) -> None:
    file = in_memory(f"answer_{day}.json", files.aa_old())
    with pytest.raises(DataError, match="does not settle it"):
        import_file("artificial-analysis", file, tmp_path)
    report = import_file("artificial-analysis", file, tmp_path, Wishes(index_version="v2.2"))
    assert report.tables[0].id == "artificial-analysis-v2.2"


def test_a_new_answer_says_its_version_and_must_be_whole(tmp_path: Path) -> None:
    both = json.dumps(files.aa_new(1, 2)) + "\n" + json.dumps(files.aa_new(2, 2))
    report = import_file("artificial-analysis", in_memory("all_2026-07-02.json", both), tmp_path)
    assert (report.tables[0].id, report.tables[0].taken) == ("artificial-analysis-v4.1", 6)
    with pytest.raises(DataError, match="page 1 of 2: pages are missing"):
        import_file("artificial-analysis", in_memory("one.json", files.aa_new(1, 2)), tmp_path)
    with pytest.raises(DataError, match=r"is of index version 4\.1, not 4\.0"):
        import_file("artificial-analysis", in_memory("one.json", files.aa_new()), tmp_path, Wishes((), "4.0"))


def test_a_version_without_an_instrument_is_refused_until_the_workspace_has_one(tmp_path: Path) -> None:
    answer = files.aa_new(version=9.9)
    del answer["data"][0]["evaluations"]["gpqa"]
    file = in_memory("answer_2026-11-02.json", answer)
    with pytest.raises(DataError, match="no-instrument"):
        import_file("artificial-analysis", file, tmp_path)
    (tmp_path / "instruments.csv").write_text(
        "source,name,instrument,unit,lowest,highest,factor\n"
        "artificial-analysis,artificial_analysis_intelligence_index v9.9,instrument/aa-ii-v4.1,unit/point,0,100,1\n"
    )
    assert import_file("artificial-analysis", file, tmp_path).tables[0].taken == 2


@pytest.mark.parametrize(
    ("source", "name", "taken", "left_out"),
    [
        ("epoch-eci", "epoch_capabilities_index.csv", 300, {"no-score": 285}),
        ("epoch-models", "epoch_notable_ai_models.csv", 8, {"unknown-model": 944}),
        ("epoch-models", "epoch_large_scale_ai_models.csv", 11, {"unknown-model": 462}),
        ("epoch-models", "epoch_frontier_ai_models.csv", 1, {"unknown-model": 130}),
        ("lmarena", "lmarena_text_2025-08-06.csv", 265, {"duplicate": 1}),
        ("lmarena", "lmarena_history_to_2025-05.csv", 209, {"not-present": 18}),
        ("llm-stats", "llm_stats_2025-10-16.json", 664, {"no-instrument": 1551, "contradictory": 9}),
        ("models-dev", "models_dev_models_2026-07-02.json", 6, None),
    ],
)
def test_the_sources_own_files_are_taken_whole(
    sources: Path, tmp_path: Path, source: str, name: str, taken: int, left_out: dict[str, int] | None
) -> None:
    report = import_file(source, SourceFile.at(sources / "data" / name), tmp_path)
    [table] = report.tables
    assert table.read == table.taken + sum(table.left_out.values())
    assert table.taken == taken
    assert left_out is None or table.left_out == left_out
    assert len(rows(tmp_path, report)) == taken


def test_the_leaderboard_of_august_2025_says_what_is_known_of_it(sources: Path, tmp_path: Path) -> None:
    file = SourceFile.at(sources / "data" / "lmarena_text_2025-08-06.csv")
    found = rows(tmp_path, import_file("lmarena", file, tmp_path))

    def best(country: str, weights: tuple[str, ...]) -> float:
        return max(
            float(row["score"]) for row in found if row["countries"] == country and row["weights"] in weights
        )

    every, is_open = (
        ("open", "restricted", "non-commercial", "closed", ""),
        ("open", "restricted", "non-commercial"),
    )
    assert best("US", every) - best("CN", every) == 36
    assert best("CN", is_open) - best("US", is_open) == 77
