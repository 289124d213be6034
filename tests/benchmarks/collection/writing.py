"""Writes articles on events: chooses what to tell, puts it in words, in words that another article does not have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from .article import RUN, Article, Gram, Sentence, words
from .editing import respelt
from .events import Event, Kind, anew, desks, make_event
from .grammar import Node, draw, lines, parse, tidy
from .phrases import ATTRIBUTED, BEFORE, CONNECTED, PARTIAL, SAID
from .world import Outlet, Person, World

_SPLIT = re.compile(r"^(.{20,}?)(?:,? (and|but|because|so|which is why|even though) |\. )(.{20,})$")


FEWEST_WORDS = 200


@dataclass(slots=True)
class Voice:
    """How an article is put: whom it has introduced, and which words it must not use."""

    outlet: Outlet
    met: set[str]
    banned: set[Gram]
    shunned: dict[tuple[int, str], int]  # templates of the other article, by fact
    tail: list[str]
    background: set[int]  # the templates that it has used for background


def _sections(name: str, plain: bool = False) -> dict[str, list[Node]]:
    """The templates of a data file by the heading they stand under."""
    found: dict[str, list[Node]] = {}
    heading = ""
    for line in lines(name):
        if " " not in line:
            heading = line
            found[heading] = []
        else:
            found[heading].append(parse(line, plain))
    return found


class Writer:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, world.rng
        self.quotes = _sections("quotes.txt")
        self.stock = _sections("stock.txt", plain=True)
        general = desks()["general"]["desk"].facts["background"]
        found = desks().items()
        self.background = {desk: [*kinds["desk"].facts["background"], *general] for desk, kinds in found}
        self.plenty = {desk: len(kinds["desk"].facts["background"]) for desk, kinds in found}
        self.kinds = [
            (kind, found["desk"]) for found in desks().values() for kind in found.values() if kind.name != "desk"
        ]
        self.serial = 0

    def event(self, day: int, like: Event | None = None) -> Event:
        """Something that happened that day; `like` another: of its kind and in its city."""
        pair: tuple[Kind, Kind] = self.rng.choice(self.kinds)
        if like is not None:
            pair = (like.kind, desks()[like.kind.desk]["desk"])
        self.serial += 1
        return make_event(self.world, self.serial, day, pair, self.quotes, like.city if like else None)

    def plan(self, event: Event, size: int) -> list[str]:
        """What to tell in which order: facts, the weightier first, with quotations in between."""
        rng = self.rng
        facts = [name for name in event.facts if name != "lede"]
        order = sorted(range(len(facts)), key=lambda nth: nth + rng.gauss(0, 2.5))
        facts = [facts[nth] for nth in order if rng.random() < 0.85]
        quotes = [f"“{nth}" for nth in range(len(event.quotes))]
        rng.shuffle(quotes)
        room = max(5, size // 18)
        quotes = quotes[: max(2, room // 4)]
        found = ["lede", *facts[: room - len(quotes) - 1]]
        for name in quotes:
            found.insert(rng.randint(min(2, len(found)), len(found)), name)
        found += ["background"] * max(0, room - len(found))
        if rng.random() < 0.35:
            found.insert(rng.randint(len(found) // 2, len(found)), "stock")
        return found

    def write(
        self,
        event: Event,
        outlet: Outlet,
        plan: list[str] | None = None,
        banned: set[Gram] | None = None,
        shunned: dict[tuple[int, str], int] | None = None,
    ) -> Article:
        """An article; `banned` are runs of words that it must not have, `shunned` templates by fact."""
        rng = self.rng
        plan = plan or self.plan(event, self._size())
        voice = Voice(outlet, set(), banned or set(), shunned or {}, [], set())
        headline = self._sentence(event, "headline", voice) or Sentence(event.city.name, "headline")
        caption = self._sentence(event, "caption", voice) if rng.random() < 0.18 else None
        body: list[list[Sentence]] = []
        for name in plan:
            sentence = self._sentence(event, name, voice, first=not body)
            if sentence is None:
                continue
            joined = body and len(body) > 1 and len(body[-1]) < 3 and rng.random() < (0.25 if name[0] == "“" else 0.45)
            if joined:
                body[-1].append(sentence)
            else:
                body.append([sentence])
        while sum(sentence.text.count(" ") + 1 for paragraph in body for sentence in paragraph) < FEWEST_WORDS:
            sentence = self._sentence(event, "background", voice)
            if sentence is None:
                break
            body.append([sentence])
        footers = tuple(footer for footer in outlet.footers if self._fresh(footer, voice))
        return Article(outlet, event, headline, body, caption, footers)

    def own(self, event: Event, outlet: Outlet, banned: set[Gram], count: int) -> list[Sentence]:
        """Background of an outlet's own."""
        voice = Voice(outlet, set(event.values), banned, {}, [], set())
        found = [self._sentence(event, "background", voice) for _ in range(count)]
        return [sentence for sentence in found if sentence is not None]

    def _size(self) -> int:
        return int(min(620, max(215, self.rng.lognormvariate(5.85, 0.28))))

    def _fresh(self, text: str, voice: Voice) -> bool:
        """Whether the text goes on from what is written without a banned run; if so, it is taken as written."""
        if not voice.banned:
            return True
        now = voice.tail + words(text)
        if any(tuple(now[at : at + RUN]) in voice.banned for at in range(len(now) - RUN + 1)):
            return False
        voice.tail = now[-(RUN - 1) :]
        return True

    def _sentence(self, event: Event, name: str, voice: Voice, first: bool = False) -> Sentence | None:
        """A sentence in fresh words, or None if there is none."""
        for _ in range(14 if voice.banned or name == "background" else 1):
            met = set(voice.met)
            text, role, tells, template = self._draw(event, name, voice)
            if template == -2:
                voice.met = met
                continue
            if not first and role in ("narration", "background") and self.rng.random() < 0.12:
                text = self._connected(text)
            text = respelt(text, voice.outlet.american)
            if text[0].isdigit() and role != "headline":
                text = f"Some {text}"
            if self._fresh(text, voice):
                if role == "background":
                    voice.background.add(template)
                return Sentence(text, role, tells, template)
            voice.met = met
        return None

    def _connected(self, text: str) -> str:
        first, _, rest = text.partition(" ")
        if first in ("The", "A", "An", "There", "It", "In", "Some", "Several", "Many", "More", "At", "About", "No"):
            return f"{self.rng.choice(CONNECTED)}, {first.lower()} {rest}"
        return text

    def _draw(self, event: Event, name: str, voice: Voice) -> tuple[str, str, tuple[int, str] | None, int]:
        rng = self.rng

        def fill(slot: str) -> str:
            return self._fill(event, voice, slot)

        tells = (event.serial, name)
        if name[0] == "“":
            return (
                self._quoted(event, int(name.strip("“<>")), name[-1], fill),
                "quote",
                (event.serial, name.rstrip("<>")),
                -1,
            )
        if name == "stock":
            heading = rng.choice(["anonymous", event.kind.desk])
            nodes = self.stock.get(heading, self.stock["anonymous"])
            return tidy(draw(rng.choice(nodes), rng, fill)), "stock", None, -1
        if name == "background":
            nodes = self.background[event.kind.desk]
            own = self.plenty[event.kind.desk]  # those of the desk come first
            chosen = rng.randrange(own if rng.random() < 0.8 and len(voice.background) < own else len(nodes))
            if chosen in voice.background:
                return "", "", None, -2
            return tidy(draw(nodes[chosen], rng, fill)), "background", None, chosen
        nodes = event.facts.get(name) or event.kind.facts.get(name) or desks()[event.kind.desk]["desk"].facts[name]
        chosen = rng.randrange(len(nodes))
        if voice.shunned.get(tells) == chosen:
            return "", "", None, -2
        role = name if name in ("headline", "caption", "lede") else "narration"
        text = tidy(draw(nodes[chosen], rng, fill))
        if name == "headline":
            voice.met.clear()
            return text.removesuffix("."), role, None, chosen
        return text, role, None if name == "caption" else tells, chosen

    def _quoted(self, event: Event, nth: int, part: str, fill: object) -> str:
        """The nth quotation, attributed; `part` is `<` for its first half, `>` for its second."""
        rng = self.rng
        speaker, said = event.quotes[nth]
        halves = _SPLIT.match(said)
        if halves and part == ">":
            second = halves[3][0].upper() + halves[3][1:] if rng.random() < 0.4 else ""
            if not second:
                slots = {"q": _inner(halves[3]), "said": rng.choice(SAID)}
                return self._attributed(rng.choice(PARTIAL), slots, speaker, fill)
            said = second
        elif halves and part == "<":
            said = halves[1]
        slots = {"q": said, "said": rng.choice(SAID), "before": rng.choice(BEFORE)}
        if halves and part not in "<>" and ". " in said and rng.random() < 0.6:
            slots |= {"q": halves[1], "r": halves[3]}
            return self._attributed("“<q>,” {<who> <said>|<said> <who>}. “<r>.”", slots, speaker, fill)
        return self._attributed(rng.choice(ATTRIBUTED), slots, speaker, fill)

    def _attributed(self, template: str, slots: dict[str, str], speaker: str, fill: object) -> str:
        def both(slot: str) -> str:
            return fill(speaker) if slot == "who" else slots[slot] if slot in slots else fill(slot)  # type: ignore[operator]

        return tidy(draw(parse(template), self.rng, both))

    def _fill(self, event: Event, voice: Voice, slot: str) -> str:
        rng = self.rng
        if slot[0] in "#$%@":
            return anew(self.world, event.city, slot)
        name, _, form = slot.partition(".")
        value = event.values[name]
        if isinstance(value, str):
            return value
        if form:
            return _form(value, form)
        if name in voice.met:
            if rng.random() < 0.12:
                return f"{value.first} {value.family}"
            return f"{value.title} {value.family}" if value.title and rng.random() < 0.15 else value.family
        voice.met.add(name)
        if value.post:
            post = tidy(draw(parse(value.post), rng, lambda inner: self._fill(event, voice, inner)))
            post = post[0].lower() + post[1:]
            return (
                f"{value.first} {value.family}, {post},"
                if rng.random() < 0.75
                else f"{post}, {value.first} {value.family},"
            )
        return f"{value.title} {value.first} {value.family}".strip()


def _inner(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if first in ("I", "I’m", "I’ve") else text[0].lower() + text[1:]


def _form(person: Person, form: str) -> str:
    """A surname or a pronoun for a person."""
    forms = {"s": person.family, "full": f"{person.first} {person.family}"}
    he = ("she", "her", "her", "hers") if person.woman else ("he", "him", "his", "his")
    forms |= {"he": he[0], "him": he[1], "his": he[2]}
    return forms[form]


def random_day(rng: Random) -> int:
    return rng.randint(738_000, 738_900)  # from July 2021 to the end of 2023
