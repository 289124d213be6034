"""A claim as other programs cite it: CSL-JSON, W3C Web Annotation, schema.org's ClaimReview."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..reading.parts import dated
from ..site import Site, on_the_web

CSL = "application/vnd.citationstyles.csl+json"
ANNOTATION = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
LD = "application/ld+json"
COUNTED = (
    "start and end count Unicode code points of the text as it was captured, from 0, as the Web Annotation model says; a "
    "program that counts UTF-16 units counts each character beyond U+FFFF twice"
)
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
# Kinds of work (the vocabulary source_kind) as CSL calls them.
_KINDS = {
    "article": "article-newspaper",
    "agency_report": "article-newspaper",
    "broadcast": "broadcast",
    "interview": "interview",
    "photograph": "graphic",
    "post": "post",
}
Data = Mapping[str, Any]
Whole = Callable[[str], str]


def csl(site: Site, data: Data, path: str, whole: Whole) -> str:
    """The page of the claim, and after it each work that bears on it, as citation programs read them."""
    claim, place = data["claim"], whole(site.page("claims", data["claim"]["slug"]))
    page = {
        "id": claim["slug"],
        "type": "webpage",
        "title": claim["text"],
        "container-title": "facts: what was said, and whose word it is",
        "URL": place,
        **_dated("issued", (data["changed"] or "").partition("T")[0]),
    }
    works = [
        {
            "id": work["slug"],
            "type": _KINDS.get(work["kind"], "document"),
            "title": work["title"],
            "container-title": work["outlet"],
            "author": [{"literal": work["author"]}] if work["author"] else None,
            "language": work["language"],
            "URL": on_the_web(work["url"]),
            **_dated("issued", work["published"]),
        }
        for work in data["works"]
    ]
    return _written([_known(one) for one in (page, *works)])


def annotation(site: Site, data: Data, path: str, whole: Whole) -> str:
    """An annotation for each passage that bears on the claim: where it stands, and in which words where these may be shown."""
    claim, place = data["claim"], whole(site.page("claims", data["claim"]["slug"]))
    items = [_annotation(site, claim, one, place, whole) for one in data["evidence"]]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": whole(path),
        "type": "AnnotationCollection",
        "label": claim["text"],
        "rdfs:comment": COUNTED,
        "total": len(items),
        "first": {
            "id": f"{whole(path)}#page-1",
            "type": "AnnotationPage",
            "partOf": whole(path),
            "startIndex": 0,
            "items": items,
        },
    }
    return _written(collection)


def _annotation(site: Site, claim: Data, one: Data, place: str, whole: Whole) -> Data:
    words = {"type": "TextQuoteSelector", "exact": one["exact"], "prefix": one["prefix"], "suffix": one["suffix"]}
    where = {"type": "TextPositionSelector", "start": one["start_char"], "end": one["end_char"]}
    target = {
        "source": on_the_web(one["url"]) or whole(site.page("sources", one["source"])),
        "selector": [_known(words), where] if one["shown"] == "whole" and one["exact"] else where,
        "state": {"type": "TimeState", "sourceDate": one["retrieved_at"]} if one["retrieved_at"] else None,
    }
    said = {"type": "TextualBody", "value": claim["text"], "purpose": "describing", "format": "text/plain"}
    return {
        "id": f"{place}#evidence-{one['id']}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {"type": "SpecificResource", "source": place, "purpose": "linking"},
            said,
            {"type": "TextualBody", "value": one["stance"], "purpose": "tagging", "format": "text/plain"},
        ],
        "target": _known(target),
    }


def reviews(site: Site, data: Data, path: str, whole: Whole) -> str:
    """The verdicts on the claim, each its reviewer's own."""
    place = whole(site.page("claims", data["claim"]["slug"]))
    found = [{"@context": "https://schema.org", **_review(data, one, place)} for one in data["reviews"]]
    return _written(found[0] if len(found) == 1 else found)


def about(claim: Data, works: list[Data]) -> dict[str, Any]:
    """A claim as schema.org has it, but for the address of its page; `works` have a title, an outlet, a date and an address."""
    appearances = [
        _known(
            {
                "@type": "CreativeWork",
                "name": work["title"],
                "url": on_the_web(work["url"]),
                "publisher": {"@type": "Organization", "name": work["outlet"]},
                "datePublished": _exact(work["published"]),
            }
        )
        for work in works
    ]
    return {"@context": "https://schema.org", "@type": "Claim", "text": claim["text"], "appearance": appearances}


def _review(data: Data, one: Data, place: str) -> dict[str, Any]:
    person = one["reviewer_kind"] == "person"
    rating = {
        "@type": "Rating",
        "ratingValue": one["rating_value"],
        "bestRating": one["best_rating"],
        "worstRating": one["worst_rating"],
        "alternateName": one["rating_label"],
    }
    claim = {name: value for name, value in about(data["claim"], data["works"]).items() if name != "@context"}
    return _known(
        {
            "@type": "ClaimReview",
            "url": on_the_web(one["url"]),
            "claimReviewed": data["claim"]["text"],
            "author": {"@type": "Person" if person else "Organization", "name": one["reviewer"]},
            "datePublished": _exact(one["reviewed"]),
            "reviewRating": _known(rating),
            "itemReviewed": {**claim, "url": place},
        }
    )


def _exact(date: str | None) -> str | None:
    """A date that is one day, month or year; of what is less certain, nothing."""
    return date if date and _DAY.fullmatch(date) else None


def _dated(name: str, date: str | None) -> dict[str, Any]:
    found = _DAY.fullmatch(date or "")
    if found:
        return {name: {"date-parts": [[int(part) for part in found.groups() if part]]}}
    return {name: {"literal": dated(date)}} if date else {}


def _known(given: Data) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in (None, "")}


def _written(found: object) -> str:
    return json.dumps(found, ensure_ascii=True, indent=2)
