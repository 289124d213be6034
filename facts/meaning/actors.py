"""Changes of who acts: the two sides of a verb swapped, one actor put for another, or a group widened or narrowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .change import Change, change
from .forms import listed
from .sentence import Sentence, closeness
from .verbs import Verb

_PREPOSITIONS = listed("of in on at by for from with to near after before during under over outside against about")
_ENDS = listed('that who which whom and but because as if when while after before although , ; : . ! ? ( ) — – “ ” "')
_DETERMINERS = listed(
    "the a an one two three four five several some many most all both his her their its this these no"
)
_PARTS = listed("one two three four five six some most many part several half all both none any each few")
_SINGLE = listed("a an one another")
_NUMBERED = listed("one two three four five")
_COUNTED = listed("two three four several some many few most")
_SPEECH = listed("say tell add note report stress claim explain state confirm announc argu warn")
_BODIES = listed(
    "court government council parliament ministry police union company regulator university committee party"
)
_MEMBERS = listed(
    "member official employee clerk executive branch faction chapter minister lawmaker leader representative part wing"
)
_LONGEST = 14  # tokens of a noun phrase


@dataclass(frozen=True, slots=True)
class Agent:
    """Who does what a verb says: tokens `start` to `end`, of which `head` is the noun."""

    start: int
    end: int
    head: int


def actors(one: Sentence, other: Sentence) -> Iterator[Change]:
    """The agents of the verbs that both sentences have, compared; then actors that stand on one side only."""
    near = 0.1 * (closeness(one, other) - 0.5)
    theirs = {verb.concept: verb for verb in reversed(other.verbs)}
    for verb in one.verbs:
        against = theirs.get(verb.concept)
        if against is None or verb.concept in ("be", "have", "do"):
            continue
        ours, others = _agent(one, verb), _agent(other, against)
        if ours is None or others is None:
            continue
        if (surer := _differ(one, ours, other, others)) is not None:
            words = one.shown(ours.start, ours.end), other.shown(others.start, others.end)
            yield change("actor", *words, near + surer - 0.1 * (verb.concept in _SPEECH))
            return
    yield from _unmatched(one, other, near)


def _agent(here: Sentence, verb: Verb) -> Agent | None:
    words = here.words
    if verb.passive:
        for at in range(verb.end, min(verb.end + 8, len(words))):
            if words[at].word == "by":
                return _phrase(here, at + 1, _upto(here, at + 1))
            if words[at].word in _ENDS:
                return None
        return None
    begin = verb.start
    while begin and verb.start - begin < _LONGEST and words[begin - 1].word not in _ENDS:
        begin -= 1
    return _phrase(here, begin, verb.start)


def _upto(here: Sentence, at: int) -> int:
    for end in range(at, min(at + 8, len(here.words))):
        word = here.words[end].word
        if word in _ENDS or (word in _PREPOSITIONS and word != "of"):
            return end
    return min(at + 8, len(here.words))


def _phrase(here: Sentence, start: int, end: int) -> Agent | None:
    """The noun phrase of some tokens: its head is the last word before the first preposition."""
    words = here.words
    if start < end and words[start].word in _PREPOSITIONS:
        start = next((at for at in range(start + 2, end) if words[at].word in _DETERMINERS), end)
    while start < end and (
        words[end - 1].word.endswith("ly") or words[end - 1].word in ("also", "still", "not", "never")
    ):
        end -= 1
    if start >= end:
        return None
    cuts = [at for at in range(start + 1, end) if words[at].word in _PREPOSITIONS] + [end]
    cut = cuts[1] if len(cuts) > 1 and words[cuts[0] - 1].word in _PARTS else cuts[0]
    return Agent(start, end, cut - 1)


def _groups(here: Sentence, start: int, end: int) -> dict[str, int]:
    """The kinds of actors among some tokens, and where they stand."""
    return {hit.cue.scale: hit.start for hit in here.hits("actors") if start <= hit.start and hit.end <= end}


def _differ(one: Sentence, ours: Agent, other: Sentence, theirs: Agent) -> float | None:
    """How sure it is that two agents differ; None where they may be the same."""
    mine, your = one.words[ours.head], other.words[theirs.head]
    if mine.stem == your.stem:
        return _narrowed(one, ours, other, theirs)
    in_ours = {token.stem for token in one.words[ours.start : ours.end]}
    in_theirs = {token.stem for token in other.words[theirs.start : theirs.end]}
    if mine.stem in other.stems and your.stem in one.stems and mine.stem not in in_theirs and your.stem not in in_ours:
        known = _acts(one, ours.head, other) and _acts(other, theirs.head, one)
        return 0.1 if known or one.content == other.content else None
    if _belongs(one, ours, other, theirs) or _belongs(other, theirs, one, ours):
        return 0.0
    left, right = _groups(one, ours.start, ours.head + 1), _groups(other, theirs.start, theirs.head + 1)
    if left.keys() & right.keys():
        return None
    return 0.0 if left and right else _replaced(one, ours, other, theirs)


def _replaced(one: Sentence, ours: Agent, other: Sentence, theirs: Agent) -> float | None:
    """Two nouns that no lexicon knows, where all else that is meant is the same."""
    alike = one.content & other.content
    rest = [one.content - alike, other.content - alike]
    inside = (one.words[ours.start : ours.end], other.words[theirs.start : theirs.end])
    same = len(alike) > 1 and rest == [{one.concepts[ours.head]}, {other.concepts[theirs.head]}]
    short = max(len(there) for there in inside) < 6
    letters = one.shown(ours.head, ours.head + 1).isupper() or other.shown(theirs.head, theirs.head + 1).isupper()
    return -0.15 if same and short and not letters else None


def _acts(here: Sentence, at: int, there: Sentence) -> bool:
    """Whether a noun is a name or known for an actor."""
    return bool(_groups(here, at, at + 1)) or _named(here.words[at].stem, here, there)


def _belongs(here: Sentence, part: Agent, there: Sentence, whole: Agent) -> bool:
    """An official at the embassy, the embassy."""
    inside = {token.stem for token in here.words[part.head + 1 : part.end]}
    person = _groups(here, part.head, part.head + 1)
    return there.words[whole.head].stem in inside and here.words[part.head].stem not in there.stems and bool(person)


def _named(stem: str, one: Sentence, other: Sentence) -> bool:
    """Whether a word is written as a name in one of the sentences."""
    return any(token.name and token.stem == stem for token in (*one.words, *other.words))


def _narrowed(one: Sentence, ours: Agent, other: Sentence, theirs: Agent) -> float | None:
    """The same noun: one of them or all, or a body of another rank."""
    first, second = one.words[ours.start], other.words[theirs.start]
    numbers = one.words[ours.head].word != other.words[theirs.head].word
    if (first.word in _SINGLE) != (second.word in _SINGLE) and numbers:
        return 0.0
    left, right = _modifiers(one, ours), _modifiers(other, theirs)
    head = _groups(one, ours.head, ours.head + 1)
    if head.keys() & _BODIES and left - other.stems and right - one.stems:
        return -0.02
    return None


def _modifiers(here: Sentence, agent: Agent) -> set[str]:
    inside = here.words[agent.start : agent.head]
    return {token.stem for token in inside if token.word not in _DETERMINERS and token.is_word}


def _unmatched(one: Sentence, other: Sentence, near: float) -> Iterator[Change]:
    """Kinds of actors that stand in one sentence only, against such of the other."""
    ours, theirs = _groups(one, 0, len(one.words)), _groups(other, 0, len(other.words))
    left, right = sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys())
    if left and right and closeness(one, other) > 0.6 and len(one.content & other.content) > 2:
        first, second = ours[left[0]], theirs[right[0]]
        words = one.shown(first, first + 1), other.shown(second, second + 1)
        yield change("actor", *words, near - 0.1)
        return
    yield from _one_of_many(one, other, near)


def _one_of_many(one: Sentence, other: Sentence, near: float) -> Iterator[Change]:
    """One of the unions, a member of the board: the part, where the other sentence has the whole."""
    for here, there in ((one, other), (other, one)):
        for hit in here.hits("actors"):
            at = hit.start
            before = [token.word for token in here.words[max(0, at - 7) : at]]
            part = _parted(before)
            alone = bool(before) and before[-1] in _SINGLE and not here.words[at].word.endswith("s")
            whole = next((it for it in there.hits("actors", hit.cue.scale)), None)
            if whole is None or not (part or alone):
                continue
            marks = {token.word for token in there.words[max(0, whole.start - 4) : whole.start]}
            if not marks & (_SINGLE | _COUNTED) and (part or there.words[whole.start].word.endswith("s")):
                words = here.shown(max(0, at - 4) if part else at - 1, hit.end), there.shown(whole.start, whole.end)
                yield change("actor", *(words if here is one else words[::-1]), near)
                return


def _parted(before: list[str]) -> bool:
    """Whether words that lead up to a noun say that a counted part of it is meant: two members of the seven-strong."""
    if "of" not in before[-5:]:
        return False
    of = len(before) - 1 - before[::-1].index("of")
    counted = any(word in _SINGLE | _COUNTED for word in before[max(0, of - 3) : of])
    return counted and (before[of - 1] in _NUMBERED or before[of - 1].removesuffix("s") in _MEMBERS)
