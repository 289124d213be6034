"""Text of strangers as a page may show it: what would turn the order of letters, or is no letter, is shown and not obeyed."""

from __future__ import annotations

import re
from typing import Any

# Marks that turn the direction of what follows (Unicode Bidirectional Algorithm, UAX #9), and lone surrogates.
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ODD = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNING}\ud800-\udfff\ufffe\uffff]")


def harmless(value: Any) -> Any:
    """The same data, its texts harmless. Each mark that is not shown as it stands is one character in angle brackets."""
    if isinstance(value, str):
        return _ODD.sub(_shown, value) if _ODD.search(value) else value
    if isinstance(value, dict):
        return {name: harmless(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [harmless(one) for one in value]
    return value


def _shown(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
