"""What is compared: articles, with what is known of them, and what was found of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stretch = tuple[int, int]  # from, to: code points


@dataclass(frozen=True, slots=True)
class Article:
    """One text. `number` tells it from the others; those with lower numbers are named first in what is found.

    `left_out` are stretches that are not the article's own (comments, promotions, rights), `quoted` those that are somebody
    else's words (None: they are read off the quotation marks); both lie apart and in order. `published` is the earliest and the
    latest day, ISO 8601, as far as it is known. `names` are what its outlet goes by, and that of any work that it reprints.
    `made_from` are the numbers of articles that a person says it was made from.
    """

    number: int
    text: str
    left_out: tuple[Stretch, ...] = ()
    quoted: tuple[Stretch, ...] | None = None
    published: tuple[str | None, str | None] = (None, None)
    names: tuple[str, ...] = ()
    made_from: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of an article: where it stands, and the numbers of its words, eight bytes each."""

    span: Stretch
    keys: bytes

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.keys) // 8

    def cut_to(self, part: Quoted, share: float, least: int) -> bool:
        """Whether another has its words, or so large a share of them, but for `least` or more at the beginning or end."""
        from rapidfuzz.distance import LCSseq  # a compiled library: not before it is needed

        one, other = (memoryview(quote.keys).cast("Q").tolist() for quote in (self, part))
        same = [op for op in LCSseq.opcodes(one, other) if op.tag == "equal"]
        if sum(op.src_end - op.src_start for op in same) < share * len(other):
            return False
        before = same[0].src_start - same[0].dest_start
        after = (len(one) - same[-1].src_end) - (len(other) - same[-1].dest_end)
        return max(before, after) >= least


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of one article and its counterpart in the other, in code points.

    `similarity`: same words over all, 0 to 1; where it is `told` in other words, what both say over what either says.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    similarity: float
    told: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for a direction. `kind` is one word for it, `origin` the number of the article that it speaks for.

    `words` go on from the name of the copy; {other} in them stands for the name of the origin.
    """

    kind: str
    origin: int
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """What two articles share.

    `kind`: copy (their words), retelling (facts and quotations in order, in other words), or quotations alone.

    `origin` is the number of the one that the other was made from, where the reasons decide it. `score` is how sure it is that
    one text goes back to the other, or both to a third, 0 to 1; `evidence` says in words what was found. `common` names the
    work that both say they go back to. `share` is how much of the copy, or else of the shorter article, the passages cover.
    """

    one: int
    other: int
    kind: Literal["copy", "retelling", "quotations"]
    passages: tuple[Aligned, ...]
    score: float
    evidence: str
    share: float
    origin: int | None = None
    reasons: tuple[Reason, ...] = ()
    common: str | None = None
