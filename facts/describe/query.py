"""What a question is that Datasette offers by name, and how one looks for words in it."""

from __future__ import annotations

from dataclasses import dataclass, field

# An empty phrase finds nothing, where no word at all is an error.
MATCH = """{0} match '"" ' || escape_fts(substr(:{1}, 1, 500))"""

# What to match where one of the words is enough.
ANY = """'"" OR ' || coalesce(nullif(replace(escape_fts(substr(:{0}, 1, 500)), '" "', '" OR "'), ''), '""')"""


@dataclass(frozen=True, slots=True)
class Query:
    """A question; `parameters` say what each stands for."""

    title: str
    description: str
    sql: str
    parameters: dict[str, str] = field(default_factory=dict)
