"""A source's text in a real browser: what hangs on its words is shown by mouse and keyboard, and reached without script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import missing
from .reading_room import answers

HOST = "http://reading.room"
PATH = "/facts/sources/reprint-putin-balkans-weapons-deal"
WORDS = "or confrontation with America"


@pytest.fixture(scope="module")
def opened(desk: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page as the reading room answers; whatever else it asks for is a fault, and so is an error in its script."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium is installed to look at pages with")
    from playwright.sync_api import sync_playwright

    [first] = answers(desk, [PATH])
    assets = re.findall(r'(?:href|src)="(/-/static-plugins/[^"]+)"', first.text)
    held = {PATH: first, **dict(zip(assets, answers(desk, assets), strict=True))}
    faults: list[str] = []

    def fulfil(route: Any) -> None:
        answer = held.get(route.request.url.removeprefix(HOST))
        if answer is None:
            faults.append(route.request.url)
            route.abort()
        else:
            route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])

        def open_(width: int = 1280, script: bool = True) -> Any:
            page = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script).new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
            page.route("**/*", fulfil)
            page.goto(HOST + PATH)
            return page

        yield open_
        browser.close()
    assert faults == []


@pytest.mark.parametrize("width", [1280, 390])
def test_pointing_at_words_shows_who_said_them_and_what_they_bear_on(opened: Callable[..., Any], width: int) -> None:
    page = opened(width)
    beside = page.locator("[data-beside]")
    assert not beside.is_visible()
    page.locator("a.piece", has_text=WORDS).hover()
    shown = beside.inner_text()
    assert shown.index("Aleksandar Vučić, partial") < shown.index("Aleksandar Vučić, indirect, after “said”")
    assert "Serbia has purchased weapons from Russia in order to evade confrontation with the United States." in shown
    assert page.locator(".piece.lit").all_inner_texts() == [WORDS]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_keyboard_alone_reaches_it_and_comes_back(opened: Callable[..., Any]) -> None:
    page = opened()
    beside, piece = page.locator("[data-beside]"), page.locator("a.piece", has_text=WORDS)
    piece.focus()
    assert WORDS in beside.inner_text()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('[data-beside]')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aleksandar Vučić"
    page.keyboard.press("Escape")
    assert not beside.is_visible()
    assert page.evaluate("document.activeElement.textContent") == WORDS
    page.close()


def test_without_script_the_same_is_one_link_away_and_one_back(opened: Callable[..., Any]) -> None:
    page = opened(script=False)
    page.locator("a.piece", has_text=WORDS).click()
    entry = page.locator(":target")
    assert "Aleksandar Vučić, partial" in entry.inner_text() and "within 43" in entry.inner_text()
    entry.get_by_role("link", name="back to the text").click()
    assert page.locator(":target").inner_text() == WORDS
    page.close()
