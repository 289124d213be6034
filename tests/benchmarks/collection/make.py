"""Makes a collection: ordinary articles and planted relations in the shares that are promised, in no order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import combinations
from random import Random

from .editing import respelt
from .grammar import lines
from .made import Collection, Document, Planted
from .relations import Group, Relations
from .world import World

# Groups of articles with something planted, as shares of the documents; the rest stand alone.
SHARES = (
    *(("whole", 0.08), ("sentences", 0.085), ("sentence", 0.075), ("reworked", 0.065), ("quotations", 0.045)),
    *(("independent", 0.045), ("common", 0.04), ("chain", 0.01), ("carried", 0.03)),
)
FEWEST_STORIES = 10  # that are carried by 5 to 60 outlets, where there is room
SMALLEST, LARGEST = 5, 60


def _carried(relations: Relations, documents: int, rng: Random) -> Iterator[Group]:
    """Stories that many outlets carry: ten or more, or fewer where ten would be over a sixth of the collection."""
    budget = documents * dict(SHARES)["carried"]
    most = max(1, documents // (6 * (SMALLEST + 1)))
    made = stories = 0
    while (stories < FEWEST_STORIES or made < budget) and stories < most:
        room = min(LARGEST, max(SMALLEST, documents // 50))
        group = relations.carried(int(SMALLEST + (room - SMALLEST) * rng.random() ** 1.5))
        made += len(group.articles)
        stories += 1
        yield group


def _groups(relations: Relations, documents: int, rng: Random) -> Iterator[Group]:
    makers: dict[str, Callable[[], Group]] = {
        "whole": relations.copied_whole,
        "sentences": partial(relations.excerpt, single=False),
        "sentence": partial(relations.excerpt, single=True),
        "reworked": relations.reworked,
        "quotations": relations.quoted,
        "independent": relations.independent,
        "common": relations.common,
        "chain": relations.chain,
    }
    yield from _carried(relations, documents, rng)
    for name, share in SHARES:
        made = 0
        while name in makers and made < round(share * documents):
            group = makers[name]()
            made += len(group.articles)
            yield group
    while True:
        yield relations.alone()


def _day(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def make(documents: int, seed: int) -> Collection:
    """That many articles; the same numbers make the same collection."""
    rng = Random(seed)
    world = World(rng)
    numbers = list(range(documents))
    rng.shuffle(numbers)
    texts: list[Document | None] = [None] * documents
    planted: list[Planted] = []
    kin: set[frozenset[int]] = set()
    at = 0
    for group in _groups(Relations(world), documents, rng):
        if at == documents:
            break
        if len(group.articles) > documents - at:
            continue
        mine = numbers[at : at + len(group.articles)]
        at += len(mine)
        for number, article in zip(mine, group.articles, strict=True):
            if not article.text:
                article.set()
            earliest, latest = article.published
            texts[number] = Document(number, article.text, (_day(earliest), _day(latest)), article.outlet.name)
        pairs = {frozenset(pair) for pair in combinations(mine, 2)}
        for kind, origin, one, other, changed, decided_by, spans in group.links:
            source = None if origin is None else mine[origin]
            planted.append(Planted(kind, source, mine[one], mine[other], changed, decided_by, spans))
            pairs.discard(frozenset((mine[one], mine[other])))
        kin |= pairs
    footers = {footer for outlet in world.outlets for footer in outlet.footers}
    return Collection([text for text in texts if text is not None], planted, kin, (*sorted(footers), *_stock()))


def _stock() -> tuple[str, ...]:
    """What never changes in the stock phrases: what stands outside braces and slots."""
    pieces = (re.split(r"\{[^}]*\}|<[^>]*>", line) for line in lines("stock.txt") if " " in line)
    found = [piece.strip(" .") for row in pieces for piece in row if piece.count(" ") > 4]
    return tuple(sorted({*found, *(respelt(piece, american=True) for piece in found)}))
