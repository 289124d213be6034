"""What a reworked copy of an English sentence changes in meaning; where only the style differs, nothing is said.

The sentences are read by lexicons (data/*.toml), not understood: what is reported is that the wording differs at a place
that commonly decides the meaning. Precision comes before completeness.
"""

from __future__ import annotations

from collections.abc import Iterator

from .actors import actors
from .change import Change, change
from .cues import attributions, modalities, negations, qualifiers, transactions
from .purposes import purposes
from .quantities import differing, quantities
from .sentence import Sentence
from .tenses import tenses

__all__ = ["Change", "changes"]

_FINDERS = (negations, transactions, attributions, modalities, tenses, actors, purposes, qualifiers)


def changes(first: str, second: str) -> list[Change]:
    """What differs in meaning, surest and weightiest first; empty where only the style differs, or nothing.

    Sentences are cut off after some 4,000 characters. The order of the two decides only which words are `first`.
    """
    if first == second:
        return []
    one, other = Sentence(first), Sentence(second)
    found = [*_numbers(one, other)]
    for finder in _FINDERS:
        found.extend(finder(one, other))
    return sorted(dict.fromkeys(found), key=lambda it: -it.rank)


def _numbers(one: Sentence, other: Sentence) -> Iterator[Change]:
    for ours, theirs in differing(quantities(one.words), quantities(other.words)):
        yield change("number", one.shown(ours.start, ours.end), other.shown(theirs.start, theirs.end))
