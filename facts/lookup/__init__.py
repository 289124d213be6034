"""A claim, a source, an entity or an utterance with all that the store has of it: what `facts show` shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches

from sqlalchemy import Connection, text

from ..errors import NotFoundError
from ..text import fold
from .claims import ClaimView, EvidenceView, SupportView, claim
from .entities import EntityView, entity
from .quotations import QuotationView, StretchView
from .sources import SourceView, source
from .utterances import UtteranceView, utterance

__all__ = [
    "ClaimView",
    "EntityView",
    "EvidenceView",
    "QuotationView",
    "SourceView",
    "StretchView",
    "SupportView",
    "UtteranceView",
    "View",
    "show",
]

View = ClaimView | SourceView | EntityView | UtteranceView
KINDS: dict[str, tuple[str, Callable[[Connection, str], View]]] = {
    "claim": ("claims", claim),
    "source": ("sources", source),
    "entity": ("entities", entity),
    "utterance": ("utterances", utterance),
}
SYNONYMS = {"person": "entity"}
NEAR = 5  # how many slugs are proposed
# Letters with a stroke, which Unicode does not take apart into a letter and a mark.
_STROKES = str.maketrans("đħłŧøı", "dhltoi")


def show(connection: Connection, asked: str) -> View:
    """What goes by that slug, or the entity that goes by that name.

    Where several go by one slug, the kind stands before it: claim:SLUG, source:SLUG, entity:SLUG, utterance:SLUG.
    Raises NotFoundError, with what to say instead, where there is none, or more than one.
    """
    before, colon, after = asked.partition(":")
    kind = SYNONYMS.get(before, before)
    kinds, name = ([kind], after) if colon and kind in KINDS else (list(KINDS), asked)
    found = [kind for kind in kinds if _is_there(connection, kind, name)]
    if len(found) > 1:
        parties = _listed([_article(kind) for kind in found], "and")
        raise NotFoundError(f"{parties} go by “{name}”: say {_listed([f'{kind}:{name}' for kind in found], 'or')}")
    if found:
        return KINDS[found[0]][1](connection, name)
    slugs = _called(connection, name) if "entity" in kinds else []
    if len(slugs) > 1:
        raise NotFoundError(f"several are called “{name}”: say {_listed([f'entity:{slug}' for slug in slugs], 'or')}")
    if slugs:
        return entity(connection, slugs[0])
    raise NotFoundError(f"there is no {_listed(kinds, 'or')} “{name}”. {_hint(connection, name)}")


def _is_there(connection: Connection, kind: str, slug: str) -> bool:
    sql = f"SELECT 1 FROM {KINDS[kind][0]} WHERE slug = :slug"
    return connection.execute(text(sql), {"slug": slug}).scalar() is not None


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'eu' else 'a'} {kind}"


def _listed(words: list[str], last: str) -> str:
    """Words in one list: “a”, “a or b”, “a, b or c”."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _bare(name: str) -> str:
    """A name as people compare it: without accents and strokes, in small letters, spaces and dashes alike.

    Only accents of Latin, Greek and Cyrillic go; in other scripts a mark is a letter of its own.
    """
    apart = unicodedata.normalize("NFKD", fold(name).text.strip().casefold())
    return re.sub("[\u0300-\u036f]", "", apart).translate(_STROKES)


def _names(connection: Connection) -> list[tuple[str, str]]:
    """Every name of every entity, with the entity's slug."""
    return [(str(name), str(slug)) for name, slug in connection.execute(text(_NAMES))]


_NAMES = """
SELECT name, slug FROM entities
UNION SELECT n.name, x.slug FROM entity_names n JOIN entities x ON x.id = n.entity_id
"""


def _called(connection: Connection, name: str) -> list[str]:
    """The slugs of the entities that go by a name; databases compare accents each in its own way, so it is done here."""
    wanted = _bare(name)
    return sorted({slug for other, slug in _names(connection) if _bare(other) == wanted})


def _hint(connection: Connection, name: str) -> str:
    """The slugs nearest to what was asked for, of every kind, and of entities whose name is near it."""
    known: dict[str, list[str]] = {}  # a slug, or a name as a slug would have it: what it stands for
    kinds: dict[str, list[str]] = {}
    for kind, (table, _) in KINDS.items():
        for slug in connection.execute(text(f"SELECT slug FROM {table}")).scalars():
            kinds.setdefault(slug, []).append(kind)
            known[slug] = [slug]
    for other, slug in _names(connection):
        named = known.setdefault(_slug(other), [])
        if slug not in named:
            named.append(slug)
    wanted = _slug(name)
    close = get_close_matches(wanted, known, NEAR, 0.4) or [key for key in sorted(known) if wanted and wanted in key]
    near = list(dict.fromkeys(slug for key in close for slug in known[key]))[:NEAR]
    if not near:
        return "Whatever is recorded has a slug; find it in: facts serve"
    said = [
        f"{slug} ({kinds[slug][0]})"
        if len(kinds[slug]) == 1
        else _listed([f"{kind}:{slug}" for kind in kinds[slug]], "or")
        for slug in near
    ]
    return f"Near it: {', '.join(said)}"


def _slug(name: str) -> str:
    return "-".join(re.findall(r"\w+", _bare(name)))
