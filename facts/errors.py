"""The errors people see: one root, a few leaves, each saying what was found and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class FactsError(Exception):
    """Something a person can put right. Printed as one message, never as a traceback."""


class DatabaseError(FactsError):
    """The database can't be used as it is: missing, behind, ahead, not ours, busy or read-only."""


class NotFoundError(FactsError):
    """Nothing goes by the name that was asked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one file.

    `path` is the file as the person named it, `line` counts from 1 (None: the whole file),
    `hint` says what to do and may be empty.
    """

    path: str
    line: int | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}" + (f"\n    {self.hint}" if self.hint else "")


class RefusedError(FactsError):
    """A file was refused; `problems` (at least one) are all that is wrong with it, in line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.path, p.line or 0)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
