"""Questions: where each is answered, and where its example is."""

from __future__ import annotations

from typing import Any

from ..site import Site


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """Each question with its address, and that of its example where this file has one."""
    return {
        "groups": [
            {**group, "questions": [{**one, **_addressed(site, one)} for one in group["questions"]]}
            for group in data["groups"]
        ]
    }


def _addressed(site: Site, question: dict[str, Any]) -> dict[str, Any]:
    values = {one["name"]: one["example"] for one in question["parameters"]}
    whole = values and all(values.values())
    return {
        "address": site.page(question["name"]),
        "example": site.page(question["name"], **values) if whole else None,
        "example_words": "; ".join(str(value) for value in values.values()) if whole else None,
    }
