"""The world that the news is from: places, people in office, firms, outlets."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from .grammar import draw, lines, parse, table, tidy


@dataclass(frozen=True, slots=True)
class City:
    name: str
    country: str
    adjective: str
    currency: str
    culture: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the news: a title stands before the name, a post (a template) after it."""

    first: str
    family: str
    woman: bool
    title: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes, and its house style: spelling, quotation marks, what stands below each article."""

    name: str
    american: bool
    agency: bool
    straight: bool
    footers: tuple[str, ...] = field(repr=False)


def _outlets(rng: Random) -> list[Outlet]:
    found = []
    templates = lines("footers.txt")
    for name, style in table("outlets.txt"):
        slots = {
            "name": name,
            "bare": name.removeprefix("the ").removeprefix("The "),
            "Name": name[0].upper() + name[1:],
            "year": "2024",
        }
        chosen = rng.sample(templates, rng.choice([0, 1, 2, 2, 3]))
        footers = tuple(tidy(draw(parse(template), rng, slots.__getitem__)) for template in chosen)
        found.append(Outlet(name, style.startswith("us"), "agency" in style, rng.random() < 0.35, footers))
    return found


def _cities() -> list[City]:
    return [
        City(name.strip(), country, adjective, currency, culture)
        for country, adjective, currency, culture, names in table("places.txt")
        for name in names.split(",")
    ]


_SOUNDS = (
    "Al Ar Ax Bel Bor Cal Cor Del Dor El Er Fal Gal Hel Il Jor Kal Kor Lum Mar Mer Nor Or Pal Quan Ril Sar Sol Tal "
)
_STEMS = (_SOUNDS + "Tor Ul Val Ver Vin Wes Xan Yor Zen Zor Brim Clar Fen Grav Holl Kest Lyn Pryn Strat Thal").split()
_ENDS = "a an ara ect eda en era esta ex ia ica ida igo ima in ion ira is ita ius on onic ora os um us yx co tec"
_TAILS = _ENDS.split()
_FORMS = [
    "{x}",
    "{x}",
    "{x} Group",
    "{x} Holdings",
    "{x} Industries",
    "{x} Partners",
    "{f}",
    "{f} & {g}",
    "{f} Brothers",
]
_LOCAL = (
    "the {old|new|upper|lower|outer|inner} {harbour|market|mill|railway|cathedral|university|garden|canal|airport|"
    "barracks|castle|station|dock|river|stadium|hospital} {quarter|district|area|neighbourhood}"
)


class World:
    """Draws places, people and firms; whoever holds an office holds it in every article."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.outlets = _outlets(rng)
        self.cities = _cities()
        rng.shuffle(self.cities)
        self.cultures = {
            culture: (women.split(), men.split(), families.split())
            for culture, women, men, families in table("names.txt")
        }
        self.every = list(self.cultures)
        self.offices: dict[tuple[str, str], Person] = {}
        self.firms: dict[tuple[int, str], str] = {}

    def outlet(
        self, *, agency: bool | None = None, american: bool | None = None, beside: set[str] = frozenset()
    ) -> Outlet:  # type: ignore[assignment]
        """One that is like that and is none of those."""
        fits = [
            outlet
            for outlet in self.outlets
            if (agency is None or outlet.agency == agency)
            and (american is None or outlet.american == american)
            and outlet.name not in beside
        ]
        return self.rng.choice(fits)

    def city(self) -> City:
        """Some are in the news more than others."""
        rng = self.rng
        return self.cities[int(len(self.cities) * rng.random() ** 1.3)]

    def person(self, culture: str, title: str = "", post: str = "") -> Person:
        rng = self.rng
        if rng.random() < 0.12:
            culture = rng.choice(self.every)
        women, men, families = self.cultures[culture]
        woman = rng.random() < 0.45
        return Person(rng.choice(women if woman else men), rng.choice(families), woman, title, post)

    def figure(self, title: str, place: str, culture: str) -> Person:
        """The holder of an office in a place."""
        if (title, place) not in self.offices:
            self.offices[title, place] = self.person(culture, title)
        return self.offices[title, place]

    def firm(self, culture: str) -> str:
        """A made-up firm; some are in the news again and again."""
        rng = self.rng
        key = (int(400 * rng.random() ** 1.5), culture)
        if rng.random() < 0.5 and key in self.firms:
            return self.firms[key]
        families = self.cultures[culture][2]
        made = rng.choice(_STEMS) + rng.choice(_TAILS)
        name = rng.choice(_FORMS).format(x=made, f=rng.choice(families), g=rng.choice(families))
        self.firms[key] = name
        return name

    def local(self) -> str:
        return draw(parse(_LOCAL), self.rng, str)
