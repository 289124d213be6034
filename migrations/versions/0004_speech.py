"""Record what was said, where it is reported and the way it came.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "utterances",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("slug", sa.Text(), nullable=False, comment="Name in addresses; outlives a rebuild."),
        sa.Column("speaker_id", ID, nullable=True, comment="Who said it (null: not known)."),
        sa.Column("venue_id", ID, nullable=True, comment="The work it was said in: an interview, a statement."),
        sa.Column("said", sa.Text(), nullable=True, comment="When it was said, EDTF (null: not known)."),
        sa.Column("said_earliest", sa.Text(), nullable=True, comment="First day this can mean, to sort by."),
        sa.Column("said_latest", sa.Text(), nullable=True, comment="Last day this can mean."),
        sa.Column(
            "said_basis",
            sa.Text(),
            nullable=True,
            comment="How the date was resolved: stated, relative (to another date) or inferred.",
        ),
        sa.Column("text", sa.Text(), nullable=True, comment="What was said, in short, in our words or as best known."),
        sa.Column("lang", sa.Text(), nullable=True, comment="Language it was said in, BCP 47."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "(said_earliest IS NULL OR (length(said_earliest) = 10 AND ltrim(said_earliest, '0123456789-') = '')) AND (said_latest IS NULL OR (length(said_latest) = 10 AND ltrim(said_latest, '0123456789-') = ''))",
            name=op.f("ck_utterances_said_bounds"),
        ),
        sa.CheckConstraint("said_basis IN ('stated', 'relative', 'inferred')", name=op.f("ck_utterances_said_basis")),
        sa.CheckConstraint(
            "slug <> '' AND ltrim(slug, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' AND ltrim(slug, '0123456789') <> ''",
            name=op.f("ck_utterances_slug"),
        ),
        sa.CheckConstraint(
            "said IS NOT NULL OR (said_earliest IS NULL AND said_latest IS NULL)",
            name=op.f("ck_utterances_said_stated"),
        ),
        sa.CheckConstraint(
            "said_earliest IS NULL OR said_latest IS NULL OR said_earliest <= said_latest",
            name=op.f("ck_utterances_said_order"),
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_utterances_load_id_loads")),
        sa.ForeignKeyConstraint(["speaker_id"], ["entities.id"], name=op.f("fk_utterances_speaker_id_entities")),
        sa.ForeignKeyConstraint(["venue_id"], ["sources.id"], name=op.f("fk_utterances_venue_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterances")),
        sa.UniqueConstraint("slug", name=op.f("uq_utterances_slug")),
        comment="A row per thing said once, however often reported (speech event).",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_utterances_speaker_id"), "utterances", ["speaker_id"], unique=False)
    op.create_index(op.f("ix_utterances_venue_id"), "utterances", ["venue_id"], unique=False)
    op.create_table(
        "utterance_matches",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("left_id", ID, nullable=False, comment="One of the two, the one with the lower id."),
        sa.Column("right_id", ID, nullable=False, comment="The other."),
        sa.Column("judgement", sa.Text(), nullable=False, comment="same, possible or different."),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who judged so."),
        sa.Column("note", sa.Text(), nullable=True, comment="On what grounds."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "judgement IN ('same', 'possible', 'different')", name=op.f("ck_utterance_matches_judgement")
        ),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_utterance_matches_order")),
        sa.ForeignKeyConstraint(["left_id"], ["utterances.id"], name=op.f("fk_utterance_matches_left_id_utterances")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_utterance_matches_load_id_loads")),
        sa.ForeignKeyConstraint(["right_id"], ["utterances.id"], name=op.f("fk_utterance_matches_right_id_utterances")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance_matches")),
        sa.UniqueConstraint("left_id", "right_id", name=op.f("uq_utterance_matches_left_id_right_id")),
        comment="A row per judgement that two utterances are, may be, or are not the same event; the lower id stands left.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_utterance_matches_right_id"), "utterance_matches", ["right_id"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("passage_id", ID, nullable=False, comment="The words given, without the marks around them."),
        sa.Column(
            "part", ID, server_default="1", nullable=False, comment="1; 2 for a second speaker of the same words."
        ),
        sa.Column("speaker_id", ID, nullable=True, comment="Whose words or view (null: nobody is named)."),
        sa.Column("cue_passage_id", ID, nullable=True, comment="The words that attribute it: said, warned …"),
        sa.Column("when_passage_id", ID, nullable=True, comment="The words that say when it was said."),
        sa.Column("utterance_id", ID, nullable=True, comment="The thing said that it reports."),
        sa.Column(
            "continues_id",
            ID,
            nullable=True,
            comment="First stretch of an interrupted quotation; cue and way live there (null: it is the first).",
        ),
        sa.Column("form", sa.Text(), nullable=False, comment="direct, partial, block, indirect, attitude or term."),
        sa.Column(
            "fidelity",
            sa.Text(),
            nullable=True,
            comment="How true the words are to what was said: verbatim, truncated, translated, paraphrase, altered or unsupported (null: not judged).",
        ),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "fidelity IN ('verbatim', 'truncated', 'translated', 'paraphrase', 'altered', 'unsupported')",
            name=op.f("ck_quotes_fidelity"),
        ),
        sa.CheckConstraint(
            "form IN ('direct', 'partial', 'block', 'indirect', 'attitude', 'term')", name=op.f("ck_quotes_form")
        ),
        sa.CheckConstraint("part >= 1", name=op.f("ck_quotes_part")),
        sa.ForeignKeyConstraint(["continues_id"], ["quotes.id"], name=op.f("fk_quotes_continues_id_quotes")),
        sa.ForeignKeyConstraint(["cue_passage_id"], ["passages.id"], name=op.f("fk_quotes_cue_passage_id_passages")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_quotes_load_id_loads")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_quotes_passage_id_passages")),
        sa.ForeignKeyConstraint(["speaker_id"], ["entities.id"], name=op.f("fk_quotes_speaker_id_entities")),
        sa.ForeignKeyConstraint(["utterance_id"], ["utterances.id"], name=op.f("fk_quotes_utterance_id_utterances")),
        sa.ForeignKeyConstraint(["when_passage_id"], ["passages.id"], name=op.f("fk_quotes_when_passage_id_passages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("passage_id", "part", name=op.f("uq_quotes_passage_id_part")),
        comment="A row per place where a source gives somebody's words or view (PARC attribution).",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quotes_continues_id"), "quotes", ["continues_id"], unique=False)
    op.create_index(op.f("ix_quotes_cue_passage_id"), "quotes", ["cue_passage_id"], unique=False)
    op.create_index(op.f("ix_quotes_speaker_id"), "quotes", ["speaker_id"], unique=False)
    op.create_index(op.f("ix_quotes_utterance_id"), "quotes", ["utterance_id"], unique=False)
    op.create_index(op.f("ix_quotes_when_passage_id"), "quotes", ["when_passage_id"], unique=False)
    op.create_table(
        "attributions",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("quote_id", ID, nullable=False, comment="The quote that came this way."),
        sa.Column("position", ID, nullable=False, comment="1 is nearest the reader, the highest nearest the speaker."),
        sa.Column("entity_id", ID, nullable=True, comment="Who passed it on."),
        sa.Column("source_id", ID, nullable=True, comment="The work in which it was passed on."),
        sa.Column("passage_id", ID, nullable=True, comment="The words that say so."),
        sa.Column("basis", sa.Text(), nullable=False, comment="stated in the text, or inferred."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("basis IN ('stated', 'inferred')", name=op.f("ck_attributions_basis")),
        sa.CheckConstraint("entity_id IS NOT NULL OR source_id IS NOT NULL", name=op.f("ck_attributions_party")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_attributions_position")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_attributions_entity_id_entities")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_attributions_load_id_loads")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_attributions_passage_id_passages")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_attributions_quote_id_quotes")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_attributions_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributions")),
        sa.UniqueConstraint("quote_id", "position", name=op.f("uq_attributions_quote_id_position")),
        comment="A row per hop on the way of a quote, its speaker and the source's own publisher left out.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_attributions_entity_id"), "attributions", ["entity_id"], unique=False)
    op.create_index(op.f("ix_attributions_passage_id"), "attributions", ["passage_id"], unique=False)
    op.create_index(op.f("ix_attributions_source_id"), "attributions", ["source_id"], unique=False)


def downgrade() -> None:
    rows_may_go = context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    ddl.drop_tables(op.get_bind(), "attributions", "quotes", "utterance_matches", "utterances", rows_may_go=rows_may_go)
