"""Writes a large store that is much like a real one: `python -m tests.benchmarks.generate --quotes 1000000 --seed 1 OUT.db`.

The same numbers give the same rows. The schema is that of `facts.db.upgrade`. For speed the rows are put in with triggers,
references and plain indexes off, in one transaction without a journal; all are put back as they were, and then everything
that they would have refused is looked for (`verify`). A second load changes some rows the slow way, so that `changes` has
rows that its triggers wrote.
"""

from __future__ import annotations

import argparse
import calendar
import gc
import hashlib
import json
import multiprocessing
import os
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any, Generic, NamedTuple, TypeVar

from anyascii import anyascii
from sqlalchemy import Engine

from facts import db, ddl

Item = TypeVar("Item")


class NotWholeError(Exception):
    """The store that was written breaks a rule; the generator has a bug."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the store is and what is in it; shares are of one. `of` scales the numbers to a number of quotations."""

    quotes: int
    publishers: int
    people: int
    places: int
    works_unseen: int  # works known only by name: interviews, broadcasts
    changes: int
    vocabulary: int = 20_000
    quotes_per_document: float = 12.0
    forms: tuple[tuple[str, float], ...] = (
        *(("direct", 0.435), ("partial", 0.26), ("indirect", 0.225)),
        *(("block", 0.03), ("attitude", 0.03), ("term", 0.02)),
    )
    derived: float = 0.40  # documents made from another
    republished: float = 0.60  # of these, those that reprint it; the others are rewrites
    longest_chain: int = 4
    most_copies: int = 3  # of one document, made from it itself
    overlaps: float = 0.02  # documents for which a program found shared text
    kept: tuple[int, int] = (3, 6)  # sentences that a rewrite keeps, each with an alignment
    commented: float = 0.12
    unnamed: float = 0.05  # utterances of an unnamed party
    reported_before: float = 0.38  # quotations, other than copies, of something another document reports too
    most_reports: int = 5  # by documents that are no copies of one another
    without_utterance: float = 0.21
    judged: float = 0.80  # quotations with a fidelity
    altered: float = 0.05
    hops: float = 0.30
    bearing: float = 0.73  # quotations that are evidence
    bearing_plain: float = 0.37  # sentences of the outlet's own that are
    second_claim: float = 0.04
    known_claim: float = 0.48  # evidence of a sentence without known words that is for a claim already there
    most_evidence: int = 6
    against: tuple[float, float] = (0.135, 0.055)  # evidence for known claims that disputes or questions them
    related: float = 0.03
    reviewed: float = 0.005
    published: float = 0.90
    said: float = 0.60
    occurred: float = 0.30
    publish: tuple[tuple[str, float], ...] = (("excerpts", 0.80), ("full_text", 0.15), ("metadata", 0.05))

    @classmethod
    def of(cls, quotes: int) -> Shape:
        return cls(
            quotes=quotes,
            publishers=max(20, quotes // 500),
            people=max(50, quotes // 20),
            places=max(20, quotes // 1000),
            works_unseen=max(5, quotes // 500),
            changes=min(max(20, quotes // 300), 4000),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by table."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


# Words and names


def _list(words: str) -> list[str]:
    return words.split()


_FUNCTION = _list(
    "the of to and a in that is was for it on with as he be at by had not are but from or have an they which one you were "
    "all her she there would their we him been has when who will no more if out so up said what its about than into them "
    "can only other time new some could these two may first then do any like my now over such our man me even most made "
    "after also did many before must through years where much your way down should because long each just state those "
    "people too good how own between under never same last while might against another during without again government"
)
_ONSETS = _list("b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sc sh sl st str t th tr v w")
_VOWELS = _list("a a e e i i o o u ai ea io ou")
_CODAS = ["", "", "", "l", "n", "n", "r", "r", "s", "t", "nd", "st", "ck", "m"]
_ENDINGS = ["", "", "", "", "ed", "ing", "ion", "ly", "er", "al", "ity", "s"]
_ACCENTS = str.maketrans("aeiouc", "áéíöüč")
_FIRST = _list(
    "Anna James Maria John Elena David Sofia Peter Amina Daniel Ivana Mark Laura Omar Julia Aleksandar José Zoë Łukasz Søren "
    "Anaïs Jürgen Ngọc Björn Chloé Petr Ana Viktor Mei Yusuf Sarah Thomas Fatima Carlos Ingrid Miloš Željka André Renée Kofi "
    "Priya Hassan Olga Luis Emma Noah Lina Marek Tomáš Eva Íñigo Mats Leïla Paul Grace Hugo Irina Samuel Dana Ruth"
)
_FAMILY = ["ić", "son", "ová", "ez", "sen", "ński", "oğlu", "é", "man", "er", "ini", "ov", "ley", "", "", "", "", "ton"]
_OUTLET = [
    "Times",
    "Herald",
    "News",
    "Post",
    "Agency",
    "Radio",
    "Tribune",
    "Online",
    "Journal",
    "Wire",
    "TV",
    "Observer",
]
_VERBS = ["said", "said", "said", "said", "told reporters", "warned", "added", "insisted", "explained", "claimed"]
_ATTITUDES = ["believes", "hopes", "fears", "expects", "wants it known"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_OPENINGS = ["Meanwhile, ", "Earlier, ", "At the same time, ", "In a report, ", "As before, "]
_OFFICIALS = ["official", "diplomat", "witness", "officer", "adviser", "spokesman", "source"]
_NOTES = [None, None, None, "in other words", "gives a number", "says it of the past"]
_REMARKS = ["Well said 👍", "I don’t believe a word of it", "Who wrote this?!", "Finally somebody says so 🙂"]


class Stream(Generic[Item]):
    """Items drawn by weight, many at a time: the nth is met as often as 1 / (n + shift) ** exponent."""

    def __init__(self, rng: Random, items: Sequence[Item], shift: float = 2.7, exponent: float = 1.0) -> None:
        self.rng, self.items = rng, items
        self.weights = list(accumulate(1 / (rank + shift) ** exponent for rank in range(len(items))))
        self.ahead: list[Item] = []
        self.at = 0

    def take(self, count: int) -> list[Item]:
        at = self.at
        if at + count > len(self.ahead):
            self.ahead = self.rng.choices(self.items, cum_weights=self.weights, k=max(8192, count))
            at = 0
        self.at = at + count
        return self.ahead[at : at + count]

    def one(self) -> Item:
        return self.take(1)[0]


def _vocabulary(rng: Random, size: int) -> list[str]:
    """Real function words, then made-up words, longer as they get rarer; some have accents."""
    words = dict.fromkeys(_FUNCTION)
    while len(words) < size:
        syllables = 1 + (rng.random() < 0.5) + (len(words) > 4000 and rng.random() < 0.3)
        parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)]
        word = "".join(parts) + rng.choice(_ENDINGS)
        words[word.translate(_ACCENTS) if rng.random() < 0.03 else word] = None
    return list(words)


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in anyascii(name).lower()).split())


# What a document is made of, before it is laid out

Pair = tuple[int, int]


class Hop(NamedTuple):
    entity: int | None
    source: int | None
    words: Pair | None


class Said(NamedTuple):
    """A quotation in a sentence; offsets count from the sentence's beginning."""

    form: str
    start: int
    end: int
    speaker: int | None
    cue: Pair | None = None
    when: Pair | None = None
    utterance: int | None = None
    fidelity: str | None = None
    hops: tuple[Hop, ...] = ()
    continues: bool = False


@dataclass(slots=True)
class Claim:
    id: int
    evidence: int = 0


class Bears(NamedTuple):
    start: int
    end: int
    claim: Claim
    stance: str
    note: str | None
    when: Pair | None


class Sentence(NamedTuple):
    text: str
    said: Said | None = None
    bears: tuple[Bears, ...] = ()
    block: int | None = None  # where a block quotation begins


@dataclass(slots=True)
class Utterance:
    id: int
    speaker: int
    name: str
    words: list[str]
    claim: Claim | None = None
    reports: int = 0


@dataclass(slots=True)
class Document:
    """A document that was laid out, as far as others may be made from it."""

    source: int
    capture: int
    publisher: int
    day: date
    depth: int
    title: str
    sentences: list[Sentence]
    places: list[int]  # where each sentence begins
    spans: dict[Pair, int]  # passages by their bounds
    copies: int = 0


@dataclass(slots=True)
class Recent(Generic[Item]):
    """The newest things of a kind; what is older is forgotten, so that memory has an end."""

    size: int
    held: list[Item] = field(default_factory=list)
    at: int = 0

    def add(self, item: Item) -> None:
        if len(self.held) < self.size:
            self.held.append(item)
        else:
            self.held[self.at] = item
            self.at = (self.at + 1) % self.size


def _splice(sentence: Sentence, low: int, high: int, words: str) -> Sentence:
    """The sentence with `words` for what stands between low and high; no bound may lie within."""
    more = len(words) - (high - low)

    def moved(at: int) -> int:
        return at if at <= low else at + more

    def pair(pair: Pair | None) -> Pair | None:
        return pair and (moved(pair[0]), moved(pair[1]))

    said = sentence.said
    if said is not None:
        hops = tuple(hop._replace(words=pair(hop.words)) for hop in said.hops)
        said = said._replace(
            start=moved(said.start), end=moved(said.end), cue=pair(said.cue), when=pair(said.when), hops=hops
        )
    bears = tuple(b._replace(start=moved(b.start), end=moved(b.end), when=pair(b.when)) for b in sentence.bears)
    return Sentence(sentence.text[:low] + words + sentence.text[high:], said, bears)


# Rows

COLUMNS = {
    "entities": "id slug kind name description load_id",
    "entity_names": "id entity_id name lang kind load_id",
    "sources": "id slug kind title publisher_id author url canonical_url language published published_earliest "
    "published_latest published_basis published_passage_id copyright_holder licence publish load_id",
    "blobs": "id sha256 load_id content",
    "captures": "id source_id sha256 media_type encoding retrieved_at retrieved_from extractor load_id text",
    "segments": "id capture_id start_char end_char kind load_id",
    "passages": "id capture_id start_char end_char load_id exact",
    "utterances": "id slug speaker_id venue_id said said_earliest said_latest said_basis text lang load_id",
    "quotes": "id passage_id part speaker_id cue_passage_id when_passage_id utterance_id continues_id form fidelity load_id",
    "attributions": "id quote_id position entity_id source_id passage_id basis load_id",
    "claims": "id slug text kind occurred occurred_earliest occurred_latest occurred_basis withdrawn load_id",
    "claim_arguments": "id claim_id role position snak entity_id value datatype unit load_id",
    "evidence": "id claim_id passage_id quote_id when_passage_id stance note load_id",
    "claim_relations": "id claim_id related_id relation note status decided_by load_id",
    "reviews": "id claim_id reviewer_id rating_value best_rating worst_rating rating_label url reviewed load_id",
    "derivations": "id source_id origin_id kind basis score reason passage_id status decided_by load_id",
    "alignments": "id derivation_id passage_id origin_passage_id similarity change status decided_by note load_id",
}
EMPTY = (None, None, None, None)


Batch = dict[str, list[tuple[Any, ...]]]


class Rows:
    """Collects rows by table, gives them their ids, and hands them to `write` in batches."""

    def __init__(self, write: Callable[[Batch], None], load: int) -> None:
        self._write = write
        self.load = load
        self.ids = dict.fromkeys(COLUMNS, 0)
        self.waiting: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}

    def new(self, table: str) -> int:
        self.ids[table] += 1
        return self.ids[table]

    def write(self) -> None:
        self._write(self.waiting)
        for rows in self.waiting.values():
            rows.clear()


class Maker:
    """Makes the documents of a store one after another and hands their rows to `rows`."""

    def __init__(self, rows: Rows, shape: Shape, rng: Random) -> None:
        self.rows, self.shape, self.rng = rows, shape, rng
        self.load = rows.load
        vocabulary = _vocabulary(rng, shape.vocabulary)
        self.words = Stream(rng, vocabulary)
        self.plain = [word for word in vocabulary[len(_FUNCTION) :] if word.isascii()]
        self.names: dict[int, str] = {}
        self.publishers: list[int] = []
        self.people: list[int] = []
        self.places: list[int] = []
        self.unseen: list[int] = []
        self.digests: set[str] = set()
        self.documents: Recent[Document] = Recent(1500)
        self.utterances: Recent[Utterance] = Recent(4000)
        self.claims: Recent[Claim] = Recent(6000)
        self.day = date(2019, 1, 1)
        self.forms, form_weights = zip(*shape.forms, strict=True)
        self.form_weights = list(accumulate(form_weights))
        self.rights, rights_weights = zip(*shape.publish, strict=True)
        self.rights_weights = list(accumulate(rights_weights))

    # Who there is

    def world(self) -> None:
        """Publishers, people and places, with their names, and works that nobody captured."""
        rng = self.rng
        for _ in range(self.shape.publishers):
            name = f"{rng.choice(self.plain).capitalize()} {rng.choice(self.plain).capitalize()} {rng.choice(_OUTLET)}"
            id_ = self.entity(name, "organisation", rng.choice([None, "a newspaper", "an agency", "a broadcaster"]))
            self.publishers.append(id_)
            if rng.random() < 0.3:
                self.name(id_, "".join(word[0] for word in name.split()) + str(id_), "acronym")
        family = [
            rng.choice(self.plain[:8000]).capitalize() + rng.choice(_FAMILY) for _ in range(self.shape.people // 2)
        ]
        seen: set[str] = set()
        for _ in range(self.shape.people):
            name = f"{rng.choice(_FIRST)} {rng.choice(family)}"
            if name in seen and rng.random() < 0.9:
                name = f"{name.partition(' ')[0]} {rng.choice(self.plain).capitalize()}-{name.partition(' ')[2]}"
            seen.add(name)
            id_ = self.entity(name, "person", rng.choice([None, "politician", "official", "scholar", "activist"]))
            self.people.append(id_)
            self.name(id_, name, "full_name")
            if not name.isascii() and rng.random() < 0.8:
                self.name(id_, anyascii(name), "transliteration", "en")
            if rng.random() < 0.4:
                self.name(id_, f"{rng.choice(['Minister', 'Dr', 'General', 'President'])} {name}", "title", "en")
            elif rng.random() < 0.25:
                self.name(id_, name.partition(" ")[2], "name")
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
        self.outlets = Stream(rng, self.publishers, shift=5.0)
        self.speakers = Stream(rng, self.people, shift=20.0, exponent=0.95)

    def entity(self, name: str, kind: str, description: str | None) -> int:
        id_ = self.rows.new("entities")
        self.rows.waiting["entities"].append((id_, f"{_slug(name)}-{id_}", kind, name, description, self.load))
        self.names[id_] = name
        return id_

    def name(self, entity: int, name: str, kind: str, lang: str = "und") -> None:
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

    # What is said

    def utterance(self, words: list[str], day: date) -> Utterance:
        rng = self.rng
        id_ = self.rows.new("utterances")
        if rng.random() < self.shape.unnamed:
            name = f"an unnamed {rng.choice(_OFFICIALS)}"
            speaker = self.entity(f"{name} on “{words[0]} {words[-1]}” ({id_})", "unnamed", None)
            del self.names[speaker]
        else:
            speaker = self.speakers.one()
            name = self.names[speaker]
        venue = rng.choice(self.unseen) if rng.random() < 0.03 else None
        said = self.dated(self.shape.said, day - timedelta(days=rng.randint(0, 3)))
        slug = f"{rng.choice(self.plain)}-{rng.choice(self.plain)}-{id_}"
        lang = "en" if rng.random() < 0.8 else None
        row = (id_, slug, speaker, venue, *said, " ".join(words).capitalize(), lang, self.load)
        self.rows.waiting["utterances"].append(row)
        made = Utterance(id_, speaker, name, words)
        self.utterances.add(made)
        return made

    def claim(self, name: str | None, words: Sequence[str], day: date, speaker: int | None) -> Claim:
        """A claim with its arguments, and sometimes a relation to an older one or a review."""
        rng, rows, load = self.rng, self.rows, self.load
        id_ = rows.new("claims")
        said = " ".join(words[:14])
        text = f"{name} says that {said}." if name and rng.random() < 0.4 else f"{said.capitalize()}."
        kind = rng.choice(("fact", "fact", "fact", "opinion", "prediction", "background", "framing"))
        slug = f"{rng.choice(self.plain)}-{rng.choice(self.plain)}-{rng.choice(self.plain)}-{id_}"
        occurred = self.dated(self.shape.occurred, day - timedelta(days=rng.randint(0, 400)))
        rows.waiting["claims"].append((id_, slug, text, kind, *occurred, None, load))
        arguments = rows.waiting["claim_arguments"]
        agent = speaker if speaker is not None and rng.random() < 0.5 else self.speakers.one()
        arguments.append((rows.new("claim_arguments"), id_, "agent", 1, "value", agent, None, None, None, load))
        dice = rng.random()
        if dice < 0.8:
            other = (rows.new("claim_arguments"), id_)
            if dice < 0.25:
                arguments.append((*other, "place", 1, "value", rng.choice(self.places), None, None, None, load))
            elif dice < 0.45:
                number = str(rng.randint(2, 9000))
                arguments.append((*other, "amount", 1, "value", None, number, "number", "people", load))
            elif dice < 0.5:
                arguments.append((*other, "cause", 1, "somevalue", None, None, None, None, load))
            else:
                arguments.append((*other, "patient", 1, "value", self.speakers.one(), None, None, None, load))
        if dice < 0.2:
            value = " ".join(words[-3:])
            arguments.append((rows.new("claim_arguments"), id_, "object", 1, "value", None, value, "text", None, load))
        if self.claims.held and rng.random() < self.shape.related:
            self.relate(id_, rng.choice(self.claims.held).id)
        if rng.random() < self.shape.reviewed:
            rating = rng.randint(1, 5)
            label = ("False", "Mostly false", "Mixed", "Mostly true", "True")[rating - 1]
            url = f"https://example.org/reviews/{id_}"
            row = (rows.new("reviews"), id_, rng.choice(self.publishers[:20]), float(rating), 5.0, 1.0, label, url)
            rows.waiting["reviews"].append((*row, (day + timedelta(days=9)).isoformat(), load))
        made = Claim(id_)
        self.claims.add(made)
        return made

    def relate(self, new: int, old: int) -> None:
        """The newer claim has the higher id; relations that read from both sides have the lower first."""
        relations = (
            "contradicts",
            "contradicts",
            "differs",
            "alters",
            "strengthens",
            "refines",
            "supersedes",
            "same_as",
        )
        relation = self.rng.choice(relations)
        pair = (old, new) if relation in ("contradicts", "differs", "same_as") else (new, old)
        note = "they give different numbers" if self.rng.random() < 0.8 else None
        status, by = ("confirmed", "an editor") if self.rng.random() < 0.8 else ("proposed", None)
        row = (self.rows.new("claim_relations"), *pair, relation, note, status, by, self.load)
        self.rows.waiting["claim_relations"].append(row)

    def bears(self, span: Pair, words: Sequence[str], day: date, known: Utterance | None, when: Pair | None) -> Bears:
        """What a stretch is evidence for: the claim of the thing said, a claim that is there already, or a new one."""
        rng, shape = self.rng, self.shape
        stance, claim = "supports", known.claim if known else None
        if claim is None and self.claims.held and rng.random() < shape.known_claim:
            claim = rng.choice(self.claims.held)
            if claim.evidence >= shape.most_evidence - 1:
                claim = None
            else:
                dice, (disputes, questions) = rng.random(), shape.against
                stance = "disputes" if dice < disputes else "questions" if dice < disputes + questions else "supports"
        if claim is None:
            claim = self.claim(known.name if known else None, words, day, known.speaker if known else None)
            if known:
                known.claim = claim
        return Bears(*span, claim, stance, rng.choice(_NOTES), when)

    # Sentences

    def plain_sentence(self, day: date) -> Sentence:
        """One in the outlet's own voice."""
        rng = self.rng
        words = self.words.take(rng.randint(9, 24))
        text = " ".join(words)
        if len(words) > 16:
            text = text.replace(words[7] + " ", words[7] + ", ", 1)
        when = None
        if rng.random() < 0.2:
            text += f" on {rng.choice(_DAYS)}"
            when = (text.rindex("on "), len(text))
        text = text[0].upper() + text[1:] + "."
        if rng.random() >= self.shape.bearing_plain:
            return Sentence(text)
        return Sentence(text, None, (self.bears((0, len(text)), words, day, None, when),))

    def quoting(self, day: date, publisher: int, used: set[int]) -> Sentence:
        """A sentence, or block, that quotes somebody."""
        rng, shape = self.rng, self.shape
        form = rng.choices(self.forms, cum_weights=self.form_weights)[0]
        known = self.known(form, used)
        fresh = known is None
        if known is None:
            size = (
                rng.randint(2, 3) if form == "term" else rng.randint(30, 60) if form == "block" else rng.randint(6, 20)
            )
            words = self.words.take(size)
            if form not in ("attitude", "term") and rng.random() >= shape.without_utterance:
                known = self.utterance(words, day)
        else:
            words = known.words
        fidelity = {"indirect": "paraphrase", "attitude": None, "term": None}.get(form, "verbatim")
        if known is not None:
            used.add(known.id)
            known.reports += 1
            if form == "partial":
                first = rng.randint(0, max(0, len(words) - 5))
                words = words[first : first + rng.randint(3, max(3, len(words) - first))]
                fidelity = "truncated"
            if not fresh and form in ("direct", "partial", "block") and rng.random() < 3 * shape.altered:
                words = [*words]
                words[rng.randrange(len(words))] = self.words.one()
                fidelity = "altered"
        if fidelity == "verbatim" and fresh and rng.random() < 0.06:
            fidelity = "translated" if rng.random() < 0.9 else "unsupported"
        if rng.random() >= shape.judged:
            fidelity = None
        speaker: int | None = None
        name = ""
        if known is not None:
            speaker, name = known.speaker, known.name
        elif form != "term" or rng.random() < 0.5:
            speaker = self.speakers.one()
            name = "" if form == "term" else self.names[speaker]
        sentence = self.phrased(form, words, name, speaker, publisher)
        assert sentence.said is not None
        said = sentence.said._replace(utterance=known.id if known else None, fidelity=fidelity)
        bears: list[Bears] = []
        if rng.random() < shape.bearing:
            span = (said.start, said.end)
            if form == "block":
                span = (said.start, sentence.text.index(".", said.start) + 1)
            elif rng.random() < 0.2 and len(words) > 6:
                span = (said.start, sentence.text.index(" ", said.start + (said.end - said.start) // 2 - 3))
                span = span if said.start < span[1] <= said.end else (said.start, said.end)
            bears.append(self.bears(span, words, day, known, None))
            if rng.random() < shape.second_claim:
                claim = self.claim(name, self.words.take(10), day, speaker)
                bears.append(Bears(*span, claim, "supports", None, None))
        return sentence._replace(said=said, bears=tuple(bears))

    def known(self, form: str, used: set[int]) -> Utterance | None:
        """Something said that another document reports already, for a share of the quotations."""
        rng = self.rng
        if form in ("attitude", "term") or not self.utterances.held or rng.random() >= self.shape.reported_before:
            return None
        found = rng.choice(self.utterances.held)
        block = len(found.words) > 25
        fits = found.reports < self.shape.most_reports and found.id not in used and block == (form == "block")
        return found if fits else None

    def phrased(self, form: str, words: Sequence[str], name: str, speaker: int | None, publisher: int) -> Sentence:
        """The words in a sentence that attributes them, with the places of cue, time and way."""
        rng = self.rng
        said = " ".join(words)
        cue: Pair | None = None
        when: Pair | None = None
        hops: list[Hop] = []
        agency: int | None = None
        if rng.random() < self.shape.hops:
            agency = self.outlets.one()
            if agency == publisher:
                agency = None
            if rng.random() < 0.2:
                hops.append(Hop(None, rng.choice(self.unseen), None))
            elif agency is None or rng.random() < 0.1:
                hops.append(Hop(rng.choice(self.people), None, None))
            if rng.random() < 0.06:
                hops.append(Hop(rng.choice(self.people), None, None))
        if form == "term":
            text = f"The “{said}” {' '.join(self.words.take(rng.randint(6, 14)))}."
            ways = (*(Hop(agency, None, None) for _ in range(agency is not None)), *hops)
            return Sentence(text, Said(form, 5, 5 + len(said), speaker, hops=ways))
        front = form != "direct" or rng.random() < 0.3
        if not front:
            said = said[0].upper() + said[1:]
            text = f"“{said},” {name} "
            start = 1
        else:
            text = name[0].upper() + name[1:] + " "
            start = 0
        if form == "attitude":
            text += rng.choice(_ATTITUDES)
        else:
            verb = rng.choice(_VERBS)
            if rng.random() < 0.88:
                cue = (len(text), len(text) + len(verb))
            text += verb
        if rng.random() < 0.2:
            text += f" on {rng.choice(_DAYS)}"
            when = (text.rindex("on "), len(text))
        if agency is not None:
            place: Pair | None = None
            if rng.random() < 0.6:
                text += f", according to {self.names[agency]}"
                place = (len(text) - len(self.names[agency]), len(text))
                text += "," if front else ""
            hops.insert(0, Hop(agency, None, place))
        block: int | None = None
        if not front:
            text += "."
        elif form == "direct":
            said = said[0].upper() + said[1:]
            start = len(text) + 3
            text += f": “{said}.”"
        elif form == "partial":
            text += f" that {' '.join(self.words.take(rng.randint(2, 8)))} “"
            start = len(text)
            text += f"{said}” {' '.join(self.words.take(rng.randint(1, 6)))}."
        elif form == "block":
            size = len(words)
            thirds = [words[: size // 3], words[size // 3 : 2 * size // 3], words[2 * size // 3 :]]
            said = " ".join(" ".join(third).capitalize() + "." for third in thirds)
            text += ":\n\n"
            start = block = len(text)
            text += said
        else:
            text += " that "
            start = len(text)
            text += f"{said}."
        return Sentence(text, Said(form, start, start + len(said), speaker, cue, when, hops=tuple(hops)), (), block)

    def continuing(self, said: Said, day: date) -> Sentence:
        """The second stretch of an interrupted quotation."""
        words = self.words.take(self.rng.randint(6, 14))
        text = f"“{' '.join(words).capitalize()}.”"
        end = len(text) - 2
        bears = (self.bears((1, end), words, day, None, None),) if self.rng.random() < 0.5 else ()
        return Sentence(text, Said("direct", 1, end, said.speaker, fidelity=said.fidelity, continues=True), bears)

    # Documents

    def document(self, room: int) -> int:
        """Make one document of at most `room` quotations; returns how many it has."""
        rng, shape = self.rng, self.shape
        self.day += timedelta(days=rng.random() < min(1.0, 2000 / (shape.quotes / shape.quotes_per_document)))
        if self.documents.held and rng.random() < shape.derived:
            for _ in range(4):
                origin = rng.choice(self.documents.held)
                if origin.depth < shape.longest_chain and origin.copies < shape.most_copies:
                    origin.copies += 1
                    return self.derived(origin, room)
        publisher = self.outlets.one()
        day = self.day - timedelta(days=rng.randint(0, 20))
        sentences = self.fresh(day, publisher, room, rng.randint(9, 15), rng.randint(9, 14), set())
        self.lay_out(publisher, day, sentences, self.title(), None, 0)
        if rng.random() < shape.overlaps and len(self.documents.held) > 2:
            other = rng.choice(self.documents.held[:-1])
            here = self.rows.ids["sources"]
            if other.source != here:
                score = round(rng.uniform(0.3, 0.95), 3)
                row = (self.rows.new("derivations"), here, other.source, "overlap", "detected", score, "shared words")
                self.rows.waiting["derivations"].append((*row, None, "proposed", None, self.load))
        return sum(sentence.said is not None for sentence in sentences)

    def title(self) -> str:
        return " ".join(self.words.take(self.rng.randint(5, 10))).capitalize()

    def fresh(self, day: date, publisher: int, room: int, quotes: int, plain: int, used: set[int]) -> list[Sentence]:
        """New sentences, quoting and plain, in no set order."""
        rng = self.rng
        kinds = [True] * min(quotes, room) + [False] * plain
        rng.shuffle(kinds)
        left = room - min(quotes, room)
        sentences = []
        for quoting in kinds:
            made = self.quoting(day, publisher, used) if quoting else self.plain_sentence(day)
            sentences.append(made)
            if made.said and made.said.form == "direct" and left > 0 and rng.random() < 0.04:
                sentences.append(self.continuing(made.said, day))
                left -= 1
        return sentences

    def derived(self, origin: Document, room: int) -> int:
        """A reprint of a document, or a rewrite that keeps some of its sentences."""
        rng, shape = self.rng, self.shape
        publisher = self.outlets.one()
        if publisher == origin.publisher:
            publisher = rng.choice(self.publishers)
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
                one, change = self.rewritten(origin.sentences[number])
                sentences.append(one)
                kept.append((number, change))
                if one.said and one.said.utterance:
                    used.add(one.said.utterance)
            room_left = room - sum(sentence.said is not None for sentence in sentences)
            sentences += self.fresh(day, publisher, room_left, rng.randint(6, 11), rng.randint(7, 11), used)
        title = origin.title if reprint and rng.random() < 0.6 else self.title()
        made = self.lay_out(publisher, day, sentences, title, (origin, reprint), origin.depth + 1)
        for at, (number, change) in enumerate(kept):
            self.align(made, at, origin, number, change)
        return sum(sentence.said is not None for sentence in sentences)

    def rewritten(self, one: Sentence) -> tuple[Sentence, str]:
        """A sentence as a rewrite gives it, and what that changes."""
        rng = self.rng
        dice = rng.random()
        if dice < 0.5:
            return one, "same"
        opening = rng.choice(_OPENINGS)
        if dice < 0.75 and not one.text.startswith(tuple(_OPENINGS)):
            return _splice(one, 0, 0, opening), "edited"
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
        changed = _splice(one, first, last, self.words.one())
        if changed.said is not None and changed.said.form in ("direct", "partial"):
            changed = changed._replace(said=changed.said._replace(fidelity="altered"))
        return changed, "meaning" if dice > 0.92 else "edited"

    def lay_out(
        self,
        publisher: int,
        day: date,
        sentences: list[Sentence],
        title: str,
        made_from: tuple[Document, bool] | None,
        depth: int,
    ) -> Document:
        """Write a document's text and every row that rests on it."""
        rng, rows, load = self.rng, self.rows, self.load
        row: tuple[Any, ...]
        source, capture = rows.new("sources"), rows.new("captures")
        published = self.dated(self.shape.published, day)
        author = self.names[rng.choice(self.people)] if rng.random() < 0.7 else None
        parts: list[str] = [title]
        at = len(title)
        segments: list[tuple[int, int, str]] = [(0, at, "headline")]

        def put(words: str) -> Pair:
            nonlocal at
            parts.append(words)
            at += len(words)
            return at - len(words), at

        put("\n\n")
        segments.append((*put(f"By {author or 'our staff'}, {self.names[publisher]}"), "byline"))
        put("\n")
        city = self.names[rng.choice(self.places)].upper()
        dateline, _ = put(f"{city}, ")
        date_words = put(f"{day.day} {calendar.month_name[day.month]} {day.year}")
        segments.append((dateline, at, "dateline"))
        put("\n\n")
        body, new_paragraph = at, True
        places = []
        for sentence in sentences:
            if not new_paragraph:
                put(" " if rng.random() < 0.55 and sentence.block is None else "\n\n")
            begin, end = put(sentence.text)
            places.append(begin)
            new_paragraph = False
            if sentence.block is not None:
                segments.append((body, begin + sentence.block - 2, "body"))
                segments.append((begin + sentence.block, end, "block_quote"))
                put("\n\n")
                body, new_paragraph = at, True
        declared: Pair | None = None
        if made_from is not None:
            if not new_paragraph:
                put("\n\n")
            done = "published" if made_from[1] else "reported"
            declared = put(f"This was first {done} by {self.names[made_from[0].publisher]}.")
        elif new_paragraph:
            put(" ".join(self.words.take(12)).capitalize() + ".")
        segments.append((body, at, "body"))
        if rng.random() < self.shape.commented:
            for _ in range(rng.randint(1, 4)):
                put("\n\n")
                remark = f"{rng.choice(_REMARKS)}: {' '.join(self.words.take(rng.randint(4, 25)))}."
                segments.append((*put(remark), "comment"))
        put("\n")
        text = "".join(parts)

        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.digests:
            self.digests.add(digest)
            rows.waiting["blobs"].append((rows.new("blobs"), digest, load, content))
        slug = f"{rng.choice(self.plain)}-{rng.choice(self.plain)}-{rng.choice(self.plain)}-{source}"
        url = f"https://example.org/{publisher}/{slug}"
        retrieved = f"{(day + timedelta(days=2)).isoformat()}T08:00:00Z"
        row = (capture, source, digest, "text/plain", "utf-8", retrieved, url, "text 1", load, text)
        rows.waiting["captures"].append(row)
        for start, end, kind in segments:
            rows.waiting["segments"].append((rows.new("segments"), capture, start, end, kind, load))
        made = Document(source, capture, publisher, day, depth, title, sentences, places, {})
        dated_by = None
        if published[0] is not None and len(published[0]) == 10 and rng.random() < 0.7:
            dated_by = self.passage(made, *date_words, text)
        self.quotations(made, text)
        if made_from is not None and declared is not None:
            origin, reprint = made_from
            kind = "republication" if reprint else "rewrite"
            words = self.passage(made, *declared, text)
            row = (rows.new("derivations"), source, origin.source, kind, "declared", None, None, words)
            rows.waiting["derivations"].append((*row, "confirmed", "an editor", load))
        kind = rng.choice(("article",) * 8 + ("agency_report", "post"))
        holder = self.names[publisher] if rng.random() < 0.93 else None
        shown = rng.choices(self.rights, cum_weights=self.rights_weights)[0]
        licence = "CC-BY-4.0" if shown == "full_text" else None
        canonical = url if rng.random() < 0.5 else None
        row = (
            source,
            slug,
            kind,
            title,
            publisher,
            author,
            url,
            canonical,
            "en",
            *published,
            dated_by,
            holder,
            licence,
        )
        rows.waiting["sources"].append((*row, shown, load))
        self.documents.add(made)
        return made

    def passage(self, document: Document, start: int, end: int, text: str) -> int:
        """The passage with these bounds; a new row where there is none yet."""
        spans = document.spans
        id_ = spans.get((start, end))
        if id_ is None:
            id_ = spans[start, end] = self.rows.new("passages")
            self.rows.waiting["passages"].append((id_, document.capture, start, end, self.load, text[start:end]))
        return id_

    def quotations(self, made: Document, text: str) -> None:
        """The rows of a document's quotations, their ways, and all of its evidence."""
        rows, load, shape = self.rows, self.load, self.shape
        quotes, evidence, hops = rows.waiting["quotes"], rows.waiting["evidence"], rows.waiting["attributions"]

        def passage(at: int, pair: Pair | None) -> int | None:
            return None if pair is None else self.passage(made, at + pair[0], at + pair[1], text)

        first: int | None = None
        row: tuple[Any, ...]
        for sentence, at in zip(made.sentences, made.places, strict=True):
            said, quote = sentence.said, None
            if said is not None:
                quote = rows.new("quotes")
                words, cue, when = passage(at, (said.start, said.end)), passage(at, said.cue), passage(at, said.when)
                continues = first if said.continues else None
                row = (quote, words, 1, said.speaker, cue, when, said.utterance, continues, said.form, said.fidelity)
                quotes.append((*row, load))
                first = first if said.continues else quote
                way = [
                    hop for hop in said.hops if hop.entity is None or hop.entity not in (made.publisher, said.speaker)
                ]
                for position, hop in enumerate(way, 1):
                    basis = "stated" if hop.words else "inferred"
                    row = (
                        rows.new("attributions"),
                        quote,
                        position,
                        hop.entity,
                        hop.source,
                        passage(at, hop.words),
                        basis,
                    )
                    hops.append((*row, load))
            for bears in sentence.bears:
                claim = bears.claim
                if claim.evidence < shape.most_evidence:
                    claim.evidence += 1
                    row = (
                        rows.new("evidence"),
                        claim.id,
                        passage(at, (bears.start, bears.end)),
                        quote,
                        passage(at, bears.when),
                    )
                    evidence.append((*row, bears.stance, bears.note, load))

    def align(self, made: Document, at: int, origin: Document, number: int, change: str) -> None:
        """An alignment of a rewrite's sentence with the origin's."""
        rows = self.rows
        words: list[int] = []
        for document, which in ((made, at), (origin, number)):
            begin, one = document.places[which], document.sentences[which].text
            id_ = document.spans.get((begin, begin + len(one)))
            if id_ is None:
                id_ = document.spans[begin, begin + len(one)] = rows.new("passages")
                rows.waiting["passages"].append((id_, document.capture, begin, begin + len(one), self.load, one))
            words.append(id_)
        alike = 1.0 if change == "same" else round(self.rng.uniform(0.7, 0.98), 3)
        derivation = rows.ids["derivations"]
        note = "another word changes what is said" if change == "meaning" else None
        row = (rows.new("alignments"), derivation, *words, alike, change, "confirmed", "an editor", note, self.load)
        rows.waiting["alignments"].append(row)


# The store

_LOAD = (
    "INSERT INTO loads (uuid, loader, version, run_by, started_at, input, input_sha256, status, changes_before) "
    "VALUES (?, 'script', 'benchmark 1', 'benchmark', ?, ?, ?, 'running', (SELECT COALESCE(max(id), 0) FROM changes))"
)
_DONE = "UPDATE loads SET status = 'done', finished_at = ?, note = ? WHERE status = 'running'"
# Corrections such as an editor makes; {0} is every so many rows.
_CORRECTIONS = (
    "UPDATE claims SET text = replace(text, '.', ', as far as is known.') WHERE id % {0} = 1",
    "UPDATE claims SET withdrawn = 'it was entered twice' WHERE id % (10 * {0}) = 2",
    "UPDATE quotes SET fidelity = 'paraphrase' WHERE id % (2 * {0}) = 3 AND fidelity IS NULL",
    "UPDATE evidence SET note = 'looked at again' WHERE id % {0} = 4",
    "UPDATE sources SET usage_terms = 'asked and allowed' WHERE id % {0} = 5",
    "UPDATE entities SET description = 'described anew' WHERE id % {0} = 6",
    "DELETE FROM attributions WHERE id % (4 * {0}) = 7 AND position = (SELECT max(x.position) FROM attributions x "
    "WHERE x.quote_id = attributions.quote_id)",
)


def generate(path: Path, quotes: int, seed: int = 1, shape: Shape | None = None) -> Counts:
    """Write a store of `quotes` quotations to `path`, which must not be there; returns its rows by table.

    Raises FileExistsError, or NotWholeError where what was written breaks a rule of the store.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    shape = shape or Shape.of(quotes)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    engine = db.engine_for(f"sqlite:///{building.resolve()}")
    rng = Random(seed)
    try:
        db.upgrade(engine)
        with engine.begin() as connection:
            ddl.drop(connection)
        engine.dispose()
        with closing(sqlite3.connect(building, isolation_level=None)) as driver:
            driver.execute("PRAGMA journal_mode = OFF")
            driver.execute("PRAGMA synchronous = OFF")
            driver.execute("PRAGMA locking_mode = EXCLUSIVE")
            driver.execute("PRAGMA cache_size = -120000")
            driver.execute("PRAGMA threads = 2")
            driver.execute("BEGIN")
            _fill(driver, shape, seed, rng)
            driver.execute("COMMIT")
        with engine.begin() as connection:
            ddl.sync(connection)
        engine.dispose()
        with closing(sqlite3.connect(building, isolation_level=None)) as driver:
            for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "synchronous = OFF", "journal_mode = OFF"):
                driver.execute(f"PRAGMA {pragma}")
            driver.execute("BEGIN IMMEDIATE")
            _correct(driver, shape, rng)
            driver.execute("COMMIT")
            counts = _counts(driver)
            _verify(driver, rng)
            driver.execute("PRAGMA optimize")
            driver.execute("PRAGMA journal_mode = WAL")
        _guarded(engine)
        engine.dispose()
        building.rename(path)
    finally:
        engine.dispose()
        for left in path.parent.glob(f"{building.name}*"):
            left.unlink()
    return counts


def _fill(driver: sqlite3.Connection, shape: Shape, seed: int, rng: Random) -> None:
    """The first load: everything, in the order of ids; plain indexes are made when the rows are there."""
    indexes = driver.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
    ).fetchall()
    for name, _ in indexes:
        driver.execute(f'DROP INDEX "{name}"')
    _open(driver, "documents", shape, rng)
    load = driver.execute("SELECT id FROM loads WHERE status = 'running'").fetchone()[0]
    insert = {
        name: f"INSERT INTO {name} ({', '.join(columns.split())}) VALUES ({', '.join('?' * len(columns.split()))})"
        for name, columns in COLUMNS.items()
    }
    added = 0

    def write(batch: Batch) -> None:
        nonlocal added
        for name, rows in batch.items():
            driver.executemany(insert[name], rows)
            added += len(rows)

    if shape.quotes < SIDE_BY_SIDE:
        _make(write, load, shape, seed)
    else:
        for batch in _made_beside(load, shape, seed):
            write(batch)
    driver.execute(_DONE, ("2025-01-01T00:10:00Z", f"{added} rows added, 0 changed"))
    for _, sql in indexes:
        driver.execute(sql)


def _make(write: Callable[[Batch], None], load: int, shape: Shape, seed: int) -> None:
    """Make all rows and hand them to `write` in batches."""
    collecting = gc.isenabled()
    gc.disable()  # nothing here refers to itself in a circle, and looking for that takes a fifth of the time
    try:
        rows = Rows(write, load)
        maker = Maker(rows, shape, Random(seed))
        maker.world()
        made = number = 0
        while made < shape.quotes:
            made += maker.document(shape.quotes - made)
            number += 1
            if number % 100 == 0:
                rows.write()
        rows.write()
    finally:
        if collecting:
            gc.enable()


def _made_beside(load: int, shape: Shape, seed: int) -> Iterator[Batch]:
    """The batches of `_make`, made by another process while this one writes those before."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_send, args=(there, load, shape, seed))
    process.start()
    there.close()
    try:
        while batch := here.recv():
            yield batch
    except EOFError:
        raise NotWholeError("the process that makes the rows ended too early") from None
    finally:
        here.close()
        process.join()


def _send(pipe: Connection, load: int, shape: Shape, seed: int) -> None:
    _make(pipe.send, load, shape, seed)
    pipe.send({})


def _open(driver: sqlite3.Connection, name: str, shape: Shape, rng: Random) -> None:
    """Open a load as the store does, but with a number and times that are the same each time."""
    content = json.dumps([name, shape.quotes]).encode()
    number = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    driver.execute(_LOAD, (number, "2025-01-01T00:00:00Z", f"{name}.jsonl", hashlib.sha256(content).hexdigest()))


def _correct(driver: sqlite3.Connection, shape: Shape, rng: Random) -> None:
    """The second load: rows are changed and deleted, with all triggers on."""
    _open(driver, "corrections", shape, rng)
    every = max(2, int(2.1 * shape.quotes / max(1, shape.changes)) - 1)
    for sql in _CORRECTIONS:
        driver.execute(sql.format(every))
    changed = driver.execute("SELECT count(*) FROM changes").fetchone()[0]
    driver.execute(_DONE, ("2025-01-02T00:00:00Z", f"0 rows added, {changed} changed"))


def _counts(driver: sqlite3.Connection) -> Counts:
    return Counts({name: driver.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ddl.TABLES})


_WITHIN = "e.capture_id = p.capture_id AND e.start_char >= p.start_char AND e.end_char <= p.end_char"
_BROKEN = {
    "evidence outside the quote it names": "SELECT count(*) FROM evidence v JOIN quotes q ON q.id = v.quote_id "
    f"JOIN passages p ON p.id = q.passage_id JOIN passages e ON e.id = v.passage_id WHERE NOT ({_WITHIN})",
    "segments beyond their text": "SELECT count(*) FROM segments s JOIN captures c ON c.id = s.capture_id "
    "WHERE s.end_char > length(c.text)",
    "works made from later ones": "SELECT count(*) FROM derivations WHERE origin_id >= source_id",
    "continuations of later quotations": "SELECT count(*) FROM quotes WHERE continues_id >= id",
    "claims that supersede later ones": "SELECT count(*) FROM claim_relations WHERE relation = 'supersedes' "
    "AND related_id >= claim_id",
    "claims without evidence": "SELECT count(*) FROM claims c WHERE NOT EXISTS "
    "(SELECT 1 FROM evidence e WHERE e.claim_id = c.id)",
    "ids below 1": " UNION ALL ".join(f"SELECT count(*) FROM {name} WHERE id < 1" for name in COLUMNS),
    "loads still running": "SELECT count(*) FROM loads WHERE status <> 'done'",
}
SAMPLE = 10_000
SIDE_BY_SIDE = 20_000  # from so many quotations on, rows are made in a process of their own


def _verify(driver: sqlite3.Connection, rng: Random) -> None:
    """Look for what triggers, references and constraints would have refused; words in a sample of passages."""
    for problem, sql in _BROKEN.items():
        if any(count for (count,) in driver.execute(sql)):
            raise NotWholeError(problem)
    highest = driver.execute("SELECT max(id) FROM passages").fetchone()[0]
    sample = rng.sample(range(1, highest + 1), min(SAMPLE, highest))
    driver.execute("CREATE TEMPORARY TABLE sampled (id INTEGER PRIMARY KEY)")
    driver.executemany("INSERT INTO sampled VALUES (?)", ((id_,) for id_ in sample))
    standing = driver.execute(
        "SELECT count(*) FROM sampled JOIN passages p ON p.id = sampled.id JOIN captures c ON c.id = p.capture_id "
        "WHERE p.exact = substr(c.text, p.start_char + 1, p.end_char - p.start_char)"
    ).fetchone()[0]
    if standing != len(sample):
        raise NotWholeError(f"{len(sample) - standing} of {len(sample)} passages do not stand at their offsets")
    if lost := driver.execute("PRAGMA foreign_key_check").fetchone():
        raise NotWholeError(f"row {lost[1]} of {lost[0]} refers to a row of {lost[2]} that is not there")
    if (said := driver.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
        raise NotWholeError(said)


def _guarded(engine: Engine) -> None:
    """Every trigger that a new store has is there; its plain indexes were made again from their own DDL."""
    with db.reading(engine) as connection:
        if ddl.present(connection) != ddl.expected(connection):
            raise NotWholeError("triggers are missing")


def _megabytes() -> float:
    """The most memory this process and its helper had, where the system says so (not on Windows)."""
    try:
        import resource
    except ImportError:
        return float("nan")
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used) / 1024


def _report(counts: Counts, path: Path, seconds: float) -> Iterator[str]:
    for name, count in counts.rows.items():
        yield f"{name:20}{count:>12,}"
    size = path.stat().st_size / 1e6
    yield f"{counts.total:,} rows, {size:,.0f} MB, written in {seconds:.1f} s, {_megabytes():.0f} MB of memory at most"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a large store, for measuring.")
    parser.add_argument("path", type=Path, metavar="OUT.db")
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.perf_counter()
    counts = generate(given.path, given.quotes, given.seed)
    print("\n".join(_report(counts, given.path, time.perf_counter() - began)))


if __name__ == "__main__":
    main()
