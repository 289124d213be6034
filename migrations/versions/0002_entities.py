"""Name people, organisations, places and things.

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "entities",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("slug", sa.Text(), nullable=False, comment="Name in addresses; outlives a rebuild."),
        sa.Column("kind", sa.Text(), nullable=False, comment="What it is: a code of the vocabulary entity_kind."),
        sa.Column("name", sa.Text(), nullable=False, comment="The name we call it by."),
        sa.Column("description", sa.Text(), nullable=True, comment="Who or what it is, in a few words."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "slug <> '' AND ltrim(slug, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' AND ltrim(slug, '0123456789') <> ''",
            name=op.f("ck_entities_slug"),
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_entities_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
        sa.UniqueConstraint("slug", name=op.f("uq_entities_slug")),
        comment="A row per person, organisation, place, weapon system, event, or unnamed party.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "entity_names",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("entity_id", ID, nullable=False, comment="Who or what is called so."),
        sa.Column("name", sa.Text(), nullable=False, comment="The name."),
        sa.Column(
            "lang",
            sa.Text(),
            server_default="und",
            nullable=False,
            comment="Language of the name, BCP 47; und: not said.",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="Which sort of name: a code of the vocabulary name_kind."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_entity_names_entity_id_entities")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_entity_names_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_names")),
        sa.UniqueConstraint("entity_id", "name", "lang", name=op.f("uq_entity_names_entity_id_name_lang")),
        comment="A row per name an entity goes by.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_entity_names_name"), "entity_names", ["name"], unique=False)
    op.create_table(
        "entity_identifiers",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("entity_id", ID, nullable=False, comment="Who or what it identifies."),
        sa.Column(
            "scheme", sa.Text(), nullable=False, comment="Whose identifier: a code of the vocabulary identifier_scheme."
        ),
        sa.Column("value", sa.Text(), nullable=False, comment="The identifier there."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_entity_identifiers_entity_id_entities")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_entity_identifiers_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_identifiers")),
        sa.UniqueConstraint("scheme", "value", name=op.f("uq_entity_identifiers_scheme_value")),
        comment="A row per identifier of an entity elsewhere (Wikidata, …).",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_entity_identifiers_entity_id"), "entity_identifiers", ["entity_id"], unique=False)
    op.create_table(
        "entity_matches",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("left_id", ID, nullable=False, comment="One of the two, the one with the lower id."),
        sa.Column("right_id", ID, nullable=False, comment="The other."),
        sa.Column("judgement", sa.Text(), nullable=False, comment="same, possible or different."),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who judged so."),
        sa.Column("note", sa.Text(), nullable=True, comment="On what grounds."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("judgement IN ('same', 'possible', 'different')", name=op.f("ck_entity_matches_judgement")),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_entity_matches_order")),
        sa.ForeignKeyConstraint(["left_id"], ["entities.id"], name=op.f("fk_entity_matches_left_id_entities")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_entity_matches_load_id_loads")),
        sa.ForeignKeyConstraint(["right_id"], ["entities.id"], name=op.f("fk_entity_matches_right_id_entities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_matches")),
        sa.UniqueConstraint("left_id", "right_id", name=op.f("uq_entity_matches_left_id_right_id")),
        comment="A row per judgement that two entities are, may be, or are not the same; the lower id stands left.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_entity_matches_right_id"), "entity_matches", ["right_id"], unique=False)


def downgrade() -> None:
    rows_may_go = context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    ddl.drop_tables(
        op.get_bind(), "entity_matches", "entity_identifiers", "entity_names", "entities", rows_may_go=rows_may_go
    )
