"""Evidence of who copied, planted in a copy or its original; and days of publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from .article import Article, Sentence
from .editing import can_credit, credited, cut, dated, has_weekday, respelt, spelt

DECIDED = 0.6
Days = tuple[int | None, int | None]


@dataclass(slots=True)
class Wanted:
    """Which evidence to plant in a copy, in the order that it was drawn."""

    kinds: tuple[str, ...] = ()
    planted: list[str] = field(default_factory=list)

    def met(self) -> bool:
        """Whether what was wanted is there: something of it, and the house style if that was wanted."""
        if "house style" in self.kinds and "house style" not in self.planted:
            return False
        return bool(self.planted) or not self.kinds


def wanted(rng: Random, fits: tuple[str, ...]) -> Wanted:
    """One or two kinds of evidence for most copies, none for the others."""
    if rng.random() >= DECIDED:
        return Wanted()
    return Wanted(tuple(rng.sample(fits, min(len(fits), 1 if rng.random() < 0.7 else 2))))


def plant(copy: Article, copied: list[Sentence], origin: Article, want: Wanted, rng: Random) -> None:
    """Plant what is wanted in the copied sentences; what finds no place is left out. Spelling comes first, days last."""
    american = copy.outlet.american
    ours = [s for s in copy.sentences() if s.role != "headline" and s not in copied]
    keep = (
        "house style" in want.kinds
        and any(spelt(s.text, origin.outlet.american) for s in copied)
        and any(spelt(s.text, american) for s in ours)
        and not any(spelt(s.text, american) for s in copied)
    )
    if keep:
        want.planted.append("house style")
    else:
        for sentence in copied:
            sentence.text = respelt(sentence.text, american)
    if "quotation cut" in want.kinds:
        for sentence in copied:
            shorter = cut(sentence.text)
            if shorter is not None:
                sentence.text = shorter
                want.planted.append("quotation cut")
                break
    if "weekday" in want.kinds and any(has_weekday(s.text) for s in copied):
        for sentence in [copy.headline, *copy.sentences()]:
            sentence.text = dated(sentence.text, copy.event.day)
        want.planted.append("weekday")
    if "credit" in want.kinds:
        _credit(copy, copied, origin.outlet.name, rng)
        want.planted.append("credit")


def _credit(copy: Article, copied: list[Sentence], outlet: str, rng: Random) -> None:
    fits = [sentence for sentence in copied if can_credit(sentence)]
    if fits and rng.random() < 0.7:
        sentence = fits[0] if rng.random() < 0.6 else rng.choice(fits)
        sentence.text = credited(sentence.text, outlet, rng)
        return
    forms = [
        f"This article was first published by {outlet}.",
        f"{outlet[0].upper()}{outlet[1:]} first reported the story.",
    ]
    if len(copied) < 5:
        forms = [
            f"The story was first reported by {outlet}.",
            f"{outlet[0].upper()}{outlet[1:]} first reported the news.",
        ]
    copy.body.append([Sentence(rng.choice(forms), "credit")])


def publish(article: Article, rng: Random) -> None:
    """Days of an article that stands alone: known, within bounds, or unknown."""
    day = article.event.day + rng.choice([0, 0, 0, 1])
    chance = rng.random()
    article.published = (day, day) if chance < 0.6 else _bounds(day, rng) if chance < 0.75 else (None, None)


def _bounds(day: int, rng: Random) -> Days:
    return day - rng.randint(0, 3), day + rng.randint(1, 4)


def publish_after(copy: Article, origin: Article, decided: bool, rng: Random) -> None:
    """Days of a copy: later than its original where that decides, else the same, overlapping or unknown."""
    earliest, latest = origin.published
    if decided:
        assert latest is not None
        day = latest + rng.choice([1, 1, 1, 2, 3])
        copy.published = (day, day) if rng.random() < 0.8 else (day, day + rng.randint(1, 3))
    elif earliest is None or latest is None or rng.random() < 0.3:
        copy.published = (None, None)
    elif rng.random() < 0.5:
        copy.published = (earliest, latest)
    else:
        copy.published = (earliest - rng.randint(0, 2), latest + rng.randint(0, 2))
