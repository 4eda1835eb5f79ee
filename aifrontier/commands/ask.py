"""`aifrontier ask`: a named question, answered in words, rows or data."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from aifrontier.commands.terminal import open_snapshot, open_source, out_option, refuse_call, say_json, settings
from queries import formats
from queries.answer import ask as answer_question
from queries.binding import ParameterError
from queries.printing import print_table
from queries.registry import UnknownQuestionError, question, questions
from queries.times import LOCALES

_LANGUAGES = click.Choice(list(LOCALES))


def _listed() -> str:
    return "\b\nQuestions:\n" + "\n".join(f"  {name:<22} {q.title['en']}" for name, q in questions().items())


@click.command(
    epilog=_listed() + "\n\nExample: aifrontier ask company-chain --param company=org/bytedance",
)
@click.argument("name", metavar="QUESTION")
@click.option("--param", "parameters", metavar="NAME=VALUE", multiple=True, help="A parameter; may be repeated.")
@click.option("--as-of", metavar="DATE", help="Keep what held on that day.")
@click.option("--known-by", metavar="DATE", help="Keep what had been said by that day.")
@click.option("--format", "form", type=click.Choice(formats.FORMATS), default="table", show_default=True)
@click.option("--lang", type=_LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@out_option
def ask(
    name: str,
    parameters: tuple[str, ...],
    as_of: str | None,
    known_by: str | None,
    form: str,
    lang: str,
    out: Path | None,
) -> None:
    """Answer a named question from the current snapshot, with the claims that the answer rests on."""
    given: dict[str, str] = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals:
            refuse_call(f"--param {parameter}: write NAME=VALUE")
        given[key] = value
    given.update({clock: day for clock, day in (("as-of", as_of), ("known-by", known_by)) if day})
    source = open_source(open_snapshot(settings(out=out)))
    try:
        answer = answer_question(source, question(name), given)
    except (ParameterError, UnknownQuestionError) as error:
        refuse_call(str(error))
    if form == "json":
        say_json(formats.as_json(answer, lang))
    elif form in ("csv", "tsv"):
        click.echo(formats.as_delimited(answer, "," if form == "csv" else "\t", lang), nl=False)
    elif form == "ttl":
        click.echo(formats.as_turtle(answer, source.store), nl=False)
    else:
        print_table(answer, Console(), lang)
