"""Names become models without a guess; a person's word comes first."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from graph.importing.identity import Identity, Parts, RegistryName, Settled, fold, take_apart
from graph.importing.settling import registry_names, settled_names
from graph.inputs import Inputs
from graph.problems import DataError

SAMPLE = Path(__file__).parent / "identity_sample.tsv"


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity(registry_names(Inputs()))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("gpt-5.4-2026-03-05_xhigh", Parts("gpt-5.4", build="2026-03-05", effort="xhigh")),
        ("claude-opus-4-5-20251101_16K", Parts("claude-opus-4-5", build="20251101", effort="16K")),
        ("o3-mini-high", Parts("o3-mini", effort="high")),
        ("GPT-5.4 (xhigh)", Parts("GPT-5.4", effort="xhigh")),
        ("llama-3.1-405b-fp8", Parts("llama-3.1-405b", quantisation="fp8")),
        ("DeepSeek-V3.1_thinking", Parts("DeepSeek-V3.1", mode="thinking")),
        ("Qwen3 32B (non-reasoning)", Parts("Qwen3 32B", mode="non-reasoning")),
    ],
)
def test_build_effort_quantisation_and_mode_are_kept_apart(name: str, parts: Parts) -> None:
    assert take_apart(name) == parts
    assert not parts.is_whole


@pytest.mark.parametrize(
    "name",
    ["DeepSeek-R1-0528", "Qwen3-235B-A22B-Thinking-2507", "Kimi K2 Thinking", "mistral-medium", "o1", "_high"],
)
def test_what_names_another_model_is_not_split_off(name: str) -> None:
    assert take_apart(name) == Parts(name)


def test_letter_case_and_signs_between_words_make_no_difference() -> None:
    assert fold("Claude Opus 4.5") == fold("claude-opus-4-5") == fold("CLAUDE_OPUS 4.5")
    assert fold("DeepSeek V3") != fold("DeepSeek V3.1")


@pytest.mark.parametrize(
    ("release", "version", "model"),
    [
        ("o1", "o1-2024-12-17_high", "model/o1"),
        ("o1-pro", "o1-pro-2025-03-19_low", ""),
        ("DeepSeek-R1 (May 2025)", "DeepSeek-R1-0528", "model/deepseek-r1-0528"),
        ("DeepSeek-R1", "chutes/DeepSeek-R1-0528", "model/deepseek-r1-0528"),
        ("QwQ-32B", "QwQ-32B-Preview", "model/qwq-32b-preview"),
        ("QwQ-32B", "QwQ-32B", ""),
        ("DeepSeek-V3 (Mar 2025)", "DeepSeek-V3-0324", ""),
        ("DeepSeek-V3", "DeepSeek-V3-0324", ""),
        ("Gemini 2.5 Pro (May 2025)", "gemini-2.5-pro-preview-05-06", ""),
        ("Llama 3.1-405B", "Llama-3.1-405B-Instruct", "model/llama-3.1-405b"),
        ("V3", "V3", ""),
        ("DeepSeek R1", "0b1f8f0c-2f5e-4d6b-9a41-1e6c7d8e9f00", "model/deepseek-r1"),
    ],
)
def test_a_name_means_one_model_or_stays_open(identity: Identity, release: str, version: str, model: str) -> None:
    assert identity.resolve(release, version) == model


@pytest.mark.parametrize(
    ("name", "version"), [("DeepSeek R1", "deepseek-ai/DeepSeek-R1-0528"), ("GPT 5.2", "openai/gpt-5.2-pro")]
)
def test_a_display_name_over_another_models_id_is_not_believed(identity: Identity, name: str, version: str) -> None:
    assert identity.exact(name) != ""
    assert identity.exact(name, version) == ""


def test_a_name_of_two_models_stays_open_and_both_are_candidates() -> None:
    names = [RegistryName("model/a", "Alpha", is_alias=False), RegistryName("model/b", "alpha", is_alias=True)]
    identity = Identity(names)
    assert identity.resolve("Alpha") == ""
    assert identity.candidates("Alpha") == ("model/a", "model/b")


def test_a_persons_word_comes_first(identity: Identity) -> None:
    settled = {"o1": Settled("-", 1), "QwQ-32B": Settled("model/qwq-32b-preview", 2)}
    own = Identity(registry_names(Inputs()), settled)
    assert (identity.resolve("o1"), own.resolve("o1")) == ("model/o1", "")
    assert own.resolve("QwQ-32B", "QwQ-32B") == "model/qwq-32b-preview"


def test_the_file_of_a_person_is_checked_whole(tmp_path: Path) -> None:
    (tmp_path / "identity.tsv").write_text(
        "source\tname\tentity\tnote\nlmarena\to9\tmodel/nobody\t\nlmarena\tx\nlmarena\ta\tmodel/o1\t\n"
        "lmarena\ta\t-\t\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        settled_names(tmp_path, "lmarena", frozenset({"model/o1"}))
    assert [problem.line for problem in caught.value.problems] == [2, 3, 5]


def test_the_sample_that_a_person_read_is_resolved_as_read(identity: Identity) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    releases = {"epoch-models", "models-dev"}
    for row in rows:
        find = identity.exact if row["source"] in releases else identity.resolve
        assert find(row["release"], row["version"]) == row["resolved"].removeprefix("-"), row
    verdicts = Counter(row["verdict"] for row in rows)
    assert len(rows) == 200
    assert verdicts.keys() == {"right", "rightly-open", "missed"}  # and none is wrong
    assert verdicts["missed"] <= 4
