"""The first page: each finding with the sentence that tells it, and the first with its picture."""

from __future__ import annotations

from typing import Any

from .. import pictures
from ..reading.start import OUTLETS
from ..site import Site
from .claim import sentence


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The findings as sentences; of two wordings, what each has and the other has not."""
    return {
        **data,
        "repeated": [{**one, **_told(site, one)} for one in data["repeated"]],
        "wordings": [{**one, "both": _sides(one["parts"])} for one in data["wordings"]],
        "added": [{**one, "said": _said(one)} for one in data["added"]],
        "title": "Whose word is it?",
    }


def _told(site: Site, one: dict[str, Any]) -> dict[str, Any]:
    said = _said(one)
    outlets = [(outlet["outlet"], site.page("sources", outlet["slug"])) for outlet in one.get("reported_by", ())]
    if not outlets or len(outlets) > OUTLETS:
        return {"said": said, "picture": ""}
    [*parties] = one["said_by"]
    address = site.page(parties[0]["kind"], parties[0]["slug"]) if len(parties) == 1 and parties[0]["slug"] else None
    names = ", ".join(name for name, _ in outlets)
    drawn = pictures.whose_word([(one["origins"], address, outlets)], f"{said} {one['origins']}: {names}.")
    return {"said": said, "picture": drawn}


def _said(one: dict[str, Any]) -> str:
    return sentence(one["reports"], one["origins_min"], one["origins_max"]) if one["reports"] else "Nobody says so."


def _sides(parts: list[dict[str, Any]] | None) -> dict[str, list[dict[str, Any]]]:
    """The first wording and the second, each whole, in parts that say where they stand."""
    return {side: [part for part in parts or () if part["where"] in ("both", side)] for side in ("first", "second")}
