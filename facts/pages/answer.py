"""One answer for every page: as HTML, or as JSON beside it, read from the published file in a thread of Datasette's."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from .. import __version__
from .harmless import harmless
from .reading import cited, claim, compare, entity, feed, find, questions, source, spread, start, utterance
from .showing import citing, feeds
from .showing import claim as claim_shown
from .showing import compare as compare_shown
from .showing import entity as entity_shown
from .showing import find as find_shown
from .showing import questions as questions_shown
from .showing import source as source_shown
from .showing import spread as spread_shown
from .showing import start as start_shown
from .showing import utterance as utterance_shown
from .site import Site, on_the_web

if TYPE_CHECKING:
    from datasette.app import Datasette

Data = dict[str, Any]
Show = Callable[[Site, Data], Data]
Read = Callable[[sqlite3.Connection, Mapping[str, str]], Data | None]
# Writes the page in another form: given what was read, the page's own path, and what makes an address of a path whole.
Write = Callable[[Site, Data, str, Callable[[str], str]], str]

SLUG = r"(?P<slug>(?!\d+(?:\.|$))[a-z0-9][a-z0-9-]*)"
DISTRIBUTION = "facts-db"  # under whose name Datasette serves our static files
JSON = r"(?P<format>\.json)?"
# Nothing from elsewhere, no scripts within the page, nothing that is posted.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what its address looks like below the database's, how it is read, and the template that shows it.

    `read` takes a connection to the published file and what the address and the form say; it gives what JSON shows too, or
    None where there is no such thing. `show` adds what only HTML has. A page with `write` answers in that form alone, which
    `media_type` names.
    """

    name: str
    pattern: str
    read: Read
    show: Show = lambda site, data: data
    write: Write | None = None
    media_type: str = "text/html; charset=utf-8"


PAGES = (
    Page("claim", f"/claims/{SLUG}{JSON}", claim.read, claim_shown.show),
    Page("start", f"/start{JSON}", start.read, start_shown.show),
    Page("spread", f"/spread{JSON}", spread.read, spread_shown.show),
    Page("cited", rf"/claims/{SLUG}\.csl\.json", cited.read, write=citing.csl, media_type=citing.CSL),
    Page(
        "cited",
        rf"/claims/{SLUG}\.annotation\.json",
        cited.read,
        write=citing.annotation,
        media_type=citing.ANNOTATION,
    ),
    Page("cited", rf"/claims/{SLUG}\.claimreview\.json", cited.reviewed, write=citing.reviews, media_type=citing.LD),
    Page("feed", r"/feed\.atom", feed.everything, write=feeds.atom, media_type=feeds.ATOM),
    Page("feed", rf"/entities/{SLUG}\.atom", feed.of_entity, write=feeds.atom, media_type=feeds.ATOM),
    Page("feed", rf"/sources/{SLUG}\.atom", feed.of_source, write=feeds.atom, media_type=feeds.ATOM),
    Page("utterance", f"/utterances/{SLUG}{JSON}", utterance.read, utterance_shown.show),
    Page("entity", f"/entities/{SLUG}{JSON}", entity.read, entity_shown.show),
    Page("source", f"/sources/{SLUG}{JSON}", source.read, source_shown.show),
    Page("compare", f"/compare{JSON}", compare.read, compare_shown.show),
    Page("find", f"/find{JSON}", find.read, find_shown.show),
    Page("questions", f"/questions{JSON}", questions.read, questions_shown.show),
)


def view(site: Site, page: Page) -> Callable[..., Awaitable[Response]]:
    """What Datasette calls for an address of the page."""

    async def answer(request: Request, datasette: Datasette) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response.text("Only GET and HEAD.", status=405, headers={**HEADERS, "Allow": "GET, HEAD"})
        await datasette.ensure_permissions(request.actor, [("view-database", site.database), "view-instance"])
        given = {name: request.args.get(name) or "" for name in request.args}
        asked = {**given, **{name: value for name, value in request.url_vars.items() if value is not None}}
        as_json = bool(asked.pop("format", None)) or request.path.endswith(".json")
        try:
            data = await _read(datasette, site, page.read, asked)
        except (QueryInterrupted, sqlite3.OperationalError) as error:
            if "interrupted" not in str(error):
                raise
            return await _told(datasette, request, site, "slow", {"asked": harmless(asked)}, 503)
        if data is None:
            if as_json:
                return Response.json({"ok": False, "error": "there is no such page"}, status=404, headers=dict(HEADERS))
            return await _told(datasette, request, site, "missing", {"asked": harmless(asked)}, 404)
        if page.write:
            written = page.write(site, data, request.path, lambda path: datasette.absolute_url(request, path))
            return Response(written, 200, dict(HEADERS), page.media_type)
        if as_json:
            return Response.json(data, headers=dict(HEADERS), default=str)
        return await _told(datasette, request, site, page.name, page.show(site, harmless(data)), 200)

    return answer


async def _read(datasette: Datasette, site: Site, read: Read, asked: Mapping[str, str]) -> Data | None:
    limit = datasette.setting("sql_time_limit_ms")

    def in_thread(connection: sqlite3.Connection) -> Data | None:
        with sqlite_timelimit(connection, limit):
            return read(connection, asked)

    return await datasette.get_database(site.database).execute_fn(in_thread)  # type: ignore[no-any-return]


async def _told(datasette: Datasette, request: Request, site: Site, template: str, data: Data, status: int) -> Response:
    path = request.path
    context = {
        "site": site,
        "page": template,
        "permalink": datasette.absolute_url(
            request, data.get("address", path)
        ),  # with what the page is asked for, if it says
        "json_url": f"{path}.json" + (f"?{request.query_string}" if request.query_string else ""),
        "corrections": site.corrections,
        "corrections_url": on_the_web(site.corrections)
        or (f"mailto:{site.corrections}" if "@" in site.corrections else None),
        "asset": lambda name: f"{datasette.urls.static_plugins(DISTRIBUTION, name)}?{__version__}",
        "at": site.page,
        "web": on_the_web,
        **data,
    }
    html = await datasette.render_template(f"facts/{template}.html", context, request=request)
    return Response.html(html, status=status, headers=dict(HEADERS))
