"""What every table shares: the naming convention, the column types, the load that made a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's rowid is an INTEGER, whatever its size


class Base(DeclarativeBase):
    """The root of all models; `Base.metadata` is what Alembic compares a database with."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {int: Id, str: Text(), float: Double().with_variant(REAL(), "sqlite")}


def table(comment: str, *constraints: CheckConstraint | UniqueConstraint | Index) -> tuple[Any, ...]:
    """`__table_args__` of a table: `comment` says "A row per …".

    On SQLite tables are STRICT, so that a text in a number's column is refused as on PostgreSQL, and ids AUTOINCREMENT, so
    that none is used twice.
    """
    return (*constraints, {"comment": comment, "sqlite_strict": True, "sqlite_autoincrement": True})


def id_column() -> Mapped[int]:
    return mapped_column(Id, primary_key=True, comment="Number of the row; never used again, even after a deletion.")


def load_column() -> Mapped[int]:
    return mapped_column(ForeignKey("loads.id"), comment="The load that created this row; never changed.")


def reference(target: str, comment: str, *, index: bool = True, **options: Any) -> Any:
    """A foreign key column on `target` ("table.column"), indexed so that deletions can be checked quickly."""
    return mapped_column(ForeignKey(target, **options), index=index, comment=comment)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """A closed vocabulary: the database refuses any other word in `column` (null passes)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def slug_check() -> CheckConstraint:
    """Lower-case ASCII, digits and hyphens, never digits alone: those would read as an id in an address."""
    allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
    return CheckConstraint(
        f"slug <> '' AND ltrim(slug, '{allowed}') = '' AND ltrim(slug, '0123456789') <> ''", name="slug"
    )


def date_checks(column: str) -> tuple[CheckConstraint, ...]:
    """An EDTF date's two bounds are plain dates, in order, and there only when the date is."""
    earliest, latest = f"{column}_earliest", f"{column}_latest"
    plain = "({0} IS NULL OR (length({0}) = 10 AND ltrim({0}, '0123456789-') = ''))"
    return (
        CheckConstraint(f"{plain.format(earliest)} AND {plain.format(latest)}", name=f"{column}_bounds"),
        CheckConstraint(f"{earliest} IS NULL OR {latest} IS NULL OR {earliest} <= {latest}", name=f"{column}_order"),
        CheckConstraint(f"{column} IS NOT NULL OR ({earliest} IS NULL AND {latest} IS NULL)", name=f"{column}_stated"),
        one_of(f"{column}_basis", DATE_BASES),
    )


DATE_BASES = ("stated", "relative", "inferred")
