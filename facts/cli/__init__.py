"""The command line. Nothing heavy is imported before a command needs it: `facts --help` answers at once."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import __version__
from ..errors import FactsError, Problem
from . import terminal

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ..check import Report as Checked
    from ..ingest import Report

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
      facts show SLUG       a claim or a source, in the terminal

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


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> Any:
    from dataclasses import asdict, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


@main.command()
@common
def init(database: str | None, quiet: bool, as_json: bool) -> None:
    """Create the store, or upgrade it to this program's schema.

    \b
    Examples:
      facts init
      facts --database postgresql://me@localhost/facts init
    """
    from .. import db

    engine = engine_of(database)
    before, after = db.upgrade(engine)
    if as_json:
        print_json({"database": db.name_of(engine), "before": before.revision, "after": after.revision})
    elif not quiet:
        click.echo(_initialised(db.name_of(engine), before, after))


def _initialised(name: str, before: Any, after: Any) -> str:
    if before.kind == "current":
        return f"{name} is up to date (schema {after.revision})."
    if before.kind == "behind":
        return f"Upgraded {name} from schema {before.revision} to {after.revision}."
    return f"Created {name} (schema {after.revision})."


paths = click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path, readable=False)
)


@main.command()
@paths
@click.option("--dry-run", is_flag=True, help="Say what would change, and store nothing.")
@common
def load(paths: tuple[Path, ...], dry_run: bool, database: str | None, quiet: bool, as_json: bool) -> None:
    """Load sheets and loader scripts into the store.

    A folder stands for the sheets in it; loader scripts run only when named. Each file is stored whole or not at all, and
    loading it again changes nothing. A mistake is reported with its line, and the other files go on.

    \b
    Examples:
      facts load seeds
      facts load --dry-run seeds/story.yaml
      facts load docs/example/council.py
    """
    result = _load(engine_of(database), paths, dry_run, quiet)
    if as_json:
        print_json(_load_json(result))
    else:
        _report(result, quiet)
    if result.problems:
        raise SystemExit(1)


def _load(engine: Engine, paths: tuple[Path, ...], dry_run: bool, quiet: bool) -> Report:
    from .. import db, ingest

    db.require_current(engine)
    try:
        with terminal.progress("Loading", quiet) as progress:
            return ingest.load(engine, paths, dry_run, progress)
    except ingest.InterruptedLoad as interruption:
        _report(interruption.report, quiet)
        raise


def _report(result: Report, quiet: bool) -> None:
    if not quiet:
        terminal.report(result)
    terminal.problems(result.problems)
    if result.problems:
        files = len({problem.path for problem in result.problems})
        said = f"{len(result.problems)} mistake{'s' * (len(result.problems) != 1)} in {files} file{'s' * (files != 1)}"
        click.echo(f"{said}: nothing of {'it' if files == 1 else 'them'} was stored.", err=True)


def _load_json(result: Report) -> dict[str, Any]:
    return {
        "files": [
            {
                "path": file.path,
                "loader": file.loader,
                "added": file.added,
                "changed": file.changed,
                "unchanged": file.unchanged,
                "no_longer_stated": file.no_longer,
            }
            for file in result.files
        ],
        "refused": [_problem_json(problem) for problem in result.problems],
        "unrecorded": result.unrecorded,
        "dry_run": result.dry_run,
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {"path": problem.path, "line": problem.line, "message": problem.message, "hint": problem.hint}


output = click.option(
    "--output", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False), help="[default: published/desk]"
)


@main.command(short_help="Init, load, check, and write the file for Datasette.")
@paths
@output
@common
def build(paths: tuple[Path, ...], output: Path | None, database: str | None, quiet: bool, as_json: bool) -> None:
    """All in one: init, load PATH..., check, and write the file for Datasette.

    \b
    Example:
      facts build seeds
    """
    from .. import db

    engine, context = engine_of(database), click.get_current_context()
    before, after = db.upgrade(engine)
    if not (quiet or as_json):
        click.echo(_initialised(db.name_of(engine), before, after))
    result = _load(engine, paths, False, quiet)
    if not as_json:
        _report(result, quiet)
    found = _check(engine, quiet)
    written = _desk(engine, output, quiet)
    if as_json:
        print_json({**_load_json(result), **_check_json(found), "file": written})
    else:
        if not quiet or found.errors:
            terminal.errors(found)
        if not quiet:
            named = f" --database {database or context.obj}" if database or context.obj else ""
            elsewhere = f" --output {output}" if output else ""
            click.echo(f"Wrote {written}. Browse it: facts{named} serve{elsewhere}")
    if result.problems or found.errors:
        raise SystemExit(1)


def _rule_names(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Names of rules as given, each of which must be one; the rules are imported only where a name is given."""
    given = value if isinstance(value, tuple) else (value,) if value else ()
    if given:
        from .. import check
        from ..loaders.schema import near

        names = {rule.name for rule in check.RULES}
        for name in given:
            if name not in names:
                raise click.BadParameter(f"there is no rule “{name}”; {near(name, sorted(names))}")
    return value


@main.command(short_help="Check the store against its rules, and say what is recorded.")
@click.option("--rule", "names", multiple=True, metavar="NAME", callback=_rule_names, help="Apply this rule alone.")
@click.option("--explain", metavar="NAME", callback=_rule_names, help="Say what a rule is about and how it is checked.")
@common
def check(names: tuple[str, ...], explain: str | None, database: str | None, quiet: bool, as_json: bool) -> None:
    """Check the store against its rules, and say how much of each document is recorded.

    An error makes the exit status 1; a notice is something to know or to look at. Of each rule the first findings are shown;
    with --rule, all of them.

    \b
    Examples:
      facts check
      facts check --rule one-origin
      facts check --explain one-origin
    """
    if explain:
        from .. import check as checking

        rules = [rule for rule in checking.RULES if rule.name == explain]
        if as_json:
            print_json([_rule_json(rule) for rule in rules])
        else:
            terminal.explain(rules)
        return
    found = _check(engine_of(database), quiet, names)
    if as_json:
        print_json(_check_json(found))
    elif quiet:
        if found.errors:
            terminal.errors(found)
    else:
        terminal.checked(found, names)
    if found.errors:
        raise SystemExit(1)


def _check(engine: Engine, quiet: bool, names: tuple[str, ...] = ()) -> Checked:
    from .. import check

    with terminal.progress("Checking", quiet) as progress:
        return check.run(engine, progress, names)


def _check_json(found: Checked) -> dict[str, Any]:
    return {"findings": found.findings, "coverage": found.coverage}


def _rule_json(rule: Any) -> dict[str, Any]:
    how = {"query": rule.query} if hasattr(rule, "query") else {"how": rule.how}
    return {"name": rule.name, "level": rule.level, "explanation": rule.explanation, **how}


@main.command(short_help="Show a claim or a source in the terminal.")
@click.argument("slug")
@common
def show(slug: str, database: str | None, quiet: bool, as_json: bool) -> None:
    """Show a claim, with whose word it is, or a source, with what it says in whose words.

    Where a claim and a source go by one slug, say claim:SLUG or source:SLUG.

    \b
    Examples:
      facts show serbia-arming-itself
      facts show source:ap-2019-11-06-stojanovic --json
    """
    from .. import db, lookup

    engine = engine_of(database)
    db.require_current(engine)
    with db.reading(engine) as connection:
        view = lookup.show(connection, slug)
    if as_json:
        print_json(view)
    elif isinstance(view, lookup.ClaimView):
        terminal.claim(view)
    else:
        terminal.source(view)


@main.command(short_help="Browse the store in Datasette, on this machine only.")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: 8001, or a free one]")
@output
@common
def serve(port: int | None, output: Path | None, database: str | None, quiet: bool, as_json: bool) -> None:
    """Browse the store in Datasette: read-only, on this machine only (127.0.0.1). Ctrl-C ends it.

    This is the desk edition: it holds the full text of documents, and is not for the open web. It is written again first
    where the store has changed.

    \b
    Examples:
      facts serve
      facts serve --port 8080
    """
    from .. import publish
    from .. import serve as serving

    engine = engine_of(database)
    folder = output or publish.DESK
    if not publish.is_current(engine, folder):
        _desk(engine, output, quiet)
    free = serving.free_port(port or serving.PORT)
    if port and free != port and not quiet:
        click.echo(f"Port {port} is taken; using {free}.", err=True)

    def started(address: str) -> None:
        if as_json:
            click.echo(json.dumps({"address": address}))
        else:
            click.echo(f"Browse the facts at {address} (Ctrl-C ends it)")

    raise SystemExit(serving.serve(folder, free, started))


def _desk(engine: Engine, output: Path | None, quiet: bool) -> Path:
    from .. import publish

    with terminal.progress("Writing", quiet) as progress:
        return publish.desk(engine, output or publish.DESK, progress)
