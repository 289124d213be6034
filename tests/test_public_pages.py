"""The pages of the public edition in a stock Datasette: every one answers, and says where corrections go."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from facts import describe
from facts.cli import main

from .conftest import CONTACT
from .test_publish import query


def pages(folder: Path, paths: list[str]) -> dict[str, tuple[int, str]]:
    """What a stock Datasette answers at each path, with the folder as its configuration directory."""
    from datasette.app import Datasette

    async def ask() -> dict[str, tuple[int, str]]:
        site = Datasette(config_dir=folder)
        await site.invoke_startup()
        answers = {path: await site.client.get(path, follow_redirects=True) for path in paths}
        return {path: (answer.status_code, answer.text) for path, answer in answers.items()}

    return asyncio.run(ask())


def addresses(file: Path) -> list[str]:
    """Every page, table, view, row page and question of a published file."""
    names = query(
        file,
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%_fts%' "
        "AND name NOT LIKE 'sqlite_%'",
    )
    found = ["/", "/facts"]
    for name, kind in names:
        found.append(f"/facts/{name}")
        if kind == "table" and name not in ("about", "words") and query(file, f"SELECT 1 FROM {name} WHERE id = 1"):
            found.append(f"/facts/{name}/1")
    values = describe.examples(file)
    return found + [describe.address(name, query_, values) for name, query_ in describe.QUERIES.items()]


def test_every_page_says_where_corrections_go(public: Path) -> None:
    # The page of a row before that of its table: Datasette mends what it inherits only once it has shown a table.
    answers = pages(public.parent, addresses(public)[::-1])
    assert len(answers) > 80
    for path, (status, page) in answers.items():
        assert status == 200, path
        assert f'href="mailto:{CONTACT}"' in page, path
        assert "error-message" not in page and "Traceback" not in page, path


def test_every_question_answers_without_its_parameters_too(public: Path) -> None:
    answers = pages(public.parent, [f"/facts/{name}.json?_shape=array" for name in describe.QUERIES])
    assert {path: status for path, (status, _) in answers.items() if status != 200} == {}


def ask(program: Path, folder: Path, path: str) -> str:
    done = subprocess.run([str(program), str(folder), "--get", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_datasette_serves_the_folder_as_it_is(public: Path) -> None:
    program = Path(sys.executable).with_name("datasette")
    assert "Most repeated, fewest origins" in ask(program, public.parent, "/facts")
    [first, *_] = json.loads(ask(program, public.parent, "/facts/most_repeated_fewest_origins.json?_shape=array"))
    assert first["origins"] == 1 and first["reports"] == 3


@pytest.mark.slow
def test_nothing_of_ours_is_needed_to_serve_it(public: Path, tmp_path: Path) -> None:
    """In an environment that has Datasette and nothing else."""
    from importlib.metadata import version

    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "v")], check=True)
    bin_ = tmp_path / "v" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([str(bin_ / "pip"), "install", "-q", f"datasette=={version('datasette')}"], check=True)
    listed = subprocess.run([str(bin_ / "pip"), "list"], capture_output=True, text=True, check=True).stdout
    assert "facts" not in listed
    asked = [*addresses(public), "/facts/quote_variants?_search=sanctions"]
    assert len(asked) > 80
    for path in asked:
        assert CONTACT in ask(bin_ / "datasette", public.parent, path), path


def test_publishing_from_the_command_line(seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    named = ("--database", str(seeds.url))
    for contact in ([], ["--contact", "javascript:alert(1)"], ["--contact", "nobody"], ["--contact", " "]):
        refused = CliRunner().invoke(main, ["publish", *named, *contact])
        assert refused.exit_code == 2 and "--contact ADDRESS" in refused.output
    done = CliRunner().invoke(main, ["publish", *named], env={"FACTS_CONTACT": "https://example.org/corrections"})
    assert done.exit_code == 0, done.output
    assert "datasette published" in done.output
    metadata: Any = (tmp_path / "published" / "metadata.yaml").read_text()
    assert "about_url: https://example.org/corrections" in metadata
