"""The question that looks for words in everything at once."""

from __future__ import annotations

from .query import MATCH, Query

COMMON = 20_000  # hits from which ranking is too slow (measured: 0.4 s at 273,000, 1.5 s at 865,000)
FOUND = 20  # hits shown of each kind

# Search: what is found in which index, what stands beside it, and where it leads.
_KINDS = {
    "claim": (
        "claims_fts",
        's.origins as who, s.outlets as "where", s.first_published as date, s.url, m.slug as name',
        "join claims m on m.id = claims_fts.rowid left join claim_support s on s.claim_id = m.id and s.stance = 'supports'",
    ),
    "quotation": (
        "quote_variants_fts",
        "v.speaker, v.outlet, v.published, v.url, v.utterance",
        "join quote_variants v on v.quote_id = quote_variants_fts.rowid",
    ),
    "source": (
        "sources_fts",
        "s.author, s.outlet, s.published, coalesce(s.url, s.archived_url), s.slug",
        "join sources s on s.id = sources_fts.rowid",
    ),
    "person or thing": (
        "people_fts",
        "p.name, p.description, null, p.url, p.slug",
        "join people p on p.id = people_fts.rowid",
    ),
    "text": (
        "captures_fts",
        "s.author, s.outlet, s.published, coalesce(s.url, s.archived_url), s.slug",
        "join captures c on c.id = captures_fts.rowid join sources s on s.id = c.source_id",
    ),
}


def _search(kind: str, index: str, beside: str, joined: str) -> str:
    """The hits of one kind, the best first; of a very common word the newest, which is all that can be told in time."""
    match = MATCH.format(index, "words")
    few = f"(select count(*) from (select 1 from {index} where {match} limit {COMMON + 1})) <= {COMMON}"
    column = (
        0 if kind == "quotation" else -1
    )  # of a quotation the words, not the speaker's name, which stands beside them
    return f"""
select '{kind}' as found, snippet({index}, {column}, '[', ']', '…', 32) as words, {beside}, hits.sorted
from (
  select * from (select rowid as id, 'best first' as sorted from {index} where {match} and {few}
    order by rank limit {FOUND})
  union all
  select * from (select rowid, 'newest first: very common' from {index} where {match} and not {few}
    order by rowid desc limit {FOUND})
) hits
cross join {index} on {index}.rowid = hits.id
{joined}
where {match}
"""


SEARCH = Query(
    "Search everything",
    f"Claims, quotations, works, people and things, and texts that hold all the words, accents or not; the best {FOUND} of "
    f"each kind first. Of words with more than {COMMON:,} hits, the newest; the column “sorted” says so.",
    "\nunion all\n".join(f"select * from ({_search(kind, *parts).strip()})" for kind, parts in _KINDS.items()),
    {"words": "One word or several"},
)
