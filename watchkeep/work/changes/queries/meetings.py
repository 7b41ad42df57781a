"""Reads: what is due for a board, and what its members look at before they decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from watchkeep.kernel import clock
from watchkeep.work.approvals.life import Who
from watchkeep.work.approvals.models import Approval
from watchkeep.work.approvals.models import State as Answer
from watchkeep.work.changes.models import (
    WENT_WRONG,
    AgendaItem,
    Change,
    ChangeService,
    Kind,
    Meeting,
    MeetingState,
    Why,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from watchkeep.work.approvals.models import Board

MOST = 200
LOOKED_BACK = timedelta(days=30)
"""How far the first meeting of a board looks back."""


def due_for(board: Board) -> list[tuple[Change, Why]]:
    """What a board should look at now, once each: what waits for it, the riskiest first, then what has happened."""
    found: dict[int, tuple[Change, Why]] = {}
    waiting = Change.objects.filter(pk__in=[one.ticket_id for one in waiting_for(board)])
    for change in waiting.order_by("-risk", "starts_at", "pk"):
        found[change.pk] = (change, Why.WAITING)
    for change in _happened(board).order_by("begun_at", "pk")[:MOST]:
        why = Why.EMERGENCY if change.kind == Kind.EMERGENCY else Why.WORSE
        found.setdefault(change.pk, (change, why))
    return list(found.values())[:MOST]


def _happened(board: Board) -> QuerySet[Change]:
    """Emergencies, what was closed as gone wrong and what was found to have done harm since the board last looked.

    On the services that it looks at, if it looks at some alone. What was closed late is looked for among what ended in
    the month before.
    """
    since = _last_looked(board)
    closed = Q(outcome__in=WENT_WRONG, ended_at__gt=since - LOOKED_BACK, ticket__closed_at__gt=since)
    rows = Change.objects.filter(Q(kind=Kind.EMERGENCY, begun_at__gt=since) | closed | Q(harmed_at__gt=since))
    own = list(board.services.values_list("pk", flat=True))
    if own:
        rows = rows.filter(pk__in=ChangeService.objects.filter(service__in=own).values("change"))
    return rows


def waiting_for(board: Board) -> list[Approval]:
    """The approvals whose stage of now asks this board."""
    rows = Approval.objects.filter(state=Answer.PENDING, subject="change").order_by("asked_at")[: 5 * MOST]
    return [one for one in rows if asks(one, board)]


def asks(approval: Approval, board: Board) -> bool:
    """Whether the stage that waits asks this board."""
    return any(one.who == Who.BOARD and one.id == board.pk for one in approval.current.approvers)


def minutes_of(meeting: Meeting) -> Sequence[AgendaItem]:
    """The agenda with what was decided, ready to be drawn or sent."""
    rows = meeting.agenda.select_related("change__ticket__assignee", "change__owner", "decided_by")
    return list(rows.order_by("position"))


def _last_looked(board: Board) -> datetime:
    last = Meeting.objects.filter(board=board, state=MeetingState.CLOSED).order_by("-closed_at").first()
    return last.closed_at if last and last.closed_at else clock.now() - LOOKED_BACK
