"""Which files are loaded, and in which order: what a file needs from another comes first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from ..document import Batch
from ..errors import Problem, RefusedError
from ..loaders import LOADERS, loader_for, sheet, text
from .names import defined, referred


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to load: `batches` in order, `refused` files by path, and `unnamed` documents that no sheet names.

    `needs` has, by path, the files that must be stored first; `circles` pairs of files that need each other.
    """

    batches: tuple[Batch, ...]
    refused: dict[str, RefusedError]
    unnamed: tuple[Path, ...]
    needs: dict[str, frozenset[str]]
    circles: dict[str, str]


def files_of(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to load, each once, and the documents in the folders.

    A document that is named itself stands for its sheets. Raises RefusedError for paths that are not there, and folders
    that hold nothing to load.
    """
    found: dict[Path, Path] = {}
    documents: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files, there = _files_at(path)
            for file in files:
                found.setdefault(file.resolve(), file)
            documents += there
        except RefusedError as error:
            problems += error.problems
        except (OSError, RuntimeError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            problems.append(Problem(str(path), None, f"can't be read: {said}"))
    if problems:
        raise RefusedError(problems)
    return list(found.values()), documents


def _files_at(path: Path) -> tuple[list[Path], list[Path]]:
    """The files that a path stands for, and the documents there if it is a folder."""
    if path.is_dir():
        files = [file for file in _walk(path) if any(x.in_folders and x.fits(file) for x in LOADERS)]
        if not files:
            hint = (
                "a sheet is a .yaml file beside a document (README: Add your own facts); scripts are named one by one"
            )
            raise RefusedError([Problem(str(path), None, "there is no sheet in this folder", hint)])
        return files, [file for file in _walk(path) if text.fits(file) and file.name.lower() != "readme.md"]
    if text.fits(path) and path.is_file():
        files = [file for file in _walk(path.parent) if file.parent == path.parent and sheet.fits(file)]
        files = [file for file in files if sheet.document_name(file) == path.name]
        if not files:
            text.read_document(path)  # what is wrong with the document itself is said first
            loader_for(path)
        return files, []
    return [path], []


def make(files: Sequence[Path], documents: Sequence[Path] = ()) -> Plan:
    """Read every file and put them in order. A file that can't be read is refused; the others go on."""
    batches: dict[str, Batch] = {}
    refused: dict[str, RefusedError] = {}
    for file in files:
        try:
            batches[str(file)] = loader_for(file).read(file)
        except RefusedError as error:
            refused[str(file)] = error
    makers: dict[tuple[str, str], str] = {}
    for path, batch in batches.items():
        for bundle in batch.bundles:
            for name in defined(bundle):
                makers.setdefault(name.key, path)
    needs = {path: frozenset(_needed(batch, makers)) - {path} for path, batch in batches.items()}
    circles: dict[str, str] = {}
    while True:
        try:
            order = list(TopologicalSorter(needs).static_order())
            break
        except CycleError as error:
            # What they need of each other may be in the store already; if not, that is said then.
            one, other = error.args[1][1], error.args[1][0]
            needs[one] -= {other}
            needs[other] -= {one}
            circles |= {one: other, other: one}
    return Plan(tuple(batches[path] for path in order), refused, _unnamed(batches, refused, documents), needs, circles)


def _unnamed(batches: dict[str, Batch], refused: Iterable[str], documents: Sequence[Path]) -> tuple[Path, ...]:
    """Documents that no sheet beside them names, not even one that was refused."""
    read = {Path(path).parent / b.document.name for path, batch in batches.items() for b in batch.bundles if b.document}
    tried = {Path(path).parent / name for path in refused if (name := sheet.document_name(Path(path)))}
    return tuple(document for document in documents if document not in read | tried)


def _needed(batch: Batch, makers: dict[tuple[str, str], str]) -> Iterator[str]:
    for bundle in batch.bundles:
        for name in referred(bundle):
            if name.key in makers:
                yield makers[name.key]


def _walk(folder: Path) -> list[Path]:
    """Files below a folder in a fixed order; hidden folders, other programs' (environments, packages) and editions left out."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in ("node_modules", "__pycache__")
            and not (here / name / "pyvenv.cfg").exists()
            and not ((here / name / "inspect-data.json").exists() and (here / name / "metadata.yaml").exists())
        )
        found += [here / name for name in files if not name.startswith(".")]
    return sorted(found)
