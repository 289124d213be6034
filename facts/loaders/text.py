"""Plain-text documents: bytes kept as they are, decoded without altering a character."""

from __future__ import annotations

from pathlib import Path

from ..document import Document
from ..errors import Problem, RefusedError
from ..text import INVISIBLE

SUFFIXES = (".txt", ".text", ".md")
MAX_BYTES = 5_000_000
EXTRACTOR = "plain-text 1"  # a change to how bytes become text is a new number: captures name it


def fits(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def read_document(path: Path, retrieved_at: str | None = None, retrieved_from: str | None = None) -> Document:
    """Read a UTF-8 text file as a document; a byte order mark and line ends stay as they are.

    Raises RefusedError for a file that is missing, empty, over 5 MB, not UTF-8, or that holds a NUL.
    """
    return document_of(path, read_bytes(path), retrieved_at, retrieved_from)


def document_of(path: Path, content: bytes, retrieved_at: str | None, retrieved_from: str | None) -> Document:
    """What `read_document` makes of bytes that are already read; raises the same."""
    if len(content) > MAX_BYTES:
        raise RefusedError(
            [
                Problem(
                    str(path),
                    None,
                    f"{len(content):,} bytes; a document may have {MAX_BYTES:,} at most",
                    "split it into parts, such as chapters, with a sheet each",
                )
            ]
        )
    text = decode(path, content)
    if not text.strip().strip(INVISIBLE).strip():
        raise RefusedError([Problem(str(path), None, "the document is empty", "there is nothing to quote in it")])
    return Document(path.name, content, text, "text/plain", "utf-8", EXTRACTOR, retrieved_at, retrieved_from)


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises RefusedError, naming the file, where it can't be read."""
    try:
        if path.exists() and not path.is_file():
            raise RefusedError([Problem(str(path), None, "can't be read: it is no regular file")])
        return path.read_bytes()
    except FileNotFoundError:
        raise RefusedError([Problem(str(path), None, "there is no such file", _siblings(path))]) from None
    except (OSError, ValueError) as error:
        raise RefusedError(
            [Problem(str(path), None, f"can't be read: {getattr(error, 'strerror', None) or error}")]
        ) from None


def decode(path: Path, content: bytes) -> str:
    """Bytes as UTF-8 text. Raises RefusedError with the offset and line of a byte that is not UTF-8, or is NUL."""
    if (at := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, at) + 1
        raise RefusedError(
            [Problem(str(path), line, f"a NUL byte at offset {at}", "a text file holds none; is it one?")]
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.start + 1].hex()
        hint = "convert a copy to UTF-8 and load that, for instance: iconv -f WINDOWS-1252 -t UTF-8"
        message = f"byte 0x{found} at offset {error.start} is not UTF-8"
        raise RefusedError([Problem(str(path), line, message, hint)]) from None


def _siblings(path: Path) -> str:
    from difflib import get_close_matches

    if not path.parent.is_dir():
        return f"there is no folder {path.parent} either"
    close = get_close_matches(path.name, [entry.name for entry in path.parent.iterdir()], 1)
    return f"did you mean {close[0]}?" if close else ""
