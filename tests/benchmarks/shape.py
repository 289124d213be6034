"""How large the store is and what is in it: the numbers that the generator goes by, and the counts of what it wrote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the store is and what is in it; shares are of one. `of` scales the numbers to a number of quotations."""

    quotes: int
    publishers: int
    people: int
    places: int
    works_unseen: int  # works known only by name: interviews, broadcasts
    changes: int
    vocabulary: int = 20_000
    quotes_per_document: float = 12.0
    forms: tuple[tuple[str, float], ...] = (
        *(("direct", 0.435), ("partial", 0.26), ("indirect", 0.225)),
        *(("block", 0.03), ("attitude", 0.03), ("term", 0.02)),
    )
    derived: float = 0.40  # documents made from another
    republished: float = 0.60  # of these, those that reprint it; the others are rewrites
    longest_chain: int = 4
    most_copies: int = 3  # of one document, made from it itself
    overlaps: float = 0.02  # documents for which a program found shared text
    kept: tuple[int, int] = (3, 6)  # sentences that a rewrite keeps, each with an alignment
    commented: float = 0.12
    unnamed: float = 0.05  # utterances of an unnamed party
    reported_before: float = 0.38  # quotations, other than copies, of something another document reports too
    most_reports: int = 5  # by documents that are no copies of one another
    without_utterance: float = 0.21
    judged: float = 0.80  # quotations with a fidelity
    altered: float = 0.05
    hops: float = 0.30
    bearing: float = 0.73  # quotations that are evidence
    bearing_plain: float = 0.37  # sentences of the outlet's own that are
    second_claim: float = 0.04
    known_claim: float = 0.48  # evidence of a sentence without known words that is for a claim already there
    most_evidence: int = 6
    against: tuple[float, float] = (0.135, 0.055)  # evidence for known claims that disputes or questions them
    related: float = 0.03
    reviewed: float = 0.005
    published: float = 0.90
    said: float = 0.60
    occurred: float = 0.30
    publish: tuple[tuple[str, float], ...] = (("excerpts", 0.80), ("full_text", 0.15), ("metadata", 0.05))

    @classmethod
    def of(cls, quotes: int) -> Shape:
        return cls(
            quotes=quotes,
            publishers=max(20, quotes // 500),
            people=max(50, quotes // 20),
            places=max(20, quotes // 1000),
            works_unseen=max(5, quotes // 500),
            changes=min(max(20, quotes // 300), 4000),
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by table."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())
