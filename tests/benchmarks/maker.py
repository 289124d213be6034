"""Documents, one after another: new ones, reprints of those before, and rewrites that keep some of their sentences."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .layout import Layout
from .made import Document, Recent, Sentence, splice
from .rows import Rows
from .sentences import Sentences
from .setting import Setting
from .shape import Shape
from .speech import Speech
from .words import OPENINGS


class Maker:
    """Makes the documents of a store one after another and hands their rows to `rows`."""

    def __init__(self, rows: Rows, shape: Shape, rng: Random) -> None:
        self.rows, self.shape, self.rng = rows, shape, rng
        self.setting = Setting(rows, shape, rng)
        self.sentences = Sentences(self.setting, Speech(self.setting))
        self.layout = Layout(self.setting)
        self.documents: Recent[Document] = Recent(1500)
        self.day = date(2019, 1, 1)

    def document(self, room: int) -> int:
        """Make one document of at most `room` quotations; returns how many it has."""
        rng, shape = self.rng, self.shape
        self.day += timedelta(days=rng.random() < min(1.0, 2000 / (shape.quotes / shape.quotes_per_document)))
        if self.documents.held and rng.random() < shape.derived:
            for _ in range(4):
                origin = rng.choice(self.documents.held)
                if origin.depth < shape.longest_chain and origin.copies < shape.most_copies:
                    origin.copies += 1
                    return self._derived(origin, room)
        publisher = self.setting.outlets.one()
        day = self.day - timedelta(days=rng.randint(0, 20))
        sentences = self._fresh(day, publisher, room, rng.randint(9, 15), rng.randint(9, 14), set())
        self.documents.add(self.layout.lay_out(publisher, day, sentences, self._title(), None, 0))
        if rng.random() < shape.overlaps and len(self.documents.held) > 2:
            other = rng.choice(self.documents.held[:-1])
            here = self.rows.ids["sources"]
            if other.source != here:
                score = round(rng.uniform(0.3, 0.95), 3)
                row = (self.rows.new("derivations"), here, other.source, "overlap", "detected", score, "shared words")
                self.rows.waiting["derivations"].append((*row, None, "proposed", None, self.rows.load))
        return sum(sentence.said is not None for sentence in sentences)

    def _title(self) -> str:
        return " ".join(self.setting.words.take(self.rng.randint(5, 10))).capitalize()

    def _fresh(self, day: date, publisher: int, room: int, quotes: int, plain: int, used: set[int]) -> list[Sentence]:
        """New sentences, quoting and plain, in no set order."""
        rng = self.rng
        kinds = [True] * min(quotes, room) + [False] * plain
        rng.shuffle(kinds)
        left = room - min(quotes, room)
        sentences = []
        for quoting in kinds:
            made = self.sentences.quoting(day, publisher, used) if quoting else self.sentences.plain(day)
            sentences.append(made)
            if made.said and made.said.form == "direct" and left > 0 and rng.random() < 0.04:
                sentences.append(self.sentences.continuing(made.said, day))
                left -= 1
        return sentences

    def _derived(self, origin: Document, room: int) -> int:
        """A reprint of a document, or a rewrite that keeps some of its sentences."""
        rng, shape = self.rng, self.shape
        publisher = self.setting.outlets.one()
        if publisher == origin.publisher:
            publisher = rng.choice(self.setting.publishers)
        day = origin.day + timedelta(days=min(rng.randint(0, 6), rng.randint(0, 6)))
        reprint = rng.random() < shape.republished
        kept: list[tuple[int, str]] = []
        if reprint:
            upto = len(origin.sentences) if rng.random() < 0.7 else rng.randint(len(origin.sentences) // 2, 99)
            sentences = origin.sentences[:upto]
            while sum(sentence.said is not None for sentence in sentences) > room:
                sentences = sentences[:-1]
        else:
            able = [
                number
                for number, one in enumerate(origin.sentences)
                if one.block is None and not (one.said and one.said.continues)
            ]
            taken = sorted(rng.sample(able, min(rng.randint(*shape.kept), len(able), room)))
            sentences = []
            used: set[int] = set()
            for number in taken:
                one, change = self._rewritten(origin.sentences[number])
                sentences.append(one)
                kept.append((number, change))
                if one.said and one.said.utterance:
                    used.add(one.said.utterance)
            room_left = room - sum(sentence.said is not None for sentence in sentences)
            sentences += self._fresh(day, publisher, room_left, rng.randint(6, 11), rng.randint(7, 11), used)
        title = origin.title if reprint and rng.random() < 0.6 else self._title()
        made = self.layout.lay_out(publisher, day, sentences, title, (origin, reprint), origin.depth + 1)
        self.documents.add(made)
        for at, (number, change) in enumerate(kept):
            self.layout.align(made, at, origin, number, change)
        return sum(sentence.said is not None for sentence in sentences)

    def _rewritten(self, one: Sentence) -> tuple[Sentence, str]:
        """A sentence as a rewrite gives it, and what that changes."""
        rng = self.rng
        dice = rng.random()
        if dice < 0.5:
            return one, "same"
        opening = rng.choice(OPENINGS)
        if dice < 0.75 and not one.text.startswith(tuple(OPENINGS)):
            return splice(one, 0, 0, opening), "edited"
        low, high = (one.said.start, one.said.end) if one.said else (0, len(one.text) - 1)
        inside = {bound for bears in one.bears for bound in (bears.start, bears.end)}
        spaces = [at for at in range(low + 1, high) if one.text[at] == " " and at not in inside]
        if len(spaces) < 4:
            return one, "same"
        at = rng.randrange(1, len(spaces) - 2)
        first, last = spaces[at] + 1, spaces[at + 1]
        marks = [pair for b in one.bears for pair in ((b.start, b.end), b.when) if pair]
        if last <= first or any(first < bound < last for pair in marks for bound in pair):
            return one, "same"
        changed = splice(one, first, last, self.setting.words.one())
        if changed.said is not None and changed.said.form in ("direct", "partial"):
            changed = changed._replace(said=changed.said._replace(fidelity="altered"))
        return changed, "meaning" if dice > 0.92 else "edited"
