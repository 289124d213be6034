"""People, organisations, places, things and unnamed parties, with their names and identifiers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, id_column, load_column, one_of, reference, slug_check, table

JUDGEMENTS = ("same", "possible", "different")


class Entity(Base):
    __tablename__ = "entities"
    __table_args__ = table(
        "A row per person, organisation, place, weapon system, event, or unnamed party.",
        UniqueConstraint("slug"),
        slug_check(),
    )

    id: Mapped[int] = id_column()
    slug: Mapped[str] = mapped_column(comment="Name in addresses; outlives a rebuild.")
    kind: Mapped[str] = mapped_column(comment="What it is: a code of the vocabulary entity_kind.")
    name: Mapped[str] = mapped_column(comment="The name we call it by.")
    description: Mapped[str | None] = mapped_column(comment="Who or what it is, in a few words.")
    load_id: Mapped[int] = load_column()


class EntityName(Base):
    __tablename__ = "entity_names"
    __table_args__ = table("A row per name an entity goes by.", UniqueConstraint("entity_id", "name", "lang"))

    id: Mapped[int] = id_column()
    entity_id: Mapped[int] = reference("entities.id", "Who or what is called so.", index=False)
    name: Mapped[str] = mapped_column(index=True, comment="The name.")
    lang: Mapped[str] = mapped_column(server_default="und", comment="Language of the name, BCP 47; und: not said.")
    kind: Mapped[str] = mapped_column(comment="Which sort of name: a code of the vocabulary name_kind.")
    load_id: Mapped[int] = load_column()


class EntityIdentifier(Base):
    __tablename__ = "entity_identifiers"
    __table_args__ = table(
        "A row per identifier of an entity elsewhere (Wikidata, …).", UniqueConstraint("scheme", "value")
    )

    id: Mapped[int] = id_column()
    entity_id: Mapped[int] = reference("entities.id", "Who or what it identifies.")
    scheme: Mapped[str] = mapped_column(comment="Whose identifier: a code of the vocabulary identifier_scheme.")
    value: Mapped[str] = mapped_column(comment="The identifier there.")
    load_id: Mapped[int] = load_column()


class EntityMatch(Base):
    __tablename__ = "entity_matches"
    __table_args__ = table(
        "A row per judgement that two entities are, may be, or are not the same; the lower id stands left.",
        UniqueConstraint("left_id", "right_id"),
        CheckConstraint("left_id < right_id", name="order"),
        one_of("judgement", JUDGEMENTS),
    )

    id: Mapped[int] = id_column()
    left_id: Mapped[int] = reference("entities.id", "One of the two, the one with the lower id.", index=False)
    right_id: Mapped[int] = reference("entities.id", "The other.")
    judgement: Mapped[str] = mapped_column(comment="same, possible or different.")
    decided_by: Mapped[str | None] = mapped_column(comment="Who judged so.")
    note: Mapped[str | None] = mapped_column(comment="On what grounds.")
    load_id: Mapped[int] = load_column()
