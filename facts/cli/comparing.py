"""The command that compares texts, and how what it found looks in a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import terminal
from .base import called, common, engine_of, main, print_json

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ..reuse import Between, Compared

_SHOWN = 10  # pairs that are shown, the surest first
_SURE = 0.99  # surer is no program


@main.command(short_help="Find who took whose words: copies, retold reports, shared quotations.")
@click.argument("texts", nargs=-1, metavar="[A B]")
@click.option("--all", "everything", is_flag=True, help="Compare all texts of the store, and keep what is found.")
@click.option("--anew", is_flag=True, help="With --all: also those that were compared before.")
@common
def compare(
    texts: tuple[str, ...], everything: bool, anew: bool, database: str | None, quiet: bool, as_json: bool
) -> None:
    """Find which passages of one text stand, changed or not, in another, and which was made from which.

    A and B are sources of the store, by their slugs, or text files; of two, what they share is shown, and nothing is kept.
    With --all every text that was not compared yet is compared with all. What is found is kept as proposals (derivations and
    alignments of basis `detected`), with what speaks for them, beside what people declared; a person confirms or rejects
    them in a sheet. `facts build` does this too.

    \b
    Examples:
      facts compare wfxt-2019-11-06-russian-missiles reprint-putin-balkans-weapons-deal
      facts compare agency.txt copy.txt
      facts compare --all
    """
    if everything == bool(texts) or (texts and len(texts) != 2):
        raise click.UsageError("name two texts, or say --all")
    if anew and not everything:
        raise click.UsageError("--anew goes with --all")
    if everything:
        result = compare_all(engine_of(database), quiet, anew)
        if as_json:
            print_json(result)
        elif not quiet:
            compared(result, called(database))
        return
    found = _between(texts, database)
    if as_json:
        print_json(found)
    else:
        between(found)


def compare_all(engine: Engine, quiet: bool, anew: bool = False) -> Compared:
    """Compare all texts of the store, with a progress bar."""
    from .. import reuse

    with terminal.progress("Comparing", quiet) as progress:
        return reuse.compare(engine, progress, anew)


def _between(texts: tuple[str, ...], database: str | None) -> Between:
    from .. import reuse

    paths = [Path(name) for name in texts]
    if all(map(_is_file, paths)):
        return reuse.between_files(*paths)
    if gone := [name for name, path in zip(texts, paths, strict=True) if path.suffix and not _is_file(path)]:
        raise click.UsageError(
            f"there is no file {gone[0]}: name two text files, or two sources of the store by their slugs"
        )
    if any(map(_is_file, paths)):
        other, file = sorted(texts, key=lambda name: _is_file(Path(name)))
        raise click.UsageError(
            f"there is no file {other}, and {file} is one: name two files, or two sources of the store"
        )
    return reuse.between(engine_of(database), *texts)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no name that a file can have
        return False


def summary(result: Compared, facts: str) -> None:
    """What a comparison came to, in a line or two."""
    if result.new:
        pairs = f"{len(result.kept)} pair{'s' * (len(result.kept) != 1)}"
        said = f"Compared {result.new} new text{'s' * (result.new != 1)} with all: {pairs} found to share text"
        click.echo(f"{said} (proposals; {facts} compare --all --anew shows them).")


def compared(result: Compared, facts: str) -> None:
    """What a comparison of all texts came to."""
    from rich.padding import Padding
    from rich.text import Text

    out, result = terminal.console(), terminal.clean(result)
    if not result.new:
        out.print(f"All {result.texts} texts were compared before; nothing is new.")
        return
    out.print(f"{result.texts} text{'s' * (result.texts != 1)}, {result.new} of them new to the comparison.")
    for kept in result.kept[:_SHOWN]:
        direction = "shares text with" if kept.kind == "overlap" else "made from"
        out.print()
        out.print(Text(f"{kept.source}\n  {direction} {kept.origin}", style="bold"))
        out.print(
            Padding(Text(f"{kept.kind}, proposed ({min(kept.score, _SURE):.0%} sure)", style="cyan"), (0, 0, 0, 2))
        )
        out.print(Padding(Text(kept.reason), (0, 0, 0, 2)))
    if len(result.kept) > _SHOWN:
        out.print(f"\n… and {len(result.kept) - _SHOWN} more pairs.")
    for one, other in result.twice:
        out.print(Text(f"\n{one} and {other} hold one content, byte for byte, under two names."))
    if result.quotations:
        pairs = "1 pair of texts shares" if result.quotations == 1 else f"{result.quotations} pairs of texts share"
        out.print(
            f"\n{pairs} quotations alone: the same words of a speaker, and nothing round them. That is no copying."
        )
    if result.same_words:
        seem = "1 quotation seems" if result.same_words == 1 else f"{result.same_words} quotations seem"
        out.print(f"{seem} to report the same words as another one (table quote_matches).")
    if result.kept:
        out.print(f"\nThese are proposals. What is not declared yet: {facts} check --rule copy-not-declared")
    elif not result.quotations:
        out.print("Nothing to propose: no two texts share passages of which nobody has judged yet.")


def between(found: Between) -> None:
    """What two texts share, with the words that differ."""
    from rich.padding import Padding
    from rich.text import Text

    out, found = terminal.console(), terminal.clean(found)
    styled = out.is_terminal and not out.no_color
    out.print(Text(found.verdict, style="bold"))
    for line in found.reasons:
        out.print(Padding(Text(line), (0, 0, 0, 2)))
    for passage in found.passages:
        out.print()
        places = f"characters {passage.start}-{passage.end} and {passage.other_start}-{passage.other_end}"
        out.print(Text(f"{passage.change}, {passage.similarity:.0%} alike, {places}", style="cyan"))
        if passage.note:
            out.print(Padding(Text(passage.note, style="bold"), (0, 0, 0, 2)))
        out.print(Padding(_marked(passage.parts, styled), (0, 0, 0, 2)))
    if found.passages:
        how = "struck through and underlined" if styled else "in [-…-] and {+…+}"
        out.print(Text(f"\nWords of the first alone and of the second alone stand {how}.", style="dim"))


def _marked(parts: Any, styled: bool) -> Any:
    from rich.text import Text

    from ..differences import marked

    if not styled:
        return Text(marked(parts))
    styles = {"both": "", "first": "strike red", "second": "underline green"}
    line = Text()
    for part in parts:
        line.append(part.words, style=styles[part.where])
        line.append(" ")
    return line
