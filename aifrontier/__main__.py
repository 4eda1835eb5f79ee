"""The command `aifrontier`: each verb in its own module below aifrontier.commands, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from aifrontier.settings import SettingError
from graph.snapshot import program_version

VERBS = ("build", "serve", "ask", "sparql", "check", "path", "evidence", "export", "import")
# Where a verb's name is a word of the language, its module and function end in an underscore.
_RESERVED = frozenset({"import"})


class Verbs(click.Group):
    """Loads a verb's module on demand: `serve` must answer within two seconds, SHACL's libraries take one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which a newcomer needs them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, or None for a word that is none."""
        if cmd_name not in VERBS:
            return None
        name = f"{cmd_name}_" if cmd_name in _RESERVED else cmd_name
        command: click.Command = getattr(import_module(f"aifrontier.commands.{name}"), name)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(program_version(), prog_name="aifrontier")
def cli() -> None:
    """A knowledge graph of the AI-model race in which every number keeps its voice, its place and its sentence.

    Exit codes: 0 done, 1 the data is wrong, 2 the call is wrong.
    """


def main() -> None:
    """Run the command line; a setting that will not do is a wrong call."""
    try:
        cli()
    except SettingError as error:
        click.echo(f"aifrontier: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
