"""Adds claims from a CSV: each row a claim, a quotation and the document it stands in. Run: facts load docs/example/council.py

A loader script has one function, `load(folder)`, which gets the folder it lies in and returns bundles of drafts
(facts/document.py describes each). The words are found in the documents when the drafts are stored.
"""

import csv
from itertools import groupby
from pathlib import Path

from facts.document import Bundle, ClaimDraft, EntityDraft, EvidenceDraft, QuoteDraft, SourceDraft, Words
from facts.loaders.text import read_document

VERSION = "1"


def slug(name: str) -> str:
    return "-".join(name.lower().replace(".txt", "").split())


def load(folder: Path) -> list[Bundle]:
    with (folder / "council.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [bundle(folder, name, list(group)) for name, group in groupby(rows, key=lambda row: row["document"])]


def bundle(folder: Path, name: str, rows: list[dict[str, str]]) -> Bundle:
    """One document with all that the CSV has from it; without a speaker, it is the document's own voice."""
    publisher = rows[0]["publisher"]
    speakers = {row["speaker"] for row in rows if row["speaker"]}
    quoted = [row for row in rows if row["speaker"]]
    return Bundle(
        document=read_document(folder / name),
        source=SourceDraft(slug(name), title=name.removesuffix(".txt"), kind="document", publisher=slug(publisher)),
        entities=(
            EntityDraft(slug(publisher), name=publisher, kind="organisation"),
            *(EntityDraft(slug(speaker), name=speaker, kind="person") for speaker in sorted(speakers)),
        ),
        quotes=tuple(
            QuoteDraft((Words(row["quotation"]),), "direct", slug(row["speaker"]), Words(row["cue"]), id=row["claim"])
            for row in quoted
        ),
        claims=tuple(ClaimDraft(row["claim"], row["text"]) for row in rows),
        evidence=tuple(
            EvidenceDraft(row["claim"], quote=row["claim"])
            if row["speaker"]
            else EvidenceDraft(row["claim"], Words(row["quotation"]))
            for row in rows
        ),
    )
