"""The wheel: migrations inside, seeds outside, and `facts init` in an empty folder of an empty environment."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from facts import db

from .conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_wheel_carries_the_migrations_and_no_seeds(built: Path) -> None:
    [wheel] = built.glob("facts_db-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "facts/migrations/env.py" in names
    assert "facts/migrations/versions/0001_custody.py" in names
    assert "facts/sheet.schema.json" in names
    assert not [name for name in names if "seeds" in name or "tests" in name]


def test_the_source_distribution_leaves_the_seeds_out(built: Path) -> None:
    [archive] = built.glob("facts_db-*.tar.gz")
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert [name for name in names if name.endswith("migrations/env.py")]
    assert not [name for name in names if "/seeds" in name]


def test_the_wheel_makes_a_store_in_an_empty_folder(built: Path, tmp_path: Path) -> None:
    [wheel] = built.glob("facts_db-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", str(wheel)], check=True, capture_output=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run([programs / "facts", "init"], cwd=empty, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"Created facts.db (schema {db.revisions()[-1]}).\n"), done.stderr
    found = "from facts import db; print(db.migrations_folder())"
    where = subprocess.run([programs / "python", "-c", found], cwd=empty, capture_output=True, text=True, check=True)
    assert where.stdout.strip().endswith("migrations") and str(tmp_path / "venv") in where.stdout
