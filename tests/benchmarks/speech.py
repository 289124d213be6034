"""What is said: utterances, and the claims that stretches of text are evidence for, with what these claims rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from .made import Bears, Claim, Pair, Recent, Utterance
from .setting import Setting
from .words import NOTES, OFFICIALS


class Speech:
    """Makes utterances and claims, hands their rows on, and remembers the newest for documents that report them too."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.rows, self.shape, self.rng = setting.rows, setting.shape, setting.rng
        self.utterances: Recent[Utterance] = Recent(4000)
        self.claims: Recent[Claim] = Recent(6000)

    def utterance(self, words: list[str], day: date) -> Utterance:
        setting, rng = self.setting, self.rng
        id_ = self.rows.new("utterances")
        if rng.random() < self.shape.unnamed:
            name = f"an unnamed {rng.choice(OFFICIALS)}"
            speaker = setting.entity(f"{name} on “{words[0]} {words[-1]}” ({id_})", "unnamed", None)
            del setting.names[speaker]
        else:
            speaker = setting.speakers.one()
            name = setting.names[speaker]
        venue = rng.choice(setting.unseen) if rng.random() < 0.03 else None
        said = setting.dated(self.shape.said, day - timedelta(days=rng.randint(0, 3)))
        slug = f"{rng.choice(setting.plain)}-{rng.choice(setting.plain)}-{id_}"
        lang = "en" if rng.random() < 0.8 else None
        row = (id_, slug, speaker, venue, *said, " ".join(words).capitalize(), lang, self.rows.load)
        self.rows.waiting["utterances"].append(row)
        made = Utterance(id_, speaker, name, words)
        self.utterances.add(made)
        return made

    def claim(self, name: str | None, words: Sequence[str], day: date, speaker: int | None) -> Claim:
        """A claim with its arguments, and sometimes a relation to an older one or a review."""
        setting, rng, rows, load = self.setting, self.rng, self.rows, self.rows.load
        id_ = rows.new("claims")
        said = " ".join(words[:14])
        text = f"{name} says that {said}." if name and rng.random() < 0.4 else f"{said.capitalize()}."
        kind = rng.choice(("fact", "fact", "fact", "opinion", "prediction", "background", "framing"))
        slug = f"{rng.choice(setting.plain)}-{rng.choice(setting.plain)}-{rng.choice(setting.plain)}-{id_}"
        occurred = setting.dated(self.shape.occurred, day - timedelta(days=rng.randint(0, 400)))
        rows.waiting["claims"].append((id_, slug, text, kind, *occurred, None, load))
        arguments = rows.waiting["claim_arguments"]
        agent = speaker if speaker is not None and rng.random() < 0.5 else setting.speakers.one()
        arguments.append((rows.new("claim_arguments"), id_, "agent", 1, "value", agent, None, None, None, load))
        dice = rng.random()
        if dice < 0.8:
            other = (rows.new("claim_arguments"), id_)
            if dice < 0.25:
                arguments.append((*other, "place", 1, "value", rng.choice(setting.places), None, None, None, load))
            elif dice < 0.45:
                number = str(rng.randint(2, 9000))
                arguments.append((*other, "amount", 1, "value", None, number, "number", "people", load))
            elif dice < 0.5:
                arguments.append((*other, "cause", 1, "somevalue", None, None, None, None, load))
            else:
                arguments.append((*other, "patient", 1, "value", setting.speakers.one(), None, None, None, load))
        if dice < 0.2:
            value = " ".join(words[-3:])
            arguments.append((rows.new("claim_arguments"), id_, "object", 1, "value", None, value, "text", None, load))
        if self.claims.held and rng.random() < self.shape.related:
            self._relate(id_, rng.choice(self.claims.held).id)
        if rng.random() < self.shape.reviewed:
            rating = rng.randint(1, 5)
            label = ("False", "Mostly false", "Mixed", "Mostly true", "True")[rating - 1]
            url = f"https://example.org/reviews/{id_}"
            row = (rows.new("reviews"), id_, rng.choice(setting.publishers[:20]), float(rating), 5.0, 1.0, label, url)
            rows.waiting["reviews"].append((*row, (day + timedelta(days=9)).isoformat(), load))
        made = Claim(id_)
        self.claims.add(made)
        return made

    def _relate(self, new: int, old: int) -> None:
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
        row = (self.rows.new("claim_relations"), *pair, relation, note, status, by, self.rows.load)
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
        return Bears(*span, claim, stance, rng.choice(NOTES), when)
