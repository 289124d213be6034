"""Questions that Datasette offers by name: what a fact-checker asks, in SQL that the published file answers at any size.

Each has a title in plain words, a sentence on how to read the answer, and for each parameter what it means. Names and words
are looked up in the full-text index, so that accents don't matter; `escape_fts` is Datasette's (`facts search` brings its own).
"""

from __future__ import annotations

from .clauses import SET
from .hearing import CLAIM, CLAIMS, HEARD, LINKS
from .query import MATCH, Query
from .searching import SEARCH

MOST = 200  # rows of an answer that nothing else limits

# SQL that finds a value for a parameter that gives an answer, in any file.
EXAMPLES = {
    "person": """
select x.name from entities x where x.id = (
  select whose_id from quotes where whose_id is not null group by whose_id order by count(*) desc, whose_id limit 1)
""",
    "utterance": """
select u.slug from utterances u where u.id = (
  select of_utterance_id from quotes where of_utterance_id is not null group by of_utterance_id
  order by count(*) desc, of_utterance_id limit 1)
""",
    "source": "select title from sources where id = (select source_id from source_lineage order by steps desc, id limit 1)",
    "first": """
select s.title from alignments a join passages p on p.id = a.passage_id join captures c on c.id = p.capture_id
join sources s on s.id = c.source_id where a.origin_passage_id is not null and a.change = 'meaning' order by a.id limit 1
""",
    "second": """
select s.title from alignments a join passages p on p.id = a.origin_passage_id join captures c on c.id = p.capture_id
join sources s on s.id = c.source_id where a.origin_passage_id is not null and a.change = 'meaning' order by a.id limit 1
""",
    "claim": """
select claim from claim_support where stance = 'supports' and reports > 1
order by origins_max, reports desc, passages desc, claim limit 1
""",
    "words": "select name from entities where kind = 'place' order by id limit 1",
    "since": "select substr(min(started_at), 1, 10) from loads",
    "day": "select published_earliest from sources where published_earliest > '' order by published_earliest desc limit 1",
}

PERSON = "Part of a name, in any form it takes"
SOURCE = "Words of its title, or its outlet"

# People and works by words of their names.
_PEOPLE = f"(select rowid from people_fts where {MATCH.format('people_fts', 'person')} limit 200)"
_FIRST, _SECOND, _SOURCE = (
    f"(select rowid, rank from sources_fts where {MATCH.format('sources_fts', name)} order by rank limit 200)"
    for name in ("first", "second", "source")
)
# What was said, by its name, by its words, or by those of a report of it.
_SAID = f"""(
  select id from utterances where slug = :utterance
  union select * from (select rowid from utterances_fts
    where {MATCH.format("utterances_fts", "utterance")} order by rank limit 5)
  union select q.of_utterance_id from (select rowid as id from quote_variants_fts
    where {MATCH.format("quote_variants_fts", "utterance")} order by rank limit 20) f cross join quotes q on q.id = f.id)"""
_YEAR, _TWO = "[0-9][0-9][0-9][0-9]", "-[0-9][0-9]"
_A_DAY = f"(:{{0}} glob '{_YEAR}' or :{{0}} glob '{_YEAR}{_TWO}' or :{{0}} glob '{_YEAR}{_TWO}{_TWO}')"
# A date that only says "not before" comes after all that say more.
_EARLIEST = "s.published_earliest is null, s.published_latest is null, s.published_earliest, s.published"
_WORDS = "coalesce({0}, '(not shown: its rights allow no more)')"

# Words that are withheld, as far as shorter passages within them are shown.
_PIECES = """coalesce(v.words, (select '… ' || group_concat(pieces.exact, ' … ') || ' …' from (
    select s.exact from passages p join passages s on s.capture_id = p.capture_id and s.start_char >= p.start_char
      and s.end_char <= p.end_char and s.exact is not null and s.id <> p.id
    where p.id = v.passage_id and not exists (select 1 from passages o where o.capture_id = p.capture_id and o.exact is not null
      and o.id not in (p.id, s.id) and o.start_char between p.start_char and s.start_char
      and o.end_char between s.end_char and p.end_char)
    order by s.start_char) pieces), '(not shown: its rights allow no more)')"""

QUERIES: dict[str, Query] = {
    "most_repeated_fewest_origins": Query(
        "Most repeated, fewest origins",
        "Claims that several outlets report and that come down to few parties. Read “reports” against “origins”: many reports "
        f"of one origin are one voice. {LINKS}",
        f"""
select claim, reports, origins_max as origins, origins as whose_word,
  (select max(v.trail_basis) from provenance v where v.claim_id = best.claim_id and v.stance = 'supports') as links,
  outlets, first_published, url
from (select * from claim_support where stance = 'supports' and reports > 1
  order by origins_max, reports desc, passages desc, claim limit {MOST}) best
order by origins_max, reports desc, passages desc, claim
""",
    ),
    "wording_differs": Query(
        "Wording differs",
        "Passages made from another's, where what they say is not the same: the words here, and the words they were made from. "
        "First those with somebody's words in them that are judged to be given wrongly.",
        f"""
select outlet, {_WORDS.format("words_here")} as words_here, made_from, {_WORDS.format("words_there")} as words_there,
  read_in, note, url
from wording_changes
where change = 'meaning' and coalesce(words_here, words_there, note) is not null
order by words_here is null or words_there is null, not exists (select 1 from passages p
    join passages i on i.capture_id = p.capture_id and i.start_char < p.end_char and i.end_char > p.start_char
    join quotes q on q.passage_id = i.id and q.fidelity in ('altered', 'unsupported')
    where p.id = wording_changes.passage_id), alignment_id
limit {MOST}
""",
    ),
    "who_said_what": Query(
        "Everything one person said",
        "Every quotation and report of somebody's words: the words, the form in which they are given, and whom the source says "
        "it has them from. “direct” and “partial” are words in quotation marks; “indirect” are the reporter's own.",
        f"""
select v.speaker, v.form, {_PIECES} as words, v.cue, v.heard_from, v.outlet, v.published, v.said, v.utterance,
  v.start_char, v.end_char, v.url
from quote_variants v
where v.speaker_id in {_PEOPLE}
order by v.speaker_id, v.words is null, v.utterance_id, v.published
limit {MOST}
""",
        {"person": PERSON},
    ),
    "who_reported": Query(
        "Who reported this, in which words, by which way",
        "Every report of each thing said that fits, the earliest first. Compare the words; “heard from” is the way that each "
        "source names itself.",
        f"""
select v.utterance, v.outlet, v.published, v.form, {_PIECES} as words, v.cue, v.heard_from, v.fidelity,
  v.speaker, v.said, v.start_char, v.end_char, v.url
from quote_variants v join sources s on s.id = v.source_id
where v.utterance_id in {_SAID}
order by v.utterance_id, {_EARLIEST}, v.outlet, v.start_char
limit {MOST}
""",
        {"utterance": "Words of what was said, or its name as in the column “utterance”"},
    ),
    "one_origin": Query(
        "Claims that rest on one origin",
        "However many report it, one party alone says so; those with most reports come first.",
        f"""
select claim, origins as whose_word, reports, outlets, kind, first_published, url
from claim_support
where stance = 'supports' and origins_max = 1
order by reports desc, claim
limit {MOST}
""",
    ),
    "one_voice": Query(
        "Are these reports one voice?",
        "Every piece of evidence for the claims that fit best, those with most reports first, with whose word it is in the end "
        "and the way it came. Where a "
        f"claim has several reports and one origin, they are one voice; another claim may be another's. {LINKS}",
        f"""
select v.claim, c.reports, c.origins_max as origins, v.outlet, v.origin, v.trail, v.trail_basis as links, v.stance,
  {_WORDS.format("v.exact")} as words, v.fidelity, v.published, v.start_char, v.end_char, v.url
from {CLAIMS} fit cross join provenance v on v.claim_id = fit.id join sources s on s.id = v.source_id
join claim_support c on c.claim_id = v.claim_id and c.stance = v.stance
order by c.reports desc, fit.best, v.stance, {_EARLIEST}, v.id
limit {MOST}
""",
        {"claim": CLAIM},
    ),
    "heard_first_hand": HEARD,
    "where_sources_differ": Query(
        "Where sources differ",
        "Pairs of claims that contradict each other, of which one alters the other, or that differ, where not the same outlets "
        "report both.",
        f"""
select relation, claim, outlets, other_claim, other_outlets, note, url, other_url
from conflicts
where coalesce(outlets, '') <> coalesce(other_outlets, '')
order by case relation when 'contradicts' then 1 when 'alters' then 2 else 3 end, relation_id
limit {MOST}
""",
    ),
    "what_differs_between": Query(
        "What differs between two documents",
        "First what each says in its own way, where the claims have been held against each other; then claims of which only "
        "one speaks; then those that both make, with the words of each, and who says them there. No rows: one of the two was "
        "not found among the texts, or both words fit one text alone.",
        f"""
with a as (select s.id, s.outlet from {_FIRST} f cross join sources s on s.id = f.rowid
  where exists (select 1 from captures c where c.source_id = s.id) order by s.publisher_id is null, f.rank limit 1),
b as (select s.id, s.outlet from {_SECOND} f cross join sources s on s.id = f.rowid
  where exists (select 1 from captures c where c.source_id = s.id) and s.id not in (select id from a)
  order by s.publisher_id is null, f.rank limit 1),
said as (select v.source_id, v.claim_id, v.claim,
  max(v.stance = 'supports') || max(v.stance = 'disputes') || max(v.stance = 'questions') as stance,
  group_concat({_WORDS.format("v.exact")}, ' … ') as words,
  (select group_concat(who, '; ') from (select distinct case when w.fidelity in ('altered', 'unsupported')
        then 'its own voice' || coalesce(', of ' || w.speaker, '') else coalesce(w.speaker, 'its own voice') end as who
      from provenance w
    where w.claim_id = v.claim_id and w.source_id = v.source_id order by 1)) as whose
  from provenance v where v.source_id in (select id from a union all select id from b) group by v.source_id, v.claim_id),
here as (select * from said where source_id = (select id from a)),
there as (select * from said where source_id = (select id from b)),
related as (select r.relation, 'the first ' || r.relation || ' the second' as how, r.note, r.claim_id as one,
      r.related_id as other
    from said cross join claim_relations r on r.claim_id = said.claim_id
  union select r.relation, 'the second ' || r.relation || ' the first', r.note, r.related_id, r.claim_id
    from said cross join claim_relations r on r.related_id = said.claim_id),
pairs as (select relation, how, note, one, other from related
  join here on here.claim_id = one join there on there.claim_id = other
  where one not in (select claim_id from there) and other not in (select claim_id from here))
select found.said_by, found.note, found.claim_in_first, found.words_in_first, found.claim_in_second, found.words_in_second,
  found.whose_in_first, found.whose_in_second, a.outlet as first, b.outlet as second
from a, b, (
select 'each in its own way: ' || case when p.relation in ('differs', 'contradicts') then p.relation else p.how end as said_by,
  p.note, here.claim as claim_in_first, here.words as words_in_first, there.claim as claim_in_second,
  there.words as words_in_second, here.whose as whose_in_first, there.whose as whose_in_second,
  case p.relation when 'contradicts' then 1 when 'alters' then 2 when 'differs' then 3 else 4 end as rank
from pairs p join here on here.claim_id = p.one join there on there.claim_id = p.other
union all
select case when there.claim_id is null then 'only the first'
    when here.stance <> there.stance then 'both, one against the other'
    when here.whose <> there.whose then 'both, not as the same party''s words' else 'both' end,
  null, here.claim, here.words, there.claim, there.words, here.whose, there.whose,
  case when there.claim_id is null then 6 when here.stance <> there.stance then 0 when here.whose <> there.whose then 5
    else 8 end
from here left join there on there.claim_id = here.claim_id
where here.claim_id not in (select one from pairs)
union all
select 'only the second', null, null, null, there.claim, there.words, null, there.whose, 7
from there
where there.claim_id not in (select claim_id from here) and there.claim_id not in (select other from pairs)
) found order by found.rank, found.words_in_first glob '(not shown*' or found.words_in_second glob '(not shown*',
  coalesce(found.claim_in_first, found.claim_in_second)
limit 500
""",
        {"first": f"{SOURCE}: the first document", "second": f"{SOURCE}: the other"},
    ),
    "taken_from": Query(
        "What one document took from others",
        "The works it was made from, in one step or several, and the way to each. “Declared” is said in the text itself.",
        f"""
select source, kind, steps, made_from_outlet, made_from, path, basis, declared_in, passages, meaning_differs, made_from_url
from source_lineage
where source_id in (select rowid from {_SOURCE})
order by source_id, steps, made_from
limit {MOST}
""",
        {"source": SOURCE},
    ),
    "made_from": Query(
        "What was made from what",
        "Works, and the works they were made from, with the words that say so.",
        f"""
select outlet, source as work, kind, made_from_outlet, made_from, basis, declared_in, reason, url
from source_lineage
where steps = 1
order by source_id, id
limit {MOST}
""",
    ),
    "cut_from_quotations": Query(
        "Which words were cut from a quotation",
        "Quotations that leave out words which another report of the same thing gives: what stood before, what stood after, "
        "and who has it.",
        f"""
select v.speaker, v.outlet, c.cut_before, c.words, c.cut_after, f.outlet as fuller_in, v.published, v.utterance, v.url
from quote_cuts c
join quote_variants v on v.quote_id = c.quote_id
join quote_variants f on f.quote_id = c.fuller_id
order by c.id
limit {MOST}
""",
    ),
    "set_into_clauses": SET,
    "first_reported": Query(
        "Who first reported it",
        "The reports of each claim that fits, the best first, and of claims that alter it, the earliest first, of the texts "
        "that somebody has loaded. Where only a day is known before which a text did not appear (2019-11-06/..), it stands "
        f"after those with a date; without any, last. The trail names earlier works. {LINKS}",
        f"""
select v.claim, v.published, v.outlet, v.speaker, {_WORDS.format("v.exact")} as words, v.fidelity, v.trail,
  v.trail_basis as links, v.start_char, v.end_char, v.url
from (with fit as (select * from {CLAIMS})
  select id, min(best) as best from (select * from fit
    union all select r.claim_id, fit.best from fit cross join claim_relations r on r.related_id = fit.id
      and r.relation = 'alters')
  group by id) wider
cross join provenance v on v.claim_id = wider.id and v.stance = 'supports' join sources s on s.id = v.source_id
order by wider.best, {_EARLIEST}, v.id
limit {MOST}
""",
        {"claim": CLAIM},
    ),
    "disputed": Query(
        "What is disputed or doubted",
        "Claims that some passage denies or questions, and who supports them.",
        f"""
select d.claim, d.stance, d.origins as by_whom, d.outlets, s.origins as supported_by, s.outlets as supported_in, d.url
from claim_support d
left join claim_support s on s.claim_id = d.claim_id and s.stance = 'supports'
where d.stance in ('disputes', 'questions')
order by d.stance, d.reports desc, d.claim
limit {MOST}
""",
    ),
    "unnamed": Query(
        "Said by nobody with a name",
        "Quotations of speakers whom the source does not name: an official, a source close to the matter.",
        f"""
select v.speaker, v.form, {_WORDS.format("v.words")} as words, v.heard_from, v.outlet, v.published, v.url
from entities x join quotes q on q.whose_id = x.id join quote_variants v on v.quote_id = q.id
where x.kind = 'unnamed'
order by x.id
limit {MOST}
""",
    ),
    "claims_about": Query(
        "What is claimed about somebody or something",
        "Claims in which a person, a place or a thing plays a part, and which part.",
        f"""
select x.name, a.role, m.text as claim, m.occurred, s.reports, s.origins as whose_word, s.outlets, s.url
from claim_arguments a
join entities x on x.id = a.entity_id
join claims m on m.id = a.claim_id
left join claim_support s on s.claim_id = m.id and s.stance = 'supports'
where a.entity_id in {_PEOPLE}
order by a.entity_id, m.occurred_earliest is null, m.occurred_earliest, m.id
limit {MOST}
""",
        {"person": "Part of the name of a person, an organisation, a place, a thing"},
    ),
    "published_since": Query(
        "What was published since a day",
        "Documents that were published on that day or later, the earliest first, with how many quotations each holds. A day "
        "is written as 2019-11-06, a year as 2019; what is written otherwise finds nothing.",
        f"""
select s.published, s.outlet, s.title, s.author,
  (select count(*) from captures c join passages p on p.capture_id = c.id join quotes q on q.passage_id = p.id
    where c.source_id = s.id) as quotations, coalesce(s.url, s.archived_url) as url
from sources s
where s.published_earliest >= :day and {_A_DAY.format("day")} and s.id in (select source_id from captures)
order by s.published_earliest
limit {MOST}
""",
        {"day": "A day, as 2019-11-06"},
    ),
    "not_dated": Query(
        "What is not dated",
        "Things said, and documents, of which nobody knows when.",
        f"""
select * from (select 'said' as what, u.slug as name, x.name as who, u.text as words, coalesce(v.url, v.archived_url) as url
  from utterances u left join entities x on x.id = u.speaker_id left join sources v on v.id = u.venue_id
  where u.said_earliest is null order by u.id limit {MOST // 2})
union all
select * from (select 'published', s.slug, x.name, s.title, coalesce(s.url, s.archived_url)
  from sources s left join entities x on x.id = s.publisher_id
  where s.published_earliest is null order by s.id limit {MOST // 2})
""",
    ),
    "changed_since": Query(
        "What was added or changed since a day",
        "Loads since then, and rows that were changed or deleted in them. What a row was before stands in the table “changes”.",
        f"""
select l.started_at as time, l.loader, l.note, c.operation, c.table_name as "table", c.row_id
from loads l left join changes c on c.load_id = l.id
where l.id >= (select min(id) from loads where started_at >= :since and {_A_DAY.format("since")})
order by l.id desc, c.id desc
limit {MOST}
""",
        {"since": "A day, as 2019-11-06"},
    ),
    "known_only_by_name": Query(
        "Known only by name",
        "Works that others draw on, and of which nobody has loaded a text, nor that of a reprint or translation: what they say "
        "is known through others alone.",
        f"""
select s.title, s.kind, x.name as publisher, s.published, coalesce(s.url, s.archived_url) as url
from sources s left join entities x on x.id = s.publisher_id
where not exists (
  with recursive copies(id) as (select s.id union select d.source_id from copies
    join derivations d on d.origin_id = copies.id and d.kind in ('republication', 'translation') and d.status <> 'rejected')
  select 1 from copies join captures c on c.source_id = copies.id)
order by s.id
limit {MOST}
""",
    ),
    "least_recorded": Query(
        "What is least recorded",
        "Documents with the most sentences that bear on no claim: where something may have been left out.",
        f"""
select source, outlet, published, sentences - sentences_bearing - sentences_left_out as sentences_open, sentences,
  quotations - quotations_recorded - quotations_left_out as quotations_open, quotations, url
from coverage
where open > 0
order by open desc, id
limit {MOST}
""",
    ),
    "search": SEARCH,
}
