"""Finite verb groups: auxiliaries and the verb they end in, with tense, aspect and voice, found without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .forms import forms, listed
from .tokens import Token

FUTURE, GOING, DONE, PAST, PRESENT, MODAL = "future", "going", "done", "past", "present", "modal"
_WILL = listed("will would shall")
_MAY = listed("may might could can must should ought")
_BE = listed("am is are was were be been being")
_HAVE = listed("have has had having")
_DO = listed("do does did")
_BETWEEN = listed("not never also still already now just yet only again both all soon since so far")
_NO_ADVERB = listed(
    "family reply supply apply rely only early daily assembly italy july ally rally bully comply multiply"
)
# What stands before a participle that is an adjective, or before a noun.
_BEFORE_NOUN = listed("a an the of its their his her our my your this these those to in by with from 's some any no")
# After a form of be: not a verb yet, but what is still to come.
_AHEAD = listed("set due about expected scheduled poised likely going")
_LONGEST = 7  # tokens of a verb group


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb group: tokens `start` to `end`, whose last is the verb; `time` is one of the words above."""

    concept: str
    time: str
    passive: bool
    perfect: bool
    start: int
    end: int


def verbs(words: Sequence[Token], concepts: Sequence[str]) -> list[Verb]:
    """The finite verb groups of a sentence, in order, and single words that look like a past tense."""
    found: list[Verb] = []
    at = 0
    while at < len(words):
        group = _group(words, concepts, at) or _single(words, concepts, at)
        if group is not None:
            found.append(group)
            at = group.end
        else:
            at += 1
    return found


def _group(words: Sequence[Token], concepts: Sequence[str], start: int) -> Verb | None:
    if not _auxiliary(words[start].word):
        return None
    chain: list[str] = []
    at = start
    while at < len(words) and at - start < _LONGEST:
        word = words[at].word
        if _auxiliary(word) or (chain and word in _AHEAD) or (word == "to" and _to_comes(chain)):
            chain.append(word)
        elif not _adverb(word):
            break
        at += 1
    if at >= len(words) or at - start >= _LONGEST or not words[at].is_word or words[at].word in _BEFORE_NOUN:
        return None
    time = _time(chain, words[at].word)
    if time is None:
        return None
    passive = any(link in _BE for link in chain) and is_participle(words[at].word)
    return Verb(concepts[at], time, passive, any(link in _HAVE for link in chain), start, at + 1)


def _auxiliary(word: str) -> bool:
    return word in _WILL or word in _MAY or word in _BE or word in _HAVE or word in _DO


def _to_comes(chain: list[str]) -> bool:
    return bool(chain) and (chain[-1] in _BE or chain[-1] in _AHEAD or chain[-1] in _HAVE)


def _adverb(word: str) -> bool:
    return word in _BETWEEN or (word.endswith("ly") and word not in _NO_ADVERB)


def _time(chain: list[str], verb: str) -> str | None:
    """What a chain of auxiliaries says of the verb behind it; None where that is no verb."""
    links = set(chain)
    going = verb.endswith("ing") and verb not in forms().whole
    if chain[-1] == "to":
        ahead = bool(links & _AHEAD) or (chain[-2:-1] != [] and chain[-2] in _BE)
        return FUTURE if ahead else (MODAL if links & _HAVE else None)
    if links & _WILL:
        return DONE if links & _HAVE and is_participle(verb) else FUTURE
    if links & _MAY:
        return MODAL
    if going and links & _BE:
        return GOING
    if is_participle(verb) and "being" in links:
        return GOING
    if links & _HAVE:
        return DONE if is_participle(verb) else None
    if links & _BE:
        return (PAST if links & {"was", "were"} else PRESENT) if is_participle(verb) else None
    return PAST if "did" in links else PRESENT


def is_participle(word: str) -> bool:
    """Whether a word has the form of a past participle."""
    return word in forms().participle or (word.endswith("ed") and word not in forms().whole and len(word) > 3)


def _single(words: Sequence[Token], concepts: Sequence[str], at: int) -> Verb | None:
    word = words[at].word
    past = word in forms().past or (word.endswith("ed") and word not in forms().whole and len(word) > 3)
    before = words[at - 1].word if at else ""
    if not past or at == 0 or before in _BEFORE_NOUN or words[at].name:
        return None
    passive = at + 1 < len(words) and words[at + 1].word == "by"
    return Verb(concepts[at], PAST, passive, False, at, at + 1)
