"""What the page of a person or thing has beyond its data: its numbers in sentences, and who relays it as a picture."""

from __future__ import annotations

from typing import Any

from .. import pictures
from ..site import Site
from .claim import MOST


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The data with the sentences that say its numbers, and the picture where it says something."""
    return {**data, "told": told(data["support"]), "picture": _picture(site, data["relays"])}


def told(support: dict[str, Any] | None) -> list[str]:
    """What the numbers of a person mean, sentence by sentence."""
    if not support:
        return []
    sentences = [
        f"Words or views of {support['person']} stand in {_many(support['quotations'], 'place')} "
        f"of {_many(support['reports'], 'text')}, from {_many(support['outlets'], 'outlet')}."
    ]
    if not support["utterances_max"]:
        return [*sentences, "All of these are views ascribed to them, or words judged to be the outlet's own."]
    things = _between(support["utterances_min"], support["utterances_max"], "thing", " said")
    counted = "" if support["utterances_min"] == support["utterances_max"] else ", for some may be one"
    heard = _between(support["through_min"], support["through_max"], "party", more="parties")
    sentences.append(f"That comes down to {things}{counted}, heard at first hand by {heard}.")
    return sentences


def _picture(site: Site, relays: list[dict[str, Any]]) -> Any:
    """Who heard it at first hand, and the outlets that have it from there; nothing where each outlet heard it itself."""
    through: dict[str, tuple[str | None, list[tuple[str, str | None]]]] = {}
    for one in relays:
        for party in one["through"]:
            address = site.page(party["kind"], party["slug"]) if party["slug"] else None
            _, outlets = through.setdefault(party["name"], (address, []))
            outlets.append((one["outlet"], site.page(one["kind"], one["slug"]) if one["slug"] else None))
    lines = sum(len(outlets) for _, outlets in through.values())
    passed_on = any(name != outlet for name, (_, outlets) in through.items() for outlet, _ in outlets)
    if not 2 <= lines <= MOST or not passed_on:
        return ""
    said = "; ".join(f"{name}: {', '.join(outlet for outlet, _ in outlets)}" for name, (_, outlets) in through.items())
    drawn = [(name, address, outlets) for name, (address, outlets) in through.items()]
    return pictures.whose_word(drawn, f"Who heard it at first hand, and which outlets report it. {said}.")


def _between(least: int, most: int, what: str, after: str = "", more: str | None = None) -> str:
    number = _many(most, what, more) if least == most else f"{least:,} to {most:,} {more or what + 's'}"
    return f"{number}{after}"


def _many(number: int, what: str, more: str | None = None) -> str:
    return f"one {what}" if number == 1 else f"{number:,} {more or what + 's'}"
