"""SQLAlchemy models of every table: what a row is, what its columns mean, what the database refuses."""

from .base import Base
from .claims import Claim, ClaimArgument, ClaimRelation, Evidence, Review
from .custody import Change, Load, Lock, Statement, Term
from .documents import Blob, Capture, Omission, Passage, Segment, Source
from .entities import Entity, EntityIdentifier, EntityMatch, EntityName
from .reuse import Alignment, Derivation
from .speech import Attribution, Quote, QuoteMatch, Utterance, UtteranceMatch

__all__ = [
    "Alignment",
    "Attribution",
    "Base",
    "Blob",
    "Capture",
    "Change",
    "Claim",
    "ClaimArgument",
    "ClaimRelation",
    "Derivation",
    "Entity",
    "EntityIdentifier",
    "EntityMatch",
    "EntityName",
    "Evidence",
    "Load",
    "Lock",
    "Omission",
    "Passage",
    "Quote",
    "QuoteMatch",
    "Review",
    "Segment",
    "Source",
    "Statement",
    "Term",
    "Utterance",
    "UtteranceMatch",
]
