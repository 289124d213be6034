"""The page that people come to first: what this is, what it found, and what can be asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode

from .queries import EXAMPLES, QUERIES
from .query import Query

INTRODUCTION = (
    "<p>A database of what was said: every claim is traced, through every outlet that repeated it, to the exact characters of "
    "the document it came from. Several outlets that carry one agency report are several <em>reports</em> and one "
    "<em>origin</em>. It lays out who says what; it does not rule on what is true.</p>"
)
RIGHTS = (
    "<p>Most works may not be shown whole. Of these you find quotations and short excerpts; for the rest, the place in "
    "the text, the digest of what was read, and a link where one is known.</p>"
)
# Which questions belong together, as links on the start page.
GROUPS = {
    "Whose word is it?": (
        "most_repeated_fewest_origins",
        "one_origin",
        "one_voice",
        "heard_first_hand",
        "first_reported",
        "disputed",
        "unnamed",
    ),
    "In which words?": (
        "wording_differs",
        "who_reported",
        "cut_from_quotations",
        "set_into_clauses",
        "what_differs_between",
        "where_sources_differ",
    ),
    "Who, and about whom?": ("who_said_what", "claims_about", "search"),
    "Which documents?": ("taken_from", "made_from", "known_only_by_name", "published_since"),
    "What is missing, what is new?": ("least_recorded", "not_dated", "changed_since"),
}
# Where a table answers as well, its rows lead on by their links, as those of a query don't.
TABLES = {
    "most_repeated_fewest_origins": "/facts/claim_support?stance__exact=supports&origins_max__exact=1&_sort_desc=reports"
}


LINKED = {
    "inferred": "One step of the way, at least, is inferred: no text declares it. ",
    "detected": "One step of the way, at least, was detected by a program: no text declares it. ",
}
EXAMPLE = "example: {}"  # under which name the table `about` keeps a parameter's value that finds something

# The claim that most report of those that fewest say; and a passage whose words differ from those they were made from: best
# where both stand round a quotation, and where the claim it bears on alters another.
_REPEATED = """
select c.claim, c.reports, c.origins, c.outlets, c.origins_max, (select max(v.trail_basis) from provenance v
  where v.claim_id = c.claim_id and v.stance = c.stance) from claim_support c where c.stance = 'supports' and c.reports > 1
order by c.origins_max, c.reports desc, c.passages desc, c.claim limit 1
"""
_INSIDE = """exists (select 1 from passages i join quotes q on q.passage_id = i.id and q.form in ('direct', 'partial')
  where i.capture_id = {0}.capture_id and i.start_char >= {0}.start_char and i.end_char <= {0}.end_char)"""
_DIFFERS = f"""
select w.outlet, w.words_here, w.made_from, w.read_in, w.words_there, w.note, (select m.text from passages i
    join evidence e on e.passage_id = i.id join claim_relations r on r.claim_id = e.claim_id and r.relation = 'alters'
    join claims m on m.id = r.related_id
  where i.capture_id = p.capture_id and i.start_char >= p.start_char and i.end_char <= p.end_char order by r.id limit 1)
from (select * from wording_changes where change = 'meaning' and words_here is not null and words_there is not null limit 500) w
join passages p on p.id = w.passage_id
join passages o on o.id = w.origin_passage_id
order by {_INSIDE.format("p")} and {_INSIDE.format("o")} desc, (
  select count(*) from passages i join evidence e on e.passage_id = i.id
  join claim_relations r on r.claim_id = e.claim_id and r.relation = 'alters'
  where i.capture_id = p.capture_id and i.start_char >= p.start_char and i.end_char <= p.end_char) desc, w.alignment_id
limit 1
"""


def examples(path: Path) -> dict[str, str]:
    """For each parameter a value that finds something in this file."""
    with closing(sqlite3.connect(path)) as connection:
        found = {name: connection.execute(sql).fetchone() for name, sql in EXAMPLES.items()}
    return {name: row[0] if row and row[0] else "" for name, row in found.items()}


def unanswered(path: Path) -> frozenset[str]:
    """Questions without parameters that find nothing in this file."""
    with closing(sqlite3.connect(path)) as connection:
        asked = {name: query.sql for name, query in QUERIES.items() if not query.parameters}
        return frozenset(name for name, sql in asked.items() if connection.execute(sql).fetchone() is None)


def findings(path: Path) -> str:
    """What the file shows at its best, as HTML: a claim that many report and few say, and wording that differs."""
    with closing(sqlite3.connect(path)) as connection:
        repeated = connection.execute(_REPEATED).fetchone()
        differs = connection.execute(_DIFFERS).fetchone()
    parts = []
    if repeated:
        claim, reports, origins, outlets, count, links = (escape(str(value)) for value in repeated)
        more = TABLES["most_repeated_fewest_origins"]
        number = "one origin" if count == "1" else f"{count} origins"
        parts.append(
            f'<p><q><a href="{_asked("one_voice", repeated[0])}">{claim}</a></q><br><strong>{reports} reports</strong> '
            f"({outlets}), and they come down to <strong>{number}</strong>: {origins}. {LINKED.get(links, '')}"
            f'<a href="{escape(more)}">More of these</a>; '
            '<a href="/facts/made_from">which work was made from which, and who says so</a></p>'
        )
    if differs:
        outlet, here, made_from, read_in, there, note = (escape(str(value or "")) for value in differs[:-1])
        copy = f" (as {read_in} has it)" if read_in and read_in != made_from else ""
        reported = f'<a href="{_asked("first_reported", differs[-1])}">Who reported it how</a>; ' if differs[-1] else ""
        parts.append(
            f"<p>{outlet}: <q>{here}</q><br>made from {made_from}{copy}: <q>{there}</q><br>"
            f'<em>Wording differs: {note}.</em> {reported}<a href="/facts/wording_differs">more of these</a></p>'
        )
    return f'<div class="findings">{"".join(parts)}</div>' if parts else ""


def page(
    edition: str, counts: Mapping[str, int], values: Mapping[str, str], found: str, empty: frozenset[str] = frozenset()
) -> str:
    """The page as HTML; `counts` are rows by table, `values` examples by parameter, `found` what `findings` gave.

    `empty` are questions that find nothing here, which the page says.
    """
    figures = (
        f"<p><strong>{counts['claims']:,}</strong> claims; <strong>{counts['quotes']:,}</strong> passages with somebody's "
        f"words or view; <strong>{counts['captures']:,}</strong> documents of <strong>{counts['sources']:,}</strong> works "
        "known.</p>"
    )
    return INTRODUCTION + found + figures + (RIGHTS if edition == "public" else "") + _start(values, empty)


def _asked(name: str, value: str) -> str:
    """Where a question of one parameter is answered, as it stands in HTML."""
    query = QUERIES[name]
    return escape(address(name, query, dict.fromkeys(query.parameters, value)))


def address(name: str, query: Query, values: Mapping[str, str]) -> str:
    """Where a question is answered, with these values for its parameters."""
    asked = urlencode({parameter: values[parameter] for parameter in query.parameters}, quote_via=quote)
    return f"/facts/{name}" + (f"?{asked}" if asked else "")


def _start(values: Mapping[str, str], empty: frozenset[str]) -> str:
    """Where to begin, as links, by what one wants to know."""
    parts = []
    for heading, names in GROUPS.items():
        items = "".join(
            f'<li><a href="{escape(TABLES.get(name) or address(name, query, values))}">{escape(query.title)}</a>: '
            f"{escape(query.description)}{' <em>None in this file.</em>' if name in empty else ''}</li>"
            for name, query in ((name, QUERIES[name]) for name in names)
        )
        parts.append(f'<h3>{escape(heading)}</h3><ul class="questions">{items}</ul>')
    tables_ = (
        '<p>Or browse: <a href="/facts/claim_support">every claim</a> with its reports and origins, '
        '<a href="/facts/provenance">every piece of evidence</a> with its words and the way it came, '
        '<a href="/facts/quote_variants">every quotation</a>, <a href="/facts/utterance_support">everything said</a> and '
        '<a href="/facts/person_support">everybody who said it</a> with their reports, '
        '<a href="/facts/people">everybody and everything named</a>, '
        '<a href="/facts/sources">every work</a>.</p>'
    )
    return "".join(parts) + tables_
