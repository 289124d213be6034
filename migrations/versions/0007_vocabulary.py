"""Define the words of the vocabularies.

Revision 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CITO = "http://purl.org/spar/cito/"
OWL = "http://www.w3.org/2002/07/owl#"
DCTERMS = "http://purl.org/dc/terms/"

# scheme: (code, label, definition, address in a standard or None)
TERMS: dict[str, list[tuple[str, str, str, str | None]]] = {
    "load_status": [
        ("running", "Running", "The load's transaction is still open; nobody else sees it.", None),
        ("done", "Done", "The load was stored whole.", None),
    ],
    "operation": [
        ("update", "Update", "The row was changed.", None),
        ("delete", "Deletion", "The row was deleted.", None),
    ],
    "date_basis": [
        ("stated", "Stated", "The date is written as such.", None),
        ("relative", "Relative", "Resolved from a date nearby: 'Tuesday' in a report of Wednesday.", None),
        ("inferred", "Inferred", "Concluded from other evidence.", None),
    ],
    "entity_kind": [
        ("person", "Person", "A human being.", SCHEMA + "Person"),
        (
            "organisation",
            "Organisation",
            "A body of people: outlet, agency, government, alliance.",
            SCHEMA + "Organization",
        ),
        ("place", "Place", "A country, region, town or site.", SCHEMA + "Place"),
        ("weapon_system", "Weapon system", "A weapon or weapon system, as a type or as one of it.", None),
        ("event", "Event", "Something that happened at a time and place.", SCHEMA + "Event"),
        ("unnamed", "Unnamed party", "Somebody whom a source does not name; one per document or utterance.", None),
    ],
    "name_kind": [
        ("name", "Name", "A name in common use.", None),
        ("full_name", "Full name", "The name in full.", None),
        ("acronym", "Acronym", "A short form of initials.", None),
        ("transliteration", "Transliteration", "The name in another script or without its diacritics.", None),
        ("title", "Title", "An office or description used as a name.", None),
    ],
    "identifier_scheme": [
        ("wikidata", "Wikidata", "Item number on Wikidata, such as Q42.", "http://www.wikidata.org/entity/"),
        ("isni", "ISNI", "International Standard Name Identifier (ISO 27729).", None),
        ("website", "Website", "Address of the entity's own site.", SCHEMA + "url"),
    ],
    "source_kind": [
        ("article", "Article", "An article of a newspaper, magazine or website.", SCHEMA + "NewsArticle"),
        ("agency_report", "Agency report", "A report that a news agency sends to its clients.", None),
        ("broadcast", "Broadcast", "A radio or television programme.", SCHEMA + "BroadcastEvent"),
        ("interview", "Interview", "Questions and answers, whatever the medium.", None),
        ("statement", "Statement", "What somebody gave out: press release, speech, declaration.", None),
        ("post", "Post", "A post on a social network.", SCHEMA + "SocialMediaPosting"),
        ("document", "Document", "A report, law, file or record.", SCHEMA + "CreativeWork"),
        ("photograph", "Photograph", "A photograph.", SCHEMA + "Photograph"),
    ],
    "publish": [
        ("full_text", "Full text", "All of it may be shown.", None),
        (
            "excerpts",
            "Excerpts",
            "Quotations and short passages may be shown; what holds where rights are unknown.",
            None,
        ),
        ("metadata", "Metadata", "Only that it exists, and offsets.", None),
    ],
    "segment_kind": [
        ("headline", "Headline", "The title over the article, or over part of it.", SCHEMA + "headline"),
        ("byline", "Byline", "Who wrote it.", None),
        ("dateline", "Dateline", "Where, and sometimes when and by whom, it was filed.", SCHEMA + "dateline"),
        ("body", "Body", "The article's own text.", SCHEMA + "articleBody"),
        ("caption", "Caption", "Text to a picture.", SCHEMA + "caption"),
        ("block_quote", "Block quotation", "A passage set off as another's words.", None),
        ("promo", "Promotion", "Advertising for the outlet or others.", None),
        ("link", "Link", "A pointer to another article.", None),
        ("metadata", "Metadata", "Dates, authors, addresses set apart from the text.", None),
        ("rights", "Rights note", "Where it comes from and who may use it.", DCTERMS + "rights"),
        ("comment", "Reader comment", "What readers wrote; nothing is made of it.", SCHEMA + "comment"),
    ],
    "quote_form": [
        ("direct", "Direct", "Whole sentences or clauses in quotation marks.", SCHEMA + "Quotation"),
        ("partial", "Partial", "A fragment in quotation marks within the reporter's sentence.", SCHEMA + "Quotation"),
        ("block", "Block", "A passage set off as another's words, with or without marks.", SCHEMA + "Quotation"),
        ("indirect", "Indirect", "Another's words told in the reporter's.", None),
        ("attitude", "Attitude", "A wish, belief or intention ascribed without a verb of saying.", None),
        ("term", "Term", "A word or two in marks as a name or at a distance (scare quotes).", None),
    ],
    "fidelity": [
        ("verbatim", "Verbatim", "The words as they were said.", None),
        ("truncated", "Truncated", "The words as said, with something left out.", None),
        ("translated", "Translated", "The words in another language than they were said in.", None),
        ("paraphrase", "Paraphrase", "The reporter's words inside marks.", None),
        ("altered", "Altered", "Words changed; counts as the outlet's own.", None),
        ("unsupported", "Unsupported", "No sign that it was said; counts as the outlet's own.", None),
    ],
    "attribution_basis": [
        ("stated", "Stated", "The text says so.", None),
        ("inferred", "Inferred", "Concluded from other evidence.", None),
    ],
    "claim_kind": [
        ("fact", "Statement of fact", "Says that something is or was so; can be checked.", SCHEMA + "Claim"),
        ("background", "Background", "Known history that a report recalls.", SCHEMA + "Claim"),
        ("prediction", "Prediction", "Says what will or may be.", SCHEMA + "Claim"),
        ("opinion", "Opinion", "Values, hopes, demands.", SCHEMA + "Claim"),
        ("framing", "Framing", "How an outlet colours or weighs what it reports.", SCHEMA + "Claim"),
    ],
    "argument_role": [
        ("agent", "Agent", "Who does it.", None),
        ("patient", "Patient", "Whom or what it is done to.", None),
        ("recipient", "Recipient", "Who receives.", None),
        ("object", "Object", "What is given, bought, said or shown.", None),
        ("place", "Place", "Where.", None),
        ("time", "Time", "When.", None),
        ("amount", "Amount", "How many or how much.", None),
        ("cause", "Cause", "Why.", None),
        ("purpose", "Purpose", "What for.", None),
    ],
    "snak": [
        ("value", "Value", "The part is known and given.", None),
        ("somevalue", "Some value", "There is one, but which is not known.", None),
        ("novalue", "No value", "There is none.", None),
    ],
    "stance": [
        ("supports", "Supports", "Says that it is so.", CITO + "supports"),
        ("disputes", "Disputes", "Says that it is not so.", CITO + "disputes"),
        ("questions", "Questions", "Doubts it without denying it.", None),
    ],
    "relation": [
        ("contradicts", "Contradicts", "Both can't be so.", None),
        (
            "differs",
            "Differs",
            "Alike but for an object, a number, a time or a strength; neither made from the other.",
            None,
        ),
        ("alters", "Alters", "Made from the other and changes its meaning.", None),
        ("strengthens", "Strengthens", "Says the same more firmly.", None),
        ("refines", "Refines", "Says the same in more detail.", None),
        ("supersedes", "Supersedes", "Takes the other's place.", DCTERMS + "replaces"),
        ("same_as", "Same as", "Says the same.", OWL + "sameAs"),
    ],
    "relation_status": [
        ("proposed", "Proposed", "Found by a program; nobody has judged it yet.", None),
        ("confirmed", "Confirmed", "A person stands by it.", None),
    ],
    "judgement": [
        ("same", "Same", "The two are one.", SKOS + "exactMatch"),
        ("possible", "Possibly the same", "The two may be one.", SKOS + "closeMatch"),
        ("different", "Different", "The two are not one.", OWL + "differentFrom"),
    ],
    "derivation_kind": [
        ("republication", "Republication", "The same text at another place.", PROV + "wasDerivedFrom"),
        ("translation", "Translation", "The same text in another language.", PROV + "wasDerivedFrom"),
        ("rewrite", "Rewrite", "A text made from another's, with changes.", PROV + "wasRevisionOf"),
        ("overlap", "Overlap", "Shared text; who took it from whom is undecided.", None),
    ],
    "derivation_basis": [
        ("declared", "Declared", "The text itself says so.", None),
        ("detected", "Detected", "A program found it.", None),
        ("inferred", "Inferred", "A person concluded it.", None),
    ],
    "derivation_status": [
        ("proposed", "Proposed", "Nobody has judged it yet.", None),
        ("confirmed", "Confirmed", "A person stands by it.", None),
        ("rejected", "Rejected", "A person found that it is not so.", None),
    ],
    "alignment_change": [
        ("same", "Same", "The words are the same, marks and spaces aside.", None),
        ("edited", "Edited", "The words differ, the meaning does not.", None),
        ("meaning", "Meaning differs", "The words differ, and so does what they say.", None),
    ],
}

terms = sa.table("terms", *(sa.column(name, sa.Text) for name in ("scheme", "code", "label", "definition", "iri")))


def upgrade() -> None:
    op.bulk_insert(
        terms,
        [
            {"scheme": scheme, "code": code, "label": label, "definition": definition, "iri": iri}
            for scheme, rows in TERMS.items()
            for code, label, definition, iri in rows
        ],
    )


def downgrade() -> None:
    # Words that a load added have a load_id and stay.
    op.execute(terms.delete().where(terms.c.scheme.in_(list(TERMS)), sa.column("load_id").is_(None)))
