"""Rows on their way to the store: the columns they fill, their ids, and the batches in which they are handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
