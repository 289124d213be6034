"""Commands that write: init, load, build, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Problem
from . import terminal
from .base import called, common, desk, engine_of, main, output, print_json
from .comparing import compare_all, summary

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ..check import Report as Checked
    from ..ingest import Report


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


@main.command(short_help="Init, load, compare, check, and write the file for Datasette.")
@paths
@output("desk")
@common
def build(paths: tuple[Path, ...], output: Path | None, database: str | None, quiet: bool, as_json: bool) -> None:
    """All in one: init, load PATH..., compare the texts, check, and write the file for Datasette.

    \b
    Example:
      facts build seeds
    """
    from .. import db

    engine = engine_of(database)
    before, after = db.upgrade(engine)
    if not (quiet or as_json):
        click.echo(_initialised(db.name_of(engine), before, after))
    result = _load(engine, paths, False, quiet)
    if not as_json:
        _report(result, quiet)
    alike = compare_all(engine, quiet)
    if not (quiet or as_json):
        summary(alike, called(database))
    found = _check(engine, quiet)
    written = desk(engine, output, quiet)
    if as_json:
        print_json({**_load_json(result), "compared": alike, **_check_json(found), "file": written})
    else:
        if not quiet or found.errors:
            terminal.errors(found, called(database))
        if not quiet:
            elsewhere = f" --output {output}" if output else ""
            click.echo(f"Wrote {written}. Browse it: {called(database)} serve{elsewhere}")
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
            terminal.errors(found, called(database))
    else:
        terminal.checked(found, names, called(database))
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
