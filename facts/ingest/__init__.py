"""Loading files into the store: read, examined, anchored, written; each file whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from .. import db, store
from .. import models as m
from ..document import Batch
from ..errors import DatabaseError, Problem, RefusedError
from . import plan as planning
from .anchoring import Anchored, Anchoring
from .examine import Examination, duplicates
from .known import look_up, texts_of
from .names import referred
from .write import write

__all__ = ["FileResult", "InterruptedLoad", "Report", "load"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file did: rows by table. `no_longer` are rows it stated before and does not state now; they stay."""

    path: str
    loader: str
    added: Counter[str]
    changed: Counter[str]
    unchanged: Counter[str]
    no_longer: Counter[str]

    @property
    def is_new(self) -> bool:
        return bool(self.added or self.changed)


class InterruptedLoad(KeyboardInterrupt):
    """Somebody pressed Ctrl-C; `report` says what was stored before."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@dataclass(slots=True)
class Report:
    """What a run of `load` did. `unrecorded` are documents in the folders that nobody has recorded."""

    files: list[FileResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unrecorded: tuple[str, ...] = ()
    dry_run: bool = False


def load(
    engine: Engine,
    paths: Sequence[Path],
    dry_run: bool = False,
    progress: Callable[[int, int, str], None] = lambda done, total, path: None,
) -> Report:
    """Load files, and the sheets of folders, in the order they need each other.

    A file with a mistake is left out whole and reported; the others go on, but for those that need what it defines.
    With `dry_run` all is done in one transaction that is rolled back. `progress` is told of each file before it is stored.
    Where the database fails in the middle, what was stored before stays, and the files not tried are named. Raises
    DatabaseError where the database can't be used at all, InterruptedLoad for Ctrl-C.
    """
    plan = planning.make(*planning.files_of(paths))
    report = Report(dry_run=dry_run)
    for error in plan.refused.values():
        report.problems += error.problems
    refused = set(plan.refused)
    unread = sorted(refused)
    with _transaction(engine, dry_run) as connection:
        for number, batch in enumerate(plan.batches):
            progress(number, len(plan.batches), batch.path)
            try:
                _hold_back(batch, frozenset(plan.needs[batch.path] & refused))
                report.files.append(_store(connection, batch, unread, plan.circles.get(batch.path)))
            except RefusedError as error:
                refused.add(batch.path)
                report.problems += error.problems
            except DatabaseError as error:
                if not number:
                    raise
                report.problems += _not_tried(plan.batches[number:], error)
                break
            except KeyboardInterrupt:
                raise InterruptedLoad(report) from None
        progress(len(plan.batches), len(plan.batches), "")
        report.unrecorded = tuple(str(path) for path in plan.unnamed if not _captured(connection, path))
    return report


def _not_tried(batches: Sequence[Batch], error: DatabaseError) -> list[Problem]:
    failed = Problem(batches[0].path, None, str(error))
    return [
        failed,
        *(Problem(batch.path, None, "not tried, since the database failed before it") for batch in batches[1:]),
    ]


def _captured(connection: Connection, document: Path) -> bool:
    """Whether a document's bytes are in the store, whoever recorded them: a script, or a sheet of another folder."""
    try:
        digest = hashlib.sha256(document.read_bytes()).hexdigest()
    except OSError:
        return False
    return connection.execute(select(m.Blob.id).where(m.Blob.sha256 == digest)).first() is not None


@contextmanager
def _transaction(engine: Engine, dry_run: bool) -> Iterator[Connection]:
    """A connection; for a dry run in a transaction that is rolled back, so that files see what files before them did."""
    with db.translated(engine), engine.connect() as connection:
        if not dry_run:
            yield connection
            return
        outer = connection.begin()
        try:
            yield connection
        finally:
            outer.rollback()


def _store(connection: Connection, batch: Batch, unread: Sequence[str], circle: str | None) -> FileResult:
    problems = duplicates(batch)
    if problems:
        raise RefusedError(problems)
    name = store.input_name(connection.engine, Path(batch.path))
    with store.load(connection, name, batch.content, batch.loader, batch.version) as writer:
        anchored = _examined(writer, batch, unread, circle)
        write(writer, batch.path, anchored)
        no_longer = Counter(table for table, _ in writer.no_longer_stated())
    return FileResult(batch.path, batch.loader, writer.added, writer.changed, writer.unchanged, no_longer)


def _examined(writer: store.Writer, batch: Batch, unread: Sequence[str], circle: str | None) -> list[Anchored]:
    """Every bundle with its words found. Raises RefusedError with all that is wrong in all of them.

    `unread` are files of this run that could not be read: what is missing may be in them. `circle` is a file that this one
    needs, and that needs this one.
    """
    known, texts = look_up(writer.session, batch), texts_of(writer.session, batch)
    missing = [n for bundle in batch.bundles for n in referred(bundle) if n.slug not in known.slugs[n.kind]]
    if missing and circle:
        message = f"needs what {circle} defines, and the other way round"
        hint = "put what both need into a sheet of its own, without a document"
        raise RefusedError([Problem(batch.path, None, message, hint)])
    if missing and unread:
        message = f"not tried: it needs {missing[0].kind} “{missing[0].slug}”"
        message += f" and {len({name.key for name in missing}) - 1} more" if len({n.key for n in missing}) > 1 else ""
        raise RefusedError(
            [Problem(batch.path, None, f"{message}, perhaps defined in {', '.join(unread)}, which was refused")]
        )
    problems: list[Problem] = []
    anchored = []
    for bundle in batch.bundles:
        problems += Examination(batch.path, bundle, known).problems
        anchoring = Anchoring(batch.path, bundle, texts)
        problems += anchoring.problems
        anchored.append(anchoring.anchored)
    if problems:
        raise RefusedError(problems)
    return anchored


def _hold_back(batch: Batch, refused: frozenset[str]) -> None:
    """A file that needs what a refused one defines is not tried: its mistakes would only repeat the other's."""
    if refused:
        names = " and ".join(sorted(refused))
        raise RefusedError([Problem(batch.path, None, f"not tried: it needs {names}, which was refused")])
