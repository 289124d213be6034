"""A Datasette with the reading room in it, for tests to ask."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any


def answers(folder: Path, paths: list[str], method: str = "GET", **settings: Any) -> list[Any]:
    """What a Datasette with the folder (or that of a published file) as its configuration directory answers at each path."""
    from datasette.app import Datasette

    async def ask() -> list[Any]:
        site = Datasette(config_dir=folder if folder.is_dir() else folder.parent, **settings)
        await site.invoke_startup()
        return [await site.client.request(method, path) for path in paths]

    return asyncio.run(ask())


def get(folder: Path, path: str) -> Any:
    [answer] = answers(folder, [path])
    return answer


def said(html: str) -> str:
    """The words of a page, as somebody reads them."""
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", html.partition("<body")[2], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
