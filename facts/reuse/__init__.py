"""Who took whose words: what the texts of a store share, found, explained and kept as proposals.

Every word of a text may be somebody else's: another outlet's, an agency's, or a speaker's whom both quote. What is found is
kept with its reasons, beside what people say, and decided by people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text

from .. import __version__, db, store
from ..differences import Part, differences
from ..errors import FactsError
from ..loaders.text import read_document
from . import quotations, record
from .articles import Aligned, Article, Reuse
from .finding import compare as pairwise
from .finding import find
from .frequency import Frequency
from .grams import Grams, known_frequency
from .reading import Work, fetching, reprinted, works
from .wording import CLOSE, compared

__all__ = ["Between", "Compared", "Reuse", "Shown", "between", "between_files", "compare"]

Progress = Callable[[int, int, str], None]
SIDE = ".grams"  # what the side file's name ends in


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison of the store came to: `texts` there are, `new` of them compared with all, `kept` what is recorded.

    `quotations` counts pairs that share quotations alone, `same_words` the quotations that are proposed to report the words of
    a fuller one; `twice` names works that hold one content under two names.
    """

    texts: int
    new: int
    kept: list[record.Kept]
    quotations: int
    same_words: int
    twice: list[tuple[str, str]]


def side_file(engine: Engine) -> Path:
    """Where the side file lies: beside the store, or for PostgreSQL in the folder the command is run in."""
    file = db.sqlite_file(engine)
    return file.with_name(file.name + SIDE) if file else Path(f"facts{SIDE}")


def compare(engine: Engine, progress: Progress = lambda done, total, what: None, anew: bool = False) -> Compared:
    """Compare all texts that were not compared yet with all, and keep what is found, in one load.

    `anew` forgets what was compared. Raises DatabaseError where the store can't be used.
    """
    db.require_current(engine)
    path = side_file(engine)
    with db.reading(engine) as connection:
        grams = Grams(path, () if anew else _loads(connection))
    try:
        with db.reading(engine) as connection:
            captured = works(connection)
            fresh, changed = grams.fresh(captured)
            fresh = _with_their_works(captured, fresh)
            new = np.zeros(len(captured), dtype=bool)
            if not fresh:  # what people say of quotations may be new all the same
                return _keep(engine, captured, [], new, [], 0)
            fetch = fetching(connection, captured)
            index = grams.index(
                captured, fresh, fetch, lambda done: progress(done, len(captured), "(reading the texts)")
            )
            new[fresh] = True

            def said(done: int, pairs: int) -> None:
                progress(done, pairs, "(pairs of texts)")

            found = list(find(index, fetch, new, said))
            # What is new may explain what was found between others, which are compared again then.
            kin = _kin(connection, captured, found, new, changed)
            if kin:
                all_ = new.copy()
                all_[kin] = True
                found = list(find(index, fetch, all_, said))
            found.sort(key=lambda reuse: (reuse.one, reuse.other))
        result = _keep(engine, captured, found, new, kin, len(fresh))
        with db.reading(engine) as connection:
            newest = _loads(connection)[-1:]
        grams.keep(captured, fresh, index, newest[0] if newest else None)
        return result
    finally:
        grams.close()


def _loads(connection: Connection) -> list[str]:
    """The uuids of all loads, the newest last."""
    return list(connection.execute(text("SELECT uuid FROM loads ORDER BY id")).scalars())


def _with_their_works(captured: Sequence[Work], fresh: Sequence[int]) -> list[int]:
    """The texts that are new, and all others of their works: what is said of a work rests on all of them."""
    works = {captured[number].root for number in fresh}
    return [number for number, work in enumerate(captured) if work.root in works]


def _kin(
    connection: Connection, captured: Sequence[Work], found: Iterable[Reuse], new: NDArray[np.bool_], changed: bool
) -> list[int]:
    """Old texts of works that share text with a new one: it may explain what two of them share.

    What a text explained that has `changed` meanwhile, nobody wrote down: then all that findings of earlier times link with it.
    """
    linked: dict[int, set[int]] = {}
    pairs = [(captured[reuse.one].root, captured[reuse.other].root) for reuse in found if reuse.kind != "quotations"]
    if changed:
        stored = text("SELECT source_id, origin_id FROM derivations WHERE basis = 'detected'")
        pairs += [(source, origin) for source, origin in connection.execute(stored)]
    for one, other in pairs:
        linked.setdefault(one, set()).add(other)
        linked.setdefault(other, set()).add(one)
    ahead = list({work.root for number, work in enumerate(captured) if new[number]} & linked.keys())
    reached = set(ahead)
    while ahead:
        further = linked[ahead.pop()] - reached
        reached |= further
        if changed:
            ahead += further
    return [number for number, work in enumerate(captured) if work.root in reached and not new[number]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage of two texts as people read it: where it stands in each, how alike, what changed, and the words that differ."""

    start: int
    end: int
    other_start: int
    other_end: int
    similarity: float
    change: str
    note: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What two texts share, `one` and `other` in the order in which they were named. `origin` is None where it is undecided."""

    one: str
    other: str
    kind: str
    origin: str | None
    score: float
    verdict: str
    reasons: tuple[str, ...]
    passages: tuple[Shown, ...]


def between(engine: Engine, one: str, other: str) -> Between:
    """What two sources of the store share, by their slugs; nothing is kept.

    Raises FactsError where there is no text of one, or both are the same.
    """
    db.require_current(engine)
    with db.reading(engine) as connection:
        captured = works(connection)
        numbers = [_number(captured, slug) for slug in (one, other)]
        if numbers[0] == numbers[1]:
            raise FactsError(f"“{one}” and “{other}” are one text: {captured[numbers[0]].slug}")
        by_number = {article.number: article for article in fetching(connection, captured)(numbers)}
    first, second = (by_number[number] for number in numbers)
    english = all(record.english(captured[number]) for number in numbers)
    found = _shown(first, second, one, other, known_frequency(side_file(engine)), english)
    roots = [captured[number] for number in numbers]
    notes = [
        f"{work.slug} reprints {work.root_slug}: what is said of it holds for that."
        for work in roots
        if work.slug != work.root_slug
    ]
    apart = first.number not in second.made_from and second.number not in first.made_from
    if apart and found.kind in ("copy", "retelling") and (third := sorted(first.made_from & second.made_from)):
        # What a person says of both comes before what the texts show of each other.
        behind = captured[third[0]].root_slug
        verdict = f"{one} and {other} share text, and both were made from {behind}, as somebody recorded."
        return replace(
            found,
            origin=None,
            verdict=verdict,
            reasons=(*notes, f"By their texts alone: {found.verdict}", *found.reasons),
        )
    return replace(found, reasons=(*notes, *found.reasons))


def between_files(one: Path, other: Path) -> Between:
    """What two files of plain text share, decoded as sheets decode documents. Raises FactsError where one can't be read."""
    texts = [read_document(path).text for path in (one, other)]
    pair = [Article(number, text) for number, text in enumerate(texts)]
    return _shown(pair[0], pair[1], one.name, other.name, None)


def _shown(
    one: Article, other: Article, name: str, other_name: str, frequency: Frequency | None, english: bool = True
) -> Between:
    names = {one.number: name, other.number: other_name}
    found = pairwise(one, other, frequency)
    if found is None:
        verdict = f"{name} and {other_name} share no passage."
        return Between(name, other_name, "nothing", None, 0.0, verdict, (), ())
    turned = found.one != one.number
    passages = tuple(
        _passage(passage, one.text, other.text, turned, found.origin == other.number, english)
        for passage in found.passages
    )
    origin = names[found.origin] if found.origin is not None else None
    verdict, reasons = record.said(found, names)
    return Between(name, other_name, found.kind, origin, found.score, verdict, reasons, passages)


def _passage(found: Aligned, text: str, other_text: str, turned: bool, backwards: bool, english: bool) -> Shown:
    """A passage in the order in which the texts were named; meaning is compared from the origin to the copy."""
    here, there = (found.start, found.end), (found.other_start, found.other_end)
    if turned:
        here, there = there, here
    words, other_words = text[slice(*here)], other_text[slice(*there)]
    origin, copy = (other_words, words) if backwards else (words, other_words)
    change, differing = compared(origin, copy, english and found.similarity >= CLOSE)
    parts = tuple(differences(words, other_words))
    return Shown(*here, *there, found.similarity, change, differing.note if differing else None, parts)


def _number(captured: Sequence[Work], slug: str) -> int:
    own = [number for number, work in enumerate(captured) if work.slug == slug]
    reprints = [number for number, work in enumerate(captured) if work.root_slug == slug]
    for number in (*own[-1:], *reprints[:1]):
        return number
    raise FactsError(f"no text of “{slug}” is in the store; facts search finds works by words")


def _keep(
    engine: Engine,
    captured: Sequence[Work],
    found: list[Reuse],
    new: NDArray[np.bool_],
    kin: Sequence[int],
    fresh: int,
) -> Compared:
    content = "\n".join(sorted(work.digest for work in captured)).encode()
    held: dict[int, list[int]] = {}
    for number, work in enumerate(captured):
        held.setdefault(work.root, []).append(number)

    related = {captured[number].root for number in kin}

    def looked_at(one: int, other: int) -> bool:
        mine, others = held.get(one, ()), held.get(other, ())
        return not mine or not others or {one, other} <= related or any(new[number] for number in (*mine, *others))

    def met(one: int, other: int) -> bool:
        return looked_at(one, other) or one in related or other in related

    with (
        db.translated(engine),
        engine.connect() as connection,
        store.load(connection, store.FINDER, content, "compare", __version__) as writer,
    ):
        writer.keep_stated()
        kept = record.keep(writer, captured, found, fetching(connection, captured), looked_at, met)
        same_words = quotations.keep(writer, reprinted(connection))
    shared = sum(reuse.kind == "quotations" for reuse in found)
    return Compared(len(captured), fresh, kept, shared, same_words, _twice(captured, new))


def _twice(captured: Sequence[Work], new: NDArray[np.bool_]) -> list[tuple[str, str]]:
    """Works that hold one content under two names, one of them new: each with the first of them."""
    holders: dict[str, list[int]] = {}
    for number, work in enumerate(captured):
        holders.setdefault(work.sha256, []).append(number)
    return sorted(
        (captured[first].slug, captured[other].slug)
        for first, *others in holders.values()
        for other in others
        if (new[first] or new[other]) and captured[first].slug != captured[other].slug
    )
