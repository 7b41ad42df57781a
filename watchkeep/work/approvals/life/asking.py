"""The beginning: somebody must agree. And the end without an answer: what was asked is another thing, or no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import events, queries, rules
from watchkeep.work.approvals.life.steps import LIFE
from watchkeep.work.approvals.models import Approval, Ballot
from watchkeep.work.tickets.models import Ticket

Line = Sequence[str]
"""What is agreed to, a line at a time: a label and a value."""


@transaction.atomic
def ask(
    ticket: Ticket,
    *,
    by: Actor,
    stages: Sequence[rules.Stage],
    title: str,
    what: Sequence[Line],
    requester: Person | None,
    subject: str = "request",
    also_barred: Iterable[int] = (),
    needed_by: datetime | None = None,
) -> Approval:
    """Ask for an agreement to ``what``, stage by stage. Whom it is for and whoever asks may not answer.

    After ``needed_by`` an answer would come too late: no stage waits for longer. Inside a verb. Refused when there is
    nobody whom one could ask.
    """
    parties = sorted({*also_barred, *filter(None, [requester.pk if requester else None, by.person])})
    approval = Approval.objects.create(
        ticket=ticket, subject=subject, title=title[:200], what=[list(line) for line in what],
        digest=digest_of(title, what), stages=rules.plain(stages), requester=requester, parties=parties,
        needed_by=needed_by,
    )  # fmt: skip
    tell(events.Asked(record=ticket.pk, by=by, approval=approval.pk, subject=subject))
    begin_stage(approval, 0, by=by)
    return approval


def begin_stage(approval: Approval, number: int, *, by: Actor) -> None:
    """Ask the people of this stage, inside a verb."""
    found = queries.chosen(approval.plan[number], approval.ticket, approval.requester, approval.parties)
    if not found:
        raise Refused(_("Nobody can approve this: there is no manager and nobody else to ask."), code="nobody")
    ballots = Ballot.objects.bulk_create([
        Ballot(approval=approval, stage=number, person=one.person, why=one.why) for one in found
    ])  # fmt: skip
    ask_stage(approval, number, [ballot.pk for ballot in ballots], by=by)


def ask_stage(approval: Approval, number: int, ballots: Sequence[int], *, by: Actor) -> None:
    """Let these questions of a stage be the ones that wait now, inside a verb."""
    times = times_of(approval, number)
    LIFE.move(approval, "go_on", by=CLOCK, stage=number, **times)
    tell(events.StageBegun(
        record=approval.ticket_id, by=by, approval=approval.pk, stage=number, name=approval.plan[number].name,
        ballots=list(ballots), expires_at=times["expires_at"],
    ))  # fmt: skip


def times_of(approval: Approval, number: int) -> dict[str, Any]:
    """When those who are asked in this stage now are reminded, and when it is too late."""
    remind_at, expires_at = rules.times(approval.plan[number], clock.now(), approval.needed_by)
    return {"expires_at": expires_at, "remind_at": remind_at}


@transaction.atomic
def fall(approval: Approval, *, by: Actor, reason: str) -> None:
    """What was asked or agreed to has changed: no answer counts any more. Inside a verb."""
    LIFE.move(approval, "fall", by=CLOCK, reason=reason[:1000], decided_at=clock.now())
    tell(events.Fell(
        record=approval.ticket_id, by=by, approval=approval.pk, subject=approval.subject, reason=reason[:300]
    ))  # fmt: skip


@transaction.atomic
def withdraw(approval: Approval, *, by: Actor) -> None:
    """Nobody needs to agree any more. Inside a verb."""
    LIFE.move(approval, "withdraw", by=CLOCK, decided_at=clock.now())
    tell(events.Withdrawn(record=approval.ticket_id, by=by, approval=approval.pk, subject=approval.subject))


def digest_of(title: str, what: Sequence[Line]) -> str:
    """The mark of what is agreed to: another whenever a word of it is."""
    return secrets.digest(msgspec.json.encode([title, [list(line) for line in what]]).decode()).hex()
