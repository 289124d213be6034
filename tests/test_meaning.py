"""Changes of meaning between a sentence and its reworked copy: each kind, and the style that looks like it and stays silent."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.meaning import changes
from facts.meaning.change import WEIGHT

from .conftest import ROOT

CHANGED = [
    ("negation", "The keeper said he had locked the gate.", "The keeper said he had not locked the gate."),
    ("negation", "The tenants accepted the new rent.", "The tenants rejected the new rent."),
    ("negation", "The glue is toxic, the lab found.", "The glue is nontoxic, the lab found."),
    ("modality", "The glacier may vanish by 2040.", "The glacier will vanish by 2040."),
    ("modality", "The judge asked the firm to clean the beach.", "The judge ordered the firm to clean the beach."),
    ("modality", "Riders should wear a helmet.", "Riders must wear a helmet."),
    ("modality", "The bishop criticised the film.", "The bishop condemned the film."),
    ("tense", "Ghana will join the league.", "Ghana has joined the league."),
    ("tense", "The bakery is moving to Leeds.", "The bakery has moved to Leeds."),
    ("tense", "Divers began searching the lake.", "Divers finished searching the lake."),
    ("purpose", "The shop closed after the robbery.", "The shop closed because of the robbery."),
    ("purpose", "The firm moved the files to protect its clients.", "The firm moved the files to mislead its clients."),
    ("purpose", "Fires are linked to smoking.", "Fires are caused by smoking."),
    ("number", "The bus carried 48 children.", "The bus carried 84 children."),
    ("number", "The play opens on Monday.", "The play opens on Friday."),
    ("number", "The pipe is five metres long.", "The pipe is five miles long."),
    ("actor", "Arden Steel sued Borwick Mills.", "Borwick Mills sued Arden Steel."),
    ("actor", "One of the unions opposed the shift plan.", "The unions opposed the shift plan."),
    ("actor", "Police cleared the square at dawn.", "The army cleared the square at dawn."),
    ("qualifier", "The alleged forger lives in Porto.", "The forger lives in Porto."),
    ("qualifier", "Up to 70 trees were felled.", "70 trees were felled."),
    ("qualifier", "Only adults can vote at the meeting.", "Adults can vote at the meeting."),
    ("attribution", "The mill polluted the brook, anglers claim.", "The mill polluted the brook."),
    ("attribution", "The duke reportedly owns the islet.", "The duke owns the islet."),
    ("transaction", "The abbey sold the organ to the town.", "The abbey donated the organ to the town."),
    ("transaction", "The port ordered two cranes.", "The port received two cranes."),
    ("transaction", "The zoo considered buying a panda.", "The zoo bought a panda."),
]
STYLE = [
    ("attribution", "The mayor warned of a flood.", "There were warnings by the mayor of a flood."),
    ("attribution", "The union announced a strike on May 3.", "On the union’s announcement, a strike begins on May 3."),
    ("negation", "The guide denied that the path was closed.", "The guide said the path was not closed."),
    ("negation", "Nobody was hurt in the crash.", "Everyone was unhurt in the crash."),
    ("modality", "The drone can fly at night.", "The drone is able to fly at night."),
    ("modality", "Guests must leave by ten.", "Guests have to leave by ten."),
    ("tense", "The vet said the cow will recover.", "The vet said the cow would recover."),
    ("tense", "The widow has asked for a refund.", "The widow asked for a refund."),
    ("purpose", "The race was halted because of hail.", "The race was halted owing to hail."),
    ("number", "The well cost 5 million euros.", "The well cost €5m."),
    ("number", "A dozen goats escaped.", "12 goats escaped."),
    ("number", "Half of the seats were taken.", "Fifty percent of the seats were taken."),
    ("number", "The fair opens on Tuesday.", "The fair opens on March 5."),
    ("number", "The tank holds 1,000 litres.", "The tank holds 1000 liters."),
    ("actor", "Arden Steel sued Borwick Mills.", "Borwick Mills was sued by Arden Steel."),
    ("actor", "The United States signed the pact.", "The U.S. signed the pact."),
    ("qualifier", "The tower is about 90 metres high.", "The tower is roughly 90 metres high."),
    ("qualifier", "At least six boats sank.", "No fewer than six boats sank."),
    ("attribution", "The fish died of heat, the ranger said.", "According to the ranger, the fish died of heat."),
    ("attribution", "The mayor stated that the pool was clean.", "The mayor said the pool was clean."),
    ("transaction", "The chapel bought the bell from a dealer.", "A dealer sold the bell to the chapel."),
    ("transaction", "The town plans to build a pier.", "The town intends to build a pier."),
]
HARSH = re.compile(r"\b(?:lie[sd]?|lying|false|fake|distort\w*|mislead\w*|wrong\w*|manipulat\w*)\b", re.IGNORECASE)
PAIRS = [pair[1:] for pair in CHANGED + STYLE]


@pytest.mark.parametrize(("kind", "first", "second"), CHANGED)
def test_a_change_is_found_and_named(kind: str, first: str, second: str) -> None:
    found = changes(first, second)
    assert found, "nothing found"
    assert found[0].kind == kind, found


@pytest.mark.parametrize(("kind", "first", "second"), STYLE)
def test_style_that_looks_like_a_change_stays_silent(kind: str, first: str, second: str) -> None:
    assert changes(first, second) == []


@pytest.mark.parametrize(("kind", "first", "second"), CHANGED + STYLE)
def test_the_order_decides_only_which_words_are_first(kind: str, first: str, second: str) -> None:
    there, back = changes(first, second), changes(second, first)
    assert [(one.kind, one.first, one.second) for one in there] == [(one.kind, one.second, one.first) for one in back]


def test_the_words_that_carry_a_change_are_shown_as_they_are_written() -> None:
    found = changes("It’s the glacier that’s likely to melt.", "It’s the glacier that’s certain to melt.")[0]
    assert (found.first, found.second) == ("likely", "certain to")
    assert found.note == "wording differs: “likely” in one, “certain to” in the other (modality)"


def test_what_stands_on_one_side_only_is_empty_on_the_other() -> None:
    found = changes("The alleged forger lives in Porto.", "The forger lives in Porto.")[0]
    assert (found.first, found.second) == ("alleged", "")
    assert found.note == "wording differs: “alleged” stands in one only (qualifier)"


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_notes_are_neutral_and_ranks_are_sorted(first: str, second: str) -> None:
    found = changes(first, second)
    assert all(one.note.startswith("wording differs: ") and one.kind in WEIGHT for one in found)
    assert not [one.note for one in found if HARSH.search(one.note.replace(one.first, "").replace(one.second, ""))]
    ranks = [one.rank for one in found]
    assert ranks == sorted(ranks, reverse=True)
    assert all(0 <= rank <= 1 for rank in ranks)


@pytest.mark.parametrize(
    "text", ["", " ", "🙂🙃", "…", "n't", "'s", "$", "1,2,3.4:5", "x²", "٣٤", "不是", "a" * 100_000, "no " * 50_000]
)
def test_odd_input_is_compared_like_any_other(text: str) -> None:
    assert changes(text, text) == []
    for other in ("", "The bus carried 48 children.", "no will " * 20_000, text[::-1]):
        assert isinstance(changes(text, other), list)


MADE = (
    "The a of to not n't will has been is are by said that police Smith two 5 % $ million half third and was being no longer "
    "in order because after building sold , . ; “ ” 's am pm 7.30 12:99 -year-old March one"
)
WORDS = st.sampled_from(MADE.split())


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)), st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_no_text_raises(first: str, second: str) -> None:
    there, back = changes(first, second), changes(second, first)
    assert {one.kind for one in there} <= set(WEIGHT)
    assert isinstance(back, list)
    assert changes(first, first) == []


def test_a_long_text_is_cut_off() -> None:
    long = " ".join(f"Smith will not sell {at} cars because the police said so, and" for at in range(5_000))
    begun = time.perf_counter()
    changes(long, long.replace("will", "has").replace("sell", "sold"))
    assert time.perf_counter() - begun < 5


def test_the_benchmark_counts(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    rows = [
        {"id": str(at), "first": first, "second": second, "change": kind}
        for at, (kind, first, second) in enumerate(CHANGED)
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    command = [sys.executable, "-m", "tests.benchmarks.meaning", str(file), "--errors"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    report = json.loads(done.stdout)
    assert report["accuracy"] == 1.0
    assert report["labels"]["number"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 3}
    assert report["errors"] == []
