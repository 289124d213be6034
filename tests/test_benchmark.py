"""What is measured at a million quotations, at a size for every day: the store is sound, questions use indexes."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from facts import check, db, describe, publish
from facts.search import escaped, search

from .benchmarks.generate import generate
from .conftest import CONTACT

QUOTES = 2_000
# Tables that a question may walk through in the order of their rows, since it stops at the first 200 of them: nearly every row
# is an answer. Loads are few.
WALKED = {
    "wording_differs": {"a"},
    "where_sources_differ": {"r"},
    "cut_from_quotations": {"c"},
    "known_only_by_name": {"s", "copies"},
    "changed_since": {"l"},
    "not_dated": {"u", "s"},
    "unnamed": {"x"},
    # a document each, its claims, and how these relate
    "what_differs_between": {"a", "b", "said", "here", "there", "p", "related", "pairs", "found", "f"},
    # copies of one work, hits of a search, answers, pieces of a passage
    "who_reported": {"f", "pieces"},
    "who_said_what": {"pieces"},
    "first_reported": {"fit", "wider"},
    "one_voice": {"fit"},
    "heard_first_hand": {"fit"},
    "most_repeated_fewest_origins": {"best"},
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "store.db"
    generate(path, QUOTES, 1)
    return path


@pytest.fixture(scope="module")
def published(generated: Path) -> Path:
    return publish.desk(db.engine_for(f"sqlite:///{generated}"), generated.parent / "desk")


def test_what_is_measured_on_is_sound(generated: Path) -> None:
    engine = db.engine_for(f"sqlite:///{generated}")
    assert check.run(engine).errors == []
    engine.dispose()


@pytest.mark.parametrize("name", describe.QUERIES)
def test_every_question_uses_an_index(published: Path, name: str) -> None:
    query, values = describe.QUERIES[name], describe.examples(published)
    connection = sqlite3.connect(published)
    connection.create_function("escape_fts", 1, escaped, deterministic=True)
    given = {one: values[one] for one in query.parameters}
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query.sql}", given)]
    connection.close()
    scanned = {found[1] for line in plan if (found := re.match(r"SCAN (\w+)$", line))}
    assert scanned <= WALKED.get(name, set()), plan


def test_a_public_edition_of_many_texts_keeps_its_limits(generated: Path, tmp_path: Path) -> None:
    engine = db.engine_for(f"sqlite:///{generated}")
    file = publish.public(engine, CONTACT, tmp_path / "public")
    engine.dispose()
    connection = sqlite3.connect(file)
    over = connection.execute(
        """
        SELECT c.id, sum(length(p.exact)), (SELECT sum(end_char - start_char) FROM segments g
          WHERE g.capture_id = c.id AND g.kind IN ('body', 'block_quote')) AS body
        FROM passages p JOIN captures c ON c.id = p.capture_id JOIN sources s ON s.id = c.source_id
        WHERE s.publish <> 'full_text' AND NOT EXISTS (
          SELECT 1 FROM passages o WHERE o.capture_id = p.capture_id AND o.id <> p.id AND o.shown = 'whole'
            AND o.start_char <= p.start_char AND o.end_char >= p.end_char)
          AND NOT EXISTS (SELECT 1 FROM segments h WHERE h.capture_id = c.id AND h.kind = 'headline'
            AND h.start_char <= p.start_char AND h.end_char >= p.end_char)
        GROUP BY c.id HAVING sum(length(p.exact)) > body * 0.31
        """
    ).fetchall()
    shown = connection.execute("SELECT shown, count(*) FROM passages GROUP BY shown ORDER BY 1").fetchall()
    connection.close()
    assert over == []
    assert [kind for kind, _ in shown] == ["part", "whole", "withheld"]


def test_a_very_common_word_is_answered_newest_first_and_says_so(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(published)
    [(word,)] = connection.execute("SELECT words FROM quote_variants LIMIT 1").fetchall()
    connection.close()
    common = str(word).split()[0]
    assert {hit.order for hit in search(published, common)} == {"best first"}
    lowered = describe.QUERIES["search"].sql.replace("20001", "3").replace("<= 20000", "<= 2")
    assert lowered != describe.QUERIES["search"].sql
    monkeypatch.setitem(describe.QUERIES, "search", describe.Query("", "", lowered))
    assert "newest first: very common" in {hit.order for hit in search(published, common)}
