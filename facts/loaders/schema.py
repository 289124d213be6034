"""What a sheet may say, by the JSON Schema that ships with the package; every mistake with its line and the nearest word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..errors import Problem
from .tree import Map, Seq, Text

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

NAMES = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number", "number": "a number"}


def problems(path: str, root: Map) -> Iterator[Problem]:
    """Every way in which the sheet departs from the schema."""
    errors = (problem for error in _validator().iter_errors(root) for problem in _explained(path, root, error))
    yield from dict.fromkeys(errors)  # the validator names what several missing keys miss once for each


@cache
def _validator() -> Validator:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    checker = Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "number": _is_number})
    schema = json.loads(files("facts").joinpath("sheet.schema.json").read_text(encoding="utf-8"))
    build: Any = extend  # typed nowhere
    validator = build(Draft202012Validator, {"minimum": _minimum, "pattern": _matches}, type_checker=checker)
    return validator(schema)  # type: ignore[no-any-return]


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value) is not None


def _matches(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """A pattern on the whole text: Python's `$` would pass a line end behind it."""
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str) and not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), value):
        yield ValidationError(f"{value!r} does not match {pattern}")


def _minimum(_validator: object, minimum: float, value: object, _schema: object) -> Iterator[ValidationError]:
    from jsonschema.exceptions import ValidationError

    if _is_integer(None, value) and int(str(value)) < minimum:
        yield ValidationError(f"{value} is less than {minimum}")


def _explained(path: str, root: Map, error: ValidationError) -> Iterator[Problem]:
    steps = list(error.absolute_path)
    found: Any = error.instance
    line = _line(root, steps)
    name = _name(steps)
    rule: Any = error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(error.schema["properties"])  # type: ignore[index]
            for key in found:
                if key not in known:
                    yield Problem(path, found.lines[key], f"unknown key `{key}`{_in(name)}", near(key, known))
        case "required":
            for key in rule:
                if key not in found:
                    yield Problem(
                        path, line, f"`{key}` is missing{_in(name)}", f"it is needed here: {_need(error, key)}"
                    )
        case "dependentRequired":
            for key, needs in rule.items():
                for need in needs:
                    if key in found and need not in found:
                        yield Problem(
                            path, found.lines[key], f"`{key}` without `{need}`{_in(name)}", "they go together"
                        )
        case "anyOf":
            keys = " or ".join(f"`{key}`" for option in rule for key in option["required"])
            yield Problem(path, line, f"{keys} is missing{_in(name)}", "one of them is needed")
        case "enum":
            yield Problem(path, line, f"{name} can't be {_shown(found)}", near(found, rule))
        case "type":
            kinds = " or ".join(NAMES[kind] for kind in ([rule] if isinstance(rule, str) else rule))
            yield Problem(path, line, f"{name} must be {kinds}, not {_shown(found)}")
        case "pattern":
            yield Problem(path, line, f"{name} can't be {_shown(found)}", _pattern_hint(str(found), rule))
        case "minLength" | "minItems":
            yield Problem(path, line, f"{name} is empty", "give it, or leave the key out")
        case _:
            yield Problem(path, line, f"{name}: {error.message}")


def near(found: object, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them where none is near."""
    words = [str(word) for word in known]
    close = get_close_matches(str(found), words, 1, 0.6)
    return f"did you mean {close[0]}?" if close else f"known here: {', '.join(words)}"


def slug_of(text: str) -> str:
    """A slug that could stand for `text`: lower-case ASCII letters, digits and hyphens."""
    from anyascii import anyascii

    kept = "".join(char if char.isalnum() else " " for char in anyascii(text).lower())
    return "-".join(kept.split())


def _pattern_hint(found: str, pattern: str) -> str:
    suggestion = slug_of(found)
    hint = "lower-case letters a to z, digits and hyphens, never digits alone"
    if "_" in pattern:
        suggestion = suggestion.replace("-", "_").lstrip("_0123456789")
        hint = "lower-case letters a to z, digits and underscores, beginning with a letter"
    return f"{hint}; for instance {suggestion}" if suggestion and not suggestion.isdecimal() else hint


def _line(root: Map, steps: list[str | int]) -> int:
    node: Any = root
    line = root.line
    for step in steps:
        line = node.lines[step]
        node = node[step]
    return node.line if isinstance(node, (Map, Seq, Text)) else line


def _name(steps: list[str | int]) -> str:
    """`quotes[3].form` as people count: the third quote's form."""
    shown = ""
    for step in steps:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if shown else step
    return f"`{shown}`" if shown else "the sheet"


def _in(name: str) -> str:
    return f" in {name}" if name != "the sheet" else ""


def _shown(found: object) -> str:
    if isinstance(found, str):
        return f"“{found}”" if len(found) <= 60 else f"“{found[:57]}…”"
    return "a mapping" if isinstance(found, dict) else "a list" if isinstance(found, list) else "null"


def _need(error: ValidationError, key: str) -> str:
    described = error.schema.get("properties", {}).get(key, {})  # type: ignore[union-attr]
    if "enum" in described:
        return ", ".join(described["enum"])
    return str(described.get("description") or "see the README")
