"""How well changes of meaning are told from changes of style: python -m tests.benchmarks.meaning FILE [--errors]

FILE holds a line of JSON for each pair: {"id", "first", "second", "change"}, where change is a kind or "style". What is
predicted is the kind of the highest ranked change, or "style". Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from facts.meaning import Change, changes

LABELS = (
    "negation", "modality", "tense", "purpose", "number", "actor", "qualifier", "attribution", "transaction", "style",
)  # fmt: skip


def main() -> None:
    """Read the file, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="print the pairs that were labelled wrong, too")
    given = parser.parse_args()
    lines = given.file.read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines if line.strip()]
    changes("Warm up, and read the lexicons.", "Warm up and read.")
    begun = time.process_time()
    found = [changes(pair["first"], pair["second"]) for pair in pairs]
    spent = time.process_time() - begun
    predicted = [one[0].kind if one else "style" for one in found]
    report = scores([pair["change"] for pair in pairs], predicted)
    report["ms_per_pair"] = round(1000 * spent / max(1, len(pairs)), 3)
    if given.errors:
        report["errors"] = [
            wrong(pair, label, one)
            for pair, label, one in zip(pairs, predicted, found, strict=True)
            if label != pair["change"]
        ]
    print(json.dumps(report, indent=1, ensure_ascii=False))


def scores(true: list[str], predicted: list[str]) -> dict[str, object]:
    """Precision, recall, F1 and support of each label, and the mean of the F1."""
    labels: dict[str, dict[str, float]] = {}
    both = list(zip(true, predicted, strict=True))
    for label in LABELS:
        hit = sum(was == said == label for was, said in both)
        said, was = predicted.count(label), true.count(label)
        precision, recall = hit / said if said else 0.0, hit / was if was else 0.0
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        row = {"precision": precision, "recall": recall, "f1": f1}
        labels[label] = {name: round(value, 3) for name, value in row.items()} | {"support": was}
    macro = sum(row["f1"] for row in labels.values()) / len(LABELS)
    right = sum(was == said for was, said in both) / max(1, len(both))
    return {"labels": labels, "macro_f1": round(macro, 3), "accuracy": round(right, 3)}


def wrong(pair: dict[str, str], label: str, found: list[Change]) -> dict[str, object]:
    """A pair with what was expected and what was found."""
    said = [f"{one.rank} {one.kind}: {one.first} | {one.second}" for one in found]
    return {
        "id": pair["id"],
        "is": pair["change"],
        "said": label,
        "1": pair["first"],
        "2": pair["second"],
        "found": said,
    }


if __name__ == "__main__":
    main()
