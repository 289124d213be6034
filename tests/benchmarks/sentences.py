"""Sentences: an outlet's own, and those that quote somebody, with the places of the words, the cue, the time and the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from .made import Bears, Hop, Pair, Said, Sentence, Utterance
from .setting import Setting
from .speech import Speech
from .words import ATTITUDES, DAYS, VERBS


class Sentences:
    """Makes sentences one at a time; what they say and are evidence for comes from `speech`."""

    def __init__(self, setting: Setting, speech: Speech) -> None:
        self.setting, self.speech = setting, speech
        self.shape, self.rng = setting.shape, setting.rng
        self.forms, form_weights = zip(*self.shape.forms, strict=True)
        self.form_weights = list(accumulate(form_weights))

    def plain(self, day: date) -> Sentence:
        """One in the outlet's own voice."""
        rng = self.rng
        words = self.setting.words.take(rng.randint(9, 24))
        text = " ".join(words)
        if len(words) > 16:
            text = text.replace(words[7] + " ", words[7] + ", ", 1)
        when = None
        if rng.random() < 0.2:
            text += f" on {rng.choice(DAYS)}"
            when = (text.rindex("on "), len(text))
        text = text[0].upper() + text[1:] + "."
        if rng.random() >= self.shape.bearing_plain:
            return Sentence(text)
        return Sentence(text, None, (self.speech.bears((0, len(text)), words, day, None, when),))

    def quoting(self, day: date, publisher: int, used: set[int]) -> Sentence:
        """A sentence, or block, that quotes somebody."""
        setting, rng, shape = self.setting, self.rng, self.shape
        form = rng.choices(self.forms, cum_weights=self.form_weights)[0]
        known = self._known(form, used)
        fresh = known is None
        if known is None:
            size = (
                rng.randint(2, 3) if form == "term" else rng.randint(30, 60) if form == "block" else rng.randint(6, 20)
            )
            words = setting.words.take(size)
            if form not in ("attitude", "term") and rng.random() >= shape.without_utterance:
                known = self.speech.utterance(words, day)
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
                words[rng.randrange(len(words))] = setting.words.one()
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
            speaker = setting.speakers.one()
            name = "" if form == "term" else setting.names[speaker]
        sentence = self._phrased(form, words, name, speaker, publisher)
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
            bears.append(self.speech.bears(span, words, day, known, None))
            if rng.random() < shape.second_claim:
                claim = self.speech.claim(name, setting.words.take(10), day, speaker)
                bears.append(Bears(*span, claim, "supports", None, None))
        return sentence._replace(said=said, bears=tuple(bears))

    def _known(self, form: str, used: set[int]) -> Utterance | None:
        """Something said that another document reports already, for a share of the quotations."""
        rng = self.rng
        reported = self.speech.utterances.held
        if form in ("attitude", "term") or not reported or rng.random() >= self.shape.reported_before:
            return None
        found = rng.choice(reported)
        block = len(found.words) > 25
        fits = found.reports < self.shape.most_reports and found.id not in used and block == (form == "block")
        return found if fits else None

    def _phrased(self, form: str, words: Sequence[str], name: str, speaker: int | None, publisher: int) -> Sentence:
        """The words in a sentence that attributes them, with the places of cue, time and way."""
        setting, rng = self.setting, self.rng
        said = " ".join(words)
        cue: Pair | None = None
        when: Pair | None = None
        hops: list[Hop] = []
        agency: int | None = None
        if rng.random() < self.shape.hops:
            agency = setting.outlets.one()
            if agency == publisher:
                agency = None
            if rng.random() < 0.2:
                hops.append(Hop(None, rng.choice(setting.unseen), None))
            elif agency is None or rng.random() < 0.1:
                hops.append(Hop(rng.choice(setting.people), None, None))
            if rng.random() < 0.06:
                hops.append(Hop(rng.choice(setting.people), None, None))
        if form == "term":
            text = f"The “{said}” {' '.join(setting.words.take(rng.randint(6, 14)))}."
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
            text += rng.choice(ATTITUDES)
        else:
            verb = rng.choice(VERBS)
            if rng.random() < 0.88:
                cue = (len(text), len(text) + len(verb))
            text += verb
        if rng.random() < 0.2:
            text += f" on {rng.choice(DAYS)}"
            when = (text.rindex("on "), len(text))
        if agency is not None:
            place: Pair | None = None
            if rng.random() < 0.6:
                text += f", according to {setting.names[agency]}"
                place = (len(text) - len(setting.names[agency]), len(text))
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
            text += f" that {' '.join(setting.words.take(rng.randint(2, 8)))} “"
            start = len(text)
            text += f"{said}” {' '.join(setting.words.take(rng.randint(1, 6)))}."
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
        words = self.setting.words.take(self.rng.randint(6, 14))
        text = f"“{' '.join(words).capitalize()}.”"
        end = len(text) - 2
        bears = (self.speech.bears((1, end), words, day, None, None),) if self.rng.random() < 0.5 else ()
        return Sentence(text, Said("direct", 1, end, said.speaker, fidelity=said.fidelity, continues=True), bears)
