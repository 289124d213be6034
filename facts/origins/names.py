"""What works and parties are called."""

from __future__ import annotations

from sqlalchemy import Connection, text


def called(work: str, publisher: str) -> str:
    """SQL for what a work is called as a party: its publisher.

    Else a text that we have goes by what it reprints, or by its slug, and a work known only by name by its title.
    """
    read = f"EXISTS (SELECT 1 FROM captures o_c WHERE o_c.source_id = {work}.id)"
    reprint = (
        f"(SELECT 'a reprint of ' || o_x.name || ' (' || {work}.slug || ')' FROM derivations o_d "
        "JOIN sources o_s ON o_s.id = o_d.origin_id JOIN entities o_x ON o_x.id = o_s.publisher_id "
        f"WHERE o_d.source_id = {work}.id AND o_d.kind = 'republication' AND o_d.status = 'confirmed' ORDER BY o_d.id LIMIT 1)"
    )
    unnamed = (
        f"CASE WHEN {read} THEN COALESCE({reprint}, 'outlet not named (' || {work}.slug || ')') ELSE {work}.title END"
    )
    return f"COALESCE({publisher}.name, {unnamed})"


def party_names(connection: Connection) -> dict[str, str]:
    """What the parties that `build` found are called, those who heard it too; one whose row is gone goes by its key."""
    number = "CASE substr(party, 1, 2) WHEN '{0}:' THEN CAST(substr(party, 3) AS integer) END"  # found by its index
    found = " UNION ".join(
        f"SELECT {column} AS party FROM o_origins{suffix}"
        for suffix in ("", "_more")
        for column in ("party", "through")
    )
    rows = connection.execute(
        text(
            f"SELECT party, COALESCE({called('s', 'x')}, party) FROM ({found}) o "
            f"LEFT JOIN entities x ON x.id = {number.format('e')} LEFT JOIN sources s ON s.id = {number.format('s')}"
        )
    )
    return {str(party): str(name) for party, name in rows}
