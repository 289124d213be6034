"""Claims that rest on one origin, however often they are repeated."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from .. import origins
from .findings import Computed


def _one_origin(connection: Connection) -> Iterator[tuple[str, str]]:
    """The most repeated first: there the notice matters most."""
    origins.build(connection)
    alone = [s for s in origins.support(connection) if s.stance == "supports" and s.origins_max == 1]
    standing = connection.execute(text("SELECT id, slug FROM claims WHERE withdrawn IS NULL"))
    claims = {row[0]: row[1] for row in standing}
    parties = origins.party_names(connection)
    for one in sorted(alone, key=lambda s: (-s.reports, s.claim_id)):
        if one.claim_id in claims:
            reports = f"{one.reports} report{'s' * (one.reports != 1)}"
            names = " = ".join(parties[party] for party in one.groups[0])
            yield claims[one.claim_id], f"{reports}, one origin: {names}"


ORIGINS = (
    Computed(
        "one-origin",
        "notice",
        "However many report it, one party alone says so: look for a second before you call it confirmed.",
        "Each claim's evidence is followed to its origins (README: Counting origins).",
        _one_origin,
    ),
)
