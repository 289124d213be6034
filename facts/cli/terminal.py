"""How things look in a terminal: progress, problems, a claim, a source."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

    from ..check import Coverage, Finding
    from ..check import Report as Checked
    from ..errors import Problem
    from ..ingest import Report
    from ..lookup import ClaimView, EvidenceView, SourceView


def console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


@contextmanager
def progress(what: str, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal's error output; elsewhere, or when told to be quiet, nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total, name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=f"{what} {name}")


def problems(found: Iterable[Problem]) -> None:
    """Problems on the error output, each as it stands: never wrapped, so that editors can jump to FILE:LINE."""
    for problem in found:
        print(clean(str(problem)), file=sys.stderr)


Shown = TypeVar("Shown")
# What a terminal would obey (C0 and C1 controls but tab and line end) or what turns the order of words round.
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(value: Shown) -> Shown:
    """A text, or all texts of a view, with what a terminal would obey replaced: documents don't command it."""
    made: Any = value
    if isinstance(value, str):
        made = _OBEYED.sub("\ufffd", value.replace("\r\n", "\n"))
    elif isinstance(value, (tuple, list)):
        made = type(value)(clean(item) for item in value)
    elif isinstance(value, dict):
        made = {key: clean(item) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{field.name: clean(getattr(value, field.name)) for field in fields(value)})
    return made  # type: ignore[no-any-return]


def report(result: Report) -> None:
    """What a load did, a line a file."""
    out = console()
    would = "would be " if result.dry_run else ""
    width = max((len(file.path) for file in result.files), default=0)
    for file in result.files:
        if file.is_new:
            parts = [f"{file.added.total()} rows {would}added"] if file.added else []
            parts += [f"{file.changed.total()} {would}changed"] if file.changed else []
            parts += [f"{file.unchanged.total()} unchanged"] if file.unchanged else []
            out.print(f"{file.path:<{width}}  {', '.join(parts)}", markup=False, soft_wrap=True)
            if result.dry_run:
                for table, count in sorted((file.added + file.changed).items()):
                    out.print(f"{'':<{width}}    {table}: {count}", markup=False, soft_wrap=True)
        else:
            out.print(f"{file.path:<{width}}  nothing new", markup=False, soft_wrap=True)
        if file.no_longer:
            rows = ", ".join(f"{count} of {table}" for table, count in sorted(file.no_longer.items()))
            out.print(f"{'':<{width}}  no longer stated, and kept: {rows}", markup=False, soft_wrap=True)
    for document in result.unrecorded:
        out.print(f"{document}  not loaded: no sheet names it yet", markup=False, soft_wrap=True)
    if result.dry_run:
        out.print("Nothing was stored: this was a dry run.")


SHOWN = 5  # findings of a rule that are shown unless the rule is asked for
SHOWN_TEXTS = 10


def errors(found: Checked) -> None:
    """What makes the exit status 1, a line each, and how many errors and notices there are."""
    out = console()
    for finding in found.errors:
        out.print(f"[bold]error[/]  {finding.rule}  ", end="")
        out.print(clean(f"{finding.subject}: {finding.detail}"), markup=False, soft_wrap=True)
    out.print(_sum(found) + (" To read them: facts check" if found.notices else ""))


def checked(found: Checked, names: tuple[str, ...] = ()) -> None:
    """What `facts check` found, rule by rule with its explanation, and how much of each document is recorded."""
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    for (rule, level), findings in sorted(_by_rule(found.findings).items(), key=lambda item: item[0][1]):
        out.print(f"[bold]{level}[/]  [bold cyan]{rule}[/] ({len(findings)})")
        out.print(Padding(Text(_explained(rule), style="dim"), (0, 0, 0, 2), expand=False))
        shown = findings if names or level == "error" else findings[:SHOWN]
        for finding in shown:
            out.print(clean(f"  {finding.subject}: {finding.detail}"), markup=False, soft_wrap=True)
        if len(shown) < len(findings):
            out.print(f"  … and {len(findings) - len(shown)} more: facts check --rule {rule}", style="dim")
        out.print()
    if found.coverage:
        _coverage(out, found.coverage)
    out.print(_sum(found))


def _by_rule(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    rules: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        rules.setdefault((finding.rule, finding.level), []).append(finding)
    return rules


def _explained(name: str) -> str:
    from ..check import RULES

    return next(rule.explanation for rule in RULES if rule.name == name)


def _sum(found: Checked) -> str:
    wrong, more = len(found.errors), len(found.notices)
    told = "No errors" if not wrong else f"{wrong} error{'s' * (wrong != 1)}"
    return f"{told}, {more} notice{'s' * (more != 1)}." if more else f"{told} found."


def _coverage(out: Console, texts: list[Coverage]) -> None:
    """What is recorded of each document, the ones with most gaps first, and of all."""
    out.print("[bold]Recorded[/]")
    shown = sorted(texts, key=lambda one: -len(one.gaps))[:SHOWN_TEXTS]
    for one in shown:
        per = f", {one.claims_per_sentence:.1f} claims a sentence" if one.claims_per_sentence is not None else ""
        out.print(clean(one.source), markup=False, soft_wrap=True)
        out.print(f"  {_recorded([one])}{per}", soft_wrap=True)
    if len(texts) > len(shown):
        out.print(f"… and {len(texts) - len(shown)} more: facts check --json", style="dim")
    if len(texts) > 1:
        out.print(f"All {len(texts)} documents: {_recorded(texts)}", soft_wrap=True)
    out.print()


def _recorded(texts: list[Coverage]) -> str:
    parts = []
    for name, done, aside in (
        ("quotations", "quotations_recorded", "quotations_left_out"),
        ("sentences", "sentences_bearing", "sentences_left_out"),
    ):
        of, told, left = (sum(getattr(one, field) for one in texts) for field in (name, done, aside))
        parts.append(f"{told} of {of} {name}" + (f" and {left} left out on purpose" if left else ""))
    return ", ".join(parts)


def _on_lines(query: str) -> str:
    return re.sub(r" (?=(?:FROM|LEFT JOIN|WHERE|ORDER BY|UNION)\b|(?<!LEFT )JOIN\b)", "\n  ", query)


def explain(rules: Iterable[Any]) -> None:
    """A rule: what it is about, and the query that finds what it reports."""
    out = console()
    for number, rule in enumerate(rules):
        if not number:
            out.print(f"[bold cyan]{rule.name}[/] ({rule.level})")
            out.print(rule.explanation, markup=False)
        out.print()
        out.print(getattr(rule, "how", "") or f"{_on_lines(rule.query)};", markup=False, soft_wrap=True)
        if getattr(rule, "judge", None):
            out.print("What the query finds is then compared, text by text.", style="dim")


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
            what = f"{row['title']} ({row['slug']}): {row['kind']}, {row['basis']}{words}{reason}"
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
