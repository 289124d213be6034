"""Changes of meaning that single words and phrases carry: cues that stand on one side, or stand against each other."""

from __future__ import annotations

from collections.abc import Iterator

from .change import Change, change
from .lexicon import Cue, Hit
from .sentence import Sentence, closeness
from .verbs import DONE, FUTURE, MODAL, PAST, is_participle

_MADE = Cue("negation", "prefix", 0, (), 1, True, ("negation", ""))  # of a word that is negative by its prefix
_TURNS = frozenset(("only", "until", "unless", "except"))  # not before, only after
_OPPOSED = 0.4  # closeness of sentences in which opposites are taken for each other
_BEHIND = 8  # tokens behind the last comma in which a source is looked for
_PREFIX = ("un", "in", "im", "il", "ir", "dis", "non", "mis")


def negations(one: Sentence, other: Sentence) -> Iterator[Change]:
    """An odd number of negations more, which no word of the other sentence can stand for."""
    ours, theirs = _negations(one, other), _negations(other, one)
    if (len(ours) + len(theirs)) % 2 == 0:
        yield from _opposites(one, other)
        return
    swapped = len(theirs) > len(ours)
    more, fewer = (other, one) if swapped else (one, other)
    soft = [hit for hit in fewer.hits("negation", "soft") if fewer.new(hit, more)]
    if soft or _undone(fewer, more):
        return
    words = more.hit_words(theirs if swapped else ours)
    yield change("negation", "" if swapped else words, words if swapped else "", _near(one, other))


def _negations(here: Sentence, there: Sentence) -> list[Hit]:
    """The negations of a sentence, and its words with a negative prefix whose plain word stands in the other."""
    found = {hit.start: hit for hit in here.hits("negation", "plain", "verbs") if here.new(hit, there)}
    for at, token in enumerate(here.words):
        if token.stem not in there.stems and _prefixed(token.stem, there):
            found.setdefault(at, Hit(_MADE, at, at + 1))
    return list(found.values())


def _opposites(one: Sentence, other: Sentence) -> Iterator[Change]:
    """Accepted in one, rejected in the other."""
    if any(
        here.new(hit, there) for here, there in ((one, other), (other, one)) for hit in here.hits("negation", "plain")
    ):
        return
    if _TURNS & (one.stems ^ other.stems):
        return
    for scale in {hit.cue.scale: None for hit in one.hits("opposites")}:
        ours, theirs = _groups(one, "opposites", scale), _groups(other, "opposites", scale)
        if len(ours) == len(theirs) == 1 and ours.keys() != theirs.keys() and closeness(one, other) >= _OPPOSED:
            first, second = next(iter(ours.values())), next(iter(theirs.values()))
            if one.new(first[0], other) and other.new(second[0], one):
                yield change("negation", one.hit_words(first), other.hit_words(second), _near(one, other) - 0.03)


def _prefixed(stem: str, there: Sentence) -> bool:
    """Whether a word is one of another sentence with a negative prefix."""
    return any(stem.startswith(put) and len(stem) - len(put) > 2 and stem[len(put) :] in there.stems for put in _PREFIX)


def _undone(here: Sentence, there: Sentence) -> bool:
    """Unanswered, unpaid: a new word of a sentence that says of something that it was not done."""
    return any(
        it.word.startswith("un") and (is_participle(it.word) or it.word.endswith("able")) and it.stem not in there.stems
        for it in here.words
    )


def _near(one: Sentence, other: Sentence) -> float:
    """What a likeness of the rest adds to a rank: in a copy that was barely touched, the touch was meant."""
    return 0.1 * (closeness(one, other) - 0.5)


def _groups(here: Sentence, kind: str, scale: str) -> dict[int, list[Hit]]:
    steps: dict[int, list[Hit]] = {}
    for hit in here.hits(kind, scale):
        steps.setdefault(hit.cue.step, []).append(hit)
    return steps


_SCALES = (
    "epistemic", "duty", "directive", "commitment", "threat", "evidence", "blame", "praise", "feeling", "claim", "harm",
    "extent", "willing",
)  # fmt: skip


def modalities(one: Sentence, other: Sentence) -> Iterator[Change]:
    """Two steps of one scale of strength against each other, or a possibility against a plain statement."""
    for scale in _SCALES:
        ours, theirs = _groups(one, "modality", scale), _groups(other, "modality", scale)
        left, right = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
        if left and right:
            first = [hit for step in left for hit in ours[step]]
            second = [hit for step in right for hit in theirs[step]]
            yield change("modality", one.hit_words(first), other.hit_words(second), _near(one, other))
    yield from _bared(one, other)


def _bared(one: Sentence, other: Sentence) -> Iterator[Change]:
    ours, theirs = (one.hits("modality", "epistemic"), other.hits("modality", "epistemic"))
    if bool(ours) == bool(theirs):
        return
    here, there, hits = (one, other, ours) if ours else (other, one, theirs)
    first = hits[0]
    word = here.words[first.start].word
    if there.hits("modality", "open") or (word in ("could", "may") and there.hits("modality", "can")):
        return
    surer = _near(one, other) - (0 if there.hits("modality", "bare") else 0.1)
    words, will = here.hit_words(hits), there.hit_words(there.hits("modality", "bare"))
    yield change("modality", *((words, will) if here is one else (will, words)), surer)


_LIMITS = (
    "alleged", "about", "least", "most", "only", "part", "many", "sometimes", "condition", "interim", "scope", "slight",
    "possible", "official",
)  # fmt: skip


def qualifiers(one: Sentence, other: Sentence) -> Iterator[Change]:
    """Limiting words of a class that only one of the sentences has."""
    for scale in _LIMITS:
        ours, theirs = one.hits("qualifier", scale), other.hits("qualifier", scale)
        if bool(ours) == bool(theirs):
            continue
        here, there, hits = (one, other, ours) if ours else (other, one, theirs)
        hits = [hit for hit in hits if here.new(hit, there)]
        soft = [hit for hit in there.hits("qualifier", f"{scale}_soft") if there.new(hit, here)]
        if hits and not soft:
            words = here.hit_words(hits)
            yield change("qualifier", words if here is one else "", "" if here is one else words, _near(one, other))


def attributions(one: Sentence, other: Sentence) -> Iterator[Change]:
    """A source named in one sentence, and nothing in the other that might be one."""
    for here, there in ((one, other), (other, one)):
        strict = here.hits("attribution", "strict") or _closing(here)
        if strict and not there.hits("attribution", "strict", "broad", "acts"):
            words = here.hit_words(strict)
            yield change("attribution", words if here is one else "", "" if here is one else words, _near(one, other))


def _closing(here: Sentence) -> list[Hit]:
    """A verb that may report, where it ends the sentence behind a comma: the engine is quiet, its inventor promises."""
    words = [at for at, token in enumerate(here.words) if token.is_word]
    marks = [at for at, token in enumerate(here.words) if token.word == ","]
    if not words or not marks or not 0 < words[-1] - marks[-1] < _BEHIND:
        return []
    return [hit for hit in here.hits("attribution", "broad") if hit.end - 1 == words[-1] and hit.start > marks[-1] + 1]


_DEALS = ("trade", "donate", "inherit", "lend", "lease", "swap", "take", "hand", "return", "pledge", "own")
_STAGES = ("offer", "promise", "order", "plan", "consider", "refuse")
_ALIKE = {
    "own": {"trade", "hand", "inherit"},
    "trade": {"own"},
    "hand": {"donate", "return", "own"},
    "donate": {"hand", "inherit"},
    "inherit": {"donate", "own"},
    "return": {"hand"},
    "plan": {"promise"},
    "promise": {"plan"},
}


def transactions(one: Sentence, other: Sentence) -> Iterator[Change]:
    """Two ways for a thing to change hands, or two stages of a deal."""
    ours, theirs = _deals(one), _deals(other)
    left, right = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    if not (ours.keys() | theirs.keys()) & set(_DEALS):
        left.clear()
    for first in sorted(left):
        for second in sorted(right):
            if second not in _ALIKE.get(first, ()) and not (
                first in _STAGES and second in _STAGES and "plan" in (first, second)
            ):
                words = one.hit_words(ours[first]), other.hit_words(theirs[second])
                yield change("transaction", *words, _near(one, other))
                return
    yield from _planned(one, other)


def _deals(here: Sentence) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in here.hits("transaction", *_DEALS, *_STAGES):
        found.setdefault(hit.cue.scale, []).append(hit)
    return found


def _planned(one: Sentence, other: Sentence) -> Iterator[Change]:
    """A plan for an act in one sentence, and the act itself in the other."""
    for here, there in ((one, other), (other, one)):
        if there.hits("transaction", *_STAGES):
            continue
        acts = {verb.concept for verb in there.verbs if verb.time not in (FUTURE, MODAL)}
        deals = _done(there)
        for hit in here.hits("transaction", *_STAGES):
            meant = set(here.concepts[hit.start + 1 : hit.end + 3])
            dealt = any(it.cue.scale in deals and hit.end <= it.start < hit.end + 4 for it in here.hits("transaction"))
            if (acts & meant and hit.cue.scale != "refuse") or dealt:
                words = here.shown(hit.start, hit.end), ""
                yield change("transaction", *(words if here is one else words[::-1]), _near(one, other))
                return


def _done(here: Sentence) -> set[str]:
    """The ways in which a thing did change hands."""
    ends = {verb.end - 1 for verb in here.verbs if verb.time in (DONE, PAST)}
    return {hit.cue.scale for hit in here.hits("transaction", *_DEALS) if hit.start in ends or hit.end - 1 in ends}
