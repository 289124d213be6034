"""Loader scripts: a Python file whose `load(folder)` returns bundles of drafts. Run only when named on the command line."""

from __future__ import annotations

import os
import runpy
import traceback
from collections.abc import Iterable
from pathlib import Path

from ..document import Batch, Bundle
from ..errors import Problem, RefusedError
from .drafts import problems
from .text import read_bytes


def fits(path: Path) -> bool:
    return path.suffix == ".py"


def read(path: Path) -> Batch:
    """Run the script and take what its `load` returns: a Bundle, or several.

    `load(folder)` gets the folder the script lies in, as a Path. `VERSION`, where the script sets it, is the version that
    `loads` records. Raises RefusedError with the script's line for whatever goes wrong in it.
    """
    content = read_bytes(path)
    try:
        names = runpy.run_path(str(path), run_name="facts_script")
    except RefusedError:
        raise
    except (Exception, SystemExit) as error:
        raise RefusedError([_problem(path, error)]) from error
    load = names.get("load")
    if not callable(load):
        hint = "define `def load(folder): return Bundle(…)` (README: Add your own facts, with a script)"
        raise RefusedError([Problem(str(path), None, "the script has no function `load`", hint)])
    try:
        returned = load(path.resolve().parent)
        bundles = (returned,) if isinstance(returned, Bundle) else tuple(returned) if _several(returned) else None
    except RefusedError:
        raise
    except (Exception, SystemExit) as error:
        raise RefusedError([_problem(path, error)]) from error
    if bundles is None or not all(isinstance(bundle, Bundle) for bundle in bundles):
        found = type(returned).__name__ if bundles is None else "something else among them"
        raise RefusedError([Problem(str(path), None, f"`load` must return a Bundle or several, not {found}")])
    wrong = [said for number, bundle in enumerate(bundles, 1) for said in problems(bundle, f"bundle {number}")]
    if wrong:
        raise RefusedError(Problem(str(path), None, said, "facts/document.py says what drafts take") for said in wrong)
    version = names.get("VERSION", "1")
    if not isinstance(version, (str, int, float)):
        raise RefusedError([Problem(str(path), None, "VERSION must be text or a number")])
    return Batch(str(path), content, "script", str(version), bundles)


def _several(returned: object) -> bool:
    return isinstance(returned, Iterable) and not isinstance(returned, (str, bytes))


def _problem(path: Path, error: BaseException) -> Problem:
    """The script's own line where it went wrong: the last one of its file in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    own = isinstance(error, SyntaxError) and error.filename == str(path)
    line = error.lineno if own else (lines[-1] if lines else None)  # type: ignore[attr-defined]
    message = f"{type(error).__name__}: {error}"
    if isinstance(error, (FileNotFoundError, PermissionError)) and error.filename:
        message = f"{error.strerror}: {Path(os.fsdecode(error.filename)).name}"
    return Problem(str(path), line, message, "the script stopped there; nothing of it was stored")
