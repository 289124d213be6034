"""Feeds as Atom 1.0 (RFC 4287), written with the standard library: what there is to escape, it escapes.

The libraries for feeds need a compiled XML library beside them, for a page of elements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from ... import __version__
from ..harmless import harmless
from ..site import Site
from .claim import sentence

ATOM = "application/atom+xml; charset=utf-8"
_SPACE = "http://www.w3.org/2005/Atom"
_EMPTY = "1970-01-01T00:00:00Z"  # of a file into which nothing was loaded
_WORDS = {"alters": "alters", "contradicts": "contradicts", "differs": "differs from"}
Whole = Callable[[str], str]


def atom(site: Site, data: dict[str, Any], path: str, whole: Whole) -> str:
    """A feed with its entries; ids are the addresses of pages, which outlive a rebuild."""
    found = harmless(data)
    feed = ElementTree.Element("feed", {"xmlns": _SPACE, "xml:lang": "en"})
    name = f"New of {found['of']}" if found["of"] else "New claims, and differences"
    here = whole(site.page(found["kind"], found["slug"]) if found["kind"] else site.page("start"))
    _add(feed, "id", whole(path))
    _add(feed, "title", f"{name} · {site.database}")
    _add(feed, "subtitle", "What was said, and whose word it is. It does not rule on what is true.")
    _add(feed, "updated", found["updated"] or _EMPTY)
    _add(_add(feed, "author"), "name", site.database)
    _add(feed, "generator", "facts", version=__version__)
    _add(feed, "link", rel="self", type="application/atom+xml", href=whole(path))
    _add(feed, "link", rel="alternate", type="text/html", href=here)
    seen: set[str] = set()
    for one in found["entries"]:
        address, kind, title, summary = _TOLD[one["what"]](site, one)
        if address not in seen:  # one passage may be held against two of the other text
            seen.add(address)
            _entry(feed, whole(address), one["updated"], kind, title, summary)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ElementTree.Element, address: str, updated: str, kind: str, title: str, summary: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", address)
    _add(entry, "title", title)
    _add(entry, "updated", updated)
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "category", term=kind)
    _add(entry, "summary", summary)


Told = tuple[str, str, str, str]


def _claim(site: Site, one: dict[str, Any]) -> Told:
    if one["withdrawn"]:
        told = f"Withdrawn: {one['withdrawn']}"
    elif one["reports"]:
        told = sentence(one["reports"], one["origins_min"], one["origins_max"])
        told = f"{told} Whose word: {one['origins']}. Reported by: {one['outlets']}."
    else:
        told = "Nobody who is recorded says so."
    return site.page("claims", one["slug"]), "claim", one["text"], told


def _relation(site: Site, one: dict[str, Any]) -> Told:
    claim, other = one["claim"], one["other"]
    address = f"{site.page('claims', claim['slug'])}#{one['relation']}-{other['slug']}"
    told = f"“{claim['text']}” {_WORDS[one['relation']]} “{other['text']}”"
    unconfirmed = " Proposed by the program, not confirmed." if one["status"] == "proposed" else ""
    return address, "difference", f"Wording differs: {told}", f"{one['note'] or told}{unconfirmed}"


def _wording(site: Site, one: dict[str, Any]) -> Told:
    address = site.page("compare", first=one["origin"], second=one["source"])
    title = f"Wording differs: {one['outlet']} and {one['origin_outlet']}"
    both = one["words_here"] and one["words_there"]
    words = f"{one['outlet']}: “{one['words_here']}” {one['origin_outlet']}: “{one['words_there']}”" if both else ""
    where = f"#at-{one['start_char']}-{one['end_char']}"
    return f"{address}{where}", "difference", title, " ".join(part for part in (words, one["note"]) if part) or title


_TOLD: dict[str, Callable[[Site, dict[str, Any]], Told]] = {"claim": _claim, "relation": _relation, "wording": _wording}


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = text
    return element
