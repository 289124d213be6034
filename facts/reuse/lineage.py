"""Of all that texts share, what one has from another: the nearest origin, not every text that has the same words.

Three outlets that carry one report share its words with each other too. What two of them share is explained where a third,
which both were made from, has it; and what a text has from its origin's origin, where the origin has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .articles import Aligned, Reuse, Stretch

_EXPLAINED = 0.9  # of the words that are shared: what is left may be a word that two outlets changed alike


def nearest(
    found: Iterable[Reuse],
    overruled: Callable[[Reuse], bool] = lambda reuse: False,
    decided: Callable[[Reuse], bool] = lambda reuse: False,
) -> list[Reuse]:
    """What is left when all that another text explains is taken out; shared quotations alone stay as they are.

    A link that a person has `overruled` explains nothing; one on which a person has `decided` is not explained away.
    """
    kept = list(found)
    known = {(reuse.one, reuse.other): reuse for reuse in kept}
    origins = _origins(reuse for reuse in kept if not overruled(reuse))
    return [
        reuse for reuse in kept if reuse.kind == "quotations" or decided(reuse) or not _explained(reuse, origins, known)
    ]


def _origins(found: Iterable[Reuse]) -> dict[int, list[int]]:
    """By text: what it was made from."""
    origins: dict[int, list[int]] = {}
    for reuse in found:
        if reuse.origin is not None:
            origins.setdefault(reuse.one + reuse.other - reuse.origin, []).append(reuse.origin)
    return origins


def _explained(reuse: Reuse, origins: dict[int, list[int]], known: dict[tuple[int, int], Reuse]) -> bool:
    """Whether a text that lies between the two, or behind both, has nearly all that they share."""
    if any(reason.kind == "recorded" for reason in reuse.reasons):
        return False
    one, other = reuse.one, reuse.other
    for text, far in ((one, other), (other, one)):
        if reuse.origin == text:
            continue
        mine = _stretches(reuse.passages, text == one)
        for third in origins.get(text, ()):
            if third == far or not _behind(reuse, text, far, third, origins, known):
                continue
            # What two retellings of one report have in common is the report.
            if reuse.kind == "retelling" or _covered(mine, _shared(text, third, known)) >= _EXPLAINED:
                return True
    return False


def _behind(
    reuse: Reuse, text: int, far: int, third: int, origins: dict[int, list[int]], known: dict[tuple[int, int], Reuse]
) -> bool:
    """Whether a third text, which `text` was made from, lies between it and the far one, or behind them both.

    Where `text` may have been made from either of the two others, what speaks more for one decides.
    """
    speaks = _speaks(known[min(text, third), max(text, third)])
    if third in origins.get(far, ()):
        return reuse.origin != far or speaks > _speaks(reuse)
    # As much is enough for the nearer one; with less, the far one explains what the third shares, and has to stay.
    return reuse.origin == far and far in origins.get(third, ()) and speaks >= _speaks(reuse)


def _speaks(reuse: Reuse) -> float:
    return sum(reason.weight for reason in reuse.reasons if reason.origin == reuse.origin)


def _shared(text: int, third: int, known: dict[tuple[int, int], Reuse]) -> list[Stretch]:
    """The stretches of a text that stand in a third."""
    reuse = known[min(text, third), max(text, third)]
    return _stretches(reuse.passages, text == reuse.one)


def _stretches(passages: Sequence[Aligned], one: bool) -> list[Stretch]:
    found = [(p.start, p.end) if one else (p.other_start, p.other_end) for p in passages if not p.told]
    return sorted(found)


def _covered(stretches: Sequence[Stretch], by: Sequence[Stretch]) -> float:
    """What share of some stretches lies in others."""
    total = sum(end - start for start, end in stretches)
    inside = sum(max(min(end, high) - max(start, low), 0) for start, end in stretches for low, high in by)
    return min(inside / total, 1.0) if total else 1.0
