"""How much of each text is recorded, counted beside the rest: cutting texts into sentences is what takes longest.

    python -m facts.publish.covering STORE.db FILE

is what `counting` starts where a store has many texts. It prints which state of the store it reads, then writes a line of
JSON for each text to FILE. It ends when its standard input does: whoever started it may have been killed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import URL, Connection, text

from .. import db
from ..check.coverage import Coverage, coverage
from ..errors import DatabaseError
from .copying import newest

MANY = 2_000  # texts; fewer are counted before a second process would have started
FIGURES = (
    "source",
    "quotations",
    "quotations_recorded",
    "quotations_left_out",
    "sentences",
    "sentences_bearing",
    "sentences_left_out",
    "claims_per_sentence",
)
State = list[int | None]
Figures = dict[str, Any]


@contextmanager
def counting(store: Path, file: Path) -> Iterator[tuple[State, Iterator[Figures]]]:
    """The state of the store that is read, and the figures of its texts in the order of their captures.

    Of many texts they are counted in a process of their own, from now on, and handed over in `file`.
    """
    with _reading(store) as connection:
        many = (connection.execute(text("SELECT count(*) FROM captures")).scalar() or 0) > MANY
        if not many or not sys.executable:
            yield _state(connection), map(_figures, coverage(connection))
            return
    command = [sys.executable, "-P", "-m", "facts.publish.covering", str(store.resolve()), str(file.resolve())]
    paths = os.pathsep.join(
        path for path in sys.path if path
    )  # the same package, and nothing from the folder we are in
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
        ) as process,
    ):
        try:
            said = process.stdout.readline() if process.stdout else ""
            try:
                state = json.loads(said)
            except ValueError:
                process.kill()
                raise _failure(process, errors) from None
            yield state, _handed_over(process, errors, file)
        finally:
            process.kill()


def _handed_over(process: subprocess.Popen[str], errors: IO[str], file: Path) -> Iterator[Figures]:
    if process.wait():
        raise _failure(process, errors)
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _failure(process: subprocess.Popen[str], errors: IO[str]) -> DatabaseError:
    ended = process.wait()
    errors.seek(0)
    last = errors.read().strip().rpartition("\n")[2]
    return DatabaseError(f"counting what is recorded of each text failed: {last or f'the process ended with {ended}'}")


@contextmanager
def _reading(store: Path) -> Iterator[Connection]:
    engine = db.engine_for(URL.create("sqlite", database=str(store)).render_as_string())
    try:
        with db.reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()  # an open connection would keep the store in its log


def _state(connection: Connection) -> State:
    return list(connection.exec_driver_sql(newest()).one())


def _figures(one: Coverage) -> Figures:
    told = one.quotations_recorded + one.quotations_left_out + one.sentences_bearing + one.sentences_left_out
    return {name: getattr(one, name) for name in FIGURES} | {"open": one.quotations + one.sentences - told}


def main(store: Path, file: Path) -> None:
    """Count the texts of a store into a file, once it is said which state of it is read."""
    threading.Thread(target=_end_with_whoever_asked, daemon=True).start()
    with _reading(store) as connection, file.open("w", encoding="utf-8") as out:
        print(json.dumps(_state(connection)), flush=True)
        for one in coverage(connection):
            out.write(json.dumps(_figures(one)) + "\n")


def _end_with_whoever_asked() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except DatabaseError as error:
        sys.exit(str(error))
