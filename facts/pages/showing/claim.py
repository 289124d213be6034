"""A claim's pictures: whose word the reports come down to."""

from __future__ import annotations

from typing import Any

from .. import pictures
from ..site import Site
from . import citing

MOST = 12  # reports in a picture; of more it would be no picture


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """Each stance with its picture and the sentence that says the same; and the claim as search engines read it."""
    found = [one for stance in data["stances"] for origin in stance["origins"] for one in origin["evidence"]]
    works = list({one["source"]: one for one in found}.values())
    stances = [{**stance, **_shown(site, stance)} for stance in data["stances"]]
    return {**data, "stances": stances, "ld": citing.about(data["claim"], works)}


def _shown(site: Site, stance: dict[str, Any]) -> dict[str, Any]:
    said = sentence(stance["reports"], stance["origins_min"], stance["origins_max"])
    drawn = []
    for origin in stance["origins"]:
        name = " and ".join(party["name"] for party in origin["parties"]) or "not known"
        alone = origin["parties"][0] if len(origin["parties"]) == 1 else None
        address = site.page(alone["kind"], alone["slug"]) if alone and alone["slug"] else None
        outlets = {one["outlet"]: site.page("sources", one["source"]) for one in origin["evidence"]}
        drawn.append((name, address, list(outlets.items())))
    names = "; ".join(f"{name}: {', '.join(outlet for outlet, _ in outlets)}" for name, _, outlets in drawn)
    few = sum(len(outlets) for _, _, outlets in drawn) <= MOST
    return {"said": said, "picture": pictures.whose_word(drawn, f"{said} {names}.") if few and drawn else ""}


def sentence(reports: int, least: int, most: int) -> str:
    """How many reports come down to how many origins, in words."""
    origins = f"{least} to {most} origins (some of them may be one)" if least != most else many(most, "origin")
    if reports == 1:
        return f"One report, and {origins}."
    one_voice = " They are one voice." if most == 1 else ""
    return f"{many(reports, 'report').capitalize()} come down to {origins}.{one_voice}"


def many(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number:,} {what}s"
