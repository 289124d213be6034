"""Whether what a script returned is made of the drafts it should be: types, and texts that a database can hold."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..document import Bundle


def problems(bundle: Bundle, where: str = "Bundle") -> Iterator[str]:
    """What in a bundle is not what its field takes, in words: "Bundle.quotes[1].words must be …"."""
    yield from _inside(bundle, where)


def _inside(draft: Any, where: str) -> Iterator[str]:
    kind: type = type(draft)
    for name, hint in _hints(kind).items():
        yield from _checked(getattr(draft, name), hint, f"{where}.{name}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _checked(value: Any, hint: Any, where: str) -> Iterator[str]:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    if value is None and type(None) in options:
        return
    for option in options:
        kind = get_origin(option) or option
        if kind is float and isinstance(value, int):
            return
        if isinstance(value, kind) and not isinstance(value, bool):
            yield from _content(value, option, where)
            return
    names = " or ".join(getattr(get_origin(option) or option, "__name__", str(option)) for option in options)
    yield f"{where} must be {names}, not {type(value).__name__}"


def _content(value: Any, hint: Any, where: str) -> Iterator[str]:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            yield f"{where} holds NUL or half a character, which no database stores"
    elif isinstance(value, float):
        if value != value or abs(value) == float("inf"):
            yield f"{where} is no number"
    elif isinstance(value, tuple):
        inner = get_args(hint)
        for number, item in enumerate(value):
            one = inner[0] if inner[-1] is Ellipsis else inner[min(number, len(inner) - 1)]
            yield from _checked(item, one, f"{where}[{number + 1}]")
    elif is_dataclass(value):
        yield from _inside(value, where)
