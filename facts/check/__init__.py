"""What `facts check` reports: rules, each with a name, a level and an explanation, and how much of each text is recorded."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Engine

from .. import db
from ..errors import DatabaseError
from .compared import COMPARED
from .coverage import COVERED, Coverage, Covered, coverage
from .findings import Computed, Finding, Rule
from .origin import ORIGINS
from .rules import ERRORS, NOTICES
from .structure import STRUCTURE, missing_tables

__all__ = ["RULES", "Computed", "Coverage", "Covered", "Finding", "Report", "Rule", "run"]

RULES: tuple[Rule | Computed | Covered, ...] = (*STRUCTURE, *ERRORS, *COVERED, *NOTICES, *COMPARED, *ORIGINS)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in the order of the rules, and the coverage of every text."""

    findings: list[Finding]
    coverage: list[Coverage]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "error"]

    @property
    def notices(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "notice"]


def run(
    engine: Engine,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
    only: Collection[str] = (),
) -> Report:
    """Apply every rule, or those named in `only`. Raises DatabaseError where the database can't be used."""
    db.require_current(engine)
    applied = [rule for rule in RULES if not only or rule.name in only]
    findings: list[Finding] = []
    texts: list[Coverage] = []
    with db.reading(engine) as connection:
        if missing := missing_tables(connection):
            raise DatabaseError(
                f"{db.name_of(engine)} lacks the table{'s' * (len(missing) > 1)} {', '.join(missing)}, which somebody dropped. "
                "Restore a copy, or put this one aside and make it again from its files: facts build FOLDER"
            )
        if not only or any(isinstance(rule, Covered) for rule in applied):
            progress(0, len(applied), "texts")
            texts = list(coverage(connection))
        for number, rule in enumerate(applied):
            progress(number, len(applied), rule.name)
            found = rule.find(texts) if isinstance(rule, Covered) else rule.find(connection)
            findings += [Finding(rule.name, rule.level, subject, detail) for subject, detail in found]
    return Report(findings, texts)
