"""Events: what happened, to whom and how many, drawn for one of the kinds in data/events."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random

from .grammar import DATA, Fill, Node, draw, parse, tidy
from .world import City, Person, World

Clauses = dict[str, list[Node]]  # of what people say, by what they are for

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_POST = re.compile(r"%(\w+) ?(.*)")


@dataclass(slots=True)
class Kind:
    """A kind of event: how its slots are drawn, and templates for its headline and facts."""

    name: str
    desk: str
    slots: dict[str, str] = field(default_factory=dict)
    facts: dict[str, list[Node]] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)  # facts of the desk that it has too


@dataclass(slots=True, eq=False)
class Event:
    """Something that happened: the values of its slots, the facts that can be told, the quotations that were said."""

    serial: int
    kind: Kind
    city: City
    day: int  # as an ordinal
    values: dict[str, str | Person]
    facts: dict[str, list[Node]]
    quotes: list[tuple[str, str]] = field(default_factory=list)  # the slot of who spoke, and the words


def _read(name: str, text: str) -> dict[str, Kind]:
    """The kinds of one file; a kind named `desk` holds facts for all of them."""
    kinds: dict[str, Kind] = {}
    kind = Kind("", "")
    fact = ""
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            kind = kinds[line[3:]] = Kind(line[3:], name)
            fact = ""
        elif line.startswith("-- "):
            fact = line[3:]
            kind.facts[fact] = []
        elif line.startswith("use: "):
            kind.used = line[5:].split()
        elif fact:
            kind.facts[fact].append(parse(line))
        else:
            slot, _, drawn = line.partition(" = ")
            kind.slots[slot] = drawn
    return kinds


@cache
def desks() -> dict[str, dict[str, Kind]]:
    """Kinds of event by desk."""
    return {
        path.stem: _read(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((DATA / "events").glob("*.txt"))
    }


@cache
def kinds() -> list[tuple[Kind, Kind]]:
    """Each kind of event with what its desk has for all."""
    return [(kind, desk["desk"]) for desk in desks().values() for kind in desk.values() if kind.name != "desk"]


def number(value: int) -> str:
    return _NUMBERS[value] if value < 10 else f"{value:,}"


def _date(day: int) -> str:
    then = date.fromordinal(day)
    return f"{then:%B} {then.day}"


def _money(rng: Random, low: int, high: int, sign: str) -> str:
    """Millions, or billions."""
    value = rng.uniform(low, high)
    if value >= 1000:
        return f"{sign}{value / 1000:.{rng.choice([0, 1, 2])}f} billion"
    return f"{sign}{value:.{rng.choice([0, 0, 1]) if value >= 3 else 1}f} million"


class Drawing:
    """Draws the values of slots for an event."""

    def __init__(self, world: World, city: City, day: int, desk: Kind, kind: Kind) -> None:
        self.world, self.rng, self.city = world, world.rng, city
        self.values: dict[str, str | Person] = {
            "city": city.name,
            "country": city.country,
            "cur": city.currency,
            "national": city.adjective,
            "local": world.local(),
            "day": f"{date.fromordinal(day):%A}",
            "later": _date(day + self.rng.randint(12, 110)),
            "earlier": _date(day - self.rng.randint(15, 160)),
        }
        self.slots = desk.slots | kind.slots
        for name in self.slots:
            self._value(name)

    def _value(self, name: str) -> str | Person:
        if name not in self.values:
            self.values[name] = self._draw(self.slots[name])
        return self.values[name]

    def _fill(self, name: str) -> str:
        value = self._value(name)
        return value if isinstance(value, str) else value.family

    def _draw(self, drawn: str) -> str | Person:
        found = _POST.fullmatch(drawn)
        if found is None:
            return draw(parse(drawn), self.rng, self._fill)
        what, rest = found[1], found[2]
        rng, city = self.rng, self.city
        if what == "num":
            low, high = map(int, rest.split())
            return number(int(low + (high - low) * rng.random() ** 1.6))
        if what == "share":
            low, high = map(int, rest.split())
            return f"{rng.uniform(low, high):.1f}" if high < 60 else str(rng.randint(low, high))
        if what == "money":
            low, high = map(int, rest.split())
            return _money(rng, low, high, city.currency)
        if what == "firm":
            return self.world.firm(city.culture)
        if what == "othercity":
            return next(
                c for c in iter(self.world.city, None) if c.name != city.name and c.name not in self.values.values()
            ).name
        if what == "family":
            return rng.choice(self.world.cultures[city.culture][2])
        return self._person(what, rest)

    def _person(self, what: str, rest: str) -> Person:
        """`%figure` holds an office in the country, `%local` in the city; `%person` has a title, `%post` a post."""
        world, city = self.world, self.city
        culture = city.culture
        if what in ("figure", "local"):
            title = draw(parse(rest), self.rng, self._fill)
            return world.figure(title, city.country if what == "figure" else city.name, culture)
        if what == "person":
            return world.person(culture, draw(parse(rest), self.rng, self._fill))
        if what == "post":
            return world.person(culture, "", rest)
        raise ValueError(f"no such slot: %{what}")


def anew(world: World, city: City, slot: str) -> str:
    """A slot that is drawn anew each time: #low high, $low high (millions), %low high, @city, @person, @firm."""
    rng = world.rng
    if slot == "@city":
        return world.city().name
    if slot == "@person":
        somebody = world.person(city.culture)
        return f"{somebody.first} {somebody.family}"
    if slot == "@firm":
        return world.firm(city.culture)
    low, high = map(int, slot[1:].split())
    if slot[0] == "#":
        return number(rng.randint(low, high))
    return f"{rng.uniform(low, high):.1f}" if slot[0] == "%" else _money(rng, low, high, city.currency)


def make_event(
    world: World, serial: int, day: int, pair: tuple[Kind, Kind], clauses: Clauses, city: City | None = None
) -> Event:
    """Something that happened; `clauses` are what people say."""
    kind, desk = pair
    rng = world.rng
    city = city or world.city()
    values = Drawing(world, city, day, desk, kind).values
    facts = {name: nodes for name, nodes in kind.facts.items() if name not in ("headline", "caption")}
    facts |= {name: desk.facts[name] for name in kind.used}

    def fill(slot: str) -> str:
        if slot[0] in "#$%@":
            return anew(world, city, slot)
        value = values[slot]
        return value if isinstance(value, str) else f"{value.first} {value.family}"

    speakers = str(values["speakers"]).split()
    rest = {name: rng.sample(clauses[name], len(clauses[name])) for name in ("first", "then", "why", kind.desk)}
    said = [_saying(rng, rest, kind.desk, fill) for _ in range(rng.randint(4, 7))]
    return Event(serial, kind, city, day, values, facts, [(rng.choice(speakers), words) for words in said])


def _saying(rng: Random, rest: Clauses, desk: str, fill: Fill) -> str:
    """What somebody says: a clause, mostly with another one or two; each is taken from the `rest` only once."""

    def clause(name: str) -> str:
        return draw((rest[name] or rest["first"]).pop(), rng, fill)

    said = clause(desk if rng.random() < 0.35 else "first")
    chance = rng.random()
    if chance < 0.6:
        said += f", {rng.choice(['and', 'and', 'but', 'but', 'so'])} {clause('then')}"
    elif chance < 0.8:
        said += f". {tidy(clause(rng.choice(['then', desk])))}"
    if rng.random() < (0.35 if chance < 0.6 else 0.6):
        said += f", because {clause('why')}"
    return tidy(said)
