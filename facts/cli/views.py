"""How a claim, a source, an entity and an utterance look in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .terminal import clean, console

if TYPE_CHECKING:
    from rich.console import Console

    from ..lookup import ClaimView, EntityView, EvidenceView, QuotationView, SourceView, UtteranceView, View
    from ..search import Hit


def show(view: View, facts: str = "facts") -> None:
    """A view, whatever it is of; `facts` is how the program is called with this store."""
    from ..lookup import ClaimView, EntityView, SourceView

    if isinstance(view, ClaimView):
        claim(view)
    elif isinstance(view, SourceView):
        source(view)
    elif isinstance(view, EntityView):
        entity(view, facts)
    else:
        utterance(view, facts)


STANCES = {"supports": "Says so", "disputes": "Says it is not so", "questions": "Doubts it"}


def claim(view: ClaimView) -> None:
    """A claim: whose word it is, and every passage that bears on it, in its words."""
    from rich.padding import Padding
    from rich.text import Text

    out, view = console(), clean(view)
    out.print(Text(view.text, style="bold"))
    dated = f", {view.occurred}" if view.occurred else ""
    out.print(Text(f"{view.slug} · {view.kind}{dated}", style="dim"))
    if view.withdrawn:
        out.print(Text(f"Withdrawn: {view.withdrawn}", style="bold red"))
    if not view.evidence:
        out.print("\nNo evidence.")
    for support in view.support:
        span = _count(support.origins_min, support.origins_max)
        one = span == "1"
        out.print()
        out.print(
            Text(f"{STANCES[support.stance]}: {support.reports} report{'s' * (support.reports != 1)}, ", style="bold")
            + Text(f"{span} origin{'' if one else 's'}", style="bold cyan")
        )
        for group in support.origins:
            name = " = ".join(group)
            out.print(Text(f"\n  Whose word: {name}", style="cyan"))
            for evidence in view.evidence:
                if evidence.stance == support.stance and set(evidence.origin) & set(group):
                    out.print(
                        Padding(_evidence(evidence, out.is_terminal and not out.no_color), (1, 0, 0, 4), expand=False)
                    )
    for title, rows in (("Related claims", view.relations), ("Reviews", view.reviews)):
        if rows:
            out.print(Text(f"\n{title}", style="bold"))
        for row in rows:
            out.print(Padding(Text(_related(row) if "relation" in row else _reviewed(row)), (0, 0, 0, 2), expand=False))


def _count(least: int, most: int) -> str:
    return str(most) if least == most else f"{least} to {most}"


def _evidence(view: EvidenceView, styled: bool) -> Any:
    from rich.text import Text

    lines = Text()
    lines.append("…" + _one_line(view.prefix).lstrip(), style="dim")
    # Where a passage can't be set off by style, it is set off by signs.
    words = _one_line(view.exact)
    lines.append(words if styled else f">>{words}<<", style="bold reverse")
    lines.append(_one_line(view.suffix).rstrip() + "…\n", style="dim")
    lines.append(" → ".join(view.trail) + "\n")
    how = ", ".join(part for part in (view.form, f"cue “{view.cue}”" if view.cue else None, view.fidelity) if part)
    lines.append((how or "the outlet's own voice") + "\n", style="dim")
    published = f", {view.published}" if view.published else ""
    lines.append(f"{view.title} ({view.source}{published}), characters {view.start_char}-{view.end_char}", style="dim")
    if view.note:
        lines.append(f"\n{view.note}", style="dim italic")
    return lines


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def _related(row: dict[str, Any]) -> str:
    said = row["relation"].replace("_", " ")
    turned = {
        "alters": "altered by",
        "strengthens": "strengthened by",
        "refines": "refined by",
        "supersedes": "superseded by",
    }
    if row["direction"] == "to":
        said = turned.get(row["relation"], said)
    return f"{said}: {row['text']} ({row['slug']})" + (f"\n  {row['note']}" if row["note"] else "")


def _reviewed(row: dict[str, Any]) -> str:
    rating = row["rating_label"] or (f"{row['rating_value']:g}" if row["rating_value"] is not None else "no rating")
    return f"{row['reviewer']}: {rating} ({row['url']})"


def source(view: SourceView) -> None:
    """A source: what it is, what it was made from, and what it says in whose words."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    out, view = console(), clean(view)
    out.print(Text(view.title, style="bold"))
    known = [view.slug, view.kind, view.publisher or "publisher unknown", view.published or "date unknown"]
    out.print(Text(" · ".join(known), style="dim"))
    facts = {
        "Author": view.author,
        "Address": view.url,
        "Rights": view.rights,
        "May be shown": view.publish.replace("_", " "),
    }
    for label, value in facts.items():
        if value:
            out.print(Text(f"{label}: {value}"))
    for capture in view.captures:
        out.print(Text(f"Text: {capture['characters']} characters, SHA-256", style="dim"))
        out.print(Text(f"  {capture['sha256']}", style="dim"))
    if not view.captures:
        out.print("Known only through others: no text of it was captured.")
    for title, rows in (("Made from", view.made_from), ("Made into", view.made_into)):
        if rows:
            out.print(Text(f"\n{title}", style="bold"))
        for row in rows:
            words = f"\n“{row['words']}”" if row["words"] else ""
            reason = f"\n{row['reason']}" if row["reason"] else ""
            of = f", by {row['of']}, of which this is a copy" if row["of"] != view.slug else ""
            what = f"{row['title']} ({row['slug']}): {row['kind']}, {row['basis']}{_decided(row)}{of}{words}{reason}"
            out.print(Padding(Text(what), (0, 0, 0, 2), expand=False))
    if view.quotes:
        out.print(Text("\nWho says what in it", style="bold"))
        table = Table(box=None, padding=(0, 2, 1, 0), header_style="dim")
        for name in ("at", "speaker", "words", "way"):
            table.add_column(name, justify="right" if name == "at" else "left", overflow="fold")
        for quote in view.quotes:
            how = f"{quote['speaker'] or '–'}\n{quote['form']}"
            table.add_row(str(quote["start_char"]), Text(how), Text(quote["exact"]), Text(" ← ".join(quote["way"])))
        out.print(table)
    if view.claims:
        out.print(Text("Claims it bears on" if view.quotes else "\nClaims it bears on", style="bold"))
        for row in view.claims:
            stance = "" if row["stance"] == "supports" else f" [{row['stance']}]"
            out.print(Padding(Text(f"{row['text']} ({row['slug']}){stance}"), (0, 0, 0, 2), expand=False))


QUOTED = {"direct", "partial", "block", "term"}  # forms of words that the source has in marks, or as a block
SHOWN = 12  # rows of a list that are shown; JSON has all
JUDGED = {"same": "Is the same as", "possible": "May be the same as", "different": "Is not the same as"}


def entity(view: EntityView, facts: str = "facts") -> None:
    """A person, organisation, place or thing: its names, what it said, passed on and published, what is said of it."""
    from rich.text import Text

    out, view = console(), clean(view)
    more = f"{facts} show entity:{view.slug} --json"
    out.print(Text(view.name, style="bold"))
    out.print(Text(f"{view.slug} · {view.kind.replace('_', ' ')}", style="dim"))
    if view.description:
        out.print(Text(view.description))
    if view.names:
        out.print(Text(f"Also called: {'; '.join(map(_name, view.names))}"))
    if view.identifiers:
        elsewhere = ", ".join(f"{row['scheme']} {row['value']}" for row in view.identifiers)
        out.print(Text(f"Known elsewhere as: {elsewhere}"))
    _matches(out, view.matches, more, lambda row: f"{row['name']} ({row['slug']})")
    _section(out, "Things it said", view.utterances, _said, more)
    _quotations(out, "Reported", view.quotations, more)
    _section(out, "What it passed on", view.passed_on, _passed, more)
    _section(out, "What it published", view.published, _published, more)
    _section(out, "Claims about it", view.claims, _about, more)


def utterance(view: UtteranceView, facts: str = "facts") -> None:
    """A thing said: who said it, when and where, every place that reports it, and the claims it bears on."""
    from rich.text import Text

    out, view = console(), clean(view)
    more = f"{facts} show utterance:{view.slug} --json"
    out.print(Text(view.text or "What was said is known from its reports alone.", style="bold"))
    out.print(Text(f"{view.slug} · thing said", style="dim"))
    out.print(Text(f"Said by: {f'{view.speaker_name} ({view.speaker})' if view.speaker else 'not known'}"))
    out.print(Text(f"When: {_dated(view.said, view.said_basis) or 'not known'}"))
    if view.venue:
        out.print(Text(f"Where: {view.venue_title} ({view.venue})"))
    if view.lang:
        out.print(Text(f"Language: {view.lang}"))
    _matches(out, view.matches, more, lambda row: f"{_by(row)}{row['text'] or row['slug']} ({row['slug']})")
    copies: dict[str, list[str]] = {}
    for row in view.made_from:
        perhaps = ", not confirmed" if row["status"] == "proposed" else ""
        copies.setdefault(row["source"], []).append(f"{row['kind']} of {row['title']} ({row['origin']}){perhaps}")
    _quotations(out, "Reported", view.reports, more, copies, view.speaker_name)
    if not view.reports:
        out.print("\nNo source reports it.")
    _section(out, "Claims it bears on", view.claims, _borne, more)


def _section(out: Console, title: str, rows: Sequence[Any], told: Any, more: str) -> None:
    """A list under its title, with its length; cut where it is long."""
    from rich.padding import Padding
    from rich.text import Text

    if not rows:
        return
    out.print(Text(f"\n{title} ({len(rows)})", style="bold"))
    for row in rows[:SHOWN]:
        first, *others = told(row)
        out.print(Padding(Text(first), (0, 0, 0, 2), expand=False))
        for line in filter(None, others):
            out.print(Padding(Text(line, style="dim"), (0, 0, 0, 4), expand=False))
    _cut(out, len(rows), more)


def _cut(out: Console, count: int, more: str) -> None:
    if count > SHOWN:
        out.print(f"  … and {count - SHOWN} more: {more}", style="dim", markup=False, soft_wrap=True)


def _matches(out: Console, matches: Iterable[dict[str, Any]], more: str, called: Any) -> None:
    for judgement, title in JUDGED.items():
        rows = [row for row in matches if row["judgement"] == judgement]
        _section(out, title, rows, lambda row: (called(row), _judged(row)), more)


def _judged(row: dict[str, Any]) -> str:
    by = f"judged by {row['decided_by']}" if row["decided_by"] else "who judged so is not recorded"
    return f"{row['note']} ({by})" if row["note"] else by


def _quotations(
    out: Console,
    title: str,
    quotations: Sequence[QuotationView],
    more: str,
    copies: dict[str, list[str]] | None = None,
    speaker: str | None = None,
) -> None:
    """Quotations under the source that gives them; `speaker` is whose they are taken to be, and need not be said again."""
    from rich.padding import Padding
    from rich.text import Text

    if not quotations:
        return
    sources = len({quotation.source for quotation in quotations})
    quoted = sum(quotation.form in QUOTED for quotation in quotations)
    marked = f", {_times(quoted)} in quotation marks" if quoted < len(quotations) else ""
    out.print(Text(f"\n{title} {_times(len(quotations))}, in {_many(sources, 'source')}{marked}", style="bold"))
    for name, group in groupby(quotations[:SHOWN], key=lambda quotation: quotation.source):
        here = list(group)
        known = ", ".join(
            (name, here[0].publisher or "publisher not known", _dated(here[0].published, None) or "date not known")
        )
        out.print(Padding(Text(here[0].title), (1, 0, 0, 2), expand=False))
        for line in (known, *(copies or {}).get(name, ())):
            out.print(Padding(Text(line, style="dim"), (0, 0, 0, 2), expand=False))
        for quotation in here:
            marks = "“{}”" if quotation.form in QUOTED else "{}"  # in marks only what the source has in marks
            words = " […] ".join(marks.format(_one_line(stretch.words)) for stretch in quotation.stretches)
            out.print(Padding(Text(words), (1, 0, 0, 4), expand=False))
            how, stands = _how(quotation, copies is None, speaker)
            for line in filter(None, (how, _way(quotation), stands)):
                out.print(Padding(Text(line, style="dim"), (0, 0, 0, 6), expand=False))
    _cut(out, len(quotations), more)


def _way(quotation: QuotationView) -> str:
    return f"through {', which has it from '.join(quotation.way)}" if quotation.way else ""


def _how(quotation: QuotationView, named: bool, speaker: str | None) -> tuple[str, str]:
    """How the words are given, and where they stand; `named`: with the thing said that they report."""
    how = [quotation.form, f"cue “{quotation.cue}”" if quotation.cue else "", quotation.fidelity or ""]
    how += [f"dated “{quotation.when}”" if quotation.when else ""]
    if not named and quotation.speaker != speaker:
        how += [f"by {quotation.speaker}" if quotation.speaker else "by nobody named"]
    stands = ", ".join(f"{stretch.start_char}-{stretch.end_char}" for stretch in quotation.stretches)
    of = f"reports {quotation.utterance}; " if named and quotation.utterance else ""
    return ", ".join(filter(None, how)), f"{of}characters {stands} of text {quotation.sha256[:12]}…"


def _name(row: dict[str, Any]) -> str:
    kind = "" if row["kind"] == "name" else row["kind"].replace("_", " ")
    lang = "" if row["lang"] == "und" else row["lang"]
    aside = ", ".join(filter(None, (kind, lang)))
    return f"{row['name']} ({aside})" if aside else str(row["name"])


def _decided(row: Mapping[str, Any]) -> str:
    """Who stands by what is not simply so."""
    if row["status"] == "proposed":
        return ", proposed by the program" if row["basis"] == "detected" else ", proposed"
    by = f" by {row['decided_by']}" if row["decided_by"] else ""
    return f", {row['status']}{by}" if by or row["status"] == "rejected" else ""


def _dated(date: str | None, basis: str | None) -> str:
    return f"{_plain(date)} ({basis})" if date and basis else _plain(date or "")


def _plain(date: str) -> str:
    """An EDTF date in words, where it is a span: those who read this need not know the notation."""
    first, slash, last = date.partition("/")
    if not slash:
        return date
    if ".." in (first, last):
        return f"{last} or earlier" if first == ".." else f"{first} or later"
    return f"between {first} and {last}"


def _by(row: dict[str, Any]) -> str:
    return f"{row['speaker']}: " if row["speaker"] else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _said(row: dict[str, Any]) -> tuple[str, str]:
    told = f"in {_many(row['sources'], 'source')}" if row["sources"] else "in no source"
    when = _dated(row["said"], row["said_basis"]) or "date not known"
    return row["text"] or "(known from its reports alone)", f"{row['slug']}, {when}, {told}"


def _passed(row: dict[str, Any]) -> tuple[str, str]:
    through = f"with {row['work_title']} ({row['work']})" if row["work"] else ""
    told = f"{_many(row['quotations'], 'quotation')} in {row['title']} ({row['source']})"
    return told, through


def _published(row: dict[str, Any]) -> tuple[str, str]:
    known = "" if row["captured"] else ", known only through others"
    return row[
        "title"
    ], f"{row['slug']}, {row['kind'].replace('_', ' ')}, {_dated(row['published'], None) or 'date not known'}{known}"


def _about(row: dict[str, Any]) -> tuple[str, str]:
    withdrawn = f", withdrawn: {row['withdrawn']}" if row["withdrawn"] else ""
    return row["text"], f"{row['slug']}, as {' and '.join(row['roles'])}{withdrawn}"


def _borne(row: dict[str, Any]) -> tuple[str, str]:
    withdrawn = f", withdrawn: {row['withdrawn']}" if row["withdrawn"] else ""
    return row["text"], f"{row['slug']}, {row['stance']}{withdrawn}"


FOUND = {
    "claim": "Claims",
    "quotation": "Quotations",
    "source": "Works",
    "person or thing": "People and things",
    "text": "Texts",
}


def found(hits: Sequence[Hit], facts: str = "facts") -> None:
    """What a search found, by kind; what is found of a word stands in square brackets."""
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    if not hits:
        out.print("Nothing found that has all these words.")
    for kind, group in groupby(clean(list(hits)), key=lambda hit: hit.kind):
        some = list(group)
        order = "" if some[0].order == "best first" else f", {some[0].order}"
        out.print(Text(f"{FOUND[kind]} ({len(some)}{order})", style="bold"))
        for hit in some:
            words = re.sub(r"\s+", " ", hit.words).strip()
            beside = [part for part in (hit.who if hit.who != words else None, hit.where, hit.date) if part]
            out.print(Padding(Text(words), (0, 0, 0, 2), expand=False))
            line = " · ".join(beside) + (f" ({hit.name})" if hit.name else "")
            out.print(Padding(Text(line.strip(), style="dim"), (0, 0, 1, 4), expand=False))
    if hits:
        out.print(Text(f"A name in brackets leads on: {facts} show NAME", style="dim"))
