"""The question what reporters wrote round the same words."""

from __future__ import annotations

from .query import Query

# Of two that are held against each other one row is enough.
SET = Query(
    "The same words, set into different clauses",
    "Quoted words of which each reporter made a sentence of his own; “…” stands for the words. Read what stands before them: "
    "one may write “hopes to”, and the other “claims to”, of the same words.",
    """
select v.speaker, v.words, v.outlet, d.clause, f.outlet as other_outlet, d.other_clause, d.compared, d.judged, v.utterance,
  v.url, f.url as other_url
from quote_differences d
join quote_variants v on v.quote_id = d.quote_id
join quote_variants f on f.quote_id = d.against_id
where d.clause <> d.other_clause and d.compared in ('the same', 'other marks', 'cut', 'longer')
  and 'partial' in (v.form, f.form) and not exists (
    select 1 from quote_differences r where r.quote_id = d.against_id and r.against_id = d.quote_id and r.id < d.id)
order by d.id
limit 200
""",
)
