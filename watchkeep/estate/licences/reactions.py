"""What licences do when something else is told."""

from collections.abc import Callable, Sequence
from typing import Any

from watchkeep.estate.assets import events as assets
from watchkeep.estate.licences import life
from watchkeep.estate.people import events as people
from watchkeep.estate.suppliers import events as suppliers
from watchkeep.kernel.facts import Fact
from watchkeep.kernel.wires import concerning

COUNTED = {"user", "location", "cores", "cpu_count", "state"}
"""What of a machine changes what it counts."""


def note_titles(facts: Sequence[assets.SoftwareChanged]) -> None:
    """What nobody has seen before is read; what is known is noted as used."""
    items = sorted({fact.record for fact in facts})
    life.note_titles_of(items)
    life.note_uses_of(items)


def note_machine(fact: Fact) -> None:
    """Somebody else has it, or it is gone or back."""
    life.note_uses_of([fact.record])


@concerning(lambda fact: bool(COUNTED & set(fact.changed)))
def note_what_it_counts(fact: assets.ItemEdited | assets.ItemObserved) -> None:
    """It counts otherwise where it has other processors, another place or another user."""
    life.note_uses_of([fact.record])


def note_merged(fact: assets.ItemMerged) -> None:
    """What was counted twice counts once."""
    life.note_uses_of([fact.record, fact.into])


def note_parted(fact: assets.ItemParted) -> None:
    """What was counted once counts twice."""
    life.note_uses_of([fact.record, fact.former])


def follow_contract(fact: Fact) -> None:
    """What hangs on a contract has its days."""
    life.follow_contract(fact.record)


def follow_group(fact: people.GroupChanged) -> None:
    """Whoever came into a group that means seats has one, and whoever went has none."""
    life.follow_group(fact.group)


def take_group_back(fact: people.GroupForgotten) -> None:
    """What a group meant that is no more, nobody holds any longer."""
    life.leave_groups(fact.record, fact.group)


def take_groups_back(fact: people.SourceRemoved) -> None:
    """What the groups of a directory meant that is no more, nobody holds any longer."""
    life.leave_groups(fact.record)


def follow_returned(fact: people.Activated) -> None:
    """Whoever is back has the seats again that their groups mean."""
    life.follow_returned(fact.record)


def count_what_waited(fact: people.Invited | people.Linked) -> None:
    """Sign-ins of somebody whom nobody knew are counted."""
    life.count_what_waited(fact.record)


HEARS: dict[type[Fact], Callable[[Any], object]] = {
    **dict.fromkeys(
        (assets.ItemPutToUse, assets.ItemTakenBack, assets.ItemRetired, assets.ItemRevived, assets.ItemDisposed),
        note_machine,
    ),
    assets.ItemEdited: note_what_it_counts,
    assets.ItemObserved: note_what_it_counts,
    assets.ItemMerged: note_merged,
    assets.ItemParted: note_parted,
    **dict.fromkeys(
        (
            suppliers.Edited, suppliers.PutInForce, suppliers.Renewed, suppliers.NoticeGiven, suppliers.NoticeWithdrawn,
            suppliers.Ended,
        ),
        follow_contract,
    ),
    people.GroupChanged: follow_group,
    people.Activated: follow_returned,
    people.Invited: count_what_waited,
    people.Linked: count_what_waited,
}  # fmt: skip
"""What else is heard: another user, place or size of a machine, other days of a contract, who is in which group."""
HEARS_AT_ONCE: dict[type[Fact], Callable[[Any], object]] = {
    people.GroupForgotten: take_group_back, people.SourceRemoved: take_groups_back,
}  # fmt: skip
"""What has to be heard while it still is there."""
