"""What Datasette says of the published file: descriptions of tables and columns, labels, settings, questions to start from."""

from __future__ import annotations

from html import escape
from typing import Any

from .models import Base

# Datasette's own settings (https://docs.datasette.io/en/stable/settings.html). Suggesting facets reads a whole table.
SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 2000,
    "suggest_facets": False,
    "num_sql_threads": 2,
    "truncate_cells_html": 300,
}

# Descriptions of many columns would push the rows off the first screen; long digests would widen a phone's.
STYLE = """\
.column-descriptions { columns: 22em; column-gap: 2em; font-size: 0.9em; max-height: 11em; overflow: auto; }
dt { break-after: avoid; }
dd { break-inside: avoid; }
td { overflow-wrap: break-word; min-width: 4em; }
td.col-sha256, td.col-uuid, td.col-url, td.col-capture_id, td.col-load_id { overflow-wrap: anywhere; }
@media (min-width: 577px) {
  td.col-exact, td.col-claim, td.col-text, td.col-trail, td.col-note, td.col-title { min-width: 15em; }
  td.col-origins, td.col-outlets { min-width: 12em; }
}
"""

LABELS = {
    "claims": "slug",
    "entities": "name",
    "sources": "title",
    "utterances": "slug",
    "passages": "exact",
    "terms": "label",
    "loads": "note",
    "blobs": "sha256",
    "entity_names": "name",
    "captures": "sha256",
}

# Tables that only this file has, or that say more of it than the model does.
TRACED = {
    "provenance": (
        "A row per piece of evidence, with all that leads to it: the claim, the words in their context, who said them, and the "
        "trail from the speaker to the outlet.",
        {
            "id": "The piece of evidence.",
            "claim_id": "The claim it bears on.",
            "claim": "The claim, in our words.",
            "stance": "supports, disputes or questions.",
            "prefix": "The 32 characters before the words.",
            "exact": "The words, exactly as they stand in the source.",
            "suffix": "The 32 characters after them.",
            "speaker": "Whose words or view they are (empty: the outlet's own voice, or nobody is named).",
            "cue": "The words that attribute them: said, warned …",
            "trail": "The way they came: speaker → who heard it → who passed it on → the outlet.",
            "origin": "Whose own word it is, in the end.",
            "source_id": "The work they stand in.",
            "published": "When that was published, EDTF.",
            "form": "direct, partial, block, indirect, attitude or term (empty: the outlet's own voice).",
            "fidelity": "How true the words are to what was said, where that was judged.",
            "capture_id": "The text they stand in.",
            "start_char": "Where they begin in it: code points from 0.",
            "end_char": "Where they end: the first code point after them.",
            "sha256": "SHA-256 of the bytes that text was taken from.",
            "speaker_id": "The speaker.",
            "quote_id": "The quotation they are part of.",
            "note": "How they bear on the claim.",
            "load_id": "The load that recorded it.",
        },
    ),
    "claim_support": (
        "A row per claim and stance: how many sources report it, and how many origins that comes down to. "
        "Four copies of one agency report are four reports and one origin.",
        {
            "id": "Number of the row, in this file only.",
            "claim_id": "The claim.",
            "claim": "The claim, in our words.",
            "stance": "supports, disputes or questions: a denial is no support.",
            "reports": "Captured sources with evidence.",
            "origins_min": "Parties whose own word it is, at the least: those that may be one are counted as one.",
            "origins_max": "Parties whose own word it is, at the most.",
            "passages": "Passages that bear on it.",
            "origins": "Who they are; “=” joins what is held to be one.",
            "outlets": "Who published the reports.",
            "kind": "What sort of claim it is.",
        },
    ),
    "about": ("A row per thing to know of this file.", {"name": "What.", "value": "The thing to know."}),
}

QUERIES: dict[str, dict[str, Any]] = {
    "most_repeated_fewest_origins": {
        "title": "Most repeated, fewest origins",
        "description": "Claims that several outlets report and that come down to few parties.",
        "sql": """
select claim, reports, origins_max as origins, origins as whose_word, outlets
from claim_support
where stance = 'supports' and reports > 1
order by origins_max, reports desc, passages desc, claim
""",
    },
    "wording_differs": {
        "title": "Wording differs",
        "description": "Passages made from another's, where what they say is not the same.",
        "sql": """
select coalesce(outlet.name, s.title) as outlet, p.exact as words_here,
  coalesce(maker.name, origin.title) as made_from, o.exact as words_there, copy.title as read_in, a.note
from alignments a
join derivations d on d.id = a.derivation_id
join sources origin on origin.id = d.origin_id
left join entities maker on maker.id = origin.publisher_id
join passages p on p.id = a.passage_id
join captures c on c.id = p.capture_id
join sources s on s.id = c.source_id
left join entities outlet on outlet.id = s.publisher_id
left join passages o on o.id = a.origin_passage_id
left join captures oc on oc.id = o.capture_id
left join sources copy on copy.id = oc.source_id
where a.change = 'meaning' and a.status <> 'rejected' and d.status <> 'rejected'
order by outlet, p.start_char
""",
    },
    "who_said_what": {
        "title": "Who said what, by which way",
        "description": "Every quotation and report of somebody's words: the speaker, the words, and the way that the source "
        "itself names. Give part of a name, or none.",
        "sql": """
select x.name as speaker, q.form, p.exact as words, cue.exact as cue,
  (select group_concat(hop, ' ← ') from (
    select coalesce(h.name, w.title) as hop from attributions a
    left join entities h on h.id = a.entity_id left join sources w on w.id = a.source_id
    where a.quote_id = f.id order by a.position)) as heard_from,
  s.title as source, p.start_char, p.end_char
from quotes q
join quotes f on f.id = coalesce(q.continues_id, q.id)
left join utterances u on u.id = coalesce(q.utterance_id, f.utterance_id)
join passages p on p.id = q.passage_id
join captures c on c.id = p.capture_id
join sources s on s.id = c.source_id
left join entities x on x.id = coalesce(q.speaker_id, f.speaker_id, u.speaker_id)
left join passages cue on cue.id = f.cue_passage_id
where :speaker = '' or x.name like '%' || :speaker || '%'
  or exists (select 1 from entity_names n where n.entity_id = x.id and n.name like '%' || :speaker || '%')
order by s.title, p.start_char
""",
    },
    "made_from": {
        "title": "What was made from what",
        "description": "Works, and the works they were made from.",
        "sql": """
select s.title as work, d.kind, o.title as made_from, d.basis, p.exact as in_its_own_words, d.reason
from derivations d
join sources s on s.id = d.source_id
join sources o on o.id = d.origin_id
left join passages p on p.id = d.passage_id
order by s.title, o.title
""",
    },
    "known_only_by_name": {
        "title": "Known only by name",
        "description": "Works that others draw on and that nobody has loaded.",
        "sql": """
select s.title, s.kind, x.name as publisher
from sources s left join entities x on x.id = s.publisher_id
where s.id not in (select source_id from captures)
order by s.title
""",
    },
}

INTRODUCTION = (
    "<p>A database of what was said: every claim is traced, through every outlet that repeated it, to the exact characters of "
    "the document it came from. Several outlets that carry one agency report are several <em>reports</em> and one "
    "<em>origin</em>. It lays out who says what; it does not rule on what is true.</p>"
)


def metadata(counts: dict[str, int], published: dict[str, set[str]]) -> dict[str, Any]:
    """Datasette's metadata for the desk edition; `counts` are rows, and `published` columns, by table."""
    tables = {name: _table(name, description, columns) for name, (description, columns) in TRACED.items()}
    for name, model in Base.metadata.tables.items():
        if name in counts:
            columns = {column.name: column.comment or "" for column in model.columns if column.name in published[name]}
            tables[name] = _table(name, model.comment or "", columns)
    tables["claim_support"]["sort_desc"] = "reports"
    tables["provenance"]["sort"] = "claim_id"
    tables["about"]["hidden"] = True
    figures = (
        f"<p><strong>{counts['claims']}</strong> claims, <strong>{counts['quotes']}</strong> quotations, "
        f"<strong>{counts['captures']}</strong> documents of <strong>{counts['sources']}</strong> works known.</p>"
    )
    return {
        "title": "facts: what was said, and whose word it is",
        "description_html": INTRODUCTION + figures + _start(),
        "extra_css_urls": ["/static/desk.css"],
        "databases": {
            "facts": {
                "description_html": INTRODUCTION + figures + _start(),
                "queries": {
                    name: {**query, "sql": query["sql"].strip(), "hide_sql": True} for name, query in QUERIES.items()
                },
                "tables": tables,
            }
        },
    }


def _table(name: str, description: str, columns: dict[str, str]) -> dict[str, Any]:
    described: dict[str, Any] = {"description": description, "columns": columns}
    if name in LABELS:
        described["label_column"] = LABELS[name]
    return described


def _start() -> str:
    """Where to begin, as links; tables where there is one, since their rows lead on."""
    links = {
        "/facts/claim_support?stance__exact=supports&reports__gt=1&_sort=origins_max": "most_repeated_fewest_origins",
        "/facts/wording_differs": "wording_differs",
        "/facts/who_said_what?speaker=": "who_said_what",
        "/facts/made_from": "made_from",
        "/facts/known_only_by_name": "known_only_by_name",
    }
    items = [
        f'<li><a href="{escape(address)}">{escape(QUERIES[name]["title"])}</a>: {escape(QUERIES[name]["description"])}</li>'
        for address, name in links.items()
    ]
    items.append('<li><a href="/facts/claim_support">Every claim</a>, with its reports and origins</li>')
    items.append('<li><a href="/facts/provenance">Every piece of evidence</a>, with its words and the way it came</li>')
    return f"<p>Start here:</p><ul>{''.join(items)}</ul>"
