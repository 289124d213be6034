"""The desk edition in a real Datasette, and in a real browser: read-only, described, searchable, good on a phone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facts import serve

from .conftest import missing

START = [
    "/",
    "/facts",
    "/facts/start",
    "/facts/spread",
    "/facts/spread?source=wfxt-2019-11-06-russian-missiles",
    "/facts/claims/vucic-wants-to-avoid-us-sanctions",
    "/facts/claim_support",
    "/facts/provenance",
    "/facts/most_repeated_fewest_origins",
]


@pytest.fixture(scope="module")
def site(seeds_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """`facts serve` on the seeds, with its own port taken: its address, and the published file."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(seeds_file, folder / "facts.db")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "facts", "serve", "--port", port, "--json"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout and process.stderr
        address = json.loads(process.stdout.readline())["address"]
        assert f"Port {port} is taken" in process.stderr.readline()
        yield address.removesuffix("/facts/start"), folder / "desk" / "facts.db"
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 0


def get(address: str, method: str = "GET") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, method=method, data=b"" if method == "POST" else None)
        ) as r:
            return r.status, r.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_answers_on_this_machine_only(site: tuple[str, Path]) -> None:
    assert site[0].startswith("http://127.0.0.1:")
    assert get(site[0] + "/facts.json")[0] == 200


def test_the_database_is_immutable_and_stays_as_it_was(site: tuple[str, Path]) -> None:
    address, file = site
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    [database] = json.loads(get(f"{address}/-/databases.json")[1])
    assert (database["name"], database["is_mutable"]) == ("facts", False)
    for sql in ("delete+from+claims", "attach+':memory:'+as+x", "pragma+journal_mode=wal", "drop+table+claims"):
        assert get(f"{address}/facts.json?sql={sql}")[0] == 400, sql
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert get(f"{address}/facts/claims", method)[0] >= 400, method
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("path", START)
def test_every_page_we_point_at_is_there(site: tuple[str, Path], path: str) -> None:
    assert get(site[0] + path)[0] == 200


def test_labels_stand_for_numbers(site: tuple[str, Path]) -> None:
    rows = json.loads(get(f"{site[0]}/facts/evidence.json?_labels=on&_size=1&_shape=array")[1])
    assert rows[0]["claim_id"]["label"].endswith(".")  # the claim itself, a sentence


def test_tables_can_be_searched(site: tuple[str, Path]) -> None:
    found = json.loads(get(f"{site[0]}/facts/provenance.json?_search=free+country&_shape=array")[1])
    assert {"it is a free country"} <= {row["exact"] for row in found}


def test_descriptions_stand_on_the_pages(site: tuple[str, Path]) -> None:
    assert "A row per claim and stance" in get(f"{site[0]}/facts/claim_support")[1]
    assert "Four copies of one agency report" in get(f"{site[0]}/facts/claim_support")[1]


def test_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A free one is taken as it is; for one that is taken, another is found."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        assert serve.free_port(port) != port
    assert serve.free_port(port) == port


# in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium is installed to look at pages with")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


@pytest.mark.parametrize(
    "path", [*START, "/facts/provenance/1", "/facts/wording_differs", "/facts/captures/1", "/facts/alignments"]
)
def test_pages_are_whole_at_any_width(site: tuple[str, Path], browser: Any, path: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(site[0]) else None)
    page.goto(site[0] + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("h1").count() == 1
    assert faults == []
    page.close()


def test_a_fact_checker_gets_from_the_first_page_to_the_words(site: tuple[str, Path], browser: Any) -> None:
    """Start, most repeated, and there: three outlets, one origin; then every piece of evidence, found by searching."""
    page = browser.new_page()
    page.goto(site[0] + "/facts")
    page.get_by_role("link", name="Most repeated, fewest origins").first.click()
    page.wait_for_url("**/claim_support?**")
    row = page.locator("tr", has_text="Serbia is arming itself.").first
    assert row.locator("td.col-reports").inner_text() == "3"
    assert row.locator("td.col-origins_max").inner_text() == "1"
    assert row.locator("td.col-origins").inner_text() == "Aleksandar Vučić"
    assert (
        row.locator("td.col-outlets")
        .inner_text()
        .startswith("American Military News; WFXT; a reprint of express.co.uk")
    )
    row.locator("td.col-claim_id a").click()
    page.wait_for_url("**/facts/claims/*")
    page.goto(site[0] + "/facts/provenance")
    page.fill("input[type=search]", "avoid sanctions")
    page.keyboard.press("Enter")
    page.wait_for_url("**_search=avoid*")
    shown = page.locator("table").inner_text()
    assert "he wants to avoid any U.S. sanctions" in shown
    assert "Associated Press → Radio Free Europe/Radio Liberty → American Military News" in shown
    page.close()


def test_serving_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "facts", "serve"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "facts init" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_ending_it_ends_datasette_too(seeds_file: Path, tmp_path: Path) -> None:
    shutil.copy(seeds_file, tmp_path / "facts.db")
    command = [sys.executable, "-m", "facts", "serve", "--json", "--port", str(serve.free_port(0))]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = json.loads(process.stdout.readline())["address"]
    assert get(f"{address}.json")[0] == 200
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=20)
    with pytest.raises(urllib.error.URLError):
        get(f"{address}.json")
