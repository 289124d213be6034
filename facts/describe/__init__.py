"""What Datasette says of a published file: descriptions of tables and columns, labels, settings, questions to start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from . import start
from .queries import MOST, QUERIES
from .query import Query
from .start import EXAMPLE, address, examples, findings, unanswered

__all__ = [
    "EXAMPLE",
    "QUERIES",
    "SETTINGS",
    "STYLE",
    "Query",
    "address",
    "examples",
    "findings",
    "metadata",
    "unanswered",
]

# Datasette's own settings (https://docs.datasette.io/en/stable/settings.html). Suggesting facets reads a whole table.
SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 2000,
    "suggest_facets": False,
    "num_sql_threads": 2,
    "truncate_cells_html": 300,
    "default_cache_ttl": 300,
}

# Descriptions of many columns would push the rows off the first screen; long digests would widen a phone's.
STYLE = """\
.column-descriptions { font-size: 0.9em; max-height: 14em; overflow-y: auto; border-bottom: 1px solid #ccc; }
td { overflow-wrap: break-word; min-width: 4em; }
pre.wrapped-sql { overflow-wrap: anywhere; }
td.col-sha256, td.col-uuid, td.col-url, td.col-capture_id, td.col-load_id { overflow-wrap: anywhere; }
td.col-url a, td.col-other_url a, td.col-origin_url a, td.col-made_from_url a { display: inline-block; max-width: 9em;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }
.findings p { border-left: 4px solid #276890; margin: 0 0 1em; padding: 0 0 0 0.8em; max-width: 60em; }
.findings q { font-weight: 600; }
.metadata-description ul.questions { columns: 24em; column-gap: 2.5em; list-style: none; padding: 0; }
.metadata-description ul.questions li { break-inside: avoid; list-style: none; margin: 0 0 0.8em; padding: 0; }
@media (min-width: 577px) {
  .column-descriptions { display: grid; grid-template-columns: max-content 1fr; gap: 0.2em 1em; align-items: baseline; }
  .column-descriptions dd { margin: 0; }
  td.col-exact, td.col-words, td.col-words_here, td.col-words_there, td.col-claim, td.col-other_claim, td.col-text,
  td.col-trail, td.col-note, td.col-title, td.col-path, td.col-fuller_words { min-width: 15em; }
  td.col-clause, td.col-other_clause, td.col-difference { min-width: 15em; }
  td.col-words_in_first, td.col-words_in_second, td.col-claim_in_first, td.col-claim_in_second { min-width: 11em; }
  td.col-origins, td.col-outlets, td.col-whose_word { min-width: 12em; }
}
"""


def metadata(
    edition: str,
    contact: str | None,
    counts: Mapping[str, int],
    columns: Mapping[str, Sequence[str]],
    values: Mapping[str, str],
    found: str = "",
    empty: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Datasette's metadata. `counts` are rows by table, `columns` those of tables and views, `values` examples by parameter.

    `found` is what the first page shows of the file, `empty` the questions that find nothing in it.
    """
    described = {name: _table(name, listed, counts) | _corrections(contact) for name, listed in columns.items()}
    described["about"]["hidden"] = described["words"]["hidden"] = True
    page = start.page(edition, counts, values, found, empty)
    return {
        "title": "facts: what was said, and whose word it is",
        "description_html": page,
        **_corrections(contact),
        "extra_css_urls": ["/static/facts.css"],
        "databases": {
            "facts": {
                "description_html": page,
                "queries": {
                    name: _query(name, query, values, name in empty) | _corrections(contact)
                    for name, query in QUERIES.items()
                },
                "tables": described,
            }
        },
    }


def _corrections(contact: str | None) -> dict[str, str]:
    """Where readers send corrections: Datasette shows it at the foot of every page."""
    if not contact:
        return {}
    address = contact if contact.startswith(("https://", "http://")) else f"mailto:{contact}" if "@" in contact else ""
    return {"about": f"Corrections: {contact}"} | ({"about_url": address} if address else {})


def _table(name: str, listed: Sequence[str], counts: Mapping[str, int]) -> dict[str, Any]:
    from . import tables  # with the models, and they with SQLAlchemy: who only asks questions needs none of it

    row, columns = tables.description(name)
    described: dict[str, Any] = {
        "description": row + (f" {tables.EMPTY.get(name, 'None in this file.')}" if counts.get(name) == 0 else ""),
        "columns": {column: columns[column] for column in listed},
        **tables.SORTED.get(name, {}),
        **tables.SEARCHED.get(name, {}),
    }
    if name in tables.LABELS:
        described["label_column"] = tables.LABELS[name]
    if name in tables.SIZES:
        described["size"] = tables.SIZES[name]
    # A view has no count of its own: the evidence and quotations it is made of are counted.
    if name in tables.FACETS and counts.get(name, max(counts["evidence"], counts["quotes"])) <= tables.FACETED:
        described["facets"] = tables.FACETS[name]
    return described


def _query(name: str, query: Query, values: Mapping[str, str], empty: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"title": query.title, "sql": query.sql.strip(), "hide_sql": True}
    told = query.description + (f" The first {MOST} rows." if f"limit {MOST}" in query.sql else "")
    if not query.parameters:
        return {**made, "description": told + (" None in this file." if empty else "")}
    meant = "; ".join(
        f"<strong>{escape(name)}</strong>: {escape(meaning)}" for name, meaning in query.parameters.items()
    )
    shown = ", ".join(values[parameter] for parameter in query.parameters).rstrip(".")
    example = f'<a href="{escape(address(name, query, values))}">{escape(shown)}</a>'
    return {
        **made,
        "params": list(query.parameters),
        "description_html": f"<p>{escape(told)}</p><p>{meant}. For example {example}.</p>",
    }
