"""A document as its text: sentences are put under a headline, and every row that rests on the text's characters is made."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from .made import Document, Pair, Sentence
from .setting import Setting
from .words import REMARKS


class Layout:
    """Lays documents out and hands their rows on; the same text is kept once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.rows, self.shape, self.rng = setting.rows, setting.shape, setting.rng
        self.digests: set[str] = set()
        self.rights, rights_weights = zip(*self.shape.publish, strict=True)
        self.rights_weights = list(accumulate(rights_weights))

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
        setting, rng, rows, load = self.setting, self.rng, self.rows, self.rows.load
        row: tuple[Any, ...]
        source, capture = rows.new("sources"), rows.new("captures")
        published = setting.dated(self.shape.published, day)
        author = setting.names[rng.choice(setting.people)] if rng.random() < 0.7 else None
        parts: list[str] = [title]
        at = len(title)
        segments: list[tuple[int, int, str]] = [(0, at, "headline")]

        def put(words: str) -> Pair:
            nonlocal at
            parts.append(words)
            at += len(words)
            return at - len(words), at

        put("\n\n")
        segments.append((*put(f"By {author or 'our staff'}, {setting.names[publisher]}"), "byline"))
        put("\n")
        city = setting.names[rng.choice(setting.places)].upper()
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
            declared = put(f"This was first {done} by {setting.names[made_from[0].publisher]}.")
        elif new_paragraph:
            put(" ".join(setting.words.take(12)).capitalize() + ".")
        segments.append((body, at, "body"))
        if rng.random() < self.shape.commented:
            for _ in range(rng.randint(1, 4)):
                put("\n\n")
                remark = f"{rng.choice(REMARKS)}: {' '.join(setting.words.take(rng.randint(4, 25)))}."
                segments.append((*put(remark), "comment"))
        put("\n")
        text = "".join(parts)

        content = text.encode()
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.digests:
            self.digests.add(digest)
            rows.waiting["blobs"].append((rows.new("blobs"), digest, load, content))
        slug = f"{rng.choice(setting.plain)}-{rng.choice(setting.plain)}-{rng.choice(setting.plain)}-{source}"
        url = f"https://example.org/{publisher}/{slug}"
        retrieved = f"{(day + timedelta(days=2)).isoformat()}T08:00:00Z"
        row = (capture, source, digest, "text/plain", "utf-8", retrieved, url, "text 1", load, text)
        rows.waiting["captures"].append(row)
        for start, end, kind in segments:
            rows.waiting["segments"].append((rows.new("segments"), capture, start, end, kind, load))
        made = Document(source, capture, publisher, day, depth, title, sentences, places, {})
        dated_by = None
        if published[0] is not None and len(published[0]) == 10 and rng.random() < 0.7:
            dated_by = self._passage(made, *date_words, text)
        self._quotations(made, text)
        if made_from is not None and declared is not None:
            origin, reprint = made_from
            kind = "republication" if reprint else "rewrite"
            words = self._passage(made, *declared, text)
            row = (rows.new("derivations"), source, origin.source, kind, "declared", None, None, words)
            rows.waiting["derivations"].append((*row, "confirmed", "an editor", load))
        kind = rng.choice(("article",) * 8 + ("agency_report", "post"))
        holder = setting.names[publisher] if rng.random() < 0.93 else None
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
        return made

    def _passage(self, document: Document, start: int, end: int, text: str) -> int:
        """The passage with these bounds; a new row where there is none yet."""
        spans = document.spans
        id_ = spans.get((start, end))
        if id_ is None:
            id_ = spans[start, end] = self.rows.new("passages")
            self.rows.waiting["passages"].append((id_, document.capture, start, end, self.rows.load, text[start:end]))
        return id_

    def _quotations(self, made: Document, text: str) -> None:
        """The rows of a document's quotations, their ways, and all of its evidence."""
        rows, load, shape = self.rows, self.rows.load, self.shape
        quotes, evidence, hops = rows.waiting["quotes"], rows.waiting["evidence"], rows.waiting["attributions"]

        def passage(at: int, pair: Pair | None) -> int | None:
            return None if pair is None else self._passage(made, at + pair[0], at + pair[1], text)

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
                rows.waiting["passages"].append((id_, document.capture, begin, begin + len(one), rows.load, one))
            words.append(id_)
        alike = 1.0 if change == "same" else round(self.rng.uniform(0.7, 0.98), 3)
        derivation = rows.ids["derivations"]
        note = "another word changes what is said" if change == "meaning" else None
        row = (rows.new("alignments"), derivation, *words, alike, change, "confirmed", "an editor", note, rows.load)
        rows.waiting["alignments"].append(row)
