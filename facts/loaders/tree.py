"""YAML as a sheet uses it: mappings, lists and text, each with its line.

Every scalar is text, so that `no`, `12:30` and 2019-13-45 are what they look like. Aliases, anchors, tags, duplicate keys,
several documents and empty values are refused: they say more, or less, than a person reading the sheet sees.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import Problem, RefusedError

MAX_DEPTH = 30


class Text(str):
    """A scalar; `line` counts from 1."""

    line: int

    def __new__(cls, value: str, line: int) -> Text:
        text = super().__new__(cls, value)
        text.line = line
        return text


class Map(dict[str, Any]):
    """A mapping; `lines` has each key's line. A key whose value is null is left out."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: dict[str, int] = {}


class Seq(list[Any]):
    """A list; `lines` has each item's line."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[int] = []


def parse(path: Path, text: str) -> Map:
    """Read a sheet's YAML. Raises RefusedError with every mistake of form in it, each with its line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    builder = _Builder(str(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = builder.document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        # What is never closed goes wrong where it begins, not at the end of the file.
        begun = any(what in str(error.context) for what in ("quoted scalar", "flow", "simple key"))
        mark = (error.context_mark if begun else None) or error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        hint = "a text with a colon, a mark or # in it goes between quote marks"
        raise RefusedError(
            [*builder.problems, Problem(str(path), mark.line + 1 if mark else None, said, hint)]
        ) from None
    except YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        said = " ".join(str(error).splitlines()[0].split())
        raise RefusedError([Problem(str(path), line, f"not YAML: {said}", "take the character out")]) from None
    except (ValueError, OverflowError) as error:  # an escape for no character at all
        line = _escape_line(text)
        raise RefusedError([Problem(str(path), line, f"not YAML: {error}", "write the character itself")]) from None
    if builder.problems:
        raise RefusedError(builder.problems)
    if not isinstance(root, Map):
        hint = "a sheet begins with keys such as `document:` and `source:`"
        raise RefusedError(
            [Problem(str(path), 1, "the sheet is empty" if root in (None, "", "null", "~") else "not a mapping", hint)]
        )
    return root


class _Builder:
    """Builds the tree from ruamel's events, which show what its finished values hide."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def problem(self, event: Any, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, event.start_mark.line + 1, message, hint))

    def document(self, events: Iterator[Any]) -> Any:
        root: Any = None
        seen = False
        for event in events:
            kind = type(event).__name__
            if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"):
                continue
            if seen:
                self.problem(
                    event, "a second YAML document in one file", "one sheet a file: take out the `---` before it"
                )
                break
            root, seen = self.value(event, events, 0), True
        return root

    def value(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        kind = type(event).__name__
        line = event.start_mark.line + 1
        if kind == "AliasEvent":
            self.problem(event, f"an alias (*{event.anchor})", "write the value out: a sheet is read by people")
            return None
        if event.anchor:
            self.problem(event, f"an anchor (&{event.anchor})", "take it out: a sheet has no aliases")
        if event.tag is not None:
            self.problem(event, f"a tag ({event.tag})", "take it out: every value is text")
        if depth > MAX_DEPTH:
            raise RefusedError([Problem(self.path, line, "nested too deeply for a sheet")])
        if kind == "ScalarEvent":
            if "\0" in event.value or any("\ud800" <= char <= "\udfff" for char in event.value):
                self.problem(event, "an escape for NUL or half a character", "no database stores it; take it out")
            return Text(event.value, line)
        return self.map(line, events, depth) if kind == "MappingStartEvent" else self.seq(line, events, depth)

    def map(self, line: int, events: Iterator[Any], depth: int) -> Map:
        result = Map(line)
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self.value(event, events, depth + 1)
            if not isinstance(key, Text):
                self.problem(event, "a key that is not text")
                key = Text("?", event.start_mark.line + 1)
            following = next(events)
            value = self.value(following, events, depth + 1)
            if key in result or key in result.lines:
                self.problem(event, f"the key `{key}` stands twice here", f"the first is in line {result.lines[key]}")
                continue
            result.lines[key] = key.line
            if _is_plain(following) and following.value == "":
                self.problem(
                    event,
                    f"`{key}` has no value",
                    "give one, or write null, or leave the key out; a text with a comma inside {…} goes between quote marks",
                )
            elif not (_is_plain(following) and following.value in ("null", "~")):
                result[key] = value
        return result

    def seq(self, line: int, events: Iterator[Any], depth: int) -> Seq:
        result = Seq(line)
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            result.lines.append(event.start_mark.line + 1)
            result.append(self.value(event, events, depth + 1))
            if _is_plain(event) and event.value in ("", "null", "~"):
                self.problem(event, "an item without a value", "give one, or take the hyphen out")
        return result


def _is_plain(event: Any) -> bool:
    return type(event).__name__ == "ScalarEvent" and event.style is None


def _escape_line(text: str) -> int | None:
    """The line of the first escape that stands for more than Unicode has."""
    found = re.search(r"\\U(?!000|0010)[0-9A-Fa-f]{8}", text)
    return text.count("\n", 0, found.start()) + 1 if found else None
