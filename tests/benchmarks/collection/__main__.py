"""Writes a collection and its truth, a line for each document and each planted pair: python -m tests.benchmarks.collection."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from .make import make


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.collection", description=__doc__)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("file", type=Path, help="JSON Lines")
    given = parser.parse_args()
    made = make(given.documents, given.seed)
    with given.file.open("w", encoding="utf-8") as file:
        for document in made.documents:
            file.write(json.dumps({"document": asdict(document)}, ensure_ascii=False) + "\n")
        for planted in made.planted:
            file.write(json.dumps({"planted": asdict(planted)}, ensure_ascii=False) + "\n")
        for pair in sorted(sorted(pair) for pair in made.kin):
            file.write(json.dumps({"kin": pair}) + "\n")


if __name__ == "__main__":
    main()
