"""What editors and synonymisers do to sentences: change words, respell, cut quotations, credit, put dates for weekdays."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from random import Random

from .article import Sentence
from .grammar import lines

_CORE = re.compile(r"^([“\"'(]*)([^\W_](?:.*[^\W_])?)([^\w]*)$")
_WEEKDAY = re.compile(r"\bon (Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
_CUTTABLE = re.compile(
    r"“([^“”]{24,}?[^“”,.]),? (?:(?:and|but|because|so|which is why|even though) [^“”]{20,}?)([,.]?)”"
)
_INSERTED = ("also", "now", "then", "again", "still", "just", "even", "reportedly", "apparently", "already", "rather")


@cache
def _synonyms() -> dict[str, list[str]]:
    """By word: others of its class and form."""
    found: dict[str, list[str]] = {}
    for line in lines("synonyms.txt"):
        group = line.split()
        for word in group:
            found.setdefault(word, []).extend(other for other in group if other != word)
    return found


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """To American, to British, and a pattern for each."""
    pairs = [line.split() for line in lines("spelling.txt")]
    there = {"per cent": "percent", **dict(pairs)}
    back = {american: british for british, american in there.items()}

    def pattern(of: dict[str, str]) -> re.Pattern[str]:
        words = "|".join(of)
        return re.compile(rf"\b(?:{words})\b|^“?(?:{'|'.join(word.capitalize() for word in of)})\b")

    return there, back, pattern(there), pattern(back)


def respelt(text: str, american: bool) -> str:
    """In the spelling of an outlet; names keep theirs."""
    there, back, to_american, to_british = _spellings()
    table = there if american else back

    def other(found: re.Match[str]) -> str:
        word = found[0]
        mark = "“" if word[0] == "“" else ""
        word = word.removeprefix("“")
        return mark + (table[word] if word in table else table[word.lower()].capitalize())

    return (to_american if american else to_british).sub(other, text)


def spelt(text: str, american: bool) -> bool:
    """Whether a word shows that spelling."""
    return bool(_spellings()[3 if american else 2].search(text))


def _replacement(word: str, before: str, rng: Random) -> str | None:
    others = _synonyms().get(word.lower())
    if not others:
        return None
    if before.lower() in ("a", "an"):
        others = [other for other in others if (other[0] in "aeiou") == (before.lower() == "an")]
        if not others:
            return None
    other = rng.choice(others)
    return other.capitalize() if word[0].isupper() else other


def _edit(tokens: list[str], at: int, rng: Random) -> None:
    """Change the word there: replace it where there is one for it; drop it, insert one, or swap it with its neighbour."""
    found = _CORE.match(tokens[at])
    if found is None:
        return
    opening, word, closing = found.groups()
    plain = not opening and not closing and at > 0
    before = tokens[at - 1] if at else ""
    other = _replacement(word, before, rng)
    if other is not None and rng.random() < 0.8:
        tokens[at] = opening + other + closing
    elif plain and word.islower() and len(word) < 5 and rng.random() < 0.3:
        tokens[at] = ""
    elif plain and at + 1 < len(tokens) and tokens[at + 1].isalpha() and word.islower() and rng.random() < 0.4:
        tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
    elif at == 0 or opening:
        tokens[at] = f"{tokens[at]} {rng.choice(_INSERTED)}" if not closing else tokens[at]
    else:
        tokens[at] = f"{rng.choice(_INSERTED)} {tokens[at]}"


def change(sentences: list[Sentence], share: float, rng: Random) -> None:
    """Change that share of the words, spread at random."""
    split = [sentence.text.split(" ") for sentence in sentences]
    places = [(nth, at) for nth, tokens in enumerate(split) for at in range(len(tokens))]
    if not share or not places:
        return
    chosen = rng.sample(places, max(1, round(share * len(places))))
    for nth, at in sorted(chosen, reverse=True):
        if split[nth][at]:
            _edit(split[nth], at, rng)
    for sentence, tokens in zip(sentences, split, strict=True):
        sentence.text = " ".join(token for token in tokens if token)


def dated(text: str, day: int) -> str:
    """With the date where the weekday was."""

    def put(found: re.Match[str]) -> str:
        return f"on {month_day(weekday_before(found[1], day))}"

    return _WEEKDAY.sub(put, text)


def has_weekday(text: str) -> bool:
    return bool(_WEEKDAY.search(text))


def month_day(day: int) -> str:
    then = date.fromordinal(day)
    return f"{then:%B} {then.day}"


def weekday_before(name: str, day: int) -> int:
    """The last day of that name up to the day."""
    return next(day - back for back in range(7) if date.fromordinal(day - back).strftime("%A") == name)


def cut(text: str) -> str | None:
    """The sentence with only the first part of its quotation, if it can be cut."""
    found = _CUTTABLE.search(text)
    if found is None:
        return None
    return f"{text[: found.start()]}“{found[1]}{found[2]}”{text[found.end() :]}"


def credited(text: str, outlet: str, rng: Random) -> str:
    """The sentence with whom it is from; `text` ends in a full stop, outside a quotation."""
    bare = text.removesuffix(".")
    forms = [f"{bare}, {outlet} reported.", f"{bare}, according to {outlet}.", f"{bare} ({outlet})."]
    return rng.choice(forms)


def can_credit(sentence: Sentence) -> bool:
    return (
        sentence.role in ("lede", "narration", "background")
        and sentence.text.endswith(".")
        and "”" not in sentence.text
    )
