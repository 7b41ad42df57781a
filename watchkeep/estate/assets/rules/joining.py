"""Which classes a relation may join: a kind is allowed where one line of its table says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchkeep.estate.assets.models import RelationKind

ANY = ""
"""Stands for every class."""
_MACHINES = ("hardware", "storage", "virtual_machine", "container_host", "cluster", "cloud")
_PROGRAMS = ("software", "container", "virtual_machine", "container_host", "cluster", "storage", "cloud", "other")
_ON_A_NETWORK = (*_MACHINES, "container", "software", "network", "address", "other")

JOINS: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]] = {
    RelationKind.RUNS_ON: ((_PROGRAMS, (*_MACHINES, "container", "software", "other")),),
    RelationKind.DEPENDS_ON: (((ANY,), (ANY,)),),
    RelationKind.CONNECTS_TO: ((_ON_A_NETWORK, _ON_A_NETWORK),),
    RelationKind.PART_OF: (
        (("hardware",), ("hardware", "cluster", "location", "storage")),
        (("virtual_machine", "container_host", "container"), ("cluster", "cloud", "network")),
        (("software",), ("software", "cluster")),
        (("storage",), ("storage", "cluster", "hardware", "location")),
        (("cloud",), ("cloud", "cluster", "network")),
        (("network", "address"), ("network", "cloud", "location")),
        (("location",), ("location",)),
        (("cluster",), ("cluster", "cloud", "location")),
        (("other",), (ANY,)),
        ((ANY,), ("other",)),
    ),
    RelationKind.PROTECTS: ((("hardware", "software", "certificate", "cloud", "storage", "cluster", "other"), (ANY,)),),
}
"""For each kind: from one of these classes, or one below it, to one of those."""


def may_join(line: Sequence[str], kind: str, other: Sequence[str]) -> bool:
    """Whether a relation may lead from a class with this line to one with that."""
    return any(
        not {ANY, *line}.isdisjoint(nearer) and not {ANY, *other}.isdisjoint(further)
        for nearer, further in JOINS.get(kind, ())
    )
