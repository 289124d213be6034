"""What tables and views say of themselves: the models' own comments, and here those of what only a published file has."""

from __future__ import annotations

from ..models import Base
from .counted import CLAIM, COUNTED, DATE

_OFFSETS = {
    "start_char": "Where the words begin in the text: code points from 0.",
    "end_char": "Where they end: the first code point after them.",
}
_COMPARED = (
    "How the words compare with the fullest other report: the same; other marks (punctuation, spaces, capitals); cut, at an "
    "end or with an ellipsis; longer; words differ; another language."
)
_DIFFERENCE = "Where they differ, word by word: [-only there-] {+only here+} (empty: nowhere)."
_CLAUSE = (
    "The sentence in which the reporter set the words, with “…” for them (empty: they stand by themselves, or it may not be "
    "shown); in public, as far as what is shown beside them."
)
_SHOWN = "whole; part: 25 words at most; withheld: the rights of the work allow no more."

# Columns that a published file adds to tables of the store.
ADDED = {
    "passages": {
        "prefix": "Up to 32 characters before the words.",
        "suffix": "Up to 32 characters after them.",
        "shown": _SHOWN,
    },
    "quotes": {
        "whose_id": "Whose words or view, also where the first stretch or the thing said names them.",
        "of_utterance_id": "The thing said that it reports, also where the first stretch says so.",
    },
    "sources": {
        "outlet": "Who published it, by name; where a text does not say, what it reprints, or that its outlet is not named."
    },
}

# Tables and views that only a published file has.
DERIVED: dict[str, tuple[str, dict[str, str]]] = {
    "provenance": (
        "A row per piece of evidence, with all that leads to it: the claim, the words in their context, who said them, and the "
        "trail from the speaker to the outlet.",
        {
            "id": "The piece of evidence.",
            **CLAIM,
            "stance": "supports, disputes or questions.",
            "outlet": "Who published it.",
            "origin": "Whose own word it is, in the end.",
            "trail": "The way they came: speaker → who heard it → who passed it on → the outlet.",
            "trail_basis": "How the steps from work to work are known: declared in the texts; or, one of them at least, "
            "detected by a program or inferred by a person (empty: no such step).",
            "prefix": "Up to 32 characters before the words.",
            "exact": "The words, exactly as they stand in the source.",
            "suffix": "Up to 32 characters after them.",
            "shown": _SHOWN,
            "speaker": "Whose words or view they are (empty: the outlet's own voice, or nobody is named).",
            "cue": "The words that attribute them: said, warned …",
            "form": "direct, partial, block, indirect, attitude or term (empty: the outlet's own voice).",
            "fidelity": "How true the words are to what was said, where it was judged; altered ones count as the outlet's own.",
            "published": f"When that was published{DATE}",
            "url": "Its address on the web.",
            **_OFFSETS,
            "source_id": "The work they stand in.",
            "capture_id": "The text they stand in.",
            "sha256": "SHA-256 of the bytes that text was taken from.",
            "speaker_id": "The speaker.",
            "quote_id": "The quotation they are part of.",
            "note": "How they bear on the claim.",
            "load_id": "The load that recorded it.",
            "trail_keys": "What each name of the trail names, in its order: e:12 is entity 12, s:7 work 7.",
        },
    ),
    **COUNTED,
    "source_lineage": (
        "A row per work and each work that it was made from, in one step or through others in between.",
        {
            "id": "Number of the row, in this file only.",
            "source_id": "The work that was made.",
            "source": "Its title.",
            "outlet": "Who published it.",
            "published": f"When{DATE}",
            "kind": "republication, translation, rewrite or overlap, in the step nearest the origin.",
            "steps": "1: made from it directly; 2: through one other; and so on.",
            "origin_id": "The work it was made from.",
            "made_from": "The title of that work.",
            "made_from_outlet": "Who published that.",
            "made_from_published": f"When{DATE}",
            "path": "The way from the origin to the work.",
            "basis": "declared in the text, detected by a program, or inferred by a person.",
            "status": "proposed or confirmed.",
            "declared_in": "The words that declare it.",
            "reason": "What speaks for it.",
            "passages": "Passages known to stand in both; of works further back, those of this text (empty: none was "
            "held against it).",
            "meaning_differs": "Those of them that say something else than their origin.",
            "url": "The work on the web.",
            "made_from_url": "Its origin on the web.",
        },
    ),
    "quote_cuts": (
        "A row per quotation that leaves out words which another report of the same thing gives.",
        {
            "id": "Number of the row, in this file only.",
            "quote_id": "The quotation.",
            "fuller_id": "The fullest report of the same words.",
            "cut_before": "Words before, which it leaves out.",
            "words": "The words that both give.",
            "cut_after": "Words after, which it leaves out.",
        },
    ),
    "quote_differences": (
        "A row per quotation that gives words of which another text gives a report too: how it compares with the fullest of "
        "these, and what each reporter wrote round the words. “quote_variants” has these with the words and their outlets. "
        "In public, of those that are shown whole.",
        {
            "id": "Number of the row, in this file only.",
            "quote_id": "The quotation.",
            "against_id": "The fullest other report of the same words; of those as full, the earliest.",
            "earliest_id": "The earliest published report of them, which may be the quotation itself (empty: none has a date).",
            "compared": _COMPARED,
            "difference": _DIFFERENCE,
            "clause": _CLAUSE,
            "other_clause": "The same of the other report.",
            "judged": "How it is known that both report the same words: “one thing said”, as recorded; “the same words”, as "
            "somebody judged; “possibly the same words”, as a program found.",
            "fidelity": "How true the words are to what was said, where that was judged.",
            "other_fidelity": "The same of the other report.",
        },
    ),
    "coverage": (
        "A row per document, with how much of it is recorded: what “facts check” counts.",
        {
            "id": "The work.",
            "source": "Its title.",
            "outlet": "Who published it.",
            "published": f"When{DATE}",
            "quotations": "Quotations whose marks stand in the text.",
            "quotations_recorded": "Those of them that are recorded.",
            "quotations_left_out": "Those left out on purpose, with a reason.",
            "sentences": "Sentences of its headline and body.",
            "sentences_bearing": "Those of them that bear on a claim.",
            "sentences_left_out": "Those left out on purpose, with a reason.",
            "claims_per_sentence": "How many claims a sentence bears on, on average.",
            "open": "Quotations and sentences of which nothing is recorded, and nobody said why.",
            "url": "The document on the web.",
        },
    ),
    "quote_variants": (
        "A row per place where somebody's words or view are given: who, which words, in which outlet, heard from whom. Rows of "
        "one utterance are one thing said, in the wording of each report.",
        {
            "quote_id": "The quotation.",
            "utterance": "The thing said that it reports.",
            "speaker": "Whose words or view.",
            "prefix": "Up to 32 characters before the words.",
            "words": "The words, exactly as they stand there.",
            "suffix": "Up to 32 characters after them.",
            "form": "direct, partial, block, indirect, attitude or term.",
            "fidelity": "How true the words are to what was said, where that was judged.",
            "cue": "The words that attribute them: said, warned …",
            "heard_from": "The way that the source itself names: nearest the reader ← nearest the speaker.",
            "said": f"When it was said{DATE}",
            "outlet": "Who published the report.",
            "source": "The report's title.",
            "published": f"When it was published{DATE}",
            "url": "Its address on the web.",
            "shown": _SHOWN,
            **_OFFSETS,
            "sha256": "SHA-256 of the bytes that text was taken from.",
            "utterance_id": "Number of the thing said.",
            "speaker_id": "Number of the speaker.",
            "source_id": "Number of the work.",
            "passage_id": "Number of the passage.",
            "difference": _DIFFERENCE,
            "compared": f"{_COMPARED[:-1]} (empty: no other report is known).",
            "clause": _CLAUSE,
            "against_id": "Number of that other report.",
        },
    ),
    "people": (
        "A row per person, organisation, place or thing, with the names it goes by and what there is of it.",
        {
            "id": "Number of the entity.",
            "name": "The name we call it by.",
            "kind": "What it is.",
            "description": "Who or what it is, in a few words.",
            "also_known_as": "Other names, and other forms of the name.",
            "quotations": "Quotations and reports of its words.",
            "works_published": "Works that it published.",
            "url": "The entity in Wikidata.",
            "slug": "Name in addresses; outlives a rebuild.",
        },
    ),
    "conflicts": (
        "A row per pair of claims that contradict each other, or differ, or of which one alters the other.",
        {
            "relation_id": "Number of the relation.",
            "claim": "One claim, in our words.",
            "relation": "contradicts, differs, or alters: the first alters the other.",
            "other_claim": "The other claim.",
            "note": "In what they differ.",
            "outlets": "Who reports the first.",
            "other_outlets": "Who reports the other.",
            "whose_word": "Whose own word the first is.",
            "other_whose_word": "Whose own word the other is.",
            "published": f"When the first was first reported{DATE}",
            "other_published": f"When the other was first reported{DATE}",
            "url": "Where the first stands on the web.",
            "other_url": "Where the other stands on the web.",
            "status": "proposed by a program, or confirmed by a person.",
            "decided_by": "Who confirmed it.",
            "claim_id": "Number of the first claim.",
            "other_id": "Number of the other claim.",
        },
    ),
    "wording_changes": (
        "A row per passage that was made from another's, with both wordings side by side.",
        {
            "alignment_id": "Number of the comparison.",
            "outlet": "Who published the passage.",
            "words_here": "Its words.",
            "made_from": "Who published the work it was made from.",
            "words_there": "The words there (empty: nobody has that work, and what “change” says is how the text presents "
            "them, not a comparison; or they may not be shown).",
            "read_in": "In whose copy of that work the words were read.",
            "note": "What changed.",
            "change": "same, edited, or meaning: what it says is not the same.",
            "similarity": "How alike the words are, 0 to 1, where a program compared them.",
            "published": f"When the passage was published{DATE}",
            "basis": "How we know that one was made from the other: declared, detected or inferred.",
            "status": "proposed or confirmed.",
            "decided_by": "Who confirmed it.",
            "url": "Where the passage stands on the web.",
            "origin_url": "Where the words it was made from stand on the web.",
            **_OFFSETS,
            "source_id": "Number of the work with the passage.",
            "origin_id": "Number of the work it was made from.",
            "passage_id": "Number of the passage.",
            "origin_passage_id": "Number of the passage it was made from.",
        },
    ),
    "words": (
        "A row per word that a search can find, without its accents: what is proposed for one that was typed wrongly.",
        {"word": "The word.", "rows": "Claims, quotations, works, texts, people and things with it, each counted."},
    ),
    "about": ("A row per thing to know of this file.", {"name": "What.", "value": "The thing to know."}),
}

# What the page of a table says where it is empty, if it can say more than that.
EMPTY = {
    "quote_cuts": "None in this file: no quotation leaves out words that another report of the same thing gives.",
    "quote_matches": "None in this file: quotations of the same words are all recorded as one thing said.",
}
LABELS = {
    "claims": "text",
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
SORTED = {
    "claim_support": {"sort_desc": "reports"},
    "provenance": {"sort": "shown"},  # what is withheld comes last
    "utterance_support": {"sort_desc": "reports"},
    "person_support": {"sort_desc": "quotations"},
    "source_lineage": {"sort": "source_id"},
    "coverage": {"sort_desc": "open"},
    "changes": {"sort_desc": "id"},
    "loads": {"sort_desc": "id"},
}
# Wide rows: fewer of them make a page.
SIZES = {
    "provenance": 25,
    "quote_variants": 25,
    "quote_differences": 25,
    "wording_changes": 20,
    "conflicts": 25,
    "captures": 10,
}
# Words to narrow a table by. Counting them reads the whole table: only where that costs nothing.
FACETS = {
    "claim_support": ["stance", "reports", "origins_max", "kind"],
    "provenance": ["stance", "form", "outlet"],
    "evidence_origins": ["stance", "certain"],
    "quote_origins": ["certain"],
    "utterance_support": ["reports", "origins_max", "through_max"],
    "person_support": ["through_max"],
    "claims": ["kind"],
    "entities": ["kind"],
    "people": ["kind"],
    "sources": ["kind", "publish"],
    "quotes": ["form", "fidelity"],
    "quote_variants": ["form", "outlet"],
    "quote_differences": ["compared", "judged"],
    "conflicts": ["relation"],
    "wording_changes": ["change", "outlet"],
    "segments": ["kind"],
    "terms": ["scheme"],
    "claim_relations": ["relation"],
    "source_lineage": ["kind", "steps"],
}
FACETED = 5_000  # rows up to which facets cost nothing to speak of
# Views are searched through an index of their own; entities by all the names they go by.
SEARCHED = {
    "quote_variants": {"fts_table": "quote_variants_fts", "fts_pk": "quote_id"},
    "people": {"fts_table": "people_fts", "fts_pk": "id"},
    "entities": {"fts_table": "people_fts", "fts_pk": "id"},
}


def description(name: str) -> tuple[str, dict[str, str]]:
    """What a row of a table or view is, and each of its columns."""
    if name in DERIVED:
        return DERIVED[name]
    table = Base.metadata.tables[name]
    columns = {column.name: column.comment or "" for column in table.columns} | ADDED.get(name, {})
    return table.comment or "", columns
