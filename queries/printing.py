"""An answer on a terminal: the headline, the rows as wide as the terminal allows, what it was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph.store import Row
from queries.answer import Answer
from queries.question import Column
from queries.wording import headline

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


def print_table(answer: Answer, console: Console, language: str = "en") -> None:
    """The answer for a terminal. Empty columns are left out; what is too wide for a table becomes a list."""
    filled = [c for c in answer.question.columns if any(c.name in row for row in answer.rows)]
    if answer.rows and len(filled) * _NARROWEST > console.width:
        for number, row in enumerate(answer.rows, 1):
            _print_row(answer, number, row, filled, console, language)
    else:
        console.print(answer.headline(language), style="bold", markup=False, highlight=False, emoji=False)
        if answer.rows:
            console.print(_table(answer, filled, language))
    for line in _without(answer, language):
        console.print(line, markup=False, highlight=False)
    console.print(_footer(answer, language), markup=False, highlight=False, soft_wrap=True)


def _table(answer: Answer, filled: Sequence[Column], language: str) -> Table:
    table = Table(show_edge=False, header_style="bold")
    for column in filled:
        table.add_column(column.label.get(language, column.label["en"]), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(answer.text(row, column, language)) for column in filled))
    return table


def _print_row(
    answer: Answer, number: int, row: Row, filled: Sequence[Column], console: Console, language: str
) -> None:
    """One row: its sentence, and below it every cell behind its name."""
    sentence = headline(answer.question, [row], answer.names, language)
    console.print(Text(f"{number}. {sentence}", style="bold"))
    named = [
        Text.assemble((f"{column.label.get(language, column.label['en'])}: ", "dim"), text)
        for column in filled
        if (text := answer.text(row, column, language))
    ]
    between = Text("；" if language.startswith("zh") else " · ")
    console.print(Padding(between.join(named), (0, 0, 0, 3)))


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
