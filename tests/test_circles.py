"""Circles that the database refuses: of republications, continuations and supersessions, also from two writers at once."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from .test_ddl import Plain
from .world import World, build, insert


def chain(world: World) -> None:
    for name in "abcd":
        world.source(name)
        world.claim(f"claim-{name}")
    world.made_from("a", "b")
    world.made_from("b", "c", "translation")


def test_a_circle_of_republications_and_translations_is_refused(store: Engine) -> None:
    build(store, chain)
    with pytest.raises(DBAPIError, match="made from itself"):
        build(store, lambda world: world.made_from("c", "a"))
    build(store, lambda world: world.made_from("c", "a", "rewrite"))
    with pytest.raises(DBAPIError, match="made from itself"):
        build(store, lambda world: world.connection.execute(text("UPDATE derivations SET kind = 'republication'")))
    build(store, lambda world: world.made_from("c", "d"))


def test_a_rejected_derivation_closes_no_circle_until_it_is_confirmed(store: Engine) -> None:
    build(store, chain)
    build(store, lambda world: world.made_from("c", "a", status="rejected"))
    with pytest.raises(DBAPIError, match="made from itself"):
        build(store, lambda world: world.connection.execute(text("UPDATE derivations SET status = 'confirmed'")))


def test_a_circle_of_supersessions_is_refused(store: Engine) -> None:
    def supersede(world: World, one: str, other: str) -> None:
        pair = {"claim_id": world.claim(one), "related_id": world.claim(other)}
        insert(world.connection, "claim_relations", **pair, relation="supersedes")

    build(store, chain)
    build(store, lambda world: supersede(world, "claim-a", "claim-b"))
    build(store, lambda world: supersede(world, "claim-b", "claim-c"))
    with pytest.raises(DBAPIError, match="supersede itself"):
        build(store, lambda world: supersede(world, "claim-c", "claim-a"))


def test_a_circle_of_continuations_is_refused(store: Engine) -> None:
    def two(world: World) -> None:
        world.capture("a", "One two three")
        first = world.quote("a", "One")
        world.quote("a", "three", continues_id=first)

    build(store, two)
    client = Plain(store)
    client.refused("UPDATE quotes SET continues_id = (SELECT max(id) FROM quotes) WHERE continues_id IS NULL", "itself")
    client.refused("UPDATE quotes SET continues_id = id WHERE continues_id IS NULL", "itself")
    client.connection.close()


def test_two_writers_can_not_each_close_half_of_a_circle(postgresql_store: Engine) -> None:
    """The second waits for the first, then sees what it wrote."""
    build(postgresql_store, chain)
    first, second = Plain(postgresql_store), Plain(postgresql_store)
    add = (
        "INSERT INTO derivations (source_id, origin_id, kind, basis, status, load_id) SELECT s.id, o.id, 'republication', "
        "'declared', 'confirmed', 1 FROM sources s, sources o WHERE s.slug = '{}' AND o.slug = '{}'"
    )
    first.connection.execute(add.format("c", "d"))
    second.connection.execute("SET lock_timeout = '300ms'")
    with pytest.raises(Exception, match="lock timeout"):
        second.connection.execute(add.format("d", "a"))
    second.connection.rollback()
    first.connection.commit()
    second.refused(add.format("d", "a"), "made from itself")
    first.connection.close()
    second.connection.close()
