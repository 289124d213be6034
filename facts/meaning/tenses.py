"""Changes of tense and completion: one act, ahead in one sentence, under way or done in the other."""

from __future__ import annotations

from collections.abc import Iterator

from .change import Change, change
from .sentence import Sentence, closeness
from .verbs import DONE, FUTURE, GOING, PAST, Verb

_LIGHT = frozenset(("be", "have", "do", "say", "tell", "ask"))
_MOST = 4  # groups of one verb that are looked at
_PHASES = (("start", "end"), ("going", "end"), ("soon", "already"))


def tenses(one: Sentence, other: Sentence) -> Iterator[Change]:
    """Verbs that both sentences have, ahead in one and done in the other; and beginnings against endings."""
    near = 0.1 * (closeness(one, other) - 0.5)
    theirs = _by_concept(other)
    for concept, ours in _by_concept(one).items():
        if concept in theirs and (pair := _differ(one, ours, other, theirs[concept])):
            yield change("tense", *pair, near)
            return
    if ahead := _ahead(one, other):
        yield change("tense", *ahead, near - 0.12)
    for first, second in _begun(one, other):
        yield change("tense", first, second, near)
        return
    for early, late in _PHASES:
        for here, there in ((one, other), (other, one)):
            begun = [hit for hit in here.hits("phase", early) if here.new(hit, there)]
            ended = [hit for hit in there.hits("phase", late) if there.new(hit, here)]
            if begun and ended and not here.hits("phase", late) and not there.hits("phase", early):
                words = here.hit_words(begun), there.hit_words(ended)
                yield change("tense", *(words if here is one else words[::-1]), near)
                return


def _ahead(one: Sentence, other: Sentence) -> tuple[str, str] | None:
    """The one verb that each sentence has for itself: ahead in one, done in the other."""
    concepts = {verb.concept for verb in one.verbs} & {verb.concept for verb in other.verbs}
    ours = [verb for verb in one.verbs if verb.concept not in concepts and verb.concept not in _LIGHT]
    theirs = [verb for verb in other.verbs if verb.concept not in concepts and verb.concept not in _LIGHT]
    if len(ours) != 1 or len(theirs) != 1 or closeness(one, other) < 0.5:
        return None
    times = {ours[0].time, theirs[0].time}
    bound = any(
        here.words[it.end : it.end + 1] and here.words[it.end].word == "to"
        for here, it in ((one, ours[0]), (other, theirs[0]))
    )
    if bound or times not in ({FUTURE, DONE}, {FUTURE, PAST}):
        return None
    return one.shown(ours[0].start, ours[0].end), other.shown(theirs[0].start, theirs[0].end)


def _begun(one: Sentence, other: Sentence) -> Iterator[tuple[str, str]]:
    """Begun or prepared in one sentence, done in the other: started to dismantle, dismantled."""
    for here, there in ((one, other), (other, one)):
        if there.hits("phase", "start", "soon", "going"):
            continue
        done = {verb.concept: verb for verb in there.verbs if verb.time in (DONE, PAST)}
        for hit in here.hits("phase", "start", "soon"):
            for concept in here.concepts[hit.end - 1 : hit.end + 3]:
                if concept in done:
                    words = here.shown(hit.start, hit.end), there.shown(done[concept].start, done[concept].end)
                    yield words if here is one else words[::-1]


def _by_concept(here: Sentence) -> dict[str, list[Verb]]:
    found: dict[str, list[Verb]] = {}
    for verb in here.verbs:
        if verb.concept not in _LIGHT:
            found.setdefault(verb.concept, []).append(verb)
    return found


def _differ(one: Sentence, ours: list[Verb], other: Sentence, theirs: list[Verb]) -> tuple[str, str] | None:
    """The groups of one verb, in either sentence: those that no backshift and no style makes of each other."""
    mine, your = ({PAST if verb.time == DONE else verb.time for verb in verbs} for verbs in (ours, theirs))
    if mine & your:
        return None
    for here in ours[:_MOST]:
        for there in theirs[:_MOST]:
            if _apart(_present(one, here), here, _present(other, there), there):
                return one.shown(here.start, here.end), other.shown(there.start, there.end)
    return None


def _apart(now: bool, ours: Verb, then: bool, theirs: Verb) -> bool:
    times = {ours.time, theirs.time}
    if FUTURE in times:
        return bool(times & {DONE, PAST, GOING}) and not (GOING in times and now and then)
    if times == {GOING, DONE}:
        return not (ours.perfect and theirs.perfect)
    return times == {GOING, PAST} and now != then


def _present(here: Sentence, verb: Verb) -> bool:
    """Whether a verb group begins with a form of the present."""
    return here.words[verb.start].word in ("is", "are", "am", "has", "have", "'s")
