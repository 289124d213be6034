"""Search: what holds all the words, of each kind the best first; and where nothing does, what comes near."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping

from ...describe.searching import COMMON
from ...search import escaped
from .asking import LONGEST, beginning, cleaned, day, fewer, folded, match, meant, without_endings, words_of
from .kinds import KINDS, Kind
from .parts import Row, dated, rows

ASKED = ("q", "kind", "person", "publisher", "from", "to")
FEW, PAGE = 5, 20  # hits shown of each kind, and where one kind alone is asked for
PAGES = 50  # further than that nobody reads
MANY = 20  # people who share the name that is asked for
PROPOSED = 5  # other questions proposed
ON, OFF, CUT = "\ufdd0", "\ufdd1", "\ufdd2"  # no characters: nobody's text has them
_FOUND = re.compile(f"{ON}([^{ON}{OFF}]*){OFF}|({CUT})")
_WORDS = ("words", "names", "description")


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """What is found for `asked["q"]`, narrowed by kind, person, publisher, from and to."""
    question = cleaned(asked.get("q", ""))
    kind = next((one for one in KINDS if one.name == asked.get("kind")), None)
    page = min(max(int(asked["page"]), 1), PAGES) if re.fullmatch(r"\d{1,4}", asked.get("page", ""), re.ASCII) else 1
    data: Row = {
        "question": question,
        "asked": {name: cleaned(asked.get(name, "")) for name in ASKED} | {"kind": kind.name if kind else ""},
        "kind": kind.name if kind else None,
        "page": page if kind else 1,
        "filters": {},
        "problems": [],
        "begins": None,
        "kinds": [],
        "found": 0,
        "without_filters": None,
        "meant": [],
        "fewer": [],
        "slow": False,
    }
    if len(" ".join(asked.get("q", "").split())) > LONGEST:
        data["problems"].append({"what": "long", "given": LONGEST})
    try:
        narrowed = _narrowed(connection, asked, data)
        if question and words_of(question):
            _look(connection, data, kind, narrowed)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        data["slow"] = True  # what was found until then is shown
    return data


class _Narrowed:
    """What a search is narrowed by: for SQL, and for the index."""

    def __init__(self, filters: Row) -> None:
        self.persons, self.publishers = filters.get("person"), filters.get("publisher")
        self.dates = "from" in filters or "to" in filters
        self.given = {
            "persons": _ids(self.persons),
            "publishers": _ids(self.publishers),
            "first": filters.get("from", "0001-01-01"),
            "last": filters.get("to", "9999-12-31"),
        }

    def __bool__(self) -> bool:
        return self.persons is not None or self.publishers is not None or self.dates

    def of(self, kind: Kind, asked: str) -> tuple[str, str | None]:
        """What the index is asked, and what narrows its hits; None where nothing of this kind can be meant."""
        for column, people in ((kind.person_column, self.persons), (kind.publisher_column, self.publishers)):
            names = [escaped(one["name"]) for one in people or () if words_of(one["name"])]
            if column and names and len(names) == len(people or ()):
                asked = f"({asked}) AND {column} : ({' OR '.join(f'({name})' for name in names)})"
        return asked, kind.where(self.persons is not None, self.publishers is not None, self.dates)


def _narrowed(connection: sqlite3.Connection, asked: Mapping[str, str], data: Row) -> _Narrowed:
    """The filters as they are understood; what can't be is told."""
    filters = data["filters"]
    for name in ("person", "publisher"):
        if given := cleaned(asked.get(name, "")):
            filters[name] = people(connection, given, name == "publisher")
            if not filters[name]:
                data["problems"].append({"what": name, "given": given})
    for name in ("from", "to"):
        if given := cleaned(asked.get(name, "")):
            if understood := day(given, name == "to"):
                filters[name] = understood
            else:
                data["problems"].append({"what": "date", "given": given})
    if filters.get("from", "") > filters.get("to", "9999"):
        data["problems"].append({"what": "order", "given": None})
    return _Narrowed(filters)


def people(connection: sqlite3.Connection, given: str, publishers: bool = False) -> list[Row]:
    """Those whom a slug, a name, or a part of it may mean; of several, whoever goes by just that name."""
    found = rows(connection, "SELECT id, slug, name FROM entities WHERE slug = :slug", slug=given.lower())
    if not found and words_of(given):
        asked = f"{{name also_known_as}} : ({match(given)})"
        found = rows(connection, _PEOPLE, match=asked, most=10 * MANY)
    if publishers:
        published = "SELECT 1 FROM sources WHERE publisher_id = ? LIMIT 1"
        found = [one for one in found if connection.execute(published, (one["id"],)).fetchone()]
    exact = [one for one in found if folded(one["name"]) == folded(given)]
    return (exact or found)[:MANY]


def _look(connection: sqlite3.Connection, data: Row, kind: Kind | None, narrowed: _Narrowed) -> None:
    """Fill in what is found: the words; else how the last one begins; else what comes near."""
    question = without_endings(data["question"])
    begins = beginning(question)
    for asked in (match(question), begins):
        if asked is None:
            continue
        _kinds(connection, data, asked, kind, narrowed)
        if data["found"]:
            data["begins"] = words_of(question)[-1] if asked == begins else None
            return
        if narrowed and (there := sum(_few(connection, one.index, asked) for one in KINDS)):
            data["without_filters"] = there
            return
    data["meant"] = _that_find(connection, meant(connection, question))
    data["fewer"] = _that_find(connection, fewer(question))


def _kinds(connection: sqlite3.Connection, data: Row, asked: str, kind: Kind | None, narrowed: _Narrowed) -> None:
    """Count every kind, and read the hits of those that are shown."""
    data["kinds"], data["found"] = [], 0
    for one in KINDS:
        of_index, where = narrowed.of(one, asked)
        row: Row = {"kind": one.name, "found": 0, "more": False, "sorted": "best first", "pages": 1, "hits": []}
        data["kinds"].append(row)
        if where is None:
            continue
        found = _few(connection, one.index, of_index)
        common = found > COMMON
        if narrowed and found:
            sql = f"SELECT count(*) FROM ({_NEWEST.format(one.index, COMMON)}) h WHERE {where}"
            found = connection.execute(sql, {"match": of_index, **narrowed.given}).fetchone()[0]
        shown = PAGE if kind else FEW
        row |= {"found": min(found, COMMON), "more": common, "pages": min(-(-found // PAGE), PAGES) or 1}
        row["sorted"] = "newest first" if common else "best first"
        data["found"] += row["found"]
        if found and kind in (None, one):
            order = _NEWEST.format(one.index, COMMON) if common and narrowed else _ALL.format(one.index)
            sql = f"SELECT h.id FROM ({order}) h WHERE {where} LIMIT {shown} OFFSET {(data['page'] - 1) * shown}"
            if not narrowed:
                by = "rowid DESC" if common else "rank"
                sql = f"{_ALL.format(one.index)} ORDER BY {by} LIMIT {shown} OFFSET {(data['page'] - 1) * shown}"
            elif not common:
                sql = sql.replace(order, f"{order} ORDER BY rank")
            ids = [id_ for (id_,) in connection.execute(sql, {"match": of_index, **narrowed.given})]
            row["hits"] = hits(connection, one, ids, asked)


def hits(connection: sqlite3.Connection, kind: Kind, ids: list[int], asked: str) -> list[Row]:
    """What is shown of each, in this order; its words in parts, of which those that were looked for are `found`."""
    given = {"ids": json.dumps(ids), "match": asked, "on": ON, "off": OFF, "cut": CUT}
    found = {one["id"]: one for one in rows(connection, kind.shown, **given)}
    for one in found.values():
        for name in _WORDS:
            if name in one:
                one[name] = parts(one[name])
        if "date" in one:
            one["date_words"] = dated(one["date"])
    return [found[id_] for id_ in ids if id_ in found]


def parts(marked: str | None) -> list[Row]:
    """Words in parts: what was looked for is `found`, where something is left out is `cut`."""
    made, at = [], 0
    for one in _FOUND.finditer(marked or ""):
        made.append({"words": (marked or "")[at : one.start()], "found": False, "cut": False})
        made.append({"words": one[1] or "", "found": one[1] is not None, "cut": one[2] is not None})
        at = one.end()
    made.append({"words": (marked or "")[at:], "found": False, "cut": False})
    return [part for part in made if part["words"] or part["cut"]]


def _few(connection: sqlite3.Connection, index: str, asked: str) -> int:
    """How many hits there are, counted no further than to one more than can be ranked in time."""
    sql = f"SELECT count(*) FROM ({_ALL.format(index)} LIMIT {COMMON + 1})"
    return int(connection.execute(sql, {"match": asked}).fetchone()[0])


def _that_find(connection: sqlite3.Connection, questions: Iterable[str]) -> list[Row]:
    """Of other questions the first that find something, with how much."""
    found: list[Row] = []
    for question in questions:
        counted = [_few(connection, kind.index, match(question)) for kind in KINDS]
        if sum(counted):
            more = max(counted) > COMMON
            found.append({"question": question, "found": sum(min(one, COMMON) for one in counted), "more": more})
        if len(found) == PROPOSED:
            break
    return found


def _ids(found: list[Row] | None) -> str:
    return json.dumps([one["id"] for one in found or ()])


_ALL = "SELECT rowid AS id FROM {0} WHERE {0} MATCH :match"
_NEWEST = _ALL + " ORDER BY rowid DESC LIMIT {1}"
_PEOPLE = """
SELECT x.id, x.slug, x.name FROM (SELECT rowid AS id FROM people_fts WHERE people_fts MATCH :match LIMIT :most) h
CROSS JOIN entities x ON x.id = h.id ORDER BY x.id
"""
