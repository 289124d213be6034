"""Who there is and what things are drawn from: publishers, people and places with their names, words, dates and chance."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random

from anyascii import anyascii

from .rows import EMPTY, Rows
from .shape import Shape
from .words import FAMILY, FIRST, FUNCTION, OUTLET, Stream, slug, vocabulary


class Setting:
    """Who there is, and the words and the chance that all else is drawn from; the rows of who there is are made at once."""

    def __init__(self, rows: Rows, shape: Shape, rng: Random) -> None:
        self.rows, self.shape, self.rng = rows, shape, rng
        self.load = rows.load
        known = vocabulary(rng, shape.vocabulary)
        self.words = Stream(rng, known)
        self.plain = [word for word in known[len(FUNCTION) :] if word.isascii()]
        self.names: dict[int, str] = {}
        self.publishers: list[int] = []
        self.people: list[int] = []
        self.places: list[int] = []
        self.unseen: list[int] = []
        self._settle()
        self.outlets = Stream(rng, self.publishers, shift=5.0)
        self.speakers = Stream(rng, self.people, shift=20.0, exponent=0.95)

    def _settle(self) -> None:
        """Publishers, people and places, with their names, and works that nobody captured."""
        rng = self.rng
        for _ in range(self.shape.publishers):
            name = f"{rng.choice(self.plain).capitalize()} {rng.choice(self.plain).capitalize()} {rng.choice(OUTLET)}"
            id_ = self.entity(name, "organisation", rng.choice([None, "a newspaper", "an agency", "a broadcaster"]))
            self.publishers.append(id_)
            if rng.random() < 0.3:
                self._name(id_, "".join(word[0] for word in name.split()) + str(id_), "acronym")
        family = [
            rng.choice(self.plain[:8000]).capitalize() + rng.choice(FAMILY) for _ in range(self.shape.people // 2)
        ]
        seen: set[str] = set()
        for _ in range(self.shape.people):
            name = f"{rng.choice(FIRST)} {rng.choice(family)}"
            if name in seen and rng.random() < 0.9:
                name = f"{name.partition(' ')[0]} {rng.choice(self.plain).capitalize()}-{name.partition(' ')[2]}"
            seen.add(name)
            id_ = self.entity(name, "person", rng.choice([None, "politician", "official", "scholar", "activist"]))
            self.people.append(id_)
            self._name(id_, name, "full_name")
            if not name.isascii() and rng.random() < 0.8:
                self._name(id_, anyascii(name), "transliteration", "en")
            if rng.random() < 0.4:
                self._name(id_, f"{rng.choice(['Minister', 'Dr', 'General', 'President'])} {name}", "title", "en")
            elif rng.random() < 0.25:
                self._name(id_, name.partition(" ")[2], "name")
        for _ in range(self.shape.places):
            name = f"{rng.choice(self.plain).capitalize()}{rng.choice(['', 'burg', ' City', 'stad', 'grad'])}"
            self.places.append(self.entity(name, "place", None))
        for _ in range(self.shape.works_unseen):
            kind, publisher = rng.choice(["interview", "broadcast", "statement"]), rng.choice(self.publishers)
            id_ = self.rows.new("sources")
            title = f"[{kind} with {self.names[publisher]}]"
            row = (id_, f"{kind}-{id_}", kind, title, publisher, None, None, None, "en", *EMPTY, None, None, None)
            self.rows.waiting["sources"].append((*row, "excerpts", self.load))
            self.unseen.append(id_)

    def entity(self, name: str, kind: str, description: str | None) -> int:
        id_ = self.rows.new("entities")
        self.rows.waiting["entities"].append((id_, f"{slug(name)}-{id_}", kind, name, description, self.load))
        self.names[id_] = name
        return id_

    def _name(self, entity: int, name: str, kind: str, lang: str = "und") -> None:
        self.rows.waiting["entity_names"].append((self.rows.new("entity_names"), entity, name, lang, kind, self.load))

    def dated(self, share: float, day: date) -> tuple[str | None, str | None, str | None, str | None]:
        """A date in the four columns it has, for a share of things: mostly a day, else a month, a year or a span."""
        rng = self.rng
        if rng.random() >= share:
            return EMPTY
        sort, basis = rng.random(), rng.choice(("stated", "stated", "stated", "relative", "inferred"))
        shown = day.isoformat()
        if sort < 0.86:
            return shown, shown, shown, basis
        if sort < 0.95:
            last = calendar.monthrange(day.year, day.month)[1]
            return shown[:7], f"{shown[:7]}-01", f"{shown[:7]}-{last:02}", basis
        if sort < 0.97:
            return shown[:4], f"{shown[:4]}-01-01", f"{shown[:4]}-12-31", basis
        until = (day + timedelta(days=rng.randint(1, 5))).isoformat()
        return f"{shown}/{until}", shown, until, basis
