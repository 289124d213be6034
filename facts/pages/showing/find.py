"""Search: the addresses of the same question asked otherwise, and in words what was looked for."""

from __future__ import annotations

from typing import Any

from ...describe.searching import COMMON
from ..site import Site

NAMES = {
    "claim": ("claim", "Claims"),
    "quotation": ("quotation", "Quotations"),
    "source": ("source", "Sources"),
    "people": ("person or thing", "People and things"),
    "text": ("text", "Texts"),
}
MEANINGS = {
    "claim": "what is stated, in our words",
    "quotation": "somebody's words, as an outlet gives them",
    "source": "works, by title, author and outlet",
    "people": "by any of their names",
    "text": "whole documents, as far as they may be shown",
}


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The page's data, its form as it was filled in, and the links from it."""
    form = data["asked"]

    def address(**changed: str) -> str:
        return site.page("find", **{name: value for name, value in {**form, **changed}.items() if value})

    kinds = [
        {
            **one,
            "name": NAMES[one["kind"]][0],
            "title": NAMES[one["kind"]][1],
            "meaning": MEANINGS[one["kind"]],
            "address": address(kind=one["kind"]),
            "before": address(kind=one["kind"], page=str(data["page"] - 1)) if data["page"] > 1 else None,
            "after": address(kind=one["kind"], page=str(data["page"] + 1)) if data["page"] < one["pages"] else None,
        }
        for one in data["kinds"]
    ]
    return {
        **data,
        "form": form,
        "kinds": kinds,
        "choices": [(kind, title) for kind, (_, title) in NAMES.items()],
        "meanings": MEANINGS,
        "everything": address(kind=""),
        "unfiltered": site.page("find", q=form["q"]),
        "meant": [{**one, "address": address(q=one["question"], page="")} for one in data["meant"]],
        "fewer": [{**one, "address": address(q=one["question"], page="")} for one in data["fewer"]],
        "common": [one["title"] for one in kinds if one["more"]] if data["filters"] else [],
        "ranked": COMMON,
        "narrowed": bool(data["filters"]),
        "problems": [_problem(**one) for one in data["problems"]],
    }


def _problem(what: str, given: Any) -> str:
    """What could not be understood, and what to write instead."""
    if what == "long":
        return f"Only the first {given} characters were looked for."
    if what == "date":
        return f"“{given}” is no date that is understood here: write 2019-11-06, 2019-11 or 2019. It was left out."
    if what == "order":
        return "The first date comes after the last: nothing lies between them."
    if what == "publisher":
        return f"No publisher here goes by “{given}”."
    return f"Nobody and nothing here goes by “{given}”."
