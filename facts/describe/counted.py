"""What the tables say of themselves in which reports, origins, and those who heard them are counted."""

from __future__ import annotations

CLAIM = {"claim_id": "The claim.", "claim": "The claim, in our words."}
DATE = ", as EDTF: “2019-11-06/..” is that day or later."
_THROUGH = {
    "through_min": "Those who heard it at first hand, at the least: those that may have it from one another count as one.",
    "through_max": "The same at the most.",
    "through": "Who heard it at first hand: the last on the way to the speaker, or whose word it is; “=” joins what is held "
    "to be one.",
}
_ENDS = {
    "origin": "Whose own word it is, in the end.",
    "origin_entity_id": "That party (empty: a work of which nobody knows who published it).",
    "origin_source_id": "That work, where no party is known.",
    "through": "Who heard it at first hand, or says it.",
    "through_entity_id": "That party (empty: a work of which nobody knows who published it).",
    "through_source_id": "That work, where no party is known.",
    "certain": "1: every step is declared in a text, or confirmed by a person, who may have inferred it; 0: only if what a "
    "program or somebody proposes is so.",
}

COUNTED: dict[str, tuple[str, dict[str, str]]] = {
    "claim_support": (
        "A row per claim and stance: how many sources report it, and how many origins that comes down to. "
        "Four copies of one agency report are four reports and one origin.",
        {
            "id": "Number of the row, in this file only.",
            **CLAIM,
            "stance": "supports, disputes or questions: a denial is no support.",
            "reports": "Captured sources with evidence.",
            "origins_min": "Parties whose own word it is, at the least: those that may be one are counted as one.",
            "origins_max": "Parties whose own word it is, at the most; one report may carry the word of several.",
            "origins": "Who they are; “=” joins what is held to be one.",
            "outlets": "Who published the reports.",
            "first_published": f"When the earliest report that has a date was published{DATE}",
            "kind": "What sort of claim it is.",
            "occurred": f"When what it says happened{DATE}",
            "passages": "Passages that bear on it.",
            "url": "Where the earliest report stands on the web.",
            **_THROUGH,
        },
    ),
    "evidence_origins": (
        "A row per piece of evidence and party whose own word it is: the table behind the numbers of “claim_support”.",
        {
            "id": "Number of the row, in this file only.",
            "evidence_id": "The piece of evidence.",
            "claim_id": "The claim it bears on.",
            "stance": "supports, disputes or questions.",
            **_ENDS,
        },
    ),
    "utterance_support": (
        "A row per thing said: how many sources report it, whose word that is, and how many heard it at first hand.",
        {
            "id": "Number of the row, in this file only.",
            "utterance_id": "The thing said.",
            "utterance": "What was said, in short (or the name it has in addresses).",
            "speaker": "Who said it.",
            "said": f"When{DATE}",
            "reports": "Captured sources that report it.",
            "quotations": "Places where they do; an interrupted quotation is one.",
            "origins_min": "Parties whose own word the reports are, at the least: those that may be one are counted as one.",
            "origins_max": "The same at the most. More than one: a report names another speaker, or its words are judged "
            "altered or unsupported, or ascribe a view without a verb of saying, and so are those of who wrote it.",
            "origins": "Who they are; “=” joins what is held to be one.",
            **_THROUGH,
            "outlets": "Who published the reports.",
            "first_published": f"When the earliest report that has a date was published{DATE}",
            "url": "Where the earliest report stands on the web.",
        },
    ),
    "person_support": (
        "A row per person (organisation, or unnamed party) whose words are reported: in how many sources, how many things "
        "said, and how many heard them at first hand. Whose word it is needs no counting: it is theirs.",
        {
            "id": "Number of the row, in this file only.",
            "entity_id": "The person; of several judged to be one (table entity_matches) the one entered first.",
            "person": "The name we call them by.",
            "reports": "Captured sources with words or views of theirs.",
            "quotations": "Places where they stand; an interrupted quotation is one.",
            "utterances_min": "Distinct things said, at the least: what may be one event, or the same words, is counted once.",
            "utterances_max": "The same at the most: reports of an utterance are one, and so are quotations judged to be of "
            "the same words; any other counts for itself. Not counted is a view ascribed without a verb of saying, and what is "
            "judged altered or unsupported: it is the outlet's own word.",
            **_THROUGH,
            "outlets": "How many outlets published them.",
            "first_published": f"When the earliest report that has a date was published{DATE}",
        },
    ),
    "quote_origins": (
        "A row per quotation and party whose own word it is: the table behind “utterance_support” and “person_support”.",
        {
            "id": "Number of the row, in this file only.",
            "quote_id": "The quotation; of an interrupted one the first stretch.",
            "utterance_id": "The thing said that it reports.",
            "speaker_id": "Whose words or view.",
            **_ENDS,
        },
    ),
}
