"""Forms of English words that no rule makes, and words of counting: read once from data/forms.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Forms:
    """`irregular` is form to base, `past` and `participle` the forms themselves, `whole` words that only look inflected."""

    irregular: dict[str, str]
    past: frozenset[str]
    participle: frozenset[str]
    whole: frozenset[str]
    contractions: dict[str, str]
    counting: frozenset[str]


def listed(words: str) -> frozenset[str]:
    """A set of words, written with spaces between them."""
    return frozenset(words.split())


def read(name: str) -> dict[str, Any]:
    """A file of data/, by its name without the ending."""
    return tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def forms() -> Forms:
    """All forms, read when they are first asked for."""
    data = read("forms")
    verbs = [line.split() for line in data["verbs"].strip().splitlines()]
    irregular = {form: row[0] for row in verbs for part in row[1:] for form in part.split("/")}
    irregular |= {form: base for base, made in data["other"].items() for form in made.split()}
    return Forms(
        irregular=irregular,
        past=frozenset(form for row in verbs for form in row[1].split("/")),
        participle=frozenset(form for row in verbs for form in row[-1].split("/")),
        whole=frozenset(data["whole"].split()),
        contractions=data["contractions"],
        counting=frozenset(data["counting"].split()),
    )
