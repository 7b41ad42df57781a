"""Answering: a person takes it, or it is no longer needed."""

from dataclasses import replace

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life as notify
from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.life.steps import LIFE, end
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P as Incidents
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def acknowledge(page: Page, *, by: Actor) -> None:
    """Whoever was paged takes the incident. She may, whatever her roles: that is what she was paged for.

    Refused with the code `answered` when somebody has it already, `over` when nobody needs to any more, and
    `expired` when the link is too old.
    """
    if by.person != page.person_id:
        raise NotAllowed(_("This page is for somebody else."), permission=Incidents.WORK)
    ticket = Ticket.objects.select_for_update(no_key=True).get(pk=page.escalation.ticket_id)
    if no := why_late(page, ticket):
        raise no
    entitled = replace(by, permissions=by.permissions | {Incidents.WORK})
    incidents.acknowledge(Incident.objects.get(pk=ticket.pk), by=entitled)


@transaction.atomic
def answer(ticket_id: int, *, by: Actor | str, person: int | None, why: str) -> None:
    """Somebody has the incident: stop looking. Her own page, if she was paged, counts as answered."""
    escalation = _latest(ticket_id)
    if escalation is None or escalation.state not in LIFE.steps["answer"].start:
        return
    page = escalation.pages.unanswered().filter(person=person).last()
    end(escalation, "answer", by=by, why=why if page is None else "")
    if page is not None:
        _note_answer(page, by)


@transaction.atomic
def stop(ticket_id: int, *, by: Actor | str, why: str) -> None:
    """Nobody is needed any more. `why` is the kind of the fact that says so."""
    escalation = _latest(ticket_id)
    if escalation is not None and escalation.is_running:
        end(escalation, "stop", by=by, why=why)
        notify.withdraw_pages(ticket_id)


def why_late(page: Page, ticket: Ticket | None = None) -> Refused | None:
    """Why this page cannot be answered any more, in words for a tired person; None when it can."""
    ticket = ticket or page.escalation.ticket
    if page.acknowledged_at:
        return Refused(_("You have it already."), code="answered")
    if not ticket.is_open:
        return Refused(_("It is over. Nobody needs to come."), code="over")
    if ticket.state not in incidents.LIFE.steps["acknowledge"].start:
        return Refused(_who_has(ticket), code="answered")
    if page.expires_at <= clock.now():
        return Refused(_("This link has expired. Open the incident to take it."), code="expired")
    return None


def _who_has(ticket: Ticket) -> str:
    since = Incident.objects.values_list("acknowledged_at", flat=True).get(pk=ticket.pk)
    if ticket.assignee is None or since is None:
        return _("It is taken care of.")
    at = formats.time_format(timezone.localtime(since), "H:i")
    return _("%(name)s has it, since %(time)s.") % {"name": ticket.assignee, "time": at}


def _latest(ticket_id: int) -> Escalation | None:
    """The escalation that runs or ran last, held for this transaction."""
    return Escalation.objects.select_for_update(no_key=True).filter(ticket=ticket_id).order_by("-pk").first()


def _note_answer(page: Page, by: Actor | str) -> None:
    now = clock.now()
    Page.objects.filter(pk=page.pk).update(acknowledged_at=now)
    tell(
        events.Acknowledged(
            record=page.escalation.ticket_id,
            by=by,
            escalation=page.escalation_id,
            page=page.pk,
            person=page.person_id,
            seconds=round((now - page.paged_at).total_seconds(), 3),
        )
    )
