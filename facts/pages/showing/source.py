"""A source's picture, the sentences beside it, and how each stretch of its text looks."""

from __future__ import annotations

import re
from typing import Any

from ..site import Site
from . import family

QUOTED = ("direct", "partial", "block")  # forms that give words as they were said
MAY_BE_SHOWN = {
    "full_text": "the whole text",
    "excerpts": "excerpts: quotations, and a few words of other passages",
    "metadata": "what it is, and no words of it",
}
_WORD = re.compile(r"\w")
_PARAGRAPHS = ("headline", "block_quote", "body", None)  # what needs no name beside it


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The page: the family as a picture and in sentences, the text in pieces that look like what is recorded of them."""
    here = data["source"]
    found = data["family"]
    by_id = {one["id"]: one for one in found["works"]}
    steps = [{**step, "said": family.sentence(step), "told": family.told(step)} for step in found["steps"]]
    order = {one["id"]: number for number, one in enumerate(family.ordered(found["works"], steps))}
    steps.sort(key=lambda step: order.get(step["source_id"], 0))
    stretches = data["stretches"] + [one for one in data["withheld"] if one["quotes"] or one["evidence"]]
    looks = {one["number"]: _look(one) for one in stretches}
    named = {one["number"]: one for one in stretches}
    inside = _within(stretches)
    for one in stretches:
        holding = (named[number] for number in inside.get(one["number"], ()))
        one["within"] = [other for other in holding if (other["exact"] is None) == (one["exact"] is None)]
    for block in data["text"] or ():
        block["named"] = block["kind"] not in _PARAGRAPHS
        for piece in block["pieces"]:
            piece["leads"] = _WORD.search(piece["words"]) is not None  # a space or a full stop is nothing to point at
            piece["look"] = " ".join(
                sorted({look for number in piece["marks"] for look in looks[number]}, reverse=True)
            )
    return {
        **data,
        "may_be_shown": MAY_BE_SHOWN.get(here["publish"], here["publish"]),
        "picture": family.drawn(site, found["works"], steps),
        "before": [step for step in steps if by_id[step["source_id"]]["place"] != "after"][::-1],
        "after": [step for step in steps if by_id[step["source_id"]]["place"] == "after"],
        "shared": [one for one in data["claims"] if one["stance"] == "supports" and (one["reports"] or 0) > 1],
        "single": [one for one in data["claims"] if one["stance"] == "supports" and (one["reports"] or 0) < 2],
        "against": [one for one in data["claims"] if one["stance"] != "supports"],
        "rest": stretches[len(data["stretches"]) :],
    }


def _look(stretch: dict[str, Any]) -> list[str]:
    """Names of our style sheet: words quoted, words told, words that bear on a claim."""
    forms = {quote["form"] for quote in stretch["quotes"]}
    looks = ["quoted"] if forms & set(QUOTED) else ["told"] if forms else []
    return [*looks, "bears"] if stretch["evidence"] else looks


def _within(stretches: list[dict[str, Any]]) -> dict[int, list[int]]:
    """By number: the stretches that hold this one, the shortest first, a few of them."""
    found: dict[int, list[int]] = {}
    open_: list[dict[str, Any]] = []
    for one in sorted(stretches, key=lambda one: (one["start_char"], -one["end_char"])):
        open_ = [other for other in open_ if other["end_char"] > one["start_char"]]
        found[one["number"]] = [other["number"] for other in reversed(open_) if other["end_char"] >= one["end_char"]][
            :4
        ]
        open_.append(one)
    return found
