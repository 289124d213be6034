"""Pictures, drawn where the page is made: they need no script, print well, and are said in words beside them.

Sizes are in CSS pixels; colours and fonts come from the style sheet. What strangers wrote is only ever text of an element,
which the library escapes; attributes are our own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    import drawsvg

WIDTH = 360  # fits the narrowest screen as it is: letters keep their size
_LINE = 16  # from line to line
_LETTERS = 20  # of a label in half the width
_LINES = 3  # of a label; what is longer ends in an ellipsis
_GAP = 10
_PAD = 6


def whose_word(origins: Sequence[tuple[str, str | None, Sequence[tuple[str, str | None]]]], said: str) -> Markup:
    """Parties on the left, the outlets that report them on the right, a line for each report. `said` is the same in words.

    `origins` are the name of each party, its address, and names and addresses of outlets.
    """
    import drawsvg

    left = [_label(name, address) for name, address, _ in origins]
    outlets = dict(outlet for _, _, reports in origins for outlet in reports)
    right = [_label(name, address) for name, address in outlets.items()]
    height = max(_height(left), _height(right), 40)
    drawing = drawsvg.Drawing(WIDTH, height, role="group", class_="picture")  # an image has no links
    drawing.append_title(said)
    places = {name: place for (name, _), place in zip(outlets.items(), _placed(right, height), strict=True)}
    half = (WIDTH - 60) / 2
    for (_, _, reports), start, (lines, address) in zip(origins, _placed(left, height), left, strict=True):
        for name, _ in reports:
            path = drawsvg.Path(class_="line")
            path.M(half, start).C(half + 30, start, half + 30, places[name], half + 60, places[name])
            drawing.append(path)
        _box(drawing, 0, start, half, lines, address, "origin")
    for place, (lines, address) in zip(places.values(), right, strict=True):
        _box(drawing, half + 60, place, half, lines, address, "report")
    return drawn(drawing)


def drawn(drawing: drawsvg.Drawing) -> Markup:
    """The picture as it stands in a page."""
    return Markup(drawing.as_svg(header="", skip_js=True, skip_css=True))


def link(address: str | None) -> Any:
    """What holds what is drawn as a link; a plain group where there is no address."""
    import drawsvg

    if not address:
        return drawsvg.Group()

    class Link(drawsvg.DrawingParentElement):  # type: ignore[misc]
        TAG_NAME = "a"

    return Link(href=escape(address, quote=True))


def wrapped(words: str, letters: int, lines: int = _LINES) -> list[str]:
    """Words in lines of so many letters; what is more than `lines` ends in an ellipsis."""
    found = textwrap.wrap(" ".join(words.split()), letters) or [""]
    return found if len(found) <= lines else [*found[: lines - 1], f"{found[lines - 1][: letters - 1]}…"]


Label = tuple[list[str], str | None]


def _label(name: str, address: str | None) -> Label:
    return wrapped(name, _LETTERS), address


def _tall(label: Label) -> float:
    return len(label[0]) * _LINE + 2 * _PAD


def _height(labels: Iterable[Label]) -> float:
    return sum(_tall(label) + _GAP for label in labels) + _GAP


def _placed(labels: Sequence[Label], height: float) -> list[float]:
    """The middles of boxes in a column, spread over the height."""
    free = (height - sum(map(_tall, labels))) / (len(labels) + 1)
    places, at = [], 0.0
    for label in labels:
        at += free
        places.append(round(at + _tall(label) / 2, 1))
        at += _tall(label)
    return places


def _box(drawing: Any, x: float, middle: float, width: float, lines: list[str], address: str | None, kind: str) -> None:
    import drawsvg

    holder = link(address)
    tall = len(lines) * _LINE + 2 * _PAD
    holder.append(drawsvg.Rectangle(x + 1, round(middle - tall / 2, 1), width - 2, tall, rx=6, class_=f"box {kind}"))
    for number, line in enumerate(lines):
        y = round(middle - tall / 2 + _PAD + 12 + number * _LINE, 1)
        holder.append(drawsvg.Text(line, 13, x + width / 2, y, class_="label", text_anchor="middle"))
    drawing.append(holder)
