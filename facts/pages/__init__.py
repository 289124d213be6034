"""The reading room: pages for people who know no SQL, over a published file, as a plugin of Datasette. It only reads.

It does nothing in a Datasette whose databases were not published by this program, and is active in anybody's: what it needs for
a page is imported when there is such a database.
"""

from __future__ import annotations

from .hooks import database_actions, menu_links, register_routes, render_cell

__all__ = ["database_actions", "menu_links", "register_routes", "render_cell"]
