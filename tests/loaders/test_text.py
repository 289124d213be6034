"""Plain-text documents: every byte kept, every character as it is, or the file refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts.document import Document
from facts.errors import Problem, RefusedError
from facts.loaders import text


def read(folder: Path, content: bytes) -> Document:
    path = folder / "a.txt"
    path.write_bytes(content)
    return text.read_document(path)


def refusal(folder: Path, content: bytes) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read(folder, content)
    [problem] = caught.value.problems
    assert problem.path == str(folder / "a.txt")
    return problem


@pytest.mark.parametrize(
    "content",
    [
        b"One.\nTwo.\n",
        b"One.\r\nTwo.\r\n",
        b"One.\rTwo.",
        b"\xef\xbb\xbfOne.",
        b"  One.\n\n\n",
        "Vučić: “да” 👍\u2028\x85e\u0301".encode(),
        b"Serbia\xc3\x82\xc2\xa0(AP)",
    ],
)
def test_bytes_and_text_are_kept_as_they_are(tmp_path: Path, content: bytes) -> None:
    document = read(tmp_path, content)
    assert document.content == content
    assert document.text.encode("utf-8") == content


def test_a_byte_order_mark_is_the_first_character_of_the_text(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfOne.").text == "\ufeffOne."


def test_a_document_says_what_it_is_and_what_read_it(tmp_path: Path) -> None:
    document = read(tmp_path, b"One.")
    assert (document.name, document.media_type, document.encoding) == ("a.txt", "text/plain", "utf-8")
    assert document.extractor == text.EXTRACTOR


def test_when_and_where_a_document_was_retrieved_is_what_is_given_and_never_the_files_time(tmp_path: Path) -> None:
    assert read(tmp_path, b"One.").retrieved_at is None
    document = text.read_document(tmp_path / "a.txt", "2019-11-07T09:30:00Z", "https://example.org/a")
    assert (document.retrieved_at, document.retrieved_from) == ("2019-11-07T09:30:00Z", "https://example.org/a")


@pytest.mark.parametrize("content", [b"", b" ", b"\n\r\n\t", "\xa0\u2003\u3000".encode(), b"\xef\xbb\xbf"])
def test_a_document_in_which_nothing_stands_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content).message == "the document is empty"


def test_a_nul_byte_is_refused_with_its_offset_and_line(tmp_path: Path) -> None:
    problem = refusal(tmp_path, b"One.\nTwo\0.")
    assert problem.line == 2
    assert "NUL byte at offset 8" in problem.message


@pytest.mark.parametrize(
    ("content", "line", "byte", "offset"),
    [
        (b"caf\xe9", 1, "0xe9", 3),
        (b"One.\n\nS\xff", 3, "0xff", 7),
        ("Vučić\n".encode() + b"\x93no\x94", 2, "0x93", 8),
        (b"One.\n\xe2\x80", 2, "0xe2", 5),
        (b"One. \xed\xa0\x80", 1, "0xed", 5),
    ],
)
def test_a_byte_that_is_not_utf_8_is_refused_with_its_offset_and_line(
    tmp_path: Path, content: bytes, line: int, byte: str, offset: int
) -> None:
    problem = refusal(tmp_path, content)
    assert problem.line == line
    assert problem.message == f"byte {byte} at offset {offset} is not UTF-8"


def test_what_is_not_utf_8_is_refused_with_the_way_to_convert_it(tmp_path: Path) -> None:
    assert "iconv" in refusal(tmp_path, b"caf\xe9").hint


def test_a_document_of_five_million_bytes_is_taken(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"a" * 5_000_000).text) == 5_000_000


def test_a_document_of_more_than_five_million_bytes_is_refused_with_the_hint_to_split_it(tmp_path: Path) -> None:
    problem = refusal(tmp_path, b"a" * 5_000_001)
    assert "5,000,001 bytes" in problem.message
    assert "split it" in problem.hint


def test_a_missing_file_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "article-2019.txt").write_text("One.")
    with pytest.raises(RefusedError) as caught:
        text.read_document(tmp_path / "artcle-2019.txt")
    [problem] = caught.value.problems
    assert (problem.message, problem.hint) == ("there is no such file", "did you mean article-2019.txt?")


def test_a_missing_file_with_no_name_like_it_is_refused_without_a_guess(tmp_path: Path) -> None:
    (tmp_path / "zebra.csv").write_text("One.")
    with pytest.raises(RefusedError) as caught:
        text.read_document(tmp_path / "article.txt")
    assert caught.value.problems[0].hint == ""


def test_a_file_in_a_missing_folder_is_refused_with_the_folder(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"there is no folder .*nowhere either"):
        text.read_document(tmp_path / "nowhere" / "a.txt")


def test_a_folder_is_refused_as_a_document(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="can't be read"):
        text.read_document(tmp_path)


@pytest.mark.parametrize(("name", "fits"), [("a.txt", True), ("A.TXT", True), ("a.md", True), ("a.yaml", False)])
def test_a_document_is_told_by_the_end_of_its_name(name: str, fits: bool) -> None:
    assert text.fits(Path(name)) is fits
