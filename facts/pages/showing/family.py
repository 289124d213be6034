"""How works were made from each other: a picture, the oldest on top, and sentences that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from .. import pictures
from ..site import Site

MOST = 14  # works in a picture; of more it would be no picture
# What was made is, to what it was made from: these words, and then its name.
MADE = {
    "republication": "reprints",
    "translation": "translates",
    "rewrite": "was rewritten from",
    "overlap": "shares text with",
}
KNOWN = {
    "declared": "A text says so",
    "inferred": "A person infers it",
    "detected": "Found by comparing the words",
}
_CALLED = {"republication": "reprint", "translation": "translation", "rewrite": "rewritten", "overlap": "shares text"}
_LEFT = 66  # where the boxes begin: the lines are left of them
_ROW, _PAD, _GAP = 16, 6, 16
_LETTERS = 38  # of a line in a box


def told(step: Mapping[str, Any]) -> str:
    """How a step is known, and who decided it."""
    words = KNOWN.get(step["basis"], "")
    if step["basis"] != "declared" and not step["worded"]:
        words += ", and no text says so"
    if step["status"] == "proposed":
        return f"{words}: proposed, and nobody has confirmed it."
    return f"{words}{'; confirmed by ' + step['decided_by'] if step['decided_by'] else ''}."


def sentence(step: Mapping[str, Any]) -> str:
    """A step in words: who made what of whose work."""
    return f"{step['outlet']} {MADE.get(step['kind'], 'has text of')} {step['origin_outlet']}."


def drawn(site: Site, works: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]]) -> Markup | str:
    """The works as boxes one under another, and a line at their left for each step; nothing where there is nothing to see."""
    if not steps or not 1 < len(works) <= MOST:
        return ""
    import drawsvg

    works = ordered(works, steps)
    boxes: dict[int, tuple[float, float, list[tuple[str, str]]]] = {}
    top = 4.0
    for work in works:
        lines = _lines(work, steps)
        tall = len(lines) * _ROW + 2 * _PAD
        boxes[work["id"]] = (top, tall, lines)
        top += tall + _GAP
    drawing = drawsvg.Drawing(
        pictures.WIDTH, top - _GAP + 4, role="group", class_="picture"
    )  # no image: it holds links
    drawing.append_title(" ".join(sentence(step) for step in steps))
    order = {work["id"]: number for number, work in enumerate(works)}
    drawn_pairs = set()
    for step in steps:
        pair = (step["origin_id"], step["source_id"])
        if pair not in drawn_pairs and set(pair) <= set(order):
            drawn_pairs.add(pair)
            _line(drawing, step, order, boxes)
    for work in works:
        _box(drawing, site, work, boxes[work["id"]])
    return pictures.drawn(drawing)


def ordered(works: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each work below what it was made from, and as near to it as can be."""
    known = {work["id"]: work for work in works}
    above: dict[int, set[int]] = {id_: set() for id_ in known}
    for step in steps:
        if step["source_id"] in known and step["origin_id"] in known:
            above[step["source_id"]].add(step["origin_id"])
    found: dict[int, Mapping[str, Any]] = {}
    while len(found) < len(known):
        left = [id_ for id_ in known if id_ not in found]
        free = [id_ for id_ in left if above[id_] <= found.keys()] or left[:1]  # a circle begins anywhere
        last = list(found)[::-1]
        nearest = min(
            free, key=lambda id_: min((last.index(one) for one in above[id_] & found.keys()), default=len(last))
        )
        found[nearest] = known[nearest]
    return list(found.values())


def _lines(work: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The lines of a box, each with its name in our style sheet."""
    made = dict.fromkeys(_CALLED.get(step["kind"], "") for step in steps if step["source_id"] == work["id"])
    about = [", ".join(made), work["published_words"] or "", "" if work["read"] else "not read"]
    first = pictures.wrapped(work["outlet"] or work["title"], _LETTERS, 2)
    second = pictures.wrapped(" · ".join(one for one in about if one) or work["kind"], _LETTERS + 4, 2)
    return [(line, "label") for line in first] + [(line, "under") for line in second]


def _line(drawing: Any, step: Mapping[str, Any], order: Mapping[int, int], boxes: Mapping[int, Any]) -> None:
    import drawsvg

    origin, made = boxes[step["origin_id"]], boxes[step["source_id"]]
    far = abs(order[step["source_id"]] - order[step["origin_id"]])
    reach = _LEFT - min(_LEFT - 6, 18 + 15 * far)
    down = order[step["source_id"]] > order[step["origin_id"]]
    start = round(origin[0] + origin[1] * (0.65 if down else 0.35), 1)
    end = round(made[0] + made[1] * (0.35 if down else 0.65), 1)
    kind = f"{step['basis'] if step['basis'] in KNOWN else 'detected'} {'sure' if step['status'] == 'confirmed' else 'perhaps'}"
    path = drawsvg.Path(class_=f"line {kind}")
    path.M(_LEFT, start).C(reach - 10, start, reach - 10, end, _LEFT - 7, end)
    drawing.append(path)
    if step["kind"] != "overlap":  # of which nobody knows the direction
        head = drawsvg.Path(class_="head")
        head.M(_LEFT, end).L(_LEFT - 9, end - 5).L(_LEFT - 9, end + 5).Z()
        drawing.append(head)


def _box(drawing: Any, site: Site, work: Mapping[str, Any], box: tuple[float, float, list[tuple[str, str]]]) -> None:
    import drawsvg

    top, tall, lines = box
    here = work["place"] == "this"
    holder = pictures.link(None if here else site.page("sources", work["slug"]))
    kind = "box" + (" origin" if here else "") + ("" if work["read"] else " unread")
    holder.append(drawsvg.Rectangle(_LEFT, top, pictures.WIDTH - _LEFT - 2, tall, rx=6, class_=kind))
    for number, (line, look) in enumerate(lines):
        y = top + _PAD + 12 + number * _ROW
        holder.append(drawsvg.Text(line, 13 if look == "label" else 12, _LEFT + 10, y, class_=look))
    drawing.append(holder)
