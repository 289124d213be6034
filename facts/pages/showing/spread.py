"""A story as a picture: time runs downwards, a work to a row, and arrows at the left for what was taken from where."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import pictures
from ..site import Site
from .claim import many

_TAKEN = {
    "republication": "reprinted from",
    "translation": "translated from",
    "rewrite": "rewritten from",
    "overlap": "shares text with",
    "named": "has it, as it says, from",
}
_BASIS = {
    "declared": "a text says so",
    "stated": "a text says so",
    "inferred": "a person inferred it",
    "detected": "a program found it",
}
_LINES = {"declared": "declared", "stated": "declared", "inferred": "inferred", "detected": "detected"}
# Where things stand: marks of works that nobody captured, marks of those that are here, what is written beside them.
_HOLLOW, _HERE, _BESIDE = 66, 84, 104
_ROW, _GAP, _TOP = 62, 24, 20
_LETTERS, _SMALLER = 31, 38  # in a line beside a mark
_RADIUS = 6


def show(site: Site, data: dict[str, Any]) -> dict[str, Any]:
    """The picture, and each step in words."""
    if "stories" in data:
        return {**data, "title": "How stories moved"}
    works = [{**work, "taken": [_step(data["works"], link) for link in work["taken"]]} for work in data["works"]]
    said = _said(works)
    picture = _picture(site, works, said) if len(works) > 1 else ""
    about = data["claim"]["text"] if "claim" in data else data["work"]["title"]
    of = {"claim": data["claim"]["slug"]} if "claim" in data else {"source": data["work"]["slug"]}
    shown = {"works": works, "said": said, "picture": picture, "title": f"How it moved: {about}"}
    return {**data, **shown, "address": site.page("spread", **of)}


def _step(works: list[dict[str, Any]], link: dict[str, Any]) -> dict[str, Any]:
    origin = works[link["from"]]
    alone = sum(work["outlet"] == origin["outlet"] for work in works) == 1
    told = {"verb": _TAKEN[link["kind"]], "known": _BASIS[link["basis"]], "origin": origin}
    told |= {"number": None if alone else link["from"] + 1}
    return {**link, **told, "undecided": link["kind"] == "overlap", "proposed": link["status"] == "proposed"}


def _said(works: list[dict[str, Any]]) -> str:
    """How many works and steps, and how the steps are known."""
    steps = [link for work in works for link in work["taken"]]
    read = sum(not work["unread"] for work in works)
    here = f", {'all' if read == len(works) else read or 'none'} of them read here" if len(works) > 1 else ""
    if not steps:
        return f"{many(len(works), 'work').capitalize()}{here}. Nothing is known of what was taken from where."
    known = [f"in {count} {words}" for words in dict.fromkeys(_BASIS.values()) if (count := _known(steps, words))]
    return f"{many(len(works), 'work').capitalize()}{here}; {many(len(steps), 'step')} from one to another: {', '.join(known)}."


def _known(steps: list[dict[str, Any]], words: str) -> int:
    return sum(link["known"] == words for link in steps)


def _picture(site: Site, works: list[dict[str, Any]], said: str) -> Any:
    import drawsvg

    later = [_later(before, work) for before, work in zip([None, *works], works, strict=False)]
    places: list[float] = []
    at = float(_TOP)
    for gap in later:
        at += _GAP if gap else 0
        places.append(at)
        at += _ROW
    drawing = drawsvg.Drawing(pictures.WIDTH, at + 5 * 20, role="group", class_="picture spread")
    drawing.append_title(said)
    for place, work in zip(places, works, strict=True):
        for link in work["taken"]:
            _arrow(drawing, places[link["from"]], _mark(link["origin"]), place, _mark(work), link)
    for place, gap, work in zip(places, later, works, strict=True):
        if gap:
            drawing.append(drawsvg.Text(gap, 12, _BESIDE, place - _TOP - 2, class_="label soft"))
        holder = pictures.link(site.page("sources", work["slug"]))
        _dot(holder, _mark(work), place, work)
        lines = [
            (work["outlet"], 13, _LETTERS, "name"),
            (f"{work['dated'] or 'date not known'}{' · not read' if work['unread'] else ''}", 12, _SMALLER, "soft"),
            (work["title"] if work["title"] != work["outlet"] else "", 12, _SMALLER, "soft"),
        ]
        for number, (words, size, letters, kind) in enumerate(lines):
            [line] = pictures.wrapped(words, letters, 1)
            y = place + 5 + 16 * number
            holder.append(drawsvg.Text(line, size, _BESIDE, y, class_=f"label {kind}"))
        drawing.append(holder)
    _legend(drawing, at)
    return pictures.drawn(drawing)


def _mark(work: dict[str, Any]) -> int:
    return _HOLLOW if work["unread"] else _HERE


def _later(before: dict[str, Any] | None, work: dict[str, Any]) -> str | None:
    """How long after the one before, where the days of both are known."""
    if before is None:
        return None
    days = [one["published_earliest"] for one in (before, work) if one["published_earliest"] == one["published_latest"]]
    if len(days) < 2 or None in days:
        return None
    passed = (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days
    return f"↓ {passed:,} {'day' if passed == 1 else 'days'} later" if passed > 0 else None


def _arrow(drawing: Any, start: float, left: int, end: float, right: int, link: dict[str, Any]) -> None:
    """From the work it was taken from, round by the left; the farther, the wider. Where it is not decided, without a head."""
    import drawsvg

    far = min(left, right) - 18 - min(46, abs(end - start) / _ROW * 9)
    kind = f"line {_LINES[link['basis']]}{' proposed' if link['proposed'] else ''}"
    path = drawsvg.Path(class_=kind)
    first, last = left - _RADIUS - 2, right - _RADIUS - (2 if link["undecided"] else 8)
    path.M(first, start).C(far, start, far, end, last, end)
    drawing.append(path)
    if not link["undecided"]:
        tip = right - _RADIUS - 1
        drawing.append(drawsvg.Lines(tip, end, tip - 9, end - 4.5, tip - 9, end + 4.5, close=True, class_="head"))


def _dot(holder: Any, x: int, y: float, work: dict[str, Any]) -> None:
    """The mark of a work; what hangs on it says how far its date is known: an arrow for “or later”, a bar for a span."""
    import drawsvg

    first, last = work["published_earliest"], work["published_latest"]
    if first and not last:
        holder.append(_drawn((x, y + _RADIUS), (x, y + 27)))
        holder.append(_drawn((x - 4, y + 22), (x, y + 27), (x + 4, y + 22)))
    elif last and not first:
        holder.append(_drawn((x, y - _RADIUS), (x, y - 18)))
        holder.append(_drawn((x - 4, y - 13), (x, y - 18), (x + 4, y - 13)))
    elif first != last:
        holder.append(_drawn((x, y + _RADIUS), (x, y + 25)))
        holder.append(_drawn((x - 5, y + 25), (x + 5, y + 25)))
    holder.append(drawsvg.Circle(x, y, _RADIUS, class_=f"mark{' unread' if work['unread'] else ''}"))
    if not first and not last:
        holder.append(drawsvg.Text("?", 11, x, y + 19, class_="label soft", text_anchor="middle"))


def _drawn(*points: tuple[float, float]) -> Any:
    import drawsvg

    return drawsvg.Lines(*(part for point in points for part in point), class_="span")


def _legend(drawing: Any, top: float) -> None:
    import drawsvg

    samples = [
        ("declared", "taken over: a text says so"),
        ("inferred", "a person inferred it"),
        ("detected", "a program found it"),
    ]
    for number, (kind, words) in enumerate(samples):
        y = top + 20 * number
        drawing.append(drawsvg.Lines(_HOLLOW - 50, y, _HERE, y, class_=f"line {kind}"))
        drawing.append(drawsvg.Text(words, 12, _BESIDE, y + 4, class_="label soft"))
    y = top + 60
    drawing.append(drawsvg.Circle(_HERE, y, _RADIUS, class_="mark"))
    drawing.append(drawsvg.Circle(_HOLLOW, y, _RADIUS, class_="mark unread"))
    drawing.append(drawsvg.Text("read here; hollow: known by name", 12, _BESIDE, y + 4, class_="label soft"))
    drawing.append(_drawn((_HERE, y + 14), (_HERE, y + 27)))
    drawing.append(_drawn((_HERE - 4, y + 22), (_HERE, y + 27), (_HERE + 4, y + 22)))
    drawing.append(drawsvg.Text("or later: the first day it can be of", 12, _BESIDE, y + 24, class_="label soft"))
