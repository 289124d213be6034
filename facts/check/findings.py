"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, text

Level = Literal["error", "notice"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found: `subject` names the row as people know it, `detail` says what is wrong."""

    rule: str
    level: Level
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `facts check` that a query answers.

    `query` finds candidates, each a row of subject, detail and whatever `judge` needs; `judge`, where there is one, decides
    on the row and returns the detail, or None where all is well. An error makes the exit status 1; a notice is for people.
    """

    name: str
    level: Level
    explanation: str
    query: str
    judge: Callable[[Any], str | None] | None = None

    def find(self, connection: Connection) -> Iterable[tuple[str, str]]:
        """Subject and detail of each finding."""
        for row in connection.execute(text(self.query), execution_options={"stream_results": True}):
            detail = self.judge(row) if self.judge else str(row[1])
            if detail is not None:
                yield str(row[0]), detail


@dataclass(frozen=True, slots=True)
class Computed:
    """A rule that no query over rows can answer alone; `how` says in a sentence how it is found out."""

    name: str
    level: Level
    explanation: str
    how: str
    find: Callable[[Connection], Iterable[tuple[str, str]]]
