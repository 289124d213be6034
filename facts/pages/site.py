"""Which databases of a Datasette are ours, and the addresses of their pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

if TYPE_CHECKING:
    from datasette.app import Datasette

# Tables whose rows have a page, and the slug that is its address.
KINDS = {"claims": "claim", "sources": "source", "utterances": "utterance", "entities": "entity"}


@dataclass(frozen=True, slots=True)
class Site:
    """A published file as Datasette serves it: `database` is its name, `path` its address, without the host."""

    database: str
    path: str
    edition: str
    corrections: str

    def page(self, *parts: str, **asked: str) -> str:
        """The address of a page: `page("claims", slug)`."""
        steps = "".join(f"/{quote(part, safe='')}" for part in parts)
        return f"{self.path}{steps}" + (f"?{urlencode(asked, quote_via=quote)}" if asked else "")


def sites(datasette: Datasette) -> list[Site]:
    """The databases that carry our marker: a table `about` that names the program."""
    found = []
    for name, database in datasette.databases.items():
        if database.path and (about := _about(str(database.path), not database.is_mutable)):
            path = datasette.urls.database(name)
            found.append(Site(name, str(path), about.get("edition", ""), about.get("corrections", "")))
    return found


def _about(path: str, immutable: bool) -> dict[str, str] | None:
    try:
        mode = "immutable=1" if immutable else "mode=ro"
        with closing(sqlite3.connect(f"file:{quote(path)}?{mode}", uri=True)) as connection:
            about: dict[str, Any] = dict(connection.execute("SELECT name, value FROM about").fetchall())
    except (sqlite3.Error, ValueError):
        return None
    ours = str(about.get("program", "")).startswith("facts ") and about.get("edition") in ("desk", "public")
    return {name: str(value) for name, value in about.items()} if ours else None


def on_the_web(address: object) -> str | None:
    """An address that a page may link to: of http or https, and nothing else."""
    text = str(address or "")
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc and text.isprintable() else None
