"""Where a public file may lie, and which addresses, paths and names of users it holds: none that are somebody's own."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.errors import DatabaseError
from facts.publish import copying

from .conftest import CONTACT, SEEDS, rows
from .test_public import LONG
from .test_publish import query
from .world import World, build, insert


def test_no_user_no_path_and_no_input_is_in_it(public: Path, seeds: Engine) -> None:
    said = public.read_bytes() + b"".join(path.read_bytes() for path in public.parent.glob("*.*"))
    inputs = [str(value) for (value,) in rows(seeds, "SELECT input FROM loads")]
    users = {str(value) for (value,) in rows(seeds, "SELECT run_by FROM loads")}
    assert inputs and users == {getpass.getuser()}
    for value in (*inputs, str(SEEDS), str(public.parent), str(seeds.url.database), "seeds/"):
        assert value.encode() not in said, value
    columns = {row[1] for row in query(public, "PRAGMA table_info(loads)")}
    assert not columns & {"run_by", "input"} and "input_sha256" in columns


def test_full_texts_never_come_to_lie_where_a_public_file_does(seeds: Engine, seeds_file: Path, tmp_path: Path) -> None:
    publish.desk(seeds, tmp_path / "published" / "x" / "desk")
    with pytest.raises(DatabaseError, match="would be shown, or go wherever"):
        publish.public(seeds, CONTACT, tmp_path / "published")
    with pytest.raises(DatabaseError, match="the desk edition"):
        publish.public(seeds, CONTACT, tmp_path / "published" / "x" / "desk")
    publish.public(seeds, CONTACT, tmp_path / "site")
    with pytest.raises(DatabaseError, match="the public edition"):
        publish.desk(seeds, tmp_path / "site")
    with pytest.raises(DatabaseError, match="don't belong below it"):
        publish.desk(seeds, tmp_path / "site" / "desk")
    shutil.copy(seeds_file, tmp_path / "site" / "notes.sqlite")
    with pytest.raises(DatabaseError, match=r"notes\.sqlite would be shown"):
        publish.public(seeds, CONTACT, tmp_path / "site")


def test_a_store_is_never_where_a_public_file_is_served(sqlite_store: Engine) -> None:
    folder = Path(str(sqlite_store.url.database)).parent
    with pytest.raises(DatabaseError):
        publish.public(sqlite_store, CONTACT, folder)
    with pytest.raises(DatabaseError, match="would be shown, or go wherever"):
        publish.public(sqlite_store, CONTACT, folder.parent)


@pytest.mark.parametrize("value", ["file:///home/me/a.txt", "/home/me/a.txt", "C:\\Users\\me\\a.txt"])
def test_a_path_is_nowhere(store: Engine, tmp_path: Path, value: str) -> None:
    def make(world: World) -> None:
        world.source("gazette", publisher="Gazette", licence=value)
        world.capture("gazette", LONG)
        insert(world.connection, "entity_identifiers", entity_id=world.entity("Gazette"), scheme="x", value=value)

    build(store, make)
    assert b"me" + value[-6:].encode() not in publish.public(store, CONTACT, tmp_path / "public").read_bytes()


def test_a_database_is_known_by_how_it_begins(seeds: Engine, seeds_file: Path, tmp_path: Path) -> None:
    (tmp_path / "site" / "static").mkdir(parents=True)
    shutil.copy(seeds_file, tmp_path / "site" / "static" / "backup")
    with pytest.raises(DatabaseError, match="backup would be shown"):
        publish.public(seeds, CONTACT, tmp_path / "site")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org:8080/", True),
        ("https://medium.example/@somebody/post", True),
        ("https://example.org.", True),
        ("https://xn--80ak6aa92e.xn--p1ai/", True),
        ("http://nas.lan/a", False),
        ("http://pc.corp/a", False),
        ("http://host.home.arpa/", False),
        ("http://localhost./a", False),
        ("http://0x7f.1/", False),
        ("file:///home/me/a.txt", False),
        ("/home/me/a.txt", False),
        ("https://me:secret@example.org/", False),
        ("http://localhost/a", False),
        ("http://127.0.0.1/a", False),
        ("http://[::1]/a", False),
        ("http://intranet/a", False),
        ("http://nas.local/a", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_that_anybody_may_know_are_shown(value: str, shown: bool) -> None:
    assert copying.address(value) == (value if shown else None)


def test_what_lets_one_in_is_taken_out_of_an_address() -> None:
    assert (
        copying.address("https://example.org/a?page=2&token=s3cret&x=%20y#b") == "https://example.org/a?page=2&x=%20y#b"
    )
    assert copying.address("https://example.org/a?Token=s3cret") == "https://example.org/a"
    assert copying.address("https://example.org/?a=1&a=2") == "https://example.org/?a=1&a=2"
