"""The guard itself: what it finds however it is dressed up, and what it lets pass."""

from __future__ import annotations

import html
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.guard.letters import MASK, Masks
from tests.guard.names import is_name, is_title, names_of
from tests.guard.runs import CJK_RUN, OTHER_RUN, Sources
from tests.guard.tree import files_of, words_in
from tests.pictures.png import embed_words
from tests.pictures.test_png import PICTURE

# Stand-ins for a source, in words of our own.
CHINESE = "山下的小屋裡住著三隻會算數的貓，牠們每天教 Kiteling 數星星。"
ENGLISH = "Three cats in a cottage below the hill teach Kiteling how to count the stars at night."
OWN = Sources([CHINESE, ENGLISH], Masks(["Kiteling", "山下"]))

DISGUISES: dict[str, Callable[[str], str]] = {
    "as it stands": lambda run: run,
    "upper case": str.upper,
    "full width": lambda run: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in run),
    "no spaces": lambda run: "".join(run.split()),
    "spaced out": " ".join,
    "zero-width spaces": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "other punctuation": "、".join,
    "emphasis": "**".join,
    "one letter a line": "\n# ".join,
    "a table": " | ".join,
    "mark-up": lambda run: "<b>".join(run[i : i + 3] + "</b>" for i in range(0, len(run), 3)),
    "JSON escapes": lambda run: json.dumps(run),
    "escaped line feeds": "\\n".join,
    "numeric entities": lambda run: "".join(f"&#x{ord(c):x};" for c in run),
    "named entities": lambda run: html.escape(run).replace(" ", "&nbsp;"),
    "percent escapes": lambda run: quote(run, safe=""),
    "adjacent strings": lambda run: '"\n    "'.join(run[i : i + 4] for i in range(0, len(run), 4)),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("copied", ["小屋裡住著三隻會", "cottage below the hill teach"])
def test_a_copied_run_is_found_in_every_disguise(copied: str, disguise: str) -> None:
    (run,) = OWN.runs_in(f"Something new.\n\nHere: «{DISGUISES[disguise](copied)}», or so.\n")
    assert run.line == 3
    assert run.length == sum(map(str.isalnum, copied))


@pytest.mark.parametrize("copied", ["小屋裡住著三隻", "cottage below the hill teac"])
def test_a_shorter_run_passes(copied: str) -> None:
    letters = sum(map(str.isalnum, copied))
    assert letters in (CJK_RUN - 1, OTHER_RUN - 1)
    assert OWN.runs_in(f"全新。{copied}！ And new.") == []


def test_a_run_of_mixed_script_counts_by_what_most_of_it_is() -> None:
    mixed = Sources(["甲乙丙 abcde 丁戊 fghij 己"], Masks([]))
    assert mixed.runs_in("甲乙丙 abcde") == []
    assert Sources(["甲乙丙丁戊 abc"], Masks([])).runs_in("甲乙丙丁戊abc")[0].length == 8


def test_a_copied_sentence_is_found_though_a_name_stands_in_it() -> None:
    (run,) = OWN.runs_in("牠們每天教 Kiteling 數星星")
    assert run.length == 8
    assert OWN.runs_in("每天教 Kiteling 數星星") == []


def test_a_copied_sentence_is_found_though_a_name_was_put_in_place_of_another() -> None:
    other = Sources([ENGLISH], Masks(["Kiteling", "Bryo"]))
    (run,) = other.runs_in("The hill teach Bryo how to count the stars.")
    assert run.length == 30


def test_names_in_a_row_are_no_copied_text() -> None:
    names = ["Aster Labs", "Bryo", "Crux 4", "山下實驗室", "河上研究院", "海邊"]
    listed = "、".join(names)
    assert Sources([listed], Masks(names)).runs_in(listed) == []
    assert Sources([listed], Masks([])).runs_in(listed) != []


def test_a_name_is_masked_only_as_a_word_of_its_own() -> None:
    letters = Masks(["ai", "山下"]).letters
    assert letters("Said AI, chai in air; 到山下去").text == f"said{MASK}chaiinair到{MASK}去"


def test_a_text_cannot_bring_a_mask_of_its_own() -> None:
    assert MASK not in Masks([]).letters(f"one{MASK}two").text
    assert OWN.runs_in("小屋裡住" + MASK + "著三隻會") != []


def test_a_message_shows_at_most_twelve_letters_of_the_source() -> None:
    (run,) = OWN.runs_in(ENGLISH)
    assert run.length > 40
    assert len(run.shown) == 12


def test_a_label_too_long_to_be_a_name_or_with_a_sentence_in_it_is_none(tmp_path: Path) -> None:
    assert is_name("Aster Labs of the North")
    assert not is_name("x" * 41)
    assert not is_name("小屋裡住著三隻會算數的貓嗎")
    assert not is_name("山下很好。")
    assert is_title("T" * 120)
    assert not is_title("T" * 121)
    registry = tmp_path / "graph" / "registry"
    registry.mkdir(parents=True)
    (registry / "orgs.yaml").write_text(
        "entities:\n"
        "  - id: org/aster\n"
        "    labels: {en: {text: Aster, source: a}}\n"
        "    aliases: [{text: Aster Labs, language: en, source: a}, {text: 小屋裡住著三隻會算數的貓嗎}]\n"
        "    definition: {en: No name at all}\n"
        "  - id: label/good\n"
        "    labels: {en: {text: A rating is no name, source: a}}\n",
        encoding="utf-8",
    )
    example = tmp_path / "examples" / "briefing" / "documents" / "one"
    example.mkdir(parents=True)
    (example / "meta.yaml").write_text("label: {en: One}\ntitle: {en: A title}\n", encoding="utf-8")
    assert names_of(tmp_path) == {"Aster", "Aster Labs", "One", "A title"}


def test_a_tree_without_registry_or_documents_has_no_names(tmp_path: Path) -> None:
    assert names_of(tmp_path) == frozenset()


def test_new_and_tracked_files_are_read_and_ignored_ones_are_not(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for name, content in {".gitignore": "out/\n", "new.md": "new", "out/gone.md": "x", "中.txt": "y"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "link").symlink_to("小屋裡住著三隻會")
    assert files_of(tmp_path) == [".gitignore", "link", "new.md", "中.txt"]
    assert OWN.runs_in(words_in(tmp_path, "link").text) != []


def test_a_picture_is_read_by_its_words_and_refused_without(tmp_path: Path) -> None:
    (tmp_path / "bare.png").write_bytes(PICTURE)
    (tmp_path / "broken.png").write_bytes(PICTURE[:-5])
    (tmp_path / "told.PNG").write_bytes(embed_words(PICTURE, CHINESE))
    assert "without its words" in (words_in(tmp_path, "bare.png").fault or "")
    assert "broken" in (words_in(tmp_path, "broken.png").fault or "")
    told = words_in(tmp_path, "told.PNG")
    assert told.fault is None
    assert OWN.runs_in(told.text)[0].length > CJK_RUN


@pytest.mark.parametrize("content", [b"\x00\x01", CHINESE.encode("big5"), CHINESE.encode("utf-16")])
def test_a_file_that_cannot_be_read_as_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.bin").write_bytes(content)
    assert "binary" in (words_in(tmp_path, "file.bin").fault or "")


@pytest.mark.sources
def test_every_shortest_run_of_every_source_is_found(guard: Sources, masks: Masks, source_texts: list[str]) -> None:
    """Every 5th run of 8 Chinese letters, cut out of the sources, between words of our own."""
    missed = tried = 0
    for text in source_texts:
        letters = masks.letters(text)
        places = [i for i, char in enumerate(letters.text) if "\u4e00" <= char <= "\u9fff"]
        for first, last in list(zip(places, places[7:], strict=False))[::5]:
            if last - first == 7:
                cut = text[letters.offsets[first] : letters.offsets[last] + 1]
                tried += 1
                missed += not guard.runs_in(f"new\n{cut}\nnew")
    assert missed == 0
    assert tried > 100


@pytest.mark.sources
def test_every_sentence_of_the_sources_is_found_in_every_disguise(guard: Sources, source_texts: list[str]) -> None:
    longest = [max(text.split("\n"), key=len) for text in source_texts if "\n" in text]
    assert len(longest) == 5
    for name, disguise in DISGUISES.items():
        for sentence in longest:
            if not any(run.length > CJK_RUN for run in guard.runs_in(disguise(sentence))):
                pytest.fail(f"not found: {name}", pytrace=False)


def test_a_long_text_is_read_in_seconds() -> None:
    text = "Words of our own, a few at a time; 也有一些中文。\n" * 6_000
    started = time.perf_counter()
    assert OWN.runs_in(text) == []
    assert time.perf_counter() - started < 10
