"""How claims, things said and people are supported: reports, origins as a range, who heard it, and the rows behind the numbers.

Works on the copy, in the transaction and the temporary tables of `derived.trace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, text

from .. import origins
from .copying import fill


def claims(connection: Connection) -> None:
    """Fill `evidence_origins`, and o_support for claims, from the evidence that was followed."""
    for sql in _TABLES:
        connection.execute(text(sql))
    _name(connection)
    _run(connection, _EVIDENCE_ORIGINS, _indexes("evidence_origins", _OF_EVIDENCE))
    _count(connection, "claims")


def quotations(connection: Connection) -> None:
    """Follow all quotations; fill `quote_origins`, `utterance_support` and `person_support`.

    They are followed once: what differs between the last two is only by what they are counted.
    """
    origins.build(connection, of="utterances")
    _name(connection)
    _run(connection, _QUOTE_ORIGINS, _indexes("quote_origins", _OF_QUOTES))
    _count(connection, "utterances")
    _run(connection, [_OUTLETS.format("said_id"), _UTTERANCES], _indexes("utterance_support", _OF_UTTERANCES))
    _count(connection, "people")
    _run(connection, [_OUTLETS.format("person_id"), _PEOPLE], _indexes("person_support", _OF_PEOPLE))


def _run(connection: Connection, *statements: Iterable[str]) -> None:
    for sql in (one for several in statements for one in several):
        connection.execute(text(sql))


def _indexes(table: str, columns: Iterable[str]) -> Iterator[str]:
    for listed in columns:
        name = listed.replace(" DESC", "").replace(", ", "_")
        yield f"CREATE INDEX ix_{table}_{name} ON {table} ({listed})"


def _name(connection: Connection) -> None:
    """What was followed, with the names of the parties, in o_parties."""
    connection.execute(text("DELETE FROM o_parties"))
    names = origins.party_names(connection).items()
    fill(connection, "o_parties", names)


def _count(connection: Connection, of: origins.Of) -> None:
    """The numbers, in o_support; of people the things said have no names, and are only counted."""
    connection.execute(text("DELETE FROM o_support"))
    names = {row[0]: row[1] for row in connection.execute(text("SELECT party, name FROM o_parties"))}
    fill(connection, "o_support", (_row(support, names, of != "people") for support in origins.support(connection, of)))


def _row(support: origins.Support, names: dict[str, str], named: bool) -> tuple[Any, ...]:
    return (
        support.subject_id,
        support.stance,
        support.reports,
        support.passages,
        support.origins_min,
        support.origins_max,
        _listed(support.groups, names) if named else None,
        support.through_min,
        support.through_max,
        _listed(support.through, names),
    )


def _listed(groups: Iterable[tuple[str, ...]], names: dict[str, str]) -> str:
    return "; ".join(" = ".join(names[party] for party in group) for group in groups)


_ENDS = (
    "origin TEXT, origin_entity_id INTEGER REFERENCES entities(id), origin_source_id INTEGER REFERENCES sources(id), "
    "through TEXT, through_entity_id INTEGER REFERENCES entities(id), through_source_id INTEGER REFERENCES sources(id), "
    "certain INTEGER"
)
_TABLES = (
    "CREATE TEMPORARY TABLE o_parties (party TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID",
    "CREATE TEMPORARY TABLE o_support (subject_id INTEGER, stance TEXT, reports INTEGER, passages INTEGER, "
    "origins_min INTEGER, origins_max INTEGER, origins TEXT, through_min INTEGER, through_max INTEGER, through TEXT)",
    "CREATE TABLE evidence_origins (id INTEGER PRIMARY KEY, evidence_id INTEGER REFERENCES evidence(id), "
    f"claim_id INTEGER REFERENCES claims(id), stance TEXT, {_ENDS})",
    "CREATE TABLE quote_origins (id INTEGER PRIMARY KEY, quote_id INTEGER REFERENCES quotes(id), "
    f"utterance_id INTEGER REFERENCES utterances(id), speaker_id INTEGER REFERENCES entities(id), {_ENDS})",
    "CREATE TABLE utterance_support (id INTEGER PRIMARY KEY, utterance_id INTEGER REFERENCES utterances(id), "
    "utterance TEXT, speaker TEXT, said TEXT, reports INTEGER, quotations INTEGER, origins_min INTEGER, origins_max INTEGER, "
    "origins TEXT, through_min INTEGER, through_max INTEGER, through TEXT, outlets TEXT, first_published TEXT, url TEXT)",
    "CREATE TABLE person_support (id INTEGER PRIMARY KEY, entity_id INTEGER REFERENCES entities(id), person TEXT, "
    "reports INTEGER, quotations INTEGER, utterances_min INTEGER, utterances_max INTEGER, through_min INTEGER, "
    "through_max INTEGER, through TEXT, outlets INTEGER, first_published TEXT)",
)

# The ends of the ways, {0} the columns beside them; what only a proposal gives comes after what is certain.
_NUMBER = "CASE substr(o.{0}, 1, 2) WHEN '{1}:' THEN CAST(substr(o.{0}, 3) AS INTEGER) END"
_PARTY = f"{{0}}.name, {_NUMBER.format('{1}', 'e')}, {_NUMBER.format('{1}', 's')}"
_ENDING = f"""
SELECT NULL, v.id, {{0}}, {_PARTY.format("p", "party")}, {_PARTY.format("t", "through")}, o.certain
FROM (
  SELECT DISTINCT evidence_id, party, through, 1 AS certain FROM o_origins
  UNION ALL
  SELECT DISTINCT m.evidence_id, m.party, m.through, 0 FROM o_origins_more m WHERE NOT EXISTS (SELECT 1 FROM o_origins c
    WHERE c.evidence_id = m.evidence_id AND c.party = m.party AND c.through = m.through)) o
JOIN o_ev v ON v.id = o.evidence_id
JOIN o_parties p ON p.party = o.party
JOIN o_parties t ON t.party = o.through
ORDER BY v.id, o.certain DESC, o.party, o.through
"""
_EVIDENCE_ORIGINS = (f"INSERT INTO evidence_origins {_ENDING.format('v.claim_id, v.stance')}",)
_QUOTE_ORIGINS = (f"INSERT INTO quote_origins {_ENDING.format('v.said_id, v.speaker_id')}",)

# Who published the reports, and the first of them: the same order as for claims.
_OUTLETS = """
CREATE TEMPORARY TABLE o_reported_{0} AS
SELECT a.subject_id, a.outlets, a.number, b.published, b.url
FROM (SELECT subject_id, group_concat(outlet, '; ') AS outlets, count(*) AS number FROM (
    SELECT DISTINCT v.{0} AS subject_id, s.outlet FROM o_ev v JOIN sources s ON s.id = v.source_id
    WHERE v.{0} IS NOT NULL ORDER BY 1, 2) GROUP BY subject_id) a
JOIN (SELECT DISTINCT v.{0} AS subject_id,
    first_value(s.published) OVER (PARTITION BY v.{0}
      ORDER BY s.published IS NULL, s.published_latest IS NULL, s.published_earliest, v.id) AS published,
    first_value(coalesce(s.url, s.canonical_url, s.archived_url)) OVER (PARTITION BY v.{0}
      ORDER BY coalesce(s.url, s.canonical_url, s.archived_url) IS NULL, s.published_earliest IS NULL,
        s.published_latest IS NULL, s.published_earliest, v.id) AS url
  FROM o_ev v JOIN sources s ON s.id = v.source_id WHERE v.{0} IS NOT NULL) b ON b.subject_id = a.subject_id
"""
_UTTERANCES = """
INSERT INTO utterance_support
SELECT NULL, u.id, coalesce(u.text, u.slug), x.name, u.said, o.reports, o.passages, o.origins_min, o.origins_max, o.origins,
  o.through_min, o.through_max, o.through, r.outlets, r.published, r.url
FROM o_support o
JOIN utterances u ON u.id = o.subject_id
JOIN o_reported_said_id r ON r.subject_id = u.id
LEFT JOIN entities x ON x.id = u.speaker_id
ORDER BY u.id
"""
_PEOPLE = """
INSERT INTO person_support
SELECT NULL, x.id, x.name, o.reports, o.passages, o.origins_min, o.origins_max, o.through_min, o.through_max, o.through,
  r.number, r.published
FROM o_support o
JOIN entities x ON x.id = o.subject_id
JOIN o_reported_person_id r ON r.subject_id = x.id
ORDER BY x.id
"""

# By what people follow references, narrow, and sort.
_ENDED = ("origin_entity_id", "origin_source_id", "through_entity_id", "through_source_id")
_OF_EVIDENCE = ("evidence_id", "claim_id, stance", *_ENDED)
_OF_QUOTES = ("quote_id", "utterance_id", "speaker_id", *_ENDED)
_OF_UTTERANCES = ("utterance_id", "reports, origins_max", "origins_max, reports", "through_max")
_OF_PEOPLE = ("entity_id", "quotations", "reports", "utterances_max")
