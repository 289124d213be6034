"""Commands that read: show, search, publish, serve."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from . import terminal
from .base import called, common, desk, engine_of, main, output, print_json


@main.command(short_help="Show a claim, a source, a person or a thing said in the terminal.")
@click.argument("slug")
@common
def show(slug: str, database: str | None, quiet: bool, as_json: bool) -> None:
    """Show a claim, a source, a person (or any party, place or thing), or a thing said, with all that leads to it.

    Where several go by one slug, say claim:SLUG, source:SLUG, entity:SLUG or utterance:SLUG. A person or thing is also
    found by a name it goes by.

    \b
    Examples:
      facts show serbia-arming-itself
      facts show aleksandar-vucic
      facts show "Aleksandar Vučić"
      facts show vucic-arming
      facts show source:ap-2019-11-06-stojanovic --json
    """
    from .. import db, lookup
    from . import views

    engine = engine_of(database)
    db.require_current(engine)
    with db.reading(engine) as connection:
        view = lookup.show(connection, slug)
    if as_json:
        print_json(view)
    else:
        views.show(view, called(database))


@main.command(short_help="Find claims, quotations, works, people and texts by words.")
@click.argument("words", nargs=-1, required=True)
@output("desk")
@common
def search(words: tuple[str, ...], output: Path | None, database: str | None, quiet: bool, as_json: bool) -> None:
    """Find what holds all WORDS: claims, quotations, works, people and things, and whole texts. Accents don't matter.

    Words in double quotes are looked for in that order. The best of each kind come first; of very common words the newest,
    and the answer says so. What is searched is the desk edition, which is written again first where the store has changed.

    \b
    Examples:
      facts search Vucic sanctions
      facts search '"free country"'
    """
    from .. import publish, search
    from . import views

    if not re.search(r"\w", " ".join(words)):
        raise click.UsageError("there is no word in it to look for")
    folder = _current(database, output, quiet)
    hits = search.search(folder / publish.FILE, " ".join(words))
    if as_json:
        print_json(hits)
    else:
        views.found(hits, called(database))


@main.command(name="publish", short_help="Write the public edition: what may be put on the open web.")
@click.option("--contact", metavar="ADDRESS", envvar="FACTS_CONTACT", help="Where readers send corrections [required]")
@output("published")
@common
def publish_(contact: str | None, output: Path | None, database: str | None, quiet: bool, as_json: bool) -> None:
    """Write the public edition into a folder that `datasette FOLDER` serves, with nothing of ours installed.

    It holds what the rights of each work allow. Where a text may not be shown whole: direct and partial quotations, at most 25
    words of any other passage, all of it at most 30 % of the work; for the rest the place in the text, the digest of what was
    read, and a link. User names, files that were loaded, and what readers commented are not in it. ADDRESS, for corrections,
    stands on every page: an e-mail address or a web page; FACTS_CONTACT in the environment sets it too.

    \b
    Example:
      facts publish --contact corrections@example.org
      datasette published/
    """
    from .. import publish

    contact = (contact or "").strip()
    if not re.fullmatch(r"[^\s@:/]+@[^\s@:/]+|https?://\S+", contact) or not contact.isprintable():
        raise click.UsageError(
            "say where readers send corrections: --contact ADDRESS, or FACTS_CONTACT; an e-mail address or a web page"
        )
    engine = engine_of(database)
    with terminal.progress("Writing", quiet) as progress:
        written = publish.public(engine, contact, output or publish.FOLDERS[publish.PUBLIC], progress)
    if as_json:
        print_json({"file": written})
    elif not quiet:
        click.echo(f"Wrote {written}. Look at it: datasette {written.parent}")


@main.command(short_help="Browse the store in Datasette, on this machine only.")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: 8001, or a free one]")
@output("desk")
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
    from .. import serve as serving

    folder = _current(database, output, quiet)
    free = serving.free_port(port or serving.PORT)
    if port and free != port and not quiet:
        click.echo(f"Port {port} is taken; using {free}.", err=True)

    def started(address: str) -> None:
        if as_json:
            click.echo(json.dumps({"address": address}))
        else:
            click.echo(f"Browse the facts at {address} (Ctrl-C ends it)")

    raise SystemExit(serving.serve(folder, free, started))


def _current(database: str | None, output: Path | None, quiet: bool) -> Path:
    """The folder of the desk edition, which shows what the store holds now."""
    from .. import publish

    engine, folder = engine_of(database), output or publish.FOLDERS[publish.DESK]
    if not publish.is_current(engine, folder):
        desk(engine, output, quiet)
    return folder
