"""Published works, the texts captured from them, and the anchored stretches of those texts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, date_checks, id_column, load_column, one_of, reference, slug_check, table

PUBLISH = ("full_text", "excerpts", "metadata")
SEGMENT_KINDS = (
    "headline",
    "byline",
    "dateline",
    "body",
    "caption",
    "block_quote",
    "promo",
    "link",
    "metadata",
    "rights",
    "comment",
)
HEXADECIMAL = "ltrim({0}, '0123456789abcdef') = '' AND length({0}) = 64"


class Source(Base):
    __tablename__ = "sources"
    __table_args__ = table(
        "A row per published work: article, agency report, broadcast, statement; also one known only through others.",
        UniqueConstraint("slug"),
        slug_check(),
        *date_checks("published"),
        one_of("publish", PUBLISH),
    )

    id: Mapped[int] = id_column()
    slug: Mapped[str] = mapped_column(comment="Name in addresses; outlives a rebuild.")
    kind: Mapped[str] = mapped_column(comment="What it is: a code of the vocabulary source_kind.")
    title: Mapped[str] = mapped_column(comment="Its title, or a description in square brackets where it has none.")
    publisher_id: Mapped[int | None] = reference("entities.id", "Who published it (null: unknown).")
    author: Mapped[str | None] = mapped_column(comment="Whom it names as author.")
    url: Mapped[str | None] = mapped_column(comment="Its address on the web, as found.")
    canonical_url: Mapped[str | None] = mapped_column(comment="The address it names as its own.")
    archived_url: Mapped[str | None] = mapped_column(comment="An archived copy.")
    language: Mapped[str | None] = mapped_column(comment="Its language, BCP 47.")
    published: Mapped[str | None] = mapped_column(
        comment="When it was published, EDTF; never the time of a capture (null: not known)."
    )
    published_earliest: Mapped[str | None] = mapped_column(index=True, comment="First day this can mean, to sort by.")
    published_latest: Mapped[str | None] = mapped_column(comment="Last day this can mean.")
    published_basis: Mapped[str | None] = mapped_column(
        comment="How the date was resolved: stated, relative (to another date) or inferred."
    )
    published_passage_id: Mapped[int | None] = reference(
        "passages.id", "The words the date was read from.", use_alter=True
    )
    copyright_holder: Mapped[str | None] = mapped_column(comment="Who holds the rights.")
    usage_terms: Mapped[str | None] = mapped_column(comment="What the holder allows, in words.")
    licence: Mapped[str | None] = mapped_column(comment="SPDX name or address of a licence.")
    publish: Mapped[str] = mapped_column(
        server_default="excerpts", comment="What may be shown to the public: full_text, excerpts or metadata."
    )
    load_id: Mapped[int] = load_column()


class Blob(Base):
    __tablename__ = "blobs"
    __table_args__ = table(
        "A row per distinct content, byte for byte; never changed.",
        UniqueConstraint("sha256"),
        CheckConstraint(HEXADECIMAL.format("sha256"), name="sha256"),
    )

    id: Mapped[int] = id_column()
    sha256: Mapped[str] = mapped_column(comment="SHA-256 of the content, in hexadecimal.")
    load_id: Mapped[int] = load_column()
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="The bytes.")


class Capture(Base):
    __tablename__ = "captures"
    __table_args__ = table(
        "A row per text taken from a source at one time; never changed.",
        UniqueConstraint("source_id", "sha256", "extractor"),
        CheckConstraint("text <> ''", name="text"),
    )

    id: Mapped[int] = id_column()
    source_id: Mapped[int] = reference("sources.id", "The work it was taken from.", index=False)
    sha256: Mapped[str] = reference("blobs.sha256", "SHA-256 of the bytes it was taken from.")
    media_type: Mapped[str] = mapped_column(comment="Media type of the bytes, such as text/plain.")
    encoding: Mapped[str] = mapped_column(comment="How the bytes were decoded, such as utf-8.")
    retrieved_at: Mapped[str | None] = mapped_column(comment="When the bytes were fetched; no publication date.")
    retrieved_from: Mapped[str | None] = mapped_column(comment="Where they were fetched from.")
    extractor: Mapped[str] = mapped_column(comment="What turned the bytes into text, with its version.")
    load_id: Mapped[int] = load_column()
    text: Mapped[str] = mapped_column(comment="The text as the bytes say it; all offsets count its code points.")


class Segment(Base):
    __tablename__ = "segments"
    __table_args__ = table(
        "A row per part of a capture: headline, body, caption, promotion, comment …",
        UniqueConstraint("capture_id", "start_char", "end_char", "kind"),
        CheckConstraint("start_char >= 0 AND start_char < end_char", name="bounds"),
        one_of("kind", SEGMENT_KINDS),
    )

    id: Mapped[int] = id_column()
    capture_id: Mapped[int] = reference("captures.id", "The text it is part of.", index=False)
    start_char: Mapped[int] = mapped_column(comment="Where it begins: code points from 0.")
    end_char: Mapped[int] = mapped_column(comment="Where it ends: the first code point after it.")
    kind: Mapped[str] = mapped_column(comment="What part it is: a code of the vocabulary segment_kind.")
    load_id: Mapped[int] = load_column()


class Passage(Base):
    __tablename__ = "passages"
    __table_args__ = table(
        "A row per anchored stretch of a capture: its words stand there, at these offsets, or the row is refused.",
        UniqueConstraint("capture_id", "start_char", "end_char"),
        CheckConstraint("start_char >= 0 AND start_char < end_char", name="bounds"),
    )

    id: Mapped[int] = id_column()
    capture_id: Mapped[int] = reference("captures.id", "The text it stands in.", index=False)
    start_char: Mapped[int] = mapped_column(comment="Where it begins: code points from 0.")
    end_char: Mapped[int] = mapped_column(comment="Where it ends: the first code point after it.")
    load_id: Mapped[int] = load_column()
    exact: Mapped[str] = mapped_column(comment="The words, exactly as they stand in the text.")


class Omission(Base):
    __tablename__ = "omissions"
    __table_args__ = table(
        "A row per stretch of a text that was left out on purpose: quoted words or a sentence that no row records.",
        UniqueConstraint("passage_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = id_column()
    passage_id: Mapped[int] = reference("passages.id", "The words left out.", index=False)
    reason: Mapped[str] = mapped_column(comment="Why nothing is recorded of them.")
    load_id: Mapped[int] = load_column()
