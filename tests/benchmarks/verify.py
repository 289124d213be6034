"""Looks in a store that was written for everything that its triggers, references and constraints would have refused."""

from __future__ import annotations

import sqlite3
from random import Random

from sqlalchemy import Engine

from facts import db, ddl

from .rows import COLUMNS

_WITHIN = "e.capture_id = p.capture_id AND e.start_char >= p.start_char AND e.end_char <= p.end_char"
_BROKEN = {
    "evidence outside the quote it names": "SELECT count(*) FROM evidence v JOIN quotes q ON q.id = v.quote_id "
    f"JOIN passages p ON p.id = q.passage_id JOIN passages e ON e.id = v.passage_id WHERE NOT ({_WITHIN})",
    "segments beyond their text": "SELECT count(*) FROM segments s JOIN captures c ON c.id = s.capture_id "
    "WHERE s.end_char > length(c.text)",
    "works made from later ones": "SELECT count(*) FROM derivations WHERE origin_id >= source_id",
    "continuations of later quotations": "SELECT count(*) FROM quotes WHERE continues_id >= id",
    "claims that supersede later ones": "SELECT count(*) FROM claim_relations WHERE relation = 'supersedes' "
    "AND related_id >= claim_id",
    "claims without evidence": "SELECT count(*) FROM claims c WHERE NOT EXISTS "
    "(SELECT 1 FROM evidence e WHERE e.claim_id = c.id)",
    "ids below 1": " UNION ALL ".join(f"SELECT count(*) FROM {name} WHERE id < 1" for name in COLUMNS),
    "loads still running": "SELECT count(*) FROM loads WHERE status <> 'done'",
}
SAMPLE = 10_000


class NotWholeError(Exception):
    """The store that was written breaks a rule; the generator has a bug."""


def verify(driver: sqlite3.Connection, rng: Random) -> None:
    """Look for what triggers, references and constraints would have refused; words in a sample of passages."""
    for problem, sql in _BROKEN.items():
        if any(count for (count,) in driver.execute(sql)):
            raise NotWholeError(problem)
    highest = driver.execute("SELECT max(id) FROM passages").fetchone()[0]
    sample = rng.sample(range(1, highest + 1), min(SAMPLE, highest))
    driver.execute("CREATE TEMPORARY TABLE sampled (id INTEGER PRIMARY KEY)")
    driver.executemany("INSERT INTO sampled VALUES (?)", ((id_,) for id_ in sample))
    standing = driver.execute(
        "SELECT count(*) FROM sampled JOIN passages p ON p.id = sampled.id JOIN captures c ON c.id = p.capture_id "
        "WHERE p.exact = substr(c.text, p.start_char + 1, p.end_char - p.start_char)"
    ).fetchone()[0]
    if standing != len(sample):
        raise NotWholeError(f"{len(sample) - standing} of {len(sample)} passages do not stand at their offsets")
    if lost := driver.execute("PRAGMA foreign_key_check").fetchone():
        raise NotWholeError(f"row {lost[1]} of {lost[0]} refers to a row of {lost[2]} that is not there")
    if (said := driver.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
        raise NotWholeError(said)


def guarded(engine: Engine) -> None:
    """Every trigger that a new store has is there; its plain indexes were made again from their own DDL."""
    with db.reading(engine) as connection:
        if ddl.present(connection) != ddl.expected(connection):
            raise NotWholeError("triggers are missing")
