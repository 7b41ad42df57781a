"""While nobody answers: those who were asked are reminded, and one day it is too late."""

from datetime import timedelta

from django.db import transaction

from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import events
from watchkeep.work.approvals.life.steps import LIFE, hold
from watchkeep.work.approvals.models import Approval, Ballot


@transaction.atomic
def remind(approval: Approval) -> None:
    """Ask those again who have not answered, and once more after the same time."""
    approval = hold(approval.pk)
    again = clock.now() + timedelta(hours=max(approval.current.remind_hours, 1))
    ballots = list(Ballot.objects.open().filter(approval=approval).values_list("pk", flat=True))
    LIFE.move(approval, "go_on", by=CLOCK, remind_at=again)
    tell(events.Reminded(record=approval.ticket_id, by=CLOCK, approval=approval.pk, ballots=ballots))


@transaction.atomic
def expire(approval: Approval) -> None:
    """Too few answered in time. Whoever needs the agreement decides what follows."""
    approval = hold(approval.pk)
    LIFE.move(approval, "expire", by=CLOCK, decided_at=clock.now())
    tell(events.Expired(record=approval.ticket_id, by=CLOCK, approval=approval.pk, subject=approval.subject))
