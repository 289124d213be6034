"""What a collection is made of: documents, and the truth about what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, field

Stretch = tuple[int, int, int, int]  # start and end in one document, start and end in the other, in code points


@dataclass(frozen=True, slots=True)
class Document:
    """An article as an outlet published it: headline, blank line, paragraphs with blank lines in between."""

    number: int
    text: str
    published: tuple[str | None, str | None]  # earliest and latest day, ISO; (None, None) unknown
    outlet: str


@dataclass(frozen=True, slots=True)
class Planted:
    """Two documents and why they are alike.

    For copies (`whole`, `sentences`, `sentence`, `reworked`) `one` is the copy and `other` the original. `common` are two
    that go back to a report that is not in the collection, `quotations` share only a quotation, `independent` only
    the event. `spans` are what was copied, by whole sentences; for `reworked` the stretches that tell the same facts;
    for `quotations` and `independent` the quoted words that both have.
    """

    kind: str
    origin: int | None
    one: int
    other: int
    changed: float  # share of words changed: 0, .05, .1, .2, .3
    decided_by: tuple[str, ...]  # what was planted that shows who copied
    spans: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """`kin` are pairs that share text for a reason that is not planted: finding them is neither right nor wrong."""

    documents: list[Document]
    planted: list[Planted]
    kin: set[frozenset[int]] = field(default_factory=set)
    boilerplate: tuple[str, ...] = ()  # footers and stock phrases, word for word, that articles share for no reason
