"""What Datasette asks its plugins: which pages there are, and what links to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from .site import KINDS, Site, sites

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """The pages of each database of ours; none in a Datasette without."""
    found = []
    for site in sites(datasette):
        from .answer import PAGES, view  # not before there is something to read

        for page in PAGES:
            found.append((f"^{re.escape(site.path)}{page.pattern}$", view(site, page)))
    return found


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way in, from every page of Datasette's."""
    found = sites(datasette)
    return [{"href": site.page("start"), "label": f"Reading room{_of(site, found)}"} for site in found]


@hookimpl  # type: ignore[untyped-decorator]
def database_actions(datasette: Datasette, database: str) -> list[dict[str, str]]:
    """The way in, from the page of a database."""
    ours = (site for site in sites(datasette) if site.database == database)
    return [{"href": site.page("start"), "label": "Reading room"} for site in ours]


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: object, column: str, table: str | None, database: str, datasette: Datasette) -> Any:
    """A slug, which is the address of a page, as a link to it."""
    if column != "slug" or table not in (*KINDS, "people") or not isinstance(value, str) or not _SLUG.fullmatch(value):
        return None
    site = next((site for site in sites(datasette) if site.database == database), None)
    if site is None:
        return None
    from markupsafe import Markup

    kind = "entities" if table == "people" else table
    return Markup('<a href="{}">{}</a>').format(site.page(kind, value), value)


_SLUG = re.compile(r"(?!\d+$)[a-z0-9][a-z0-9-]*")


def _of(site: Site, found: list[Site]) -> str:
    return f" of {site.database}" if len(found) > 1 else ""
