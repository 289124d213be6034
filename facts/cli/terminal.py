"""How things look in a terminal: progress, problems, what a load did, what a check found."""

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


def console(stderr: bool = False) -> Console:
    """Where all of it is printed. Words of documents stay as they are: `:smile:` is no emoji."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            """Whoever reads the output has enough: no error of ours, but what a shell calls SIGPIPE."""
            try:
                super().on_broken_pipe()
            except SystemExit:
                raise SystemExit(141) from None

    return Piped(stderr=stderr, highlight=False, soft_wrap=False, emoji=False)


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


def errors(found: Checked, facts: str = "facts") -> None:
    """What makes the exit status 1, a line each, and how many errors and notices there are.

    `facts` is how the program is called with this store.
    """
    out = console()
    for finding in found.errors:
        out.print(f"[bold]error[/]  {finding.rule}  ", end="")
        out.print(clean(f"{finding.subject}: {finding.detail}"), markup=False, soft_wrap=True)
    out.print(_sum(found) + (f" To read them: {facts} check" if found.notices else ""), markup=False, soft_wrap=True)


def checked(found: Checked, names: tuple[str, ...] = (), facts: str = "facts") -> None:
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
            hint = f"  … and {len(findings) - len(shown)} more: {facts} check --rule {rule}"
            out.print(hint, style="dim", markup=False, soft_wrap=True)
        out.print()
    if found.coverage:
        _coverage(out, found.coverage, facts)
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


def _coverage(out: Console, texts: list[Coverage], facts: str) -> None:
    """What is recorded of each document, the ones with most gaps first, and of all."""
    out.print("[bold]Recorded[/]")
    shown = sorted(texts, key=lambda one: -len(one.gaps))[:SHOWN_TEXTS]
    for one in shown:
        per = f", {one.claims_per_sentence:.1f} claims a sentence" if one.claims_per_sentence is not None else ""
        out.print(clean(one.source), markup=False, soft_wrap=True)
        out.print(f"  {_recorded([one])}{per}", soft_wrap=True)
    if len(texts) > len(shown):
        hint = f"… and {len(texts) - len(shown)} more: {facts} check --json"
        out.print(hint, style="dim", markup=False, soft_wrap=True)
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
