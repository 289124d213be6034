"""Which files are loaded, and in which order: what a file needs from another comes first."""

from __future__ import annotations

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

    `needs` has, by path, the files that must be stored first.
    """

    batches: tuple[Batch, ...]
    refused: dict[str, RefusedError]
    unnamed: tuple[Path, ...]
    needs: dict[str, frozenset[str]]


def files_of(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to load, each once, and the documents in the folders.

    A document that is named itself stands for its sheets. Raises RefusedError for a path that is not there, or a folder
    that holds nothing to load.
    """
    found: dict[Path, Path] = {}
    documents: list[Path] = []
    for path in paths:
        if path.is_dir():
            in_folder = [file for file in _walk(path) if any(x.in_folders and x.fits(file) for x in LOADERS)]
            documents += [file for file in _walk(path) if text.fits(file) and file.name.lower() != "readme.md"]
            if not in_folder:
                hint = "a sheet is a .yaml file beside a document (README: Add your own facts); scripts are named one by one"
                raise RefusedError([Problem(str(path), None, "there is no sheet in this folder", hint)])
        elif text.fits(path) and path.is_file():
            in_folder = [file for file in _walk(path.parent) if file.parent == path.parent and sheet.fits(file)]
            in_folder = [file for file in in_folder if sheet.document_name(file) == path.name]
            if not in_folder:
                text.read_document(path)  # what is wrong with the document itself is said first
                loader_for(path)
        else:
            in_folder = [path]
        for file in in_folder:
            found.setdefault(file.resolve(), file)
    return list(found.values()), documents


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
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = list(dict.fromkeys(error.args[1]))
        message = f"needs what {' and '.join(p for p in circle[1:])} defines, and the other way round"
        hint = "put what both need into a sheet of its own, without a document"
        for path in circle:
            refused[path] = RefusedError([Problem(path, None, message, hint)])
        rest = [file for file in files if str(file) not in circle]
        further = make(rest)
        return Plan(
            further.batches, {**refused, **further.refused}, _unnamed(batches, refused, documents), further.needs
        )
    return Plan(tuple(batches[path] for path in order), refused, _unnamed(batches, refused, documents), needs)


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
    """Files below a folder in a fixed order, hidden ones and environments left out."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts))
