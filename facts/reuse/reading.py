"""Captured texts as articles: what of each is its own, whose words it quotes, what is known of its date and its outlet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from ..marks import marked
from .articles import Article, Stretch
from .words import VERSION

# Parts of a page that are not the article's own words; comments are taken out of the text altogether.
_LEFT_OUT = ("promo", "link", "metadata", "rights", "caption", "byline")
_QUOTED = ("direct", "partial", "block")  # forms of quotations that give words
_BATCH = 500  # captures read at a time
_GIVES_WAY = "('republication', 'translation')"


@dataclass(frozen=True, slots=True)
class Work:
    """A captured text and the work it stands for: that which it reprints in the end, or else the source itself.

    `digest` changes when anything does that a comparison rests on.
    """

    capture: int
    source: int
    root: int
    slug: str
    root_slug: str
    sha256: str
    digest: str
    language: str | None


def works(connection: Connection) -> list[Work]:
    """Every captured text, the earliest published first, those without a date last."""
    roots = reprinted(connection)
    slugs = {row.id: row.slug for row in connection.execute(text("SELECT id, slug FROM sources"))}
    known, decided = _known(connection), _decided(connection)
    found = connection.execute(
        text(
            "SELECT c.id, c.source_id, c.sha256, c.extractor, s.slug, s.language FROM captures c "
            "JOIN sources s ON s.id = c.source_id ORDER BY s.published_earliest IS NULL, s.published_earliest, c.id"
        )
    )
    return [
        Work(
            row.id,
            row.source_id,
            roots.get(row.source_id, row.source_id),
            row.slug,
            slugs[roots.get(row.source_id, row.source_id)],
            row.sha256,
            _digest(
                row.sha256,
                row.extractor,
                known.get(row.id, ""),
                str(roots.get(row.source_id)),
                *(decided.get(work, "") for work in (row.source_id, roots.get(row.source_id, 0))),
            ),
            row.language,
        )
        for row in found
    ]


def fetching(connection: Connection, works: Sequence[Work]) -> Callable[[Sequence[int]], Iterator[Article]]:
    """What gives articles by their numbers, which are places in `works`; what is known of outlets is read once."""
    names, made_from = _names(connection), _made_from(connection, works)

    def fetch(numbers: Sequence[int]) -> Iterator[Article]:
        for at in range(0, len(numbers), _BATCH):
            yield from _read(connection, works, numbers[at : at + _BATCH], names, made_from)

    return fetch


def _read(
    connection: Connection,
    works: Sequence[Work],
    numbers: Sequence[int],
    names: dict[int, tuple[str, ...]],
    made_from: dict[int, frozenset[int]],
) -> Iterator[Article]:
    ids = [works[number].capture for number in numbers]
    segments = _stretches(connection, "SELECT capture_id, start_char, end_char, kind FROM segments", ids)
    quotes = _stretches(
        connection,
        "SELECT p.capture_id, p.start_char, p.end_char, q.form FROM quotes q JOIN passages p ON p.id = q.passage_id",
        ids,
    )
    rows = connection.execute(
        text(
            "SELECT c.id, c.text, s.published_earliest, s.published_latest, s.id AS source_id FROM captures c "
            "JOIN sources s ON s.id = c.source_id WHERE c.id IN :ids"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": ids},
    )
    read = {row.id: row for row in rows}
    for number in numbers:
        work, row = works[number], read[works[number].capture]
        parts = segments.get(work.capture, [])
        own = _blanked(row.text, [(start, end) for start, end, kind in parts if kind == "comment"])
        said = [(start, end) for start, end, form in quotes.get(work.capture, []) if form in _QUOTED]
        said += [(start, end) for start, end, kind in parts if kind == "block_quote"]
        said += [(stretch.start, stretch.end) for stretch in marked(own)]
        yield Article(
            number,
            own,
            tuple(_apart([(start, end) for start, end, kind in parts if kind in _LEFT_OUT or kind == "comment"])),
            tuple(_apart(said)),
            (row.published_earliest, row.published_latest),
            tuple(dict.fromkeys((*names.get(work.source, ()), *names.get(work.root, ())))),
            made_from.get(work.root, frozenset()) - {number},
        )


def _stretches(connection: Connection, query: str, ids: Sequence[int]) -> dict[int, list[tuple[int, int, str]]]:
    found: dict[int, list[tuple[int, int, str]]] = {}
    statement = text(f"{query} WHERE capture_id IN :ids ORDER BY 1, 2, 3").bindparams(bindparam("ids", expanding=True))
    for capture, start, end, kind in connection.execute(statement, {"ids": list(ids)}):
        found.setdefault(capture, []).append((start, end, kind))
    return found


def _blanked(text: str, stretches: Sequence[Stretch]) -> str:
    """The text with stretches blanked at equal length, so that all offsets stay; lines stay lines."""
    for start, end in stretches:
        text = text[:start] + "".join("\n" if char == "\n" else " " for char in text[start:end]) + text[end:]
    return text


def _apart(stretches: list[Stretch]) -> list[Stretch]:
    """Stretches in order, those that overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def reprinted(connection: Connection) -> dict[int, int]:
    """What each reprint reprints in the end, as people say: words in a reprint are those of the work."""
    rows = connection.execute(
        text(
            "SELECT source_id, min(origin_id), count(DISTINCT origin_id) FROM derivations "
            f"WHERE kind IN {_GIVES_WAY} AND status = 'confirmed' GROUP BY source_id"
        )
    )
    onward = {source: origin for source, origin, count in rows if count == 1}
    found = {}
    for source in onward:
        root, seen = source, {source}
        while (ahead := onward.get(root)) is not None and ahead not in seen:
            seen.add(root := ahead)
        found[source] = root
    return found


def _names(connection: Connection) -> dict[int, tuple[str, ...]]:
    """What the publisher of each work goes by."""
    found: dict[int, list[str]] = {}
    rows = connection.execute(
        text(
            "SELECT s.id, x.name FROM sources s JOIN entities x ON x.id = s.publisher_id UNION "
            "SELECT s.id, n.name FROM sources s JOIN entity_names n ON n.entity_id = s.publisher_id ORDER BY 1, 2"
        )
    )
    for source, name in rows:
        found.setdefault(source, []).append(name)
    return {source: tuple(names) for source, names in found.items()}


def _made_from(connection: Connection, works: Sequence[Work]) -> dict[int, frozenset[int]]:
    """By work: the numbers of texts of works that a person says it was made from, at any distance."""
    onward: dict[int, set[int]] = {}
    rows = connection.execute(
        text(
            "SELECT source_id, origin_id FROM derivations WHERE basis <> 'detected' AND status = 'confirmed' "
            "AND kind <> 'overlap'"
        )
    )
    for source, origin in rows:
        onward.setdefault(source, set()).add(origin)
    held: dict[int, set[int]] = {}
    for number, work in enumerate(works):
        held.setdefault(work.root, set()).add(number)
        held.setdefault(work.source, set()).add(number)
    found = {}
    for source in onward:
        seen: set[int] = set()
        ahead = [source]
        while ahead:
            for origin in onward.get(ahead.pop(), set()) - seen:
                seen.add(origin)
                ahead.append(origin)
        found[source] = frozenset(number for origin in seen - {source} for number in held.get(origin, ()))
    return found


def _known(connection: Connection) -> dict[int, str]:
    """By capture, what is recorded that a comparison rests on, besides the text: parts, quotations, dates, outlet."""
    found: dict[int, hashlib._Hash] = {}
    for query in (
        "SELECT capture_id, start_char, end_char, kind FROM segments ORDER BY capture_id, id",
        "SELECT p.capture_id, p.start_char, p.end_char, q.form FROM quotes q JOIN passages p ON p.id = q.passage_id "
        "ORDER BY p.capture_id, q.id",
        "SELECT c.id, s.published_earliest, s.published_latest, s.publisher_id, s.language, x.name FROM captures c "
        "JOIN sources s ON s.id = c.source_id LEFT JOIN entities x ON x.id = s.publisher_id ORDER BY c.id",
        "SELECT c.id, n.name FROM captures c JOIN sources s ON s.id = c.source_id "
        "JOIN entity_names n ON n.entity_id = s.publisher_id ORDER BY c.id, n.id",
    ):
        for row in connection.execute(text(query), execution_options={"stream_results": True}):
            found.setdefault(row[0], hashlib.sha256()).update(repr(tuple(row[1:])).encode())
    return {capture: digest.hexdigest() for capture, digest in found.items()}


def _decided(connection: Connection) -> dict[int, str]:
    """By work, what people say of what it was made from."""
    found: dict[int, list[tuple[object, ...]]] = {}
    for row in connection.execute(
        text(
            "SELECT source_id, origin_id, basis, kind, status FROM derivations "
            "WHERE basis <> 'detected' OR status <> 'proposed' ORDER BY id"
        )
    ):
        found.setdefault(row.source_id, []).append(tuple(row[1:]))
    return {work: repr(rows) for work, rows in found.items()}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join((str(VERSION), *parts)).encode()).hexdigest()[:32]
