"""What pairs connect: groups of parties that are one, or may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node")


def roots(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, Node]:
    """For each node of the pairs one that stands for all that it is connected with."""
    above: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        while (upper := above.setdefault(node, node)) != node:
            above[node] = node = above.setdefault(upper, upper)
        return node

    for one, other in pairs:
        above[find(one)] = find(other)
    return {node: find(node) for node in list(above)}


def components(
    parties: list[str], known: Mapping[str, str], pairs: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[str, ...], ...]:
    """The parties in groups that pairs connect, also through parties that are not among them.

    `known` are the `roots` of pairs that hold everywhere: they are not gone through again for each list of parties.
    """
    if len(parties) == 1:
        return ((parties[0],),)
    here = roots((known.get(one, one), known.get(other, other)) for one, other in pairs)
    groups: dict[str, list[str]] = {}
    for party in sorted(parties):
        root = known.get(party, party)
        groups.setdefault(here.get(root, root), []).append(party)
    return tuple(sorted(tuple(group) for group in groups.values()))
