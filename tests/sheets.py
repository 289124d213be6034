"""A small document and its sheet, and what tests of loading do with them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from facts import ingest
from facts.models import Base

from .conftest import rows

DOCUMENT = "Bridge is safe\n\nThe bridge is safe, Ana Roe said. “It is safe,” she added. It reopened on Monday.\n"
SHEET = """\
document: bridge.txt
source: {slug: bridge-article, title: Bridge is safe, publisher: gazette, published: 2024-05-07}
entities:
  - {slug: gazette, kind: organisation, name: Gazette}
  - {slug: ana-roe, kind: person, name: Ana Roe}
segments:
  - {kind: headline, words: {words: Bridge is safe, occurrence: 1}}
  - {kind: body, first: The bridge, last: on Monday.}
quotes:
  - {id: safe, words: It is safe, form: direct, speaker: ana-roe, cue: added}
claims:
  - {slug: bridge-safe, text: The bridge is safe., arguments: [{role: object, value: bridge}]}
evidence:
  - {claim: bridge-safe, quote: safe}
  - {claim: bridge-safe, words: The bridge is safe}
"""


def load(store: Engine, *paths: Path, dry_run: bool = False) -> ingest.Report:
    return ingest.load(store, list(paths), dry_run=dry_run)


def counts(store: Engine) -> dict[str, object]:
    return {name: rows(store, f"SELECT count(*) FROM {name}")[0][0] for name in Base.metadata.tables}


def messages(report: ingest.Report) -> list[str]:
    return [f"{Path(problem.path).name}:{problem.line}: {problem.message}" for problem in report.problems]


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {path.name}"
    path.write_text(content.replace(old, new), encoding="utf-8")
