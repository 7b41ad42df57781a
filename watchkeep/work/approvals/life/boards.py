"""Boards: who decides together, and when they meet."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.approvals import events
from watchkeep.work.approvals.models import Board, BoardMember
from watchkeep.work.approvals.permissions import P
from watchkeep.work.approvals.rules import next_meeting

MOST_MEMBERS = 100
FIELDS = ("name", "about", "chair", "quorum", "weekday", "at_time", "time_zone", "every_weeks", "is_active")


@transaction.atomic
def set_up_board(
    *, by: Actor, members: Iterable[Person] = (), services: Iterable[Service] = (), **values: Any
) -> Board:
    """Set up a board. With ``services`` its agenda has what happened to these alone."""
    by.need(P.MANAGE, _("look after boards"))
    board = Board()
    _write(board, list(members), list(services), values, by=by)
    return board


@transaction.atomic
def edit_board(
    board: Board, *, by: Actor, members: Iterable[Person] | None = None, services: Iterable[Service] | None = None,
    **values: Any,
) -> None:  # fmt: skip
    """Edit a board. Who is on it counts for whoever is asked from now on."""
    by.need(P.MANAGE, _("look after boards"))
    people, looked_at = (None if some is None else list(some) for some in (members, services))
    _write(board, people, looked_at, values, by=by)


def pass_meeting(board: Board) -> None:
    """This meeting is called; the next by the rhythm is after it. Inside a verb."""
    if board.meets_at is not None and board.weekday is not None:
        after = max(board.meets_at, clock.now())
        board.meets_at = next_meeting(
            board.weekday, board.at_time, board.time_zone, after, every_weeks=board.every_weeks, last=board.meets_at
        )  # fmt: skip
        board.save(update_fields=["meets_at"])


def _write(
    board: Board, members: list[Any] | None, services: list[Any] | None, values: dict[str, Any], *, by: Actor
) -> None:
    if unknown := values.keys() - set(FIELDS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    changed = save(board, **values)
    if members is not None and _seat(board, members):
        changed = sorted({*changed, "members"})
    if services is not None and {one.pk for one in services} != set(board.services.values_list("pk", flat=True)):
        board.services.set(services)
        changed = sorted({*changed, "services"})
    if {"weekday", "at_time", "time_zone", "every_weeks", "is_active"} & set(changed):
        board.meets_at = None
        if board.is_active and board.weekday is not None:
            board.meets_at = next_meeting(board.weekday, board.at_time, board.time_zone, clock.now())
        board.save(update_fields=["meets_at"])
    if changed:
        tell(events.BoardSaved(record=board.pk, by=by, name=board.name, changed=changed))


def _seat(board: Board, members: list[Person]) -> bool:
    if len(members) > MOST_MEMBERS:
        raise Refused(_("At most %(most)s members.") % {"most": MOST_MEMBERS}, field="members")
    wanted, standing = {one.pk for one in members}, set(board.places.values_list("person", flat=True))
    for one in members:
        if one.pk not in standing and not (one.is_active and people.actor_for(one).may(P.ANSWER)):
            raise Refused(_("%(name)s cannot answer approvals.") % {"name": one.name}, field="members")
    board.places.exclude(person__in=wanted).delete()
    BoardMember.objects.bulk_create([BoardMember(board=board, person=one) for one in members if one.pk not in standing])
    return wanted != standing
