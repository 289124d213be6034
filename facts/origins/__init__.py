"""Whose word it is: each row of evidence, or each quotation, followed to the party that it comes from in the end.

Works on any connection to a store or a published copy, in temporary tables, with SQL that SQLite and PostgreSQL share.
A party is named "e:ID" (an entity) or "s:ID" (a work whose publisher is not known). The rules are those of the README,
section Counting origins. `following` follows, `counting` counts, `names` says what the parties are called.
"""

from __future__ import annotations

from .counting import Support, support
from .following import Of, Origin, build, origins
from .names import called, party_names

__all__ = ["Of", "Origin", "Support", "build", "called", "origins", "party_names", "support"]
