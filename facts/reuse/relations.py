"""Claims of which one seems to alter the other: where a copied sentence says something else, and each wording is evidence.

A proposal for a person to judge, never a verdict: `claim_relations` of status proposed, with the neutral sentence that says in
which words the two differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select, text

from ..models import Alignment, ClaimRelation
from ..models.claims import SYMMETRIC_RELATIONS
from ..store import Writer
from ..text import fold
from .wording import compared

_BATCH = 500

# What each side of an aligned passage is evidence for: the middle of the evidence lies in the passage.
_CLAIMS = """
SELECT a.id, a.note, d.kind, e.claim_id, e2.claim_id AS origin_claim, x.exact, x2.exact AS origin_exact, p.exact AS words,
  p2.exact AS origin_words
FROM alignments a
JOIN derivations d ON d.id = a.derivation_id
JOIN passages p ON p.id = a.passage_id
JOIN passages p2 ON p2.id = a.origin_passage_id
JOIN passages x ON x.capture_id = p.capture_id AND (x.start_char + x.end_char) / 2 >= p.start_char
  AND (x.start_char + x.end_char) / 2 < p.end_char
JOIN evidence e ON e.passage_id = x.id AND e.stance = 'supports'
JOIN passages x2 ON x2.capture_id = p2.capture_id AND (x2.start_char + x2.end_char) / 2 >= p2.start_char
  AND (x2.start_char + x2.end_char) / 2 < p2.end_char
JOIN evidence e2 ON e2.passage_id = x2.id AND e2.stance = 'supports'
WHERE a.id IN :ids AND e.claim_id <> e2.claim_id
ORDER BY a.id, e.claim_id, e2.claim_id
"""


_STANDING = """
SELECT a.id FROM alignments a JOIN derivations d ON d.id = a.derivation_id
WHERE a.change = 'meaning' AND a.status <> 'rejected' AND d.status <> 'rejected' AND a.origin_passage_id IS NOT NULL
ORDER BY a.id
"""


def propose(writer: Writer) -> int:
    """Propose relations for passages that were found to say something else than what they were made from.

    Only where both wordings stand in evidence, each for a claim of its own, and nobody has related the two claims. Evidence may
    come after the texts were compared. Returns how many are proposed.
    """
    known = {frozenset(row) for row in writer.session.execute(select(ClaimRelation.claim_id, ClaimRelation.related_id))}
    own = writer.stated(Alignment)
    ids = [id_ for id_ in writer.session.execute(text(_STANDING)).scalars() if id_ in own]
    proposed = 0
    for at in range(0, len(ids), _BATCH):
        query = text(_CLAIMS).bindparams(bindparam("ids", expanding=True))
        rows = writer.session.execute(query, {"ids": ids[at : at + _BATCH]}).all()
        for _, group in groupby(rows, key=lambda row: row.id):
            sides = list(group)
            _, change = compared(sides[0].origin_words, sides[0].words)
            if change is None or not (change.first and change.second):
                continue
            row = _tightest(sides, change.first, change.second)
            if row is None or frozenset((row.claim_id, row.origin_claim)) in known:
                continue
            known.add(frozenset((row.claim_id, row.origin_claim)))
            _put(writer, row)
            proposed += 1
    return proposed


def take_back(writer: Writer) -> None:
    """Drop what was proposed before and rests on nothing any more, or on what a person has said of the two claims since."""
    own = writer.stated(ClaimRelation) - writer.stated_by_others(ClaimRelation)
    rows = writer.session.scalars(select(ClaimRelation).order_by(ClaimRelation.id)).all()
    proposed = {row.id: row for row in rows if row.id in own and row.status == "proposed" and not row.decided_by}
    if not proposed:
        return
    said = {frozenset((row.claim_id, row.related_id)) for row in rows if row.id not in proposed}
    standing = set()
    ids = writer.session.execute(text(_STANDING)).scalars().all()
    for at in range(0, len(ids), _BATCH):
        query = text(_CLAIMS).bindparams(bindparam("ids", expanding=True))
        found = writer.session.execute(query, {"ids": list(ids[at : at + _BATCH])})
        standing |= {(row.claim_id, row.origin_claim, row.kind == "overlap") for row in found}
    for row in proposed.values():
        one, other = row.claim_id, row.related_id
        symmetric = row.relation in SYMMETRIC_RELATIONS
        holds = (one, other, symmetric) in standing or (symmetric and (other, one, True) in standing)
        if not holds or frozenset((one, other)) in said:
            writer.drop(ClaimRelation, row.id)


def _tightest(rows: Iterable[Any], first: str, second: str) -> Any:
    """Of the claims that both wordings bear on, the two whose evidence is the shortest that holds the words that differ."""
    held = [row for row in rows if _holds(row.origin_exact, first) and _holds(row.exact, second)]
    return min(held, key=lambda row: (len(row.exact) + len(row.origin_exact), row.claim_id), default=None)


def _put(writer: Writer, row: Any) -> None:
    relation = "differs" if row.kind == "overlap" else "alters"
    claims = (row.claim_id, row.origin_claim)
    claim, related = sorted(claims) if relation in SYMMETRIC_RELATIONS else claims
    key = {"claim_id": claim, "related_id": related, "relation": relation}
    writer.put(ClaimRelation, key, {"note": row.note, "status": "proposed", "decided_by": None})


def _holds(words: str, part: str) -> bool:
    return fold(part).text.casefold() in fold(words).text.casefold()
