"""How much of each text is recorded, counted beside the rest: cutting texts into sentences is what takes longest.

    python -m facts.publish.covering STORE.db FILE

is what `counting` starts where a store has many texts. It prints what state of the store it reads, then writes a line of
JSON for each text to FILE.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, text

from .. import db
from ..check.coverage import Coverage, coverage
from ..errors import DatabaseError
from .copying import tables

MANY = 2_000  # texts; fewer are counted before a second process would have started
Snapshot = list[int | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """A source's newest text in figures, as `coverage` has them."""

    source: str
    quotations: int
    quotations_recorded: int
    quotations_left_out: int
    sentences: int
    sentences_bearing: int
    sentences_left_out: int
    claims_per_sentence: float | None
    open: int


def newest(schema: str = "") -> str:
    """SQL for the newest row of every table. No id is used twice and changes are rows: two equal answers are one state."""
    return "SELECT " + ", ".join(f'(SELECT max(id) FROM {schema}"{name}")' for name, _ in tables())


@contextmanager
def counting(store: Path, file: Path) -> Iterator[tuple[Snapshot, Iterator[Counted]]]:
    """The state of the store that is read, and the figures of its texts in the order of their captures.

    Of many texts they are counted in a process of their own, from now on, and handed over in `file`.
    """
    with _reading(store) as connection:
        if (connection.execute(text("SELECT count(*) FROM captures")).scalar() or 0) <= MANY:
            yield _snapshot(connection), map(_counted, coverage(connection))
            return
    command = [sys.executable, "-P", "-m", "facts.publish.covering", str(store.resolve()), str(file.resolve())]
    paths = os.pathsep.join(
        path for path in sys.path if path
    )  # the same package, and nothing from the folder we are in
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
    ) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            if not said:
                _finish(process)
            yield json.loads(said), _handed_over(process, file)
        finally:
            process.kill()
            file.unlink(missing_ok=True)


def _handed_over(process: subprocess.Popen[str], file: Path) -> Iterator[Counted]:
    _finish(process)
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield Counted(*json.loads(line))


def _finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate()
    if process.returncode:
        raise DatabaseError(f"counting what is recorded of each text ended with {process.returncode}: {errors.strip()}")


@contextmanager
def _reading(store: Path) -> Iterator[Connection]:
    engine = db.engine_for(URL.create("sqlite", database=str(store)).render_as_string())
    try:
        with db.reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()  # an open connection would keep the store in its log


def _snapshot(connection: Connection) -> Snapshot:
    return list(connection.exec_driver_sql(newest()).one())


def _counted(one: Coverage) -> Counted:
    told = one.quotations_recorded + one.quotations_left_out + one.sentences_bearing + one.sentences_left_out
    return Counted(
        one.source,
        one.quotations,
        one.quotations_recorded,
        one.quotations_left_out,
        one.sentences,
        one.sentences_bearing,
        one.sentences_left_out,
        one.claims_per_sentence,
        one.quotations + one.sentences - told,
    )


def main(store: Path, file: Path) -> None:
    """Count the texts of a store into a file, once it is said which state of it is read."""
    with _reading(store) as connection, file.open("w", encoding="utf-8") as out:
        print(json.dumps(_snapshot(connection)), flush=True)
        for one in coverage(connection):
            out.write(json.dumps(astuple(_counted(one))) + "\n")


def rows(counted: Iterable[Counted]) -> Iterator[tuple[object, ...]]:
    """The figures as the published table takes them, the source's slug last."""
    for one in counted:
        source, *figures = astuple(one)
        yield (*figures, source)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
