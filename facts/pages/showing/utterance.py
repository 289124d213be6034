"""What the page of a thing said has beyond its data: whose word the reports are as a picture, and sentences that say it."""

from __future__ import annotations

from typing import Any

from .. import pictures
from ..site import Site
from .claim import MOST, sentence


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The data with its picture, the sentence that says the same, and what each version says of itself."""
    support = data["support"]
    said = sentence(support["reports"], support["origins_min"], support["origins_max"]) if support else ""
    drawn = [
        (
            origin["name"],
            site.page(origin["kind"], origin["slug"]) if origin["slug"] else None,
            [(report["outlet"], site.page("sources", report["source"])) for report in origin["reports"]],
        )
        for origin in data["whose"]
    ]
    names = "; ".join(f"{name}: {', '.join(outlet for outlet, _ in outlets)}" for name, _, outlets in drawn)
    few = drawn and sum(len(outlets) for _, _, outlets in drawn) <= MOST
    told = [
        {**version, "passages": [{**one, "told": differing(one)} for one in version["passages"]]}
        for version in data["versions"]
    ]
    undated = sum(version["published_earliest"] is None for version in told)
    return {
        **data,
        "said": said,
        "picture": pictures.whose_word(drawn, f"{said} {names}.") if few else "",
        "versions": told,
        "undated": undated,
        "held": any(one["against"] for version in told for one in version["passages"]),
    }


def differing(passage: dict[str, Any]) -> str:
    """How a passage compares with the fullest report, in a sentence; empty where it is held against none."""
    if not passage["against"]:
        return ""
    if not passage["differs"]:
        return "Word for word the same." if passage["whole"] else "The words given are the same."
    if passage["same_in_marks"]:
        return "The words in quotation marks are the same; those that the report sets them in are not."
    if passage["same_in_marks"] is False:
        return "The words in quotation marks are not the same."
    return "The wording is not the same."
