"""What can be found: each kind with its index, what narrows it, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass

PERSONS = "(SELECT value FROM json_each(:persons))"
_PUBLISHERS = "(SELECT value FROM json_each(:publishers))"
# Where a text does not say who published it, its outlet is named after what it reprints.
_PUBLISHED = f"""(s.publisher_id IN {_PUBLISHERS} OR s.publisher_id IS NULL AND EXISTS (
  SELECT 1 FROM derivations d JOIN sources o ON o.id = d.origin_id WHERE d.source_id = s.id AND d.kind = 'republication'
    AND d.status <> 'rejected' AND o.publisher_id IN {_PUBLISHERS}))"""
# A work whose date is known in part is found where it may belong; one without any, nowhere.
_DATES = (
    "coalesce(s.published_latest, s.published_earliest) IS NOT NULL AND coalesce(s.published_latest, '9999-12-31') >= :first "
    "AND coalesce(s.published_earliest, '0001-01-01') <= :last"
)
_QUOTED = """s.id IN (SELECT c.source_id FROM json_each(:persons) e
  CROSS JOIN quotes q ON q.whose_id = e.value CROSS JOIN passages p ON p.id = q.passage_id
  CROSS JOIN captures c ON c.id = p.capture_id)"""


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows` are all rows of one hit, `h.id`, with the work `s`; `person` narrows them; `column` of the index is shown.

    `narrow` are columns of the index that hold the name of a person, or of a publisher, so that the index itself narrows.
    """

    name: str
    index: str
    rows: str
    person: str
    shown: str
    person_column: str = ""
    publisher_column: str = ""

    def where(self, persons: bool, publishers: bool, dates: bool) -> str | None:
        """What narrows a hit `h`, as SQL; None where things of this kind have no such thing."""
        if self.name == "people" and (publishers or dates):
            return None
        parts = [self.person] * persons + [_PUBLISHED] * publishers + [_DATES] * dates
        return f"EXISTS ({self.rows} AND {' AND '.join(parts)})" if parts else "1"


_MARKED = "highlight({0}, {1}, :on, :off)"
_PIECE = "snippet({0}, {1}, :on, :off, :cut, 40)"
_HITS = "FROM json_each(:ids) i CROSS JOIN {0} ON {0}.rowid = i.value "

CLAIM = Kind(
    "claim",
    "claims_fts",
    "SELECT 1 FROM provenance v JOIN sources s ON s.id = v.source_id WHERE v.claim_id = h.id",
    f"(v.speaker_id IN {PERSONS} OR EXISTS (SELECT 1 FROM claim_arguments a WHERE a.claim_id = h.id "
    f"AND a.entity_id IN {PERSONS}))",
    f"SELECT m.id, m.slug, {_MARKED.format('claims_fts', 0)} AS words, m.withdrawn, c.reports, c.origins_min, c.origins_max, "
    "c.origins, c.outlets, c.first_published AS date "
    + _HITS.format("claims_fts")
    + "CROSS JOIN claims m ON m.id = i.value "
    "LEFT JOIN claim_support c ON c.claim_id = m.id AND c.stance = 'supports' WHERE claims_fts MATCH :match",
)
QUOTATION = Kind(
    "quotation",
    "quote_variants_fts",
    "SELECT 1 FROM quotes q CROSS JOIN passages p ON p.id = q.passage_id CROSS JOIN captures k ON k.id = p.capture_id "
    "CROSS JOIN sources s ON s.id = k.source_id WHERE q.id = h.id",
    f"q.whose_id IN {PERSONS}",
    f"SELECT q.id, {_PIECE.format('quote_variants_fts', 0)} AS words, p.exact IS NULL AS withheld, p.start_char, p.end_char, "
    "q.form, x.name AS speaker, x.slug AS speaker_slug, u.slug AS utterance, s.outlet, s.slug AS source, s.title, "
    "s.published AS date "
    + _HITS.format("quote_variants_fts")
    + "CROSS JOIN quotes q ON q.id = i.value CROSS JOIN passages p ON p.id = q.passage_id "
    "CROSS JOIN captures k ON k.id = p.capture_id CROSS JOIN sources s ON s.id = k.source_id "
    "LEFT JOIN entities x ON x.id = q.whose_id LEFT JOIN utterances u ON u.id = q.of_utterance_id "
    "WHERE quote_variants_fts MATCH :match",
    person_column="speaker",
)
SOURCE = Kind(
    "source",
    "sources_fts",
    "SELECT 1 FROM sources s WHERE s.id = h.id",
    _QUOTED,
    f"SELECT s.id, s.slug, {_MARKED.format('sources_fts', 0)} AS words, s.kind AS sort, s.author, s.outlet, "
    "s.published AS date, NOT EXISTS (SELECT 1 FROM captures k WHERE k.source_id = s.id) AS unread "
    + _HITS.format("sources_fts")
    + "CROSS JOIN sources s ON s.id = i.value WHERE sources_fts MATCH :match",
    publisher_column="outlet",
)
PEOPLE = Kind(
    "people",
    "people_fts",
    "SELECT 1 WHERE 1",
    f"h.id IN {PERSONS}",
    f"SELECT x.id, x.slug, {_MARKED.format('people_fts', 0)} AS words, {_PIECE.format('people_fts', 1)} AS names, "
    f"{_PIECE.format('people_fts', 2)} AS description, x.kind AS sort "
    + _HITS.format("people_fts")
    + "CROSS JOIN entities x ON x.id = i.value WHERE people_fts MATCH :match",
)
TEXT = Kind(
    "text",
    "captures_fts",
    "SELECT 1 FROM captures k CROSS JOIN sources s ON s.id = k.source_id WHERE k.id = h.id",
    _QUOTED,
    f"SELECT k.id, s.slug, {_PIECE.format('captures_fts', 0)} AS words, s.title, s.author, s.outlet, s.published AS date "
    + _HITS.format("captures_fts")
    + "CROSS JOIN captures k ON k.id = i.value CROSS JOIN sources s ON s.id = k.source_id WHERE captures_fts MATCH :match",
)
KINDS = (CLAIM, QUOTATION, SOURCE, PEOPLE, TEXT)
