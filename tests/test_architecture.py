"""The layers stay layers: one direction of imports, nothing heavy before it is needed, small modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "facts"
# From left to right, as in the README: each may import what stands to its left.
LAYERS = [
    {"__init__"},
    {"errors"},
    {"text", "dates", "marks"},
    {"differences", "meaning"},
    {"document"},
    {"anchor"},
    {"sentences"},
    {"models"},
    {"ddl"},
    {"db"},
    {"store"},
    {"loaders"},
    {"ingest"},
    {"reuse"},
    {"origins", "trails"},
    {"check", "lookup"},
    {"describe"},
    {"publish", "search"},
    {"pages"},
    {"serve"},
    {"cli"},
    {"__main__"},
]
ONLY = {
    "click": {"cli"},
    "sqlite_utils": {"publish"},
    "alembic": {"db"},
    "datasette": {"pages"},
    "drawsvg": {"pages"},
    "markupsafe": {"pages"},
    "rich": {"cli"},
    "ruamel": {"loaders"},
    "jsonschema": {"loaders"},
    "edtf": {"dates"},
    "sentencex": {"sentences"},
    "yaml": {"publish"},
    "numpy": {"reuse"},
    "rapidfuzz": {"reuse", "pages"},
}
LOADERS_MAY_USE = {"errors", "document", "anchor", "text", "__init__", "loaders"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.relative_to(PACKAGE).parts)


def unit(path: Path) -> str:
    """The layer's name: a module of the package, or a package in it."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imports(path: Path) -> frozenset[tuple[str, str]]:
    """What a module imports, everywhere in it: ("facts", unit) or ("other", distribution)."""
    found = set()
    inside = len(path.relative_to(PACKAGE).parts) - 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level > inside:
            parts = (node.module or "").split(".")
            found |= {("facts", parts[0])} if parts[0] else {("facts", alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = (node.module or "").split(".")
            found.add(
                ("facts", names[1] if len(names) > 1 else "__init__") if names[0] == "facts" else ("other", names[0])
            )
        elif isinstance(node, ast.Import):
            found |= {("other", alias.name.split(".")[0]) for alias in node.names}
    return frozenset((kind, "__init__" if name == "__version__" else name) for kind, name in found)


def layer(name: str) -> int:
    [found] = [number for number, names in enumerate(LAYERS) if name in names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_to_the_left(path: Path) -> None:
    here = unit(path)
    for kind, name in imports(path):
        if kind == "facts" and name != here:
            beside = {here, name} <= set().union(*(names for names in LAYERS if here in names))
            assert layer(name) < layer(here) or beside, f"{here} imports {name}"


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_imported_where_it_belongs_and_nowhere_else(library: str) -> None:
    users = {unit(path) for path in modules() if ("other", library) in imports(path)}
    assert users <= ONLY[library]
    assert users or not ONLY[library], f"nothing imports {library} any more"


def test_loaders_know_nothing_of_sql() -> None:
    for path in (PACKAGE / "loaders").glob("*.py"):
        used = imports(path)
        assert {name for kind, name in used if kind == "facts"} <= LOADERS_MAY_USE, path.name
        assert ("other", "sqlalchemy") not in used


def test_no_two_layers_import_each_other() -> None:
    pairs = {(unit(path), name) for path in modules() for kind, name in imports(path) if kind == "facts"}
    assert not [pair for pair in pairs if pair[0] != pair[1] and pair[::-1] in pairs and "__init__" not in pair]


@pytest.mark.parametrize("command", [["--help"], ["load", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    heavy = ("sqlalchemy", "alembic", "datasette", "sqlite_utils", "rich", "jsonschema", "ruamel", "edtf", "anyascii")
    heavy += ("sentencex", "numpy", "rapidfuzz")
    program = (
        "import sys\nfrom facts.cli import main\n"
        f"try:\n    main({command!r})\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "LOADED []" in done.stdout


def test_modules_are_small() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not [str(path) for path, size in sizes.items() if size > 400]


def test_public_functions_and_classes_say_what_they_are() -> None:
    """Models say it in their comments, drafts and views of one row in their names."""
    silent = []
    for path in modules():
        if unit(path) == "models":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                short = isinstance(node, ast.FunctionDef) and len(node.body) <= 2
                plain = isinstance(node, ast.ClassDef) and node.name.endswith(("Draft", "View"))
                if not (ast.get_docstring(node) or short or plain):
                    silent.append(f"{path.name}: {node.name}")
    assert silent == []
