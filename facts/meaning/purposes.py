"""How two sentences say that things hang together: by time, cause, concession or purpose, and for which aim."""

from __future__ import annotations

from collections.abc import Iterator

from .change import Change, change
from .forms import listed
from .lexicon import Hit
from .sentence import EMPTY, Sentence, closeness

_LINKS = ("concession", "link", "purpose", "pretext", "protest", "precaution", "routine", "intent", "cause")
_ALONE = ("pretext", "intent", "link", "concession", "protest", "precaution")  # these count also against nothing
# What stands for a cue of a scale in another wording.
_STANDS = {"cause": ("because_as", "protest"), "purpose": ("plain_to",), "protest": ("cause",), "link": ("cause",)}
_OPENERS = listed("to because over after for so while despite due owing following out in since")
_FOLLOW = 8  # tokens after a connective in which its content is looked for


def purposes(one: Sentence, other: Sentence) -> Iterator[Change]:
    """Connectives against each other, aims of two kinds, and one connective with another content."""
    near = 0.1 * (closeness(one, other) - 0.5)
    for finder, surer in (
        (_against, 0.0),
        (_caused, -0.02),
        (_aims, 0.0),
        (_tails, -0.1),
        (_contents, -0.05),
        (_alone, -0.1),
    ):
        for first, second in finder(one, other):
            yield change("purpose", first, second, near + surer)
            return


def _unmet(here: Sentence, there: Sentence, scale: str) -> list[Hit]:
    """Cues of a scale for which nothing stands in the other sentence."""
    if there.hits("purpose", scale, *_STANDS.get(scale, ())):
        return []
    return [hit for hit in here.hits("purpose", scale) if here.new(hit, there)]


def _against(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    """Because of in one, despite in the other."""
    ours, theirs = _new(one, other), _new(other, one)
    for scale, hits in ours.items():
        for against, others in theirs.items():
            clear = not one.hits("purpose", against) and not other.hits("purpose", scale)
            if scale != against and clear:
                yield one.hit_words(hits), other.hit_words(others)


def _new(here: Sentence, there: Sentence) -> dict[str, list[Hit]]:
    """The connectives of a sentence that the other does not have, by scale."""
    found = {scale: [it for it in here.hits("purpose", scale) if here.new(it, there)] for scale in _LINKS}
    return {scale: hits for scale, hits in found.items() if hits}


def _caused(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    """A cause in one sentence; in the other one thing after the other, beside it, or to another end."""
    for here, there in ((one, other), (other, one)):
        causes = _unmet(here, there, "cause")
        times = [hit for hit in there.hits("purpose", "time") if there.new(hit, here)]
        joined = any(token.word == "and" for token in there.words) and not any(it.word == "and" for it in here.words)
        if causes and (times or joined):
            words = here.hit_words(causes), there.hit_words(times)
            yield words if here is one else words[::-1]
        for hit in times:  # after it won the contract, to win the contract
            aims = {here.concepts[at + 1] for at, it in enumerate(here.words[:-1]) if it.word == "to"}
            if aims & set(there.concepts[hit.end : hit.end + 3]) - {"the", "a"}:
                words = "to", there.hit_words([hit])
                yield words if here is one else words[::-1]


def _alone(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    for scale in _ALONE:
        if hits := _unmet(one, other, scale):
            yield one.hit_words(hits), ""
        if hits := _unmet(other, one, scale):
            yield "", other.hit_words(hits)


def _aims(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    """An aim that is allowed, and one that is not."""
    for here, there in ((one, other), (other, one)):
        licit = [hit for hit in here.hits("purpose", "licit") if here.new(hit, there) and _led(here, hit)]
        illicit = [hit for hit in there.hits("purpose", "illicit") if there.new(hit, here) and _led(there, hit)]
        if licit and illicit:
            words = here.hit_words(licit), there.hit_words(illicit)
            yield words if here is one else words[::-1]


def _led(here: Sentence, hit: Hit) -> bool:
    return hit.start > 0 and here.words[hit.start - 1].word in ("to", "for", "of", "at", "from", "help")


def _contents(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    """In order to be closer to customers, so as to cut taxes: nothing of either aim stands in the other sentence."""
    for ours in one.hits("purpose", "purpose", "cause"):
        for theirs in other.hits("purpose", ours.cue.scale):
            first, second = _after(one, ours.end), _after(other, theirs.end)
            if len(first) > 1 and len(second) > 1 and not first & other.content and not second & one.content:
                yield one.shown(ours.start, ours.end + 3), other.shown(theirs.start, theirs.end + 3)


def _after(here: Sentence, start: int) -> set[str]:
    """What is meant by the words behind a connective, up to the end of the clause."""
    found: set[str] = set()
    for at in range(start, min(start + _FOLLOW, len(here.words))):
        token = here.words[at]
        if not token.is_word:
            break
        if token.word not in EMPTY:
            found.add(here.concepts[at])
    return found


def _tails(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    """Sentences that are the same up to a connective and some words more, and end in other things."""
    same = 0
    for ours, theirs in zip(one.concepts, other.concepts, strict=False):
        if ours != theirs:
            break
        same += 1
    left, right = _after(one, same), _after(other, same)
    lead = [token.word for token in one.words[max(0, same - 5) : same]]
    short = len(one.words) - same < _FOLLOW and len(other.words) - same < _FOLLOW
    opened = all(same < len(it.words) and it.words[same].word in _OPENERS for it in (one, other))
    led = opened or "to" in lead or "because" in lead or "for" in lead[-2:]
    if same > 3 and short and led and left and right and not left & right:
        yield one.shown(same, min(same + 4, len(one.words))), other.shown(same, min(same + 4, len(other.words)))
