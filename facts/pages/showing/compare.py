"""A comparison in words: how the two hang together, and what each pair of passages shows."""

from __future__ import annotations

from typing import Any

from ..site import Site
from . import family

CHANGES = {
    "same": "The same words",
    "edited": "Edited",
    "meaning": "Wording differs",
}


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The steps in sentences, and over each pair what it shows and who says so."""
    found = data["compared"]
    if found is None:
        return data
    steps = [{**step, "said": family.sentence(step), "told": family.told(step)} for step in found["steps"]]
    pairs = [{**pair, **_called(pair)} for pair in found["pairs"]]
    order = {"meaning": "differ", "edited": "edited", "same": "same"}
    counts = {name: sum(pair["change"] == change for pair in pairs) for change, name in order.items()}
    return {**data, "compared": {**found, "steps": steps, "pairs": pairs}, "counts": counts}


def _called(pair: dict[str, Any]) -> dict[str, Any]:
    note = pair["note"] or ""
    head, colon, rest = note.partition(":")
    if colon and head.casefold() == "wording differs":
        note = rest.strip()
    by = {
        "confirmed": f"confirmed by {pair['decided_by']}" if pair["decided_by"] else "confirmed",
        "proposed": "proposed by the program; nobody has confirmed it",
    }.get(pair["status"], "worked out for this page; nobody has judged it")
    called = CHANGES.get(pair["change"], pair["change"])
    if pair["status"] == "worked out" and pair["change"] == "edited":
        called = "In other words"  # who edited what nobody knows
    return {"called": called, "note": note, "by": by}
