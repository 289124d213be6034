"""The words of an English sentence, with contractions written out and endings taken off.

A stem is no dictionary form: it is what the forms of a word have in common (closed, closing, closes: close; decided: decid).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .forms import forms

LONGEST = 4000  # characters of a sentence that are looked at; the longest sentences of news have some 800
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['-][^\W\d_]+)*"
    r"|[$€£¥%]|[,;:.!?()\[\]\"“”—–]"
)
_CLITIC = re.compile(r"(?:n't|'(?:s|ll|ve|re|d|m))$", re.IGNORECASE)
_VOWELS = re.compile("[aeiouy]+")
_CVC = re.compile("(?:^|[^aeiou]|qu)[aeiouy][^aeiouwxy]$")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1$")
_CLITICS = {"n't": "not", "'ll": "will", "'ve": "have", "'re": "are", "'m": "am", "'d": "would", "'s": "'s"}
# British to American, as both dictionaries list them; both sentences go through it, so that a word too many does no harm.
_SPELLINGS = (
    (re.compile("isation"), "ization"),
    (re.compile("(?<=[a-z]{3})is(e[drs]?|ing|ers?)$"), r"iz\1"),
    (re.compile("ys(e[drs]?|ing)$"), r"yz\1"),
    (re.compile("(?<=[a-z]{2})our(?=$|s$|ed$|ing$|ite|ab|er)"), "or"),
    (re.compile("^(.*(?:cent|theat|fib|met|lit|calib|spect))re(s?)$"), r"\1er\2"),
    (re.compile("ogue(s?)$"), r"og\1"),
    (re.compile("mme(s?)$"), r"m\1"),
    (re.compile("(?<=[a-z])ence$"), "ense"),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: `word` in small letters, `text[start:end]` where it stands; `name` where a capital makes it one."""

    word: str
    stem: str
    start: int
    end: int
    name: bool

    @property
    def is_word(self) -> bool:
        return self.word[0].isalnum()


def tokens(text: str) -> list[Token]:
    """The words and marks of a sentence, in order."""
    folded = text[:LONGEST].replace("’", "'").replace("‘", "'").replace("‑", "-")
    found: list[Token] = []
    for match in _TOKEN.finditer(folded):
        found.extend(_parts(match[0], match.start(), heads=not found or found[-1].word in '.!?"“'))
    return found


def _parts(written: str, start: int, heads: bool) -> list[Token]:
    if "." in written and written[0].isalpha():
        letters = written.replace(".", "")
        return [_token("USA" if letters == "US" else letters, start, start + len(written), heads)]
    if clitic := _CLITIC.search(written):
        head, rest = written[: clitic.start()], written[clitic.start() :]
        whole = forms().contractions.get(written.casefold())
        end = start + len(written)
        first = [_token(whole or head, start, start + len(head), heads)] if head else []
        return [*first, _token(_CLITICS[rest.casefold()], start + len(head), end, False)]
    if "-" in written and any(part.casefold() in forms().counting for part in written.split("-")):
        return _hyphened(written, start, heads)
    return [_token(written, start, start + len(written), heads)]


def _hyphened(written: str, start: int, heads: bool) -> list[Token]:
    """Two-day, twenty-one: each part is a word."""
    found: list[Token] = []
    for part in written.split("-"):
        found.append(_token(part, start, start + len(part), heads and not found))
        start += len(part) + 1
    return [token for token in found if token.word]


def _token(written: str, start: int, end: int, heads: bool) -> Token:
    word = written.casefold().replace("-", "")
    capital = written[:1].isupper() and (not heads or (len(written) > 1 and written.isupper()))
    if written == "May" and capital:
        word = "may_month"
    return Token(word, stem(word), start, end, capital)


@cache
def _irregular() -> dict[str, str]:
    return forms().irregular


def stem(word: str) -> str:
    """What the forms of a word share; `word` in small letters."""
    return _stem(word) if len(word) < 40 else word


_CACHE: dict[str, str] = {}


def _stem(word: str) -> str:
    if (known := _CACHE.get(word)) is None:
        if len(_CACHE) > 50_000:  # words of English that a long run meets
            _CACHE.clear()
        known = _CACHE[word] = _made(word)
    return known


def _made(word: str) -> str:
    if (base := _irregular().get(word)) is not None:
        return base if base in forms().whole else _ended(_spelled(base))
    if word in forms().whole or not word.isalpha():
        return word
    return _ended(_stripped(_spelled(word)))


def _spelled(word: str) -> str:
    for pattern, put in _SPELLINGS:
        word = pattern.sub(put, word)
    return word


def _stripped(word: str) -> str:
    """The word without the ending of a plural, of a third person, of the past, or of the participle."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ed", "ing"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 1 and _VOWELS.search(base) and not base.endswith("e"):
            return _opened(base)
    return word


def _opened(base: str) -> str:
    """A verb of one syllable doubles its last letter before -ed and -ing, unless a silent e stood there: planned, planed."""
    if _DOUBLE.search(base) and base[-2:] not in ("ss", "ll", "ff", "zz"):
        return base[:-1]
    return base + "e" if len(_VOWELS.findall(base)) == 1 and _CVC.search(base) else base


def _ended(word: str) -> str:
    """The silent e is told apart only in words of one syllable with a single vowel: plan, plane."""
    if word.endswith("e") and len(word) > 3:
        base = word[:-1]
        word = word if len(_VOWELS.findall(base)) == 1 and _CVC.search(base) else base
    if word.endswith("ll") and len(_VOWELS.findall(word)) > 1:
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou" else word
