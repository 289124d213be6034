"""A question as somebody types it: its words, what the index is asked for them, and words near those that nobody wrote."""

from __future__ import annotations

import calendar
import re
import sqlite3
import unicodedata
from datetime import date
from itertools import islice, product

from ...search import escaped
from .parts import rows

LONGEST = 500  # characters of a question; of what is longer, the rest is not asked for
NEAR = 4  # words proposed for one
TRIED = 8  # questions tried to propose one that finds something
_MARKS = str.maketrans(dict.fromkeys("“”„‟«»‹›″＂〝〞〟「」『』❝❞", '"'))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_TURNED = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")
_ENDING = re.compile(r"(?<=\w)['’‘ʼ`´]s?(?!\w)")
_LAST = chr(0x10FFFF)


def cleaned(question: str) -> str:
    """The question in one line, its quotation marks straight, without control characters."""
    return " ".join(_CONTROL.sub(" ", question).translate(_MARKS).split())[:LONGEST]


def match(question: str) -> str:
    """What the index is asked for: all the words. An empty phrase finds nothing, where no word at all is an error."""
    return f'"" {escaped(question)}'.strip()


def beginning(question: str) -> str | None:
    """The same, but of the last word only how it begins. None where that is too little."""
    words = _WORD.findall(question)
    if not words or len(words[-1]) < 3 or not question.rstrip('"').endswith(words[-1]):
        return None
    return f"{match(question)} *"


def without_endings(question: str) -> str:
    """The question without the endings that an apostrophe parts from a name: Vučić's is Vučić. Words in marks stay."""
    return '"'.join(
        _ENDING.sub("", part) if number % 2 == 0 else part for number, part in enumerate(question.split('"'))
    )


def words_of(question: str) -> list[str]:
    """The words of a question, each once."""
    return list(dict.fromkeys(_WORD.findall(question)))


def folded(word: str) -> str:
    """A word as the index has it: small, and without accents."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def rows_with(connection: sqlite3.Connection, word: str) -> int | None:
    """How many rows have a word; None for what is no word that is counted, such as a number."""
    word = folded(word)
    if not (word.isalpha() and 3 <= len(word) <= 40):
        return None
    found = connection.execute("SELECT rows FROM words WHERE word = ?", (word,)).fetchone()
    return int(found[0]) if found else 0


def near(connection: sqlite3.Connection, word: str) -> list[str]:
    """The words nearest to one, best first, by letters left out, put in, mistaken or exchanged."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    word = folded(word)
    away = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    given = {"starts": _starts(connection, word), "least": len(word) - away, "most": len(word) + away}
    candidates = [one for (one,) in connection.execute(_CANDIDATES, given)]
    found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=away, limit=None)
    counted = {one: rows_with(connection, one) or 0 for one, _, _ in found}
    best = sorted(found, key=lambda one: (one[1], -counted[one[0]], one[0]))
    return [one for one, distance, _ in best if distance and distance <= best[0][1] + 1][:NEAR]


def _starts(connection: sqlite3.Connection, word: str) -> str:
    """How the word that is meant may begin: as typed; or its first letter is missing, mistaken, or has changed places."""
    import json

    whole = set(word[:2])
    others = {str(one["letter"]) for one in rows(connection, _FIRST)} - whole
    return json.dumps(sorted(whole | {f"{one}{rest}" for one in others for rest in (word[:2], word[1:3])}))


def meant(connection: sqlite3.Connection, question: str) -> list[str]:
    """The question with nearer words for those that occur nowhere, the likeliest first."""
    unknown = [word for word in words_of(question) if rows_with(connection, word) == 0][:3]
    nearer = [near(connection, word) for word in unknown]
    if not unknown or not all(nearer):
        return []
    # The best of each first: a question is the likelier the fewer second choices it holds.
    ways = sorted(product(*(range(len(words)) for words in nearer)), key=sum)
    found = []
    for way in islice(ways, TRIED):
        proposed = question
        for word, words, choice in zip(unknown, nearer, way, strict=True):
            proposed = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", words[choice], proposed)
        found.append(proposed)
    return found


def fewer(question: str) -> list[str]:
    """Questions with fewer of the words: with one left out, and each alone."""
    words = words_of(question)[:TRIED]
    if len(words) < 2:
        return []
    without = [" ".join(word for word in words if word != one) for one in reversed(words)] if len(words) > 2 else []
    return without + words


def day(given: str, last: bool = False) -> str | None:
    """The first (or last) day that a day, a month or a year has; None for what is none of them."""
    found = _DATE.fullmatch(given.strip())
    turned = _TURNED.fullmatch(given.strip())
    if not (found or turned) or not given.strip().isascii():
        return None
    year, month, number = found.groups() if found else turned.groups()[::-1]  # type: ignore[union-attr]
    try:
        month_ = int(month or (12 if last else 1))
        number_ = int(number or (calendar.monthrange(int(year), month_)[1] if last else 1))
        return date(int(year), month_, number_).isoformat()
    except ValueError:
        return None


_CANDIDATES = f"""
SELECT w.word FROM json_each(:starts) s CROSS JOIN words w
WHERE w.word >= s.value AND w.word < s.value || '{_LAST}' AND length(w.word) BETWEEN :least AND :most
"""
_FIRST = f"""
WITH RECURSIVE letters(letter) AS (
  SELECT (SELECT substr(word, 1, 1) FROM words ORDER BY word LIMIT 1)
  UNION ALL
  SELECT (SELECT substr(w.word, 1, 1) FROM words w WHERE w.word > letters.letter || '{_LAST}' ORDER BY w.word LIMIT 1)
  FROM letters WHERE letter IS NOT NULL LIMIT 300)
SELECT letter FROM letters WHERE letter IS NOT NULL
"""
