"""Models say what they mean, name their constraints, and agree with the vocabularies that people see."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import CheckConstraint, Engine, UniqueConstraint, inspect
from sqlalchemy.orm import DeclarativeBase

from facts import db, ddl
from facts.models import Base

from .conftest import rows

# The natural keys of the design: what idempotent loading, merging and citing rest on.
KEYS = {
    "loads": "uuid",
    "statements": "input table_name row_id",
    "terms": "scheme code",
    "entities": "slug",
    "entity_names": "entity_id name lang",
    "entity_identifiers": "scheme value",
    "entity_matches": "left_id right_id",
    "sources": "slug",
    "blobs": "sha256",
    "captures": "source_id sha256 extractor",
    "segments": "capture_id start_char end_char kind",
    "passages": "capture_id start_char end_char",
    "utterances": "slug",
    "utterance_matches": "left_id right_id",
    "quotes": "passage_id part",
    "quote_matches": "left_id right_id",
    "attributions": "quote_id position",
    "claims": "slug",
    "claim_arguments": "claim_id role position",
    "evidence": "claim_id passage_id",
    "claim_relations": "claim_id related_id relation",
    "reviews": "claim_id reviewer_id url",
    "derivations": "source_id origin_id basis",
    "locks": "name",
}
TABLES = Base.metadata.tables
# Where the words of a CHECK are defined for people: (table, column) to the scheme in `terms`.
SCHEMES = {
    ("alignments", "change"): "alignment_change",
    ("alignments", "status"): "derivation_status",
    ("attributions", "basis"): "attribution_basis",
    ("changes", "operation"): "operation",
    ("claim_arguments", "snak"): "snak",
    ("claim_relations", "relation"): "relation",
    ("claim_relations", "status"): "relation_status",
    ("claims", "occurred_basis"): "date_basis",
    ("derivations", "basis"): "derivation_basis",
    ("derivations", "kind"): "derivation_kind",
    ("derivations", "status"): "derivation_status",
    ("entity_matches", "judgement"): "judgement",
    ("evidence", "stance"): "stance",
    ("loads", "status"): "load_status",
    ("quote_matches", "judgement"): "judgement",
    ("quote_matches", "kind"): "quote_match_kind",
    ("quotes", "fidelity"): "fidelity",
    ("quotes", "form"): "quote_form",
    ("segments", "kind"): "segment_kind",
    ("sources", "publish"): "publish",
    ("sources", "published_basis"): "date_basis",
    ("utterance_matches", "judgement"): "judgement",
    ("utterances", "said_basis"): "date_basis",
}


def closed_vocabularies() -> dict[tuple[str, str], set[str]]:
    """Every CHECK of the form `column IN (…)`."""
    found = {}
    for name, table in TABLES.items():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                match = re.fullmatch(r"(\w+) IN \((.*)\)", str(constraint.sqltext))
                if match:
                    found[name, match[1]] = set(re.findall(r"'(\w+)'", match[2]))
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_says_what_it_is(name: str) -> None:
    assert (TABLES[name].comment or "").startswith("A row per ")
    assert [column.name for column in TABLES[name].columns if not (column.comment or "").endswith((".", "…"))] == []


@pytest.mark.parametrize("name", KEYS)
def test_every_table_has_the_natural_key_of_the_design(name: str) -> None:
    keys = [set(c.columns.keys()) for c in TABLES[name].constraints if isinstance(c, UniqueConstraint)]
    assert set(KEYS[name].split()) in keys
    assert not [column for column in KEYS[name].split() if TABLES[name].c[column].nullable]


def test_the_natural_key_of_an_alignment_is_two_partial_indexes() -> None:
    unique = {tuple(index.columns.keys()): index for index in TABLES["alignments"].indexes if index.unique}
    pair, triple = ("derivation_id", "passage_id"), ("derivation_id", "passage_id", "origin_passage_id")
    assert str(unique[pair].dialect_options["sqlite"]["where"]) == "origin_passage_id IS NULL"
    assert str(unique[triple].dialect_options["postgresql"]["where"]) == "origin_passage_id IS NOT NULL"


def test_every_table_of_the_models_is_guarded_by_triggers() -> None:
    assert set(ddl.TABLES) == set(TABLES)


def test_every_constraint_has_a_name_by_one_convention(store: Engine) -> None:
    prefixes = {"pk_", "fk_", "uq_", "ck_", "ix_"}
    with db.reading(store) as connection:
        inspector = inspect(connection)
        for name in TABLES:
            named = [
                *(key["name"] for key in inspector.get_foreign_keys(name)),
                *(key["name"] for key in inspector.get_unique_constraints(name)),
                *(key["name"] for key in inspector.get_check_constraints(name)),
                *(index["name"] for index in inspector.get_indexes(name)),
            ]
            assert {str(given)[:3] for given in named} <= prefixes, name


def test_comments_stand_in_the_database_where_it_has_them(postgresql_store: Engine) -> None:
    with db.reading(postgresql_store) as connection:
        inspector = inspect(connection)
        for name, table in TABLES.items():
            assert inspector.get_table_comment(name)["text"] == table.comment
            there = {column["name"]: column["comment"] for column in inspector.get_columns(name)}
            assert there == {column.name: column.comment for column in table.columns}


def test_every_row_but_a_lock_names_its_load() -> None:
    without = [name for name, table in TABLES.items() if "load_id" not in table.columns]
    assert without == ["loads", "locks"]
    nullable = [name for name, table in TABLES.items() if "load_id" in table.columns and table.c.load_id.nullable]
    assert nullable == ["terms", "changes"]


def test_every_closed_vocabulary_is_defined_word_for_word(store: Engine) -> None:
    closed = closed_vocabularies()
    assert set(closed) == set(SCHEMES)
    for place, scheme in SCHEMES.items():
        defined = rows(store, "SELECT code, label, definition FROM terms WHERE scheme = :scheme", scheme=scheme)
        assert {row[0] for row in defined} == closed[place], place
        assert all(label and str(definition).endswith(".") for _, label, definition in defined)


def test_big_columns_stand_last() -> None:
    for name, column in (("captures", "text"), ("blobs", "content"), ("passages", "exact")):
        assert list(TABLES[name].columns.keys())[-1] == column


def test_models_are_declared_and_nothing_else() -> None:
    assert issubclass(Base, DeclarativeBase)
    assert {mapper.class_.__tablename__ for mapper in Base.registry.mappers} == set(TABLES)
