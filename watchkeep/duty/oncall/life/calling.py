"""One call: a page to a person, a flag where nobody could be paged, an alarm to those who must see to it."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import Fact, tell
from watchkeep.work.tickets.models import Ticket

OPENS_FOR = timedelta(days=1)
"""How long the link in a message opens."""


def call(escalation: Escalation, one: queries.Reach, there: paging.Position, *, by: Actor) -> Page | None:
    """Page one person; None, and a flag on the timeline, when she cannot be reached."""
    if one.person is None or not one.is_reachable:
        flag(escalation, one.target, one.why, there, one.person)
        return None
    fact = tell(
        events.Paged(
            record=escalation.ticket_id,
            by=by,
            escalation=escalation.pk,
            person=one.person.pk,
            step=there.step,
            round=there.round,
            through=one.through,
            is_drill=escalation.ticket.is_drill,
        )
    )
    page, token = _write_down(escalation, one.person, there, fact.id)
    notify.notify(
        one.person,
        fact_id=fact.id,
        subject=_subject(escalation.ticket),
        body=_page_text(escalation, one, there),
        link=f"{settings.BASE_URL}/a/{token}",
        link_text=_("Acknowledge"),
        ticket=escalation.ticket,
    )
    return page


def flag(
    escalation: Escalation,
    target: paging.Target,
    why: str,
    there: paging.Position | Page,
    person: Person | None = None,
) -> None:
    """Say on the timeline who should have been paged and was not, and why."""
    tell(
        events.PageSkipped(
            record=escalation.ticket_id,
            by=CLOCK,
            escalation=escalation.pk,
            step=there.step,
            round=there.round,
            target="person" if person else target.kind,
            target_id=person.pk if person else target.id,
            name=person.name if person else target.name,
            why=why,
        )
    )


def fallback(ticket: Ticket) -> list[Person]:
    """Who must know when paging fails: the leads of the teams concerned, and the administrators."""
    teams = {ticket.team_id, ticket.service.owner_team_id if ticket.service else None} - {None}
    leads = Q(memberships__team__in=teams, memberships__is_lead=True)
    return list(Person.objects.active().filter(leads | Q(roles__slug="administrator")).distinct())


def alarm(escalation: Escalation, people: Iterable[Person], fact: Fact, what: str) -> None:
    """Tell the fallback what went wrong."""
    ticket = escalation.ticket
    for person in people:
        notify.notify(
            person,
            fact_id=fact.id,
            subject=_subject(ticket, what.rstrip(".")),
            body=_alarm_text(escalation, what),
            link=notices.link_to(ticket),
            link_text=_("Open the incident"),
            ticket=ticket,
        )


def _write_down(escalation: Escalation, person: Person, there: paging.Position, fact: int) -> tuple[Page, str]:
    key, digest = secrets.new_key()
    page = Page.objects.create(
        escalation=escalation,
        person=person,
        round=there.round,
        step=there.step,
        fact=fact,
        digest=digest,
        is_drill=escalation.ticket.is_drill,
        paged_at=clock.now(),
        expires_at=clock.now() + OPENS_FOR,
    )
    return page, secrets.sign(key, queries.PURPOSE)


def _subject(ticket: Ticket, what: str = "") -> str:
    subject = notices.subject_for(ticket, what)
    return f"{_('DRILL')} · {subject}" if ticket.is_drill else subject


def _page_text(escalation: Escalation, one: queries.Reach, there: paging.Position) -> str:
    wait = escalation.plan.steps[max(there.step, 0)].wait_minutes
    answer = _("Please answer within %(time)s; then somebody else is asked.") % {"time": _spoken(wait)}
    why = _("You are on call: %(name)s.") % {"name": one.through} if one.through else _("You are asked by name.")
    return _joined(_drill(escalation.ticket), escalation.ticket.title, why, answer)


def _alarm_text(escalation: Escalation, what: str) -> str:
    told = _("Policy: %(name)s. Please see to it that somebody takes this incident.") % {"name": escalation.plan.name}
    return _joined(_drill(escalation.ticket), what, told)


def _spoken(minutes: float) -> str:
    if minutes < 1:
        return _("%(n)d seconds") % {"n": minutes * 60}
    return ngettext("%(n)g minute", "%(n)g minutes", round(minutes)) % {"n": minutes}


def _drill(ticket: Ticket) -> str:
    return _("This is a DRILL. Nothing is broken; please act as if it were.") if ticket.is_drill else ""


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
