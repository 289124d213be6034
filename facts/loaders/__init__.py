"""Loaders: each reads one kind of file and hands over a `Batch` of frozen drafts. They know nothing of SQL.

`LOADERS` is the whole list, in no order that matters: a file that two of them take is an error that names both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..document import Batch
from ..errors import Problem, RefusedError
from . import script, sheet, text


@dataclass(frozen=True, slots=True)
class Loader:
    """`fits` tells by name alone; `in_folders` says whether a folder's files are loaded, or only what is named itself."""

    name: str
    fits: Callable[[Path], bool]
    read: Callable[[Path], Batch]
    in_folders: bool


LOADERS = (
    Loader("sheet", sheet.fits, sheet.read, in_folders=True),
    Loader("script", script.fits, script.read, in_folders=False),
)


def loader_for(path: Path) -> Loader:
    """The one loader that takes this file. Raises RefusedError where none does, or more than one."""
    fitting = [loader for loader in LOADERS if loader.fits(path)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(loader.name for loader in fitting)
        raise RefusedError([Problem(str(path), None, f"two loaders take this file: {names}", "rename the file")])
    if text.fits(path):
        raise RefusedError(
            [
                Problem(
                    str(path),
                    None,
                    "a document without a sheet: nobody has said yet what is in it",
                    f"write {path.stem}.yaml beside it that begins with `document: {path.name}` (README: Add your own facts)",
                )
            ]
        )
    raise RefusedError(
        [Problem(str(path), None, "no loader takes this kind of file", "sheets end in .yaml, loader scripts in .py")]
    )
