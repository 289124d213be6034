"""Groups of articles that have something in common: originals and their copies, and articles that only look like it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from .article import Article, Sentence, apart, narrated, quotations, stretches
from .editing import change
from .events import Event
from .evidence import Wanted, plant, publish, publish_after, wanted
from .made import Stretch
from .world import Outlet, World
from .writing import Writer, random_day

CHANGED = ((0.0, 0.45), (0.05, 0.2), (0.1, 0.15), (0.2, 0.12), (0.3, 0.08))
ANY = ("credit", "dates", "weekday", "quotation cut", "house style", "dateline")
Link = tuple[str, int | None, int, int, float, tuple[str, ...], tuple[Stretch, ...]]


@dataclass(slots=True)
class Group:
    """Articles, and what was planted among them, by their places in the group."""

    articles: list[Article] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class Relations:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, world.rng
        self.writer = Writer(world)

    # Articles

    def _outlets(self, want: Wanted, origin: Outlet | None = None) -> tuple[Outlet, Outlet]:
        """An outlet to copy from and one that copies; they spell alike unless that is the evidence."""
        rng, world = self.rng, self.world
        if origin is None:
            origin = world.outlet(agency=True if "dateline" in want.kinds or rng.random() < 0.25 else None)
        other_style = "house style" in want.kinds
        american = origin.american != other_style
        return origin, world.outlet(agency=False, american=american, beside={origin.name})

    def alone(self) -> Group:
        """An article that has nothing to do with the others."""
        rng = self.rng
        event = self.writer.event(random_day(rng))
        article = self.writer.write(event, self.world.outlet())
        if article.outlet.agency and rng.random() < 0.7:
            article.dateline = _dateline(article)
        publish(article, rng)
        return Group([article])

    def _original(self, outlet: Outlet, want: Wanted) -> Article:
        """An article to copy from."""
        rng = self.rng
        article = self.writer.write(self.writer.event(random_day(rng)), outlet)
        if "dateline" in want.kinds:
            article.dateline = _dateline(article)
        publish(article, rng)
        if "dates" in want.kinds and article.published[1] is None:
            article.published = (article.event.day, article.event.day)
        return article

    def _share(self) -> float:
        shares, weights = zip(*CHANGED, strict=True)
        return self.rng.choices(shares, weights)[0]

    def _finish(self, copy: Article, copied: list[Sentence], origin: Article, want: Wanted) -> None:
        """Plant the evidence and set the days."""
        plant(copy, copied, origin, want, self.rng)
        publish_after(copy, origin, "dates" in want.kinds, self.rng)
        if "dates" in want.kinds:
            want.planted.append("dates")
        if origin.dateline:
            want.planted.append("dateline")

    # Copies

    def whole(
        self, origin: Article | None = None, share: float | None = None
    ) -> tuple[Article, Article, Wanted, float]:
        """An article and a copy of it, with a headline or a paragraph of the copier's own, or cut at the end."""
        while True:
            found = self._whole(origin, share)
            if found[2].met() or (origin is not None and origin.dateline and not found[2].kinds):
                return found

    def _whole(self, origin: Article | None, share: float | None) -> tuple[Article, Article, Wanted, float]:
        rng = self.rng
        want = wanted(rng, ANY if origin is None else tuple(k for k in ANY if k != "dateline"))
        if origin is not None and origin.published[1] is None:
            want.kinds = tuple(kind for kind in want.kinds if kind != "dates")
        first, second = self._outlets(want, origin.outlet if origin else None)
        origin = origin or self._original(first, want)
        share = self._share() if share is None else share
        kept = list(origin.body)
        plain = not want.kinds and not origin.dateline
        if plain and len(kept) > 3:
            del kept[rng.randrange(1, len(kept))]
        elif rng.random() < 0.3 and len(kept) > 5:
            kept = kept[: -rng.randint(1, 2)]
        body = [[sentence.copy() for sentence in paragraph] for paragraph in kept]
        copied = [sentence for paragraph in body for sentence in paragraph]
        headline = origin.headline.copy()
        if rng.random() < 0.6:
            fresh = self.writer.write(origin.event, second, ["lede"])
            headline = fresh.headline
        else:
            copied.append(headline)
        change(copied, share, rng)
        copy = Article(second, origin.event, headline, body, None, second.footers)
        if plain or "house style" in want.kinds or rng.random() < 0.5:
            own = self.writer.own(origin.event, second, narrated(origin), rng.randint(2, 3))
            place = rng.randint(1, len(body)) if plain else rng.choice([len(body), len(body), 1])
            body.insert(place, own)
        self._finish(copy, copied, origin, want)
        return origin, copy, want, share

    def excerpt(self, single: bool) -> Group:
        """An article with one sentence, or some in a row, from another."""
        while True:
            origin, host, want, share = self._excerpt(single)
            if want.met():
                return self._linked("sentence" if single else "sentences", origin, host, want, share)

    def _excerpt(self, single: bool) -> tuple[Article, Article, Wanted, float]:
        rng = self.rng
        want = wanted(rng, ANY)
        first, second = self._outlets(want)
        origin = self._original(first, want)
        taken = self._taken(origin, single, want)
        share = self._share()
        copied = [sentence.copy() for sentence in taken]
        host = self._host(origin, second, taken)
        change(copied, share, rng)
        place = rng.randint(1, len(host.body))
        if single and place < len(host.body) and rng.random() < 0.5:
            host.body[place].insert(rng.randint(0, len(host.body[place])), copied[0])
        else:
            host.body[place:place] = _paragraphs(copied, rng)
        self._finish(host, copied, origin, want)
        return origin, host, want, share

    def _taken(self, origin: Article, single: bool, want: Wanted) -> list[Sentence]:
        """The sentences that are copied: where there is a choice, those that can carry the evidence."""
        rng = self.rng
        every = origin.sentences()
        if single:
            fits = [
                s for s in every if s.role in ("lede", "narration", "background") and 14 <= s.text.count(" ") + 1 <= 35
            ]
            return [rng.choice(fits or [every[0]])]
        best: list[Sentence] = []
        for _ in range(8):
            size = min(rng.randint(2, 6), len(every) - 2)
            start = rng.randint(0, len(every) - size)
            best = every[start : start + size]
            if sum(s.role == "stock" for s in best) < len(best) - 1 and (
                "quotation cut" not in want.kinds or any(s.role == "quote" for s in best)
            ):
                break
        return best

    def _host(self, origin: Article, outlet: Outlet, taken: list[Sentence]) -> Article:
        """An article of the copier's own, mostly on the same event, without the facts that are copied."""
        rng = self.rng
        told = {sentence.tells[1] for sentence in taken if sentence.tells}
        event = origin.event
        if rng.random() < 0.15:
            event = self.writer.event(event.day, like=event)
            told = set()
        plan = [name for name in self.writer.plan(event, rng.randint(200, 380)) if name not in told or name == "lede"]
        if event is origin.event:
            plan = [name for name in plan if name[0] != "“"]
            plan += ["background"] * max(0, 13 - len(plan))
        return self.writer.write(event, outlet, plan, narrated(origin))

    def _linked(self, kind: str, origin: Article, copy: Article, want: Wanted, share: float) -> Group:
        origin.set()
        copy.set()
        spans = stretches(copy, origin)
        return Group([origin, copy], [(kind, 0, 1, 0, share, tuple(want.planted), spans)])

    def copied_whole(self) -> Group:
        return self._linked("whole", *self.whole())

    def carried(self, outlets: int) -> Group:
        """An agency report that many outlets carry."""
        rng = self.rng
        want = Wanted(("dates",) if rng.random() < 0.7 else ())
        if rng.random() < 0.5:
            want.kinds += ("dateline",)
        origin = self._original(self.world.outlet(agency=True), want)
        origin.set()
        group = Group([origin])
        beside = {origin.outlet.name}
        for nth in range(1, outlets + 1):
            for _ in range(6):
                _, copy, planted, share = self.whole(origin, self._share() if rng.random() < 0.4 else 0.0)
                if copy.outlet.name not in beside:
                    break
            beside.add(copy.outlet.name)
            copy.set()
            group.articles.append(copy)
            group.links.append(("whole", 0, nth, 0, share, tuple(planted.planted), stretches(copy, origin)))
        return group

    def chain(self) -> Group:
        """A copy of a copy."""
        origin, copy, want, share = self.whole()
        while "house style" in want.planted:  # its next copy would show it too
            origin, copy, want, share = self.whole()
        origin.set()
        copy.set()
        copy.event = origin.event
        _, last, planted, changed = self.whole(copy)
        last.set()
        first: Link = ("whole", 0, 1, 0, share, tuple(want.planted), stretches(copy, origin))
        second: Link = ("whole", 1, 2, 1, changed, tuple(planted.planted), stretches(last, copy))
        return Group([origin, copy, last], [first, second])

    def common(self) -> Group:
        """Two articles that go back to a report that is not there."""
        rng = self.rng
        hidden = self._original(self.world.outlet(agency=True), Wanted())
        share = rng.choice([0.0, 0.0, 0.1, 0.2])
        credit = rng.random() < 0.5
        found: list[Article] = []
        for _ in range(2):
            beside = {article.outlet.name for article in found}
            outlet = self.world.outlet(agency=False, american=hidden.outlet.american, beside=beside)
            own = self.writer.own(hidden.event, outlet, narrated(hidden), 3)
            body = [[sentence.copy() for sentence in paragraph] for paragraph in hidden.body]
            for _ in range(rng.randint(1, 3)):
                if len(body) > 4:
                    del body[rng.randrange(len(body))]
            copied = [sentence for paragraph in body for sentence in paragraph]
            change(copied, share / 2, rng)
            headline = self.writer.write(hidden.event, outlet, ["lede"]).headline
            body.insert(rng.randint(1, len(body)), own)
            article = Article(outlet, hidden.event, headline, body, None, outlet.footers)
            plant(article, copied, hidden, Wanted(("credit",) if credit else ()), rng)
            publish_after(article, found[0] if found else hidden, False, rng)
            article.set()
            found.append(article)
        one, other = found
        link: Link = ("common", None, 0, 1, share, ("credit",) if credit else (), stretches(one, other))
        return Group(found, [link])

    # Other words

    def reworked(self) -> Group:
        """An article that tells another again: the same facts and quotations, in other words."""
        return _in_other_words(self._reworked)

    def _reworked(self) -> Group:
        rng = self.rng
        want = wanted(rng, ("credit", "dates", "dateline"))
        first, second = self._outlets(want)
        origin = self._original(first, want)
        plan = [s.tells[1] for s in origin.sentences() if s.tells and s.role in ("lede", "narration", "quote")]
        for _ in range(rng.randint(1, 2)):
            if len(plan) > 6:
                del plan[rng.randrange(1, len(plan))]
        if rng.random() < 0.5 and len(plan) > 5:
            at = rng.randrange(2, len(plan) - 1)
            plan[at], plan[at + 1] = plan[at + 1], plan[at]
        for _ in range(rng.randint(1, 3)):
            plan.insert(rng.randint(2, len(plan)), "background")
        plan += ["background"] * max(0, 13 - len(plan))
        copy = self._retold(origin, origin.event, second, plan)
        self._finish(copy, [], origin, want)
        origin.set()
        copy.set()
        planted = [*want.planted, *(["quotation cut"] if _cuts(copy.text, origin.text) else [])]
        link: Link = ("reworked", 0, 1, 0, 0.0, tuple(planted), stretches(copy, origin, facts=True))
        return Group([origin, copy], [link])

    def _retold(self, origin: Article, event: Event, outlet: Outlet, plan: list[str]) -> Article:
        banned = narrated(origin)
        shunned = {s.tells: s.template for s in origin.sentences() if s.tells and s.template >= 0}
        return self.writer.write(event, outlet, plan, banned, shunned)

    def quoted(self) -> Group:
        """Two that quote the same speech, each cut in its own way, and have no other fact in common."""
        return _in_other_words(self._quoted)

    def _quoted(self) -> Group:
        rng = self.rng
        one = self._half(quotes=("<", ""))
        event = one.event
        told = {s.tells[1] for s in one.sentences() if s.tells}
        shared = sorted(name for name in told if name[0] == "“")
        rest = [name for name in event.facts if name not in told and name != "lede"]
        plan = ["lede", *rest]
        for name in shared:
            plan.insert(rng.randint(1, len(plan)), name + rng.choice([">", ">", "<", ""]))
        plan += ["background"] * max(2, 14 - len(plan))
        outlet = self.world.outlet(beside={one.outlet.name})
        return self._two("quotations", one, self._retold(one, event, outlet, plan))

    def _half(self, quotes: tuple[str, ...]) -> Article:
        """An article that tells half of the facts of its event, with two or three quotations."""
        rng = self.rng
        event = self.writer.event(random_day(rng))
        names = [name for name in event.facts if name != "lede"]
        rng.shuffle(names)
        plan = ["lede", *names[: len(names) // 2]]
        for nth in rng.sample(range(len(event.quotes)), rng.randint(2, 3)):
            plan.insert(rng.randint(1, len(plan)), f"“{nth}{rng.choice(quotes)}")
        plan += ["background"] * max(2, 14 - len(plan))
        article = self.writer.write(event, self.world.outlet(), plan)
        publish(article, rng)
        return article

    def _two(self, kind: str, one: Article, other: Article) -> Group:
        publish(other, self.rng)
        one.set()
        other.set()
        return Group([one, other], [(kind, None, 0, 1, 0.0, (), quotations(one, other))])

    def independent(self) -> Group:
        """Two that report on the same event, each in its own words and order."""
        return _in_other_words(self._independent)

    def _independent(self) -> Group:
        rng = self.rng
        event = self.writer.event(random_day(rng))
        one = self.writer.write(event, self.world.outlet())
        publish(one, rng)
        facts = [name for name in event.facts if name != "lede"]
        rng.shuffle(facts)
        quotes = [s.tells[1] for s in one.sentences() if s.role == "quote" and s.tells]
        plan = ["lede", *facts[: rng.randint(5, 9)]]
        for name in rng.sample(quotes, min(len(quotes), rng.randint(1, 2))):
            plan.insert(rng.randint(2, len(plan)), name)
        unheard = [f"“{nth}" for nth in range(len(event.quotes)) if f"“{nth}" not in quotes]
        plan += unheard[:2] + ["background"] * max(2, 14 - len(plan))
        outlet = self.world.outlet(beside={one.outlet.name})
        return self._two("independent", one, self._retold(one, event, outlet, plan))


def _in_other_words(make: Callable[[], Group]) -> Group:
    """The first group whose two articles share no run of words outside quotations."""
    return next(group for group in iter(make, None) if apart(*group.articles))


def _dateline(article: Article) -> str:
    return f"{article.event.city.name.upper()} ({article.outlet.name}) - "


def _paragraphs(sentences: list[Sentence], rng: Random) -> list[list[Sentence]]:
    found: list[list[Sentence]] = []
    for sentence in sentences:
        if found and len(found[-1]) < 3 and rng.random() < 0.6:
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return found


def _cuts(copy: str, origin: str) -> bool:
    """Whether a text gives the beginning or the end alone of a quotation that the other has."""
    parts, wholes = (
        [" ".join(re.findall(r"\w+", q)) for q in re.findall('[“"]([^“”"]+)[”"]', t)] for t in (copy, origin)
    )
    return any(
        part != whole
        and part.count(" ") >= 2
        and whole.count(" ") - part.count(" ") >= 3
        and (whole.startswith(f"{part} ") or whole.endswith(f" {part}"))
        for part in parts
        for whole in wholes
        if part not in wholes
    )
