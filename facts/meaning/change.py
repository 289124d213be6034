"""A change of meaning between two sentences, as it is reported."""

from __future__ import annotations

from dataclasses import dataclass

# Where one sentence shows several kinds: what a kind weighs. A negation turns the sentence round, a qualifier bends it.
WEIGHT = {
    "negation": 0.86,
    "number": 0.84,
    "transaction": 0.8,
    "attribution": 0.78,
    "modality": 0.76,
    "tense": 0.74,
    "actor": 0.72,
    "purpose": 0.7,
    "qualifier": 0.6,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What two sentences say differently: the kind, and the words of either that carry it ("" where nothing stands there).

    `note` is one neutral sentence; `rank`, 0 to 1, says how sure and how weighty the change is.
    """

    kind: str  # negation, modality, tense, purpose, number, actor, qualifier, attribution, transaction
    first: str
    second: str
    note: str
    rank: float


def change(kind: str, first: str, second: str, surer: float = 0.0, of: str = "") -> Change:
    """A change with its note; `surer`, -0.5 to 0.1, is added to what the kind weighs."""
    both = f"“{first}” in one, “{second}” in the other"
    wording = both if first and second else f"“{first or second}” stands in one only"
    rank = min(1.0, max(0.0, WEIGHT[kind] + surer))
    return Change(kind, first, second, f"wording differs: {wording} ({of or kind})", round(rank, 3))
