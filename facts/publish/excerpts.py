"""Which excerpts a text gets that may not be shown whole: passages and our own notes, put to the rules of `rights`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from itertools import chain, groupby
from typing import Any

from . import rights
from .comments import blanked
from .sharing import Interval

# What may be shown is spent on quotations, then on what says how they are given, then on what several works report.
_STRETCHES = """
SELECT p.id, p.start_char, p.end_char,
  CASE WHEN EXISTS (SELECT 1 FROM store.quotes q WHERE q.passage_id = p.id AND q.form IN ('direct', 'partial')) THEN 0
    WHEN EXISTS (SELECT 1 FROM store.alignments a JOIN main.alignments m ON m.id = a.id AND m.change = 'meaning'
        WHERE a.passage_id = p.id OR a.origin_passage_id = p.id)
      AND EXISTS (SELECT 1 FROM store.passages qp JOIN store.quotes q ON q.passage_id = qp.id
        WHERE qp.capture_id = p.capture_id AND qp.start_char >= p.start_char AND qp.end_char <= p.end_char
          AND q.form IN ('direct', 'partial')) THEN 1
    WHEN EXISTS (SELECT 1 FROM store.alignments a JOIN main.alignments m ON m.id = a.id AND m.change = 'meaning'
        WHERE a.passage_id = p.id OR a.origin_passage_id = p.id)
      OR EXISTS (SELECT 1 FROM store.quotes q WHERE q.cue_passage_id = p.id) THEN 2
    WHEN EXISTS (SELECT 1 FROM store.evidence e JOIN store.evidence o ON o.claim_id = e.claim_id
      JOIN store.passages op ON op.id = o.passage_id WHERE e.passage_id = p.id AND op.capture_id <> p.capture_id) THEN 3
    WHEN EXISTS (SELECT 1 FROM store.evidence e WHERE e.passage_id = p.id) THEN 4 ELSE 5 END AS rank,
  EXISTS (SELECT 1 FROM store.evidence e WHERE e.passage_id = p.id)
    OR EXISTS (SELECT 1 FROM store.quotes q WHERE q.passage_id = p.id) AS context,
  (SELECT o.exact FROM store.alignments a JOIN main.alignments m ON m.id = a.id AND m.change = 'meaning'
    JOIN store.passages o ON o.id = CASE p.id WHEN a.passage_id THEN a.origin_passage_id ELSE a.passage_id END
    WHERE a.passage_id = p.id OR a.origin_passage_id = p.id ORDER BY a.id LIMIT 1) AS other
FROM store.passages p WHERE p.capture_id = ?
"""
_PARTS = "SELECT start_char, end_char, kind FROM store.segments WHERE capture_id = ?"
BODY = ("body", "block_quote")
INSTEAD = {  # where nothing at all would say something else
    "withdrawn": "withdrawn; the reason is not shown",
    "reason": "not shown: it repeats words of a text whose rights allow no more",
}


def excerpts(published: sqlite3.Connection, hidden: dict[int, list[Interval]]) -> Iterator[tuple[Any, ...]]:
    """What is shown of each passage in a text that may not be shown whole, work by work with all its copies."""
    published.execute("CREATE TEMPORARY TABLE families (source_id INTEGER PRIMARY KEY, family INTEGER)")
    published.executemany("INSERT INTO families VALUES (?, ?)", _families(published).items())
    captures = published.execute(
        "SELECT coalesce(f.family, c.source_id) AS family, c.id, s.publish, c.text FROM store.captures c "
        "JOIN store.sources s ON s.id = c.source_id LEFT JOIN temp.families f ON f.source_id = s.id ORDER BY family, c.id"
    )
    withheld: list[tuple[str, str, int]] = []
    published.execute("CREATE TEMPORARY TABLE compared (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID")
    for _, group in groupby(captures, key=lambda row: row[0]):
        texts, stretches, comments, captured = {}, [], [], []
        for _, capture, publish, words in group:
            captured.append(capture)
            comments += [words[start:end] for start, end in hidden.get(capture, ())]
            words = blanked(words, hidden.get(capture, ()), 0)
            if publish == "full_text":
                texts[capture] = rights.Text(words, 0, whole=True)
                continue
            parts = published.execute(_PARTS, (capture,)).fetchall()
            body = _body(len(words), parts)
            known = {(start, end) for start, end, kind in parts if kind == "headline" and end - start <= rights.LETTERS}
            free = tuple(without(rights.merged(known), body))
            length = sum(rights.extent(words[start:end]) for start, end in body)
            texts[capture] = rights.Text(words, length, free, publish == "excerpts")
            if publish == "excerpts":
                for id_, start, end, rank, context, other in published.execute(_STRETCHES, (capture,)):
                    focus = (
                        rights.differing(words[start:end], other)
                        if other and rank in (rights.ROUND, rights.TELLING)
                        else None
                    )
                    focus = (start + focus[0], start + focus[1]) if focus else None
                    stretches.append(rights.Stretch(id_, capture, start, end, rank, bool(context), focus))
        if all(text.whole for text in texts.values()):
            texts = {}  # there is nothing to be careful of but comments
        echoes = _echoes(published, captured)
        published.executemany(
            "INSERT OR IGNORE INTO compared VALUES (?, ?)",
            ((f"{one.key[0]}.{one.key[1]}", one.key[2]) for one in echoes),
        )
        for found in rights.excerpts(texts, stretches, echoes, comments):
            if isinstance(found, rights.Echo):
                withheld.append(found.key)
            else:
                yield found.id, found.exact, found.prefix, found.suffix, "whole" if found.whole else "part"
    published.execute("DROP TABLE families")
    for table, column, row in withheld:
        published.execute(f'UPDATE main."{table}" SET "{column}" = ? WHERE id = ?', (INSTEAD.get(column), row))
    # What no document leads to is held against none: it is as short as an excerpt, and so is what need not be.
    for table, column in dict.fromkeys((table, column) for table, column, _ in _ECHOES):
        _shorten(published, table, column, f"id NOT IN (SELECT id FROM compared WHERE name = '{table}.{column}')")
    for table, columns in SHORT.items():
        for column in columns:
            _shorten(published, table, column)
    published.execute("DROP TABLE compared")


def _shorten(published: sqlite3.Connection, table: str, column: str, which: str = "1") -> None:
    published.execute(
        f'UPDATE main."{table}" SET "{column}" = substr("{column}", 1, {rights.LETTERS}) || \'{rights.MORE}\' '
        # length() counts to the first NUL, if there is one, and so does substr().
        f'WHERE length(CAST("{column}" AS BLOB)) > {rights.LETTERS} AND {which} '
        f'AND (length("{column}") > {rights.LETTERS} OR instr(CAST("{column}" AS BLOB), x\'00\') > 0)'
    )


# What a work is called, names, terms and remarks on the database itself: nothing that need be longer than an excerpt.
SHORT = {
    "sources": ("title", "author", "copyright_holder", "usage_terms", "licence"),
    "entities": ("name",),
    "entity_names": ("name",),
    "entity_identifiers": ("value",),
    "claim_arguments": ("unit", "datatype"),
    "loads": ("loader", "note"),
    "reviews": ("rating_label",),
    "terms": ("label", "definition"),
}
# Texts of our own that may repeat a document's words, and how one comes to them from a capture's passages (p) or the capture
# (c). What was said comes first. Claims are not among them: they are our sentences, and what is shown is shown for them.
_QUOTED = "JOIN store.quotes q ON q.passage_id = p.id"
_BEARING = "JOIN store.evidence e ON e.passage_id = p.id"
_ECHOES = (
    ("utterances", "text", f"{_QUOTED} JOIN main.utterances t ON t.id = q.utterance_id"),
    (
        "alignments",
        "note",
        "JOIN store.alignments a ON a.passage_id = p.id OR a.origin_passage_id = p.id JOIN main.alignments t ON t.id = a.id",
    ),
    ("evidence", "note", "JOIN store.evidence t ON t.passage_id = p.id"),
    ("omissions", "reason", "JOIN store.omissions t ON t.passage_id = p.id"),
    (
        "claim_relations",
        "note",
        f"{_BEARING} JOIN store.claim_relations t ON t.claim_id = e.claim_id OR t.related_id = e.claim_id",
    ),
    ("claim_arguments", "value", f"{_BEARING} JOIN store.claim_arguments t ON t.claim_id = e.claim_id"),
    (
        "entities",
        "description",
        f"{_BEARING} JOIN store.claim_arguments g ON g.claim_id = e.claim_id JOIN store.entities t ON t.id = g.entity_id",
    ),
    ("entities", "description", f"{_QUOTED} JOIN store.entities t ON t.id = q.speaker_id"),
    (
        "utterance_matches",
        "note",
        f"{_QUOTED} JOIN store.utterance_matches t ON t.left_id = q.utterance_id OR t.right_id = q.utterance_id",
    ),
    (
        "entity_matches",
        "note",
        f"{_QUOTED} JOIN store.entity_matches t ON t.left_id = q.speaker_id OR t.right_id = q.speaker_id",
    ),
    (
        "quote_matches",
        "note",
        "JOIN store.quotes q ON q.passage_id = p.id JOIN store.quote_matches t ON q.id IN (t.left_id, t.right_id)",
    ),
    ("claims", "withdrawn", f"{_BEARING} JOIN store.claims t ON t.id = e.claim_id"),
    ("derivations", "reason", "JOIN store.derivations t ON t.source_id = c.source_id OR t.origin_id = c.source_id"),
    (
        "derivations",
        "reason",
        "JOIN store.alignments a ON a.passage_id = p.id OR a.origin_passage_id = p.id "
        "JOIN store.derivations t ON t.id = a.derivation_id",
    ),
)
_ECHO = (
    "SELECT DISTINCT t.id, t.{1} FROM store.captures c JOIN store.passages p ON p.capture_id = c.id {2} "
    "WHERE c.id = ? AND length(CAST(t.{1} AS BLOB)) > 24"
)


def _echoes(published: sqlite3.Connection, captures: list[int]) -> list[rights.Echo]:
    """Our own texts on these captures that are long enough to repeat them, each once."""
    found: dict[tuple[str, str, int], rights.Echo] = {}
    for name, column, joined in _ECHOES:
        for capture in captures:
            for row, words in published.execute(_ECHO.format(name, column, joined), (capture,)):
                found[name, column, row] = rights.Echo((name, column, row), words)
    return list(found.values())


def _body(length: int, parts: list[tuple[int, int, str]]) -> list[Interval]:
    """What counts as the body: its parts, but for comments, promotions and the like in them; without any, all but the parts."""
    body = rights.merged((start, end) for start, end, kind in parts if kind in BODY)
    others = rights.merged((start, end) for start, end, kind in parts if kind not in BODY)
    return list(without(body or [(0, length)], others))


def without(stretches: list[Interval], holes: list[Interval]) -> Iterator[Interval]:
    """What is left of stretches where holes are cut into them; both in order, and none over another."""
    for start, end in stretches:
        for low, high in holes:
            if low < end and high > start:
                if start < low:
                    yield start, low
                start = max(start, high)
        if start < end:
            yield start, end


def _digest(words: str) -> bytes:
    return hashlib.blake2b(" ".join(words.split()).encode(), digest_size=16).digest()


def _families(published: sqlite3.Connection) -> dict[int, int]:
    """Works made from one another, or with the same text but for spaces: the lowest number among them, by that of each."""
    root: dict[int, int] = {}

    def find(work: int) -> int:
        while (above := root.setdefault(work, work)) != work:
            root[work] = work = root.setdefault(above, above)
        return work

    # Whoever turned a derivation down said who copied whom, not that the words differ.
    pairs = published.execute("SELECT source_id, origin_id FROM store.derivations")
    texts = published.execute("SELECT source_id, text FROM store.captures ORDER BY source_id")
    first: dict[bytes, int] = {}
    same = ((first.setdefault(_digest(words), work), work) for work, words in texts)
    for one, other in chain(pairs, same):
        low, high = sorted((find(one), find(other)))
        root[high] = low
    return {work: find(work) for work in list(root)}
