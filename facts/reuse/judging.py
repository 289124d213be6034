"""Whether what two texts share is copied, or what anybody writes: phrases, footers, forms that are filled in anew."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from .passages import Passage

if TYPE_CHECKING:
    from .prepared import Text

ENOUGH = 4.0  # what a passage has to say to be copied
_WEIGHS = 1.5  # weight of a passage that counts where much of a text is in the other
_PHRASE = (
    8  # in so many texts, a passage that is all that two of them share is a phrase of the trade, or an outlet's footer
)
_PARAGRAPH, _TOLD = 25, 4  # words, and names and figures among them: nobody's phrase, however many have it
_WHOLE = 0.4  # of the shorter text, from which on it is no phrase however many have it
_STANDING = 0.25  # of the shorter text: what an outlet prints under every article is less
_MOST = 3  # facts that are counted
_WORDS = 3.5  # weight of the words: names with what they are ("director of the centre at ...") weigh less


def copied(one: Text, other: Text, found: Sequence[Passage], share: float) -> list[Passage]:
    """Of the passages that two texts share those that are copied; `share` is how much of the shorter text they cover."""
    main = max(found, key=lambda passage: passage.weight, default=None)
    kept = [passage for passage in found if main and not _phrase(passage, share, main)]
    if share >= _WHOLE:
        enough = any(passage.weight >= ENOUGH for passage in kept)
        return [passage for passage in kept if passage.weight >= _WEIGHS] if enough else []
    own = [passage for passage in kept if passage.weight >= _WORDS and says(passage) >= ENOUGH]
    if not own or _standing(one, other, own, share):
        return []
    return [passage for passage in kept if passage.weight >= _WEIGHS and says(passage) >= ENOUGH]


def says(passage: Passage) -> float:
    """What a passage by itself says of copying.

    More with every rare word and every name or figure that is the same, less where the words round them differ, where others
    have it too, and where other names and figures stand in their place: sentences of a kind (results, polls, weather) are
    forms. The shares were fitted (logistic regression) to 219 copied sentences among 11,798 passages that two articles of
    tests/benchmarks/collection have in common.
    """
    alike = passage.matched / max(passage.end - passage.start, passage.other_end - passage.other_start)
    found = alike * (passage.weight - 4.7) + 0.1 * passage.longest - 2.6 * log(passage.texts / 2)
    facts = 1.5 * min(passage.facts, _MOST) + (0.7 if passage.facts else -1.5) - 2.4 * min(passage.exchanged, _MOST)
    return found + facts


def _phrase(passage: Passage, share: float, main: Passage) -> bool:
    """Whether a passage is what many texts have: where it is all that two share, or many more have it than the main one."""
    if passage.texts < _PHRASE or (passage.matched >= _PARAGRAPH and passage.facts >= _TOLD):
        return False
    return share < _WHOLE or passage.texts > 2 * main.texts


def _standing(one: Text, other: Text, passages: Sequence[Passage], share: float) -> bool:
    """Whether all that two texts share is what their outlet puts under, or over, whatever it prints."""
    if share >= _STANDING:
        return False
    if set(one.article.names) & set(other.article.names):
        return True
    ends = len(one.words) - 3, len(other.words) - 3
    return all(
        (passage.end >= ends[0] and passage.other_end >= ends[1]) or (passage.start <= 3 and passage.other_start <= 3)
        for passage in passages
    )
