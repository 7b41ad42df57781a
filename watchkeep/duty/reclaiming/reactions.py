"""Answers to what happens to people, to actions, and to seats."""

from collections.abc import Callable
from typing import Any

from watchkeep.duty.connections import events as actions
from watchkeep.duty.reclaiming import life
from watchkeep.estate.licences import events as licences
from watchkeep.estate.licences import queries as audits
from watchkeep.estate.licences.models import Campaign
from watchkeep.estate.people import events as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.wires import concerning

MOVES = {"manager", "organisation"}
"""What we know of a person that is another when they work elsewhere."""


def take_back(fact: people.Deactivated) -> None:
    """Somebody left. Who has come back meanwhile keeps what they have."""
    if person := Person.objects.filter(pk=fact.record, is_active=False).first():
        life.leave(person)


def spare(fact: people.Activated) -> None:
    """Somebody is here again."""
    if person := Person.objects.filter(pk=fact.record, is_active=True).first():
        life.come_back(person)


@concerning(lambda fact: not MOVES.isdisjoint(fact.changed))
def ask(fact: people.Edited) -> None:
    """Somebody works elsewhere now."""
    life.move(Person.objects.get(pk=fact.record), at=fact.at)


@concerning(lambda fact: not fact.ticket and not getattr(fact, "is_dry_run", False))
def take_result(fact: actions.Succeeded | actions.Answered) -> None:
    """The machine took something back, perhaps."""
    life.succeed(fact.run)


@concerning(lambda fact: not fact.ticket)
def take_failure(fact: actions.Failed | actions.TimedOut | actions.Refused | actions.Cancelled) -> None:
    """The machine did not, or was not allowed to."""
    said = getattr(fact, "why", "") or getattr(fact, "reason", "")
    life.fail(fact.run, why=said or fact.kind.partition(".")[2].replace("_", " "))


def settle(fact: licences.SeatFreed) -> None:
    """A seat is free on whatever way: nothing is left to take back."""
    life.settle(fact.seat, reason=fact.reason)


@concerning(lambda fact: fact.removed > 0)
def refuse(fact: licences.AuditSigned) -> None:
    """What reviewers did not confirm is taken back."""
    life.refuse(audits.refused_seats(fact.record), about=str(Campaign.objects.get(pk=fact.record))[:200])


HEARS: dict[type[Any], Callable[[Any], object]] = {
    people.Deactivated: take_back, people.Activated: spare, people.Edited: ask, licences.SeatFreed: settle,
    licences.AuditSigned: refuse,
    **dict.fromkeys((actions.Succeeded, actions.Answered), take_result),
    **dict.fromkeys((actions.Failed, actions.TimedOut, actions.Refused, actions.Cancelled), take_failure),
}  # fmt: skip
"""What is answered, each later."""
