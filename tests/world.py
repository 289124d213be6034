"""Small worlds of rows for tests: what a loader would store, put in with plain inserts."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sqlalchemy import Connection, Engine, text

from facts.models import Base

DEFAULTS: dict[str, dict[str, Any]] = {
    "loads": {
        "loader": "test",
        "version": "1",
        "started_at": "2024-01-01T00:00:00Z",
        "input": "test",
        "input_sha256": "0" * 64,
        "status": "done",
        "changes_before": 0,
    },
    "entities": {"kind": "organisation"},
    "sources": {"kind": "article", "publish": "excerpts"},
    "captures": {"media_type": "text/plain", "encoding": "utf-8", "extractor": "test 1"},
    "claims": {"kind": "fact"},
    "evidence": {"stance": "supports"},
    "quotes": {"form": "direct", "part": 1},
    "attributions": {"basis": "stated"},
    "derivations": {"kind": "republication", "basis": "declared", "status": "confirmed"},
    "alignments": {"change": "same", "status": "confirmed"},
    "claim_relations": {"status": "confirmed"},
}


def insert(connection: Connection, table: str, **values: Any) -> int:
    """Insert a row and return its id; what a test does not care about is filled in."""
    target = Base.metadata.tables[table]
    given = {**DEFAULTS.get(table, {}), **values}
    if "load_id" in target.columns and "load_id" not in given:
        given["load_id"] = 1
    return int(connection.execute(target.insert().values(**given)).inserted_primary_key[0])


class World:
    """Builds sources, texts, claims and evidence by name, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        if not connection.execute(text("SELECT count(*) FROM loads")).scalar():
            insert(connection, "loads", uuid="00000000-0000-4000-8000-000000000001")

    def entity(self, name: str, **values: Any) -> int:
        slug = re.sub(r"\W+", "-", name.lower())
        found = self.connection.execute(text("SELECT id FROM entities WHERE slug = :slug"), {"slug": slug}).scalar()
        return int(found) if found else insert(self.connection, "entities", slug=slug, name=name, **values)

    def source(self, name: str, publisher: str | None = None, **values: Any) -> int:
        found = self.connection.execute(text("SELECT id FROM sources WHERE slug = :slug"), {"slug": name}).scalar()
        if found:
            return int(found)
        publisher_id = self.entity(publisher) if publisher else None
        return insert(self.connection, "sources", slug=name, title=name, publisher_id=publisher_id, **values)

    def capture(self, source: str, words: str) -> int:
        found = self.connection.execute(
            text("SELECT c.id FROM captures c JOIN sources s ON s.id = c.source_id WHERE s.slug = :slug"),
            {"slug": source},
        ).scalar()
        if found:
            return int(found)
        content = words.encode()
        digest = hashlib.sha256(content).hexdigest()
        if not self.connection.execute(text("SELECT 1 FROM blobs WHERE sha256 = :d"), {"d": digest}).scalar():
            insert(self.connection, "blobs", sha256=digest, content=content)
        return insert(self.connection, "captures", source_id=self.source(source), sha256=digest, text=words)

    def passage(self, source: str, words: str) -> int:
        row = self.connection.execute(
            text("SELECT c.id, c.text FROM captures c JOIN sources s ON s.id = c.source_id WHERE s.slug = :slug"),
            {"slug": source},
        ).one()
        start = row.text.index(words)
        key = {"c": row.id, "s": start, "e": start + len(words)}
        found = self.connection.execute(
            text("SELECT id FROM passages WHERE capture_id = :c AND start_char = :s AND end_char = :e"), key
        ).scalar()
        if found:
            return int(found)
        bounds = {"capture_id": row.id, "start_char": start, "end_char": start + len(words)}
        return insert(self.connection, "passages", **bounds, exact=words)

    def claim(self, slug: str) -> int:
        found = self.connection.execute(text("SELECT id FROM claims WHERE slug = :slug"), {"slug": slug}).scalar()
        return int(found) if found else insert(self.connection, "claims", slug=slug, text=f"{slug}.")

    def quote(
        self, source: str, words: str, speaker: str | None = None, way: tuple[str, ...] = (), **values: Any
    ) -> int:
        """`way` names entities, or sources where the name begins with "work:"."""
        speaker_id = self.entity(speaker) if speaker else None
        quote = insert(
            self.connection, "quotes", passage_id=self.passage(source, words), speaker_id=speaker_id, **values
        )
        for position, hop in enumerate(way, 1):
            party = (
                {"source_id": self.source(hop.removeprefix("work:"))}
                if hop.startswith("work:")
                else {"entity_id": self.entity(hop)}
            )
            insert(self.connection, "attributions", quote_id=quote, position=position, **party)
        return quote

    def evidence(self, claim: str, source: str, words: str, quote: int | None = None, **values: Any) -> int:
        return insert(
            self.connection,
            "evidence",
            claim_id=self.claim(claim),
            passage_id=self.passage(source, words),
            quote_id=quote,
            **values,
        )

    def made_from(self, source: str, origin: str, kind: str = "republication", **values: Any) -> int:
        pair = {"source_id": self.source(source), "origin_id": self.source(origin)}
        return insert(self.connection, "derivations", **pair, kind=kind, **values)

    def aligned(self, derivation: int, here: tuple[str, str], there: tuple[str, str] | None, **values: Any) -> int:
        """Passages as (source, words)."""
        return insert(
            self.connection,
            "alignments",
            derivation_id=derivation,
            passage_id=self.passage(*here),
            origin_passage_id=self.passage(*there) if there else None,
            **values,
        )


def build(engine: Engine, make: Any) -> Any:
    """Run `make(World)` in one transaction and return what it returns."""
    with engine.begin() as connection:
        return make(World(connection))
