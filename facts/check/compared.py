"""Rules that compare texts or names with each other, which no query can do alike on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from sqlalchemy import Connection, text

from ..text import fold
from .findings import Computed

# Words in a row that two texts share where one was made from the other. Of 19,600 pairs of unrelated news articles of one
# election (PolNeAR), 0.11 % share eight words in a row, and 3.8 % five.
RUN = 8


def _copies_not_seen(connection: Connection) -> Iterator[tuple[str, str]]:
    """A work may have several captures: it is enough that one of them shows it."""
    derivations = connection.execute(
        text(
            "SELECT d.source_id, d.origin_id, s.slug, o.slug AS origin, d.kind, d.basis FROM derivations d "
            "JOIN sources s ON s.id = d.source_id JOIN sources o ON o.id = d.origin_id "
            "WHERE d.basis <> 'detected' AND d.status <> 'rejected' AND d.kind <> 'translation' ORDER BY d.id"
        )
    )
    for row in derivations.all():
        here, there = _runs(connection, row.source_id), _runs(connection, row.origin_id)
        if here is not None and there is not None and not here & there:
            said = f"said to be made from {row.origin} ({row.kind}, {row.basis})"
            yield row.slug, f"{said}, but no {RUN} words in a row stand in both texts"


def _runs(connection: Connection, source: int) -> set[tuple[str, ...]] | None:
    """The runs of words in all captures of a work; None where it was not captured."""
    texts = connection.execute(text("SELECT text FROM captures WHERE source_id = :source"), {"source": source})
    found = [re.findall(r"\w+", fold(one).text.casefold()) for one in texts.scalars()]
    runs = {tuple(words[at : at + RUN]) for words in found for at in range(len(words) - RUN + 1)}
    return runs if found else None


def _ambiguous_names(connection: Connection) -> Iterator[tuple[str, str]]:
    judged = {tuple(row) for row in connection.execute(text("SELECT left_id, right_id FROM entity_matches"))}
    slugs = {row.id: row.slug for row in connection.execute(text("SELECT id, slug FROM entities"))}
    bearers: dict[str, dict[int, str]] = {}  # by name: entities, each with the name as it is written
    names = text("SELECT id, name FROM entities UNION SELECT entity_id, name FROM entity_names ORDER BY 1, 2")
    for entity, name in connection.execute(names):
        if entity in slugs:
            bearers.setdefault(name.casefold(), {}).setdefault(entity, name)
    pairs = [(*pair, ours[pair[0]]) for ours in bearers.values() for pair in combinations(sorted(ours), 2)]
    for one, other, name in sorted(pairs):
        if (one, other) not in judged:
            yield slugs[one], f"and {slugs[other]} both go by “{name}”"


COMPARED = (
    Computed(
        "copy-not-seen",
        "notice",
        "One text is said to be made from another, and the two texts, both captured, do not show it.",
        f"The texts of the two works are searched for {RUN} words in a row that stand in both.",
        _copies_not_seen,
    ),
    Computed(
        "name-ambiguous",
        "notice",
        "One name of two entities: say under entity_matches that they are, may be, or are not the same.",
        "Names of entities are compared without regard to capitals, and pairs with a match, whatever it says, left out.",
        _ambiguous_names,
    ),
)
