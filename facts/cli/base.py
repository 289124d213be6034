"""What all commands share: the program itself, its options, the store they work on, JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import __version__
from ..errors import FactsError
from . import terminal

if TYPE_CHECKING:
    from sqlalchemy import Engine


Command = TypeVar("Command", bound=Callable[..., Any])
JSON = "facts.json"
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """Commands in the order in which people meet them; our own errors as one message, an interruption as another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a character shows its number
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except FactsError as error:
            if ctx.meta.get(JSON):
                print_json({"error": str(error)})
                raise SystemExit(1) from None
            raise click.ClickException(terminal.clean(str(error))) from error
        except KeyboardInterrupt:
            raise click.ClickException("interrupted; nothing of the file that was being worked on is stored") from None


def _note_json(context: click.Context, _: object, value: bool) -> bool:
    """Remember that JSON was asked for, so that an error is JSON too."""
    context.meta[JSON] = value
    return value


def common(command: Command) -> Command:
    """The options that every command has; `--database` may stand before the command or behind it."""
    for option in (
        click.option("--json", "as_json", is_flag=True, callback=_note_json, help="Print JSON for programs."),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("--database", metavar="URL", help="The store; see facts --help."),
    ):
        command = option(command)
    return command


@click.group(cls=Commands, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="facts")
@click.option(
    "--database", metavar="URL", help="The store: sqlite:///FILE or postgresql://… [default: sqlite:///facts.db]"
)
@click.pass_context
def main(context: click.Context, database: str | None) -> None:
    """A database of what was said: claims traced, through every outlet, to the words they came from.

    \b
    Start here:
      facts build seeds     make facts.db, load the sheets in seeds/, check them, write the file to browse
      facts serve           browse it, at an address on this machine only
      facts show SLUG       a claim, a source, a person or a thing said, in the terminal
      facts search WORDS    find one

    The store is sqlite:///facts.db unless --database, or FACTS_DATABASE in the environment, names another.
    Exit status: 0, or 1 for errors found or input refused, or 2 for a command used wrongly.
    """
    context.obj = database


def engine_of(database: str | None) -> Engine:
    """The store that the command names, else the program's option, else FACTS_DATABASE, else facts.db here."""
    from .. import db

    context = click.get_current_context()
    engine = db.engine_for(database or context.obj or db.default_database())
    context.call_on_close(engine.dispose)  # SQLite folds its log into the file when the last connection closes
    return engine


def called(database: str | None) -> str:
    """How the program is called with this store, for hints: with --database where that was given."""
    given = database or click.get_current_context().obj
    return f"facts --database {given}" if given else "facts"


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> Any:
    from dataclasses import asdict, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def output(default: str) -> Callable[[Command], Command]:
    """The option that names the folder to write to."""
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option("--output", metavar="FOLDER", type=kind, help=f"[default: {default}]")


def desk(engine: Engine, output: Path | None, quiet: bool) -> Path:
    """Write the desk edition, where told or where it always is."""
    from .. import publish

    with terminal.progress("Writing", quiet) as progress:
        return publish.desk(engine, output or publish.FOLDERS[publish.DESK], progress)
