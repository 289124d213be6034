"""Templates: {one|of|these}, [perhaps this] and <slots>, and how a sentence is drawn from one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
Node = str | tuple[str, list["Node"]]  # text, ("{", options), ("[", what may be there), ("<", name), ("", a row)
Fill = Callable[[str], str]  # what stands for a slot

_TOKEN = re.compile(r"[{}\[\]|<>]|[^{}\[\]|<>]+")
_ARTICLE = re.compile(r"\b([Aa])n? (?=([\w-]+))")
_VOWEL = re.compile(r"(?!uni|use|usu|euro|one\b|once|us\b|ut[ei]|U[A-Z])[aeiouAEIOU]|8|11\b|18\b|hour|honou?r|heir")
_STOPS = re.compile(r"[ ,]+([.,;:])(?!\d)")
_TIDY = (("..", "."), (" ’s", "’s"))


def lines(name: str) -> list[str]:
    """The lines of a data file, without remarks and empty ones."""
    found = (line.strip() for line in (DATA / name).read_text(encoding="utf-8").splitlines())
    return [line for line in found if line and not line.startswith("#")]


def table(name: str) -> list[list[str]]:
    """The lines of a data file, in columns."""
    return [[cell.strip() for cell in line.split("|")] for line in lines(name)]


@cache
def _alike() -> tuple[re.Pattern[str], dict[str, Node]]:
    """Phrases of news prose that another phrase can stand for anywhere."""
    phrases: dict[str, Node] = {row[0]: ("{", list(row[1:])) for row in table("alike.txt")}
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(longest_first)})\b"), phrases


def _literal(text: str) -> list[Node]:
    pattern, phrases = _alike()
    return [phrases.get(piece, piece) for piece in pattern.split(text) if piece]


@cache
def parse(template: str, plain: bool = False) -> Node:
    """The template as a tree; a plain one says what it says, and no phrase stands for another."""
    tokens = _TOKEN.findall(template)
    at = 0

    def row(end: str) -> Node:
        """What stands before the mark that ends it."""
        nonlocal at
        options: list[Node] = []
        now: list[Node] = []
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if token == end:
                options.append(("", now))
                break
            if token == "|":
                options.append(("", now))
                now = []
            elif token == "{":
                now.append(("{", [row("}")]))
            elif token == "[":
                now.append(("[", [row("]")]))
            elif token == "<":
                now.append(("<", [tokens[at]]))
                at += 2
            elif token in "}]>":
                raise ValueError(f"a {token} too many: {template}")
            else:
                now.extend([token] if plain else _literal(token))
        else:
            if end:
                raise ValueError(f"no {end}: {template}")
            options.append(("", now))
        return ("{", options) if len(options) > 1 else options[0]

    return row("")


def draw(node: Node, rng: Random, fill: Fill) -> str:
    """One of the texts that a template stands for."""
    if isinstance(node, str):
        return node
    kind, inner = node
    if kind == "":
        return "".join([part if isinstance(part, str) else draw(part, rng, fill) for part in inner])
    if kind == "<":
        return fill(inner[0])  # type: ignore[arg-type]
    if kind == "[":
        return draw(inner[0], rng, fill) if rng.random() < 0.5 else ""
    return draw(inner[int(rng.random() * len(inner))], rng, fill)


def _article(found: re.Match[str]) -> str:
    return f"{found[1]}{'n' if _VOWEL.match(found[2]) else ''} "


def tidy(text: str) -> str:
    """Spaces, commas, articles and the first letter put right."""
    text = _STOPS.sub(r"\1", " ".join(text.split()))
    for wrong, right in _TIDY:
        text = text.replace(wrong, right)
    text = _ARTICLE.sub(_article, text)
    first = 1 if text[:1] == "“" else 0
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]
