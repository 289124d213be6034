"""Keep works, their captured texts and anchored passages.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("slug", sa.Text(), nullable=False, comment="Name in addresses; outlives a rebuild."),
        sa.Column("kind", sa.Text(), nullable=False, comment="What it is: a code of the vocabulary source_kind."),
        sa.Column(
            "title",
            sa.Text(),
            nullable=False,
            comment="Its title, or a description in square brackets where it has none.",
        ),
        sa.Column("publisher_id", ID, nullable=True, comment="Who published it (null: unknown)."),
        sa.Column("author", sa.Text(), nullable=True, comment="Whom it names as author."),
        sa.Column("url", sa.Text(), nullable=True, comment="Its address on the web, as found."),
        sa.Column("canonical_url", sa.Text(), nullable=True, comment="The address it names as its own."),
        sa.Column("archived_url", sa.Text(), nullable=True, comment="An archived copy."),
        sa.Column("language", sa.Text(), nullable=True, comment="Its language, BCP 47."),
        sa.Column(
            "published",
            sa.Text(),
            nullable=True,
            comment="When it was published, EDTF; never the time of a capture (null: not known).",
        ),
        sa.Column("published_earliest", sa.Text(), nullable=True, comment="First day this can mean, to sort by."),
        sa.Column("published_latest", sa.Text(), nullable=True, comment="Last day this can mean."),
        sa.Column(
            "published_basis",
            sa.Text(),
            nullable=True,
            comment="How the date was resolved: stated, relative (to another date) or inferred.",
        ),
        sa.Column("published_passage_id", ID, nullable=True, comment="The words the date was read from."),
        sa.Column("copyright_holder", sa.Text(), nullable=True, comment="Who holds the rights."),
        sa.Column("usage_terms", sa.Text(), nullable=True, comment="What the holder allows, in words."),
        sa.Column("licence", sa.Text(), nullable=True, comment="SPDX name or address of a licence."),
        sa.Column(
            "publish",
            sa.Text(),
            server_default="excerpts",
            nullable=False,
            comment="What may be shown to the public: full_text, excerpts or metadata.",
        ),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "(published_earliest IS NULL OR (length(published_earliest) = 10 AND ltrim(published_earliest, '0123456789-') = '')) AND (published_latest IS NULL OR (length(published_latest) = 10 AND ltrim(published_latest, '0123456789-') = ''))",
            name=op.f("ck_sources_published_bounds"),
        ),
        sa.CheckConstraint("publish IN ('full_text', 'excerpts', 'metadata')", name=op.f("ck_sources_publish")),
        sa.CheckConstraint(
            "published_basis IN ('stated', 'relative', 'inferred')", name=op.f("ck_sources_published_basis")
        ),
        sa.CheckConstraint(
            "slug <> '' AND ltrim(slug, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' AND ltrim(slug, '0123456789') <> ''",
            name=op.f("ck_sources_slug"),
        ),
        sa.CheckConstraint(
            "published IS NOT NULL OR (published_earliest IS NULL AND published_latest IS NULL)",
            name=op.f("ck_sources_published_stated"),
        ),
        sa.CheckConstraint(
            "published_earliest IS NULL OR published_latest IS NULL OR published_earliest <= published_latest",
            name=op.f("ck_sources_published_order"),
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_sources_load_id_loads")),
        sa.ForeignKeyConstraint(
            ["published_passage_id"],
            ["passages.id"],
            name=op.f("fk_sources_published_passage_id_passages"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["publisher_id"], ["entities.id"], name=op.f("fk_sources_publisher_id_entities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_sources_slug")),
        comment="A row per published work: article, agency report, broadcast, statement; also one known only through others.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sources_published_earliest"), "sources", ["published_earliest"], unique=False)
    op.create_index(op.f("ix_sources_published_passage_id"), "sources", ["published_passage_id"], unique=False)
    op.create_index(op.f("ix_sources_publisher_id"), "sources", ["publisher_id"], unique=False)
    op.create_table(
        "blobs",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 of the content, in hexadecimal."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The bytes."),
        sa.CheckConstraint(
            "ltrim(sha256, '0123456789abcdef') = '' AND length(sha256) = 64", name=op.f("ck_blobs_sha256")
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_blobs_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
        sa.UniqueConstraint("sha256", name=op.f("uq_blobs_sha256")),
        comment="A row per distinct content, byte for byte; never changed.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "captures",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("source_id", ID, nullable=False, comment="The work it was taken from."),
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 of the bytes it was taken from."),
        sa.Column("media_type", sa.Text(), nullable=False, comment="Media type of the bytes, such as text/plain."),
        sa.Column("encoding", sa.Text(), nullable=False, comment="How the bytes were decoded, such as utf-8."),
        sa.Column(
            "retrieved_at", sa.Text(), nullable=True, comment="When the bytes were fetched; no publication date."
        ),
        sa.Column("retrieved_from", sa.Text(), nullable=True, comment="Where they were fetched from."),
        sa.Column("extractor", sa.Text(), nullable=False, comment="What turned the bytes into text, with its version."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="The text as the bytes say it; all offsets count its code points.",
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_captures_text")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_captures_load_id_loads")),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_captures_sha256_blobs")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_captures_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        sa.UniqueConstraint("source_id", "sha256", "extractor", name=op.f("uq_captures_source_id_sha256_extractor")),
        comment="A row per text taken from a source at one time; never changed.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_captures_sha256"), "captures", ["sha256"], unique=False)
    op.create_table(
        "segments",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("capture_id", ID, nullable=False, comment="The text it is part of."),
        sa.Column("start_char", ID, nullable=False, comment="Where it begins: code points from 0."),
        sa.Column("end_char", ID, nullable=False, comment="Where it ends: the first code point after it."),
        sa.Column("kind", sa.Text(), nullable=False, comment="What part it is: a code of the vocabulary segment_kind."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "kind IN ('headline', 'byline', 'dateline', 'body', 'caption', 'block_quote', 'promo', 'link', 'metadata', 'rights', 'comment')",
            name=op.f("ck_segments_kind"),
        ),
        sa.CheckConstraint("start_char >= 0 AND start_char < end_char", name=op.f("ck_segments_bounds")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_segments_capture_id_captures")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_segments_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint(
            "capture_id", "start_char", "end_char", "kind", name=op.f("uq_segments_capture_id_start_char_end_char_kind")
        ),
        comment="A row per part of a capture: headline, body, caption, promotion, comment …",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "passages",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("capture_id", ID, nullable=False, comment="The text it stands in."),
        sa.Column("start_char", ID, nullable=False, comment="Where it begins: code points from 0."),
        sa.Column("end_char", ID, nullable=False, comment="Where it ends: the first code point after it."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.Column("exact", sa.Text(), nullable=False, comment="The words, exactly as they stand in the text."),
        sa.CheckConstraint("start_char >= 0 AND start_char < end_char", name=op.f("ck_passages_bounds")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_passages_capture_id_captures")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_passages_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint(
            "capture_id", "start_char", "end_char", name=op.f("uq_passages_capture_id_start_char_end_char")
        ),
        comment="A row per anchored stretch of a capture: its words stand there, at these offsets, or the row is refused.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite took the reference to a table that came later
        op.create_foreign_key(
            "fk_sources_published_passage_id_passages", "sources", "passages", ["published_passage_id"], ["id"]
        )


def downgrade() -> None:
    rows_may_go = context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    if op.get_bind().dialect.name == "postgresql":  # SQLite drops a table that another still refers to
        op.drop_constraint("fk_sources_published_passage_id_passages", "sources", type_="foreignkey")
    ddl.drop_tables(op.get_bind(), "passages", "segments", "captures", "blobs", "sources", rows_may_go=rows_may_go)
