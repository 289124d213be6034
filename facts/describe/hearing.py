"""How one finds a claim by its words, and the question of whom each outlet has it from."""

from __future__ import annotations

from .query import ANY, MATCH, Query

CLAIM = (
    "Words of the claim, in the form they have there (sanctions, not sanction; U.S., not US). Where no claim has them all, "
    "those that have most of them are shown, unless they are in very many"
)
RANKED = 200_000  # claims with one of some words that are ranked in time (measured: 0.33 s for 91,000)
_ALL_WORDS, _SOME_WORDS = MATCH.format("claims_fts", "claim"), ANY.format("claim")
LINKS = (
    "“links” says how the steps from work to work are known: declared in the texts, or, one of them at least, inferred by a "
    "person or detected by a program."
)
# Where no claim has all the words, those that have most of them; but not of words that are in too many to be ranked in time.
CLAIMS = f"""(
    select rowid as id, row_number() over (order by rank) as best from (
      select * from (select rowid, rank from claims_fts where {_ALL_WORDS} order by rank limit 20)
      union all select * from (select rowid, rank from claims_fts where claims_fts match case
          when exists (select 1 from claims_fts where {_ALL_WORDS}) then '""'
          when (select count(*) from (select 1 from claims_fts where claims_fts match {_SOME_WORDS} limit {RANKED + 1}))
            <= {RANKED} then {_SOME_WORDS} else '""' end
        order by rank limit 5)))"""

HEARD = Query(
    "From whom does each outlet have this?",
    "For each outlet that reports a claim that fits: whose own word it is there, and who heard that at first hand. Several "
    "outlets with one in “heard_by” have it from one; one speaker, heard by two, was heard by two. “Perhaps” rests on what a "
    f"program or somebody proposes, and nobody has confirmed. {LINKS}",
    """
select v.claim, v.stance, v.outlet, o.origin as whose_word, o.through as heard_by,
  case o.certain when 1 then 'confirmed' else 'perhaps' end as known, c.origins_min, c.origins_max, c.through_min,
  c.through_max, v.trail, v.trail_basis as links, v.published, v.start_char, v.end_char, v.url
from """
    + CLAIMS
    + """ fit cross join provenance v on v.claim_id = fit.id
join evidence_origins o on o.evidence_id = v.id
join claim_support c on c.claim_id = v.claim_id and c.stance = v.stance
order by c.reports desc, fit.best, v.stance desc, o.through, v.outlet, o.certain desc, v.id
limit 200
""",
    {"claim": CLAIM},
)
