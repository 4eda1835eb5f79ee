"""An answer on a terminal: the headline, the rows as wide as the terminal allows, what it was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph.store import Row
from ontology.namespaces import ID
from queries.answer import Answer
from queries.figures import amount_words
from queries.question import Column
from queries.wording import counted, headline, opening

_WITHOUT = {
    "en": "Rows without {given}: {n}",
    "zh-Hant": "不加 {given} 時的列數：{n}",
    "zh-Hans": "不加 {given} 时的行数：{n}",
}
# What a table rests on: rows and claims, what was given, the snapshot, the private layer.
_FOOTER: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": (
        "{rows} from {claims}",
        "no parameters",
        "snapshot {version} to {day}",
        "with the private layer",
        " · ",
    ),
    "zh-Hant": ("{rows}，依據 {claims}", "無參數", "快照 {version}，資料截至 {day}", "含私有層的內容", "；"),
    "zh-Hans": ("{rows}，依据 {claims}", "无参数", "快照 {version}，数据截至 {day}", "含私有层的内容", "；"),
}
_COUNTED: Mapping[str, tuple[str, str]] = {
    "zh-Hant": ("{n} 列", "{n} 則主張"),
    "zh-Hans": ("{n} 行", "{n} 条主张"),
}
_NARROWEST = 9
"""Cells to a column below which nobody can read a table: rows are then told one below the other."""
_FIGURES_TOLD = 3
"""Figures of one row that are named on a terminal; the other formats name all."""


def print_table(answer: Answer, console: Console, language: str = "en") -> None:
    """The answer for a terminal. Empty columns are left out; what is too wide for a table becomes a list.

    What speaks of the whole answer is told once, below.
    """
    units = {column.unit for column in answer.question.columns}
    filled = [
        c for c in answer.question.columns if c.name not in units and any(c.name in row for row in answer.rows)
    ]
    once = [c for c in filled if c.once and len({str(row.get(c.name)) for row in answer.rows}) == 1]
    each = [column for column in filled if column not in once]
    if answer.rows and len(each) * _NARROWEST > console.width:
        if before := opening(answer.question, answer.rows[0], answer.names, language):
            console.print(before, style="bold", markup=False, highlight=False, emoji=False)
        for number, row in enumerate(answer.rows, 1):
            _print_row(answer, number, row, each, console, language)
    else:
        console.print(answer.headline(language), style="bold", markup=False, highlight=False, emoji=False)
        if answer.rows:
            console.print(_table(answer, each, language))
    if once:
        console.print(_cells(answer, answer.rows[0], once, language))
    for line in _without(answer, language):
        console.print(line, markup=False, highlight=False)
    console.print(_footer(answer, language), markup=False, highlight=False, soft_wrap=True)


def _table(answer: Answer, filled: Sequence[Column], language: str) -> Table:
    table = Table(show_edge=False, header_style="bold")
    for column in filled:
        table.add_column(column.label.get(language, column.label["en"]), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_text(answer, row, column, language)) for column in filled))
    return table


def _print_row(
    answer: Answer, number: int, row: Row, filled: Sequence[Column], console: Console, language: str
) -> None:
    """One row: its sentence, and below it every cell behind its name."""
    sentence = headline(answer.question, [row], answer.names, language, opened=False)
    console.print(Text(f"{number}. {sentence}", style="bold"))
    console.print(Padding(_cells(answer, row, filled, language), (0, 0, 0, 3)))


def _cells(answer: Answer, row: Row, columns: Sequence[Column], language: str) -> Text:
    """Cells of a row, each behind its name; empty ones are left out."""
    colon = "：" if language.startswith("zh") else ": "
    named = [
        Text.assemble((f"{column.label.get(language, column.label['en'])}{colon}", "dim"), text)
        for column in columns
        if (text := _text(answer, row, column, language))
    ]
    return Text("；" if language.startswith("zh") else " · ").join(named)


def _text(answer: Answer, row: Row, column: Column, language: str) -> str:
    """A cell in words, with its unit; of many figures the first few and how many more."""
    text = answer.text(row, column, language)
    unit = next((c for c in answer.question.columns if c.name == column.unit), None)
    if text and unit is not None:
        noun, thing = answer.text(row, unit, language), row.get(unit.name)
        if noun and language == "en" and isinstance(thing, NamedNode):
            noun = counted(thing.value.removeprefix(ID), noun, text)
        return amount_words(text, noun)
    if column.kind == "observations":
        between = "、" if language.startswith("zh") else ", "
        figures = text.split(between)
        more = len(figures) - _FIGURES_TOLD
        return between.join(figures[:_FIGURES_TOLD]) + (f" (+{more})" if more > 0 else "")
    return text


def _without(answer: Answer, language: str) -> Iterator[str]:
    """What there would be without some of what was given, a line each."""
    for each in answer.without:
        given = ", ".join(f"{name}={answer.bound.given[name]}" for name in each.dropped)
        yield _WITHOUT.get(language, _WITHOUT["en"]).format(given=given, n=each.rows)


def _footer(answer: Answer, language: str) -> str:
    counts, nothing, snapshot, private, between = _FOOTER.get(language, _FOOTER["en"])
    rows, claims = len(answer.rows), len(answer.claims())
    counted = _COUNTED.get(language, (f"{{n}} row{'s'[: rows != 1]}", f"{{n}} claim{'s'[: claims != 1]}"))
    told = [
        counts.format(rows=counted[0].format(n=rows), claims=counted[1].format(n=claims)),
        " ".join(f"{name}={value}" for name, value in answer.bound.given.items()) or nothing,
        snapshot.format(version=answer.version[:16], day=answer.last_day),
        *([private] if answer.used_overlay else []),
    ]
    return between.join(told)
