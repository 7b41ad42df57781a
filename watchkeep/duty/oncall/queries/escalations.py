"""What the room of an incident shows of paging, and what a link in a message opens."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.models import State as Sending
from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.duty.oncall.queries.reach import Reach, reach, situation
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, facts, secrets
from watchkeep.kernel.models import FactRow
from watchkeep.work.tickets.models import Ticket

SIGNED_FOR_SECONDS = 7 * 24 * 3600
PURPOSE = "oncall.page"


@dataclass(frozen=True)
class Called:
    """One page as the room shows it: to whom, when, by which ways, and whether she answered."""

    page: Page
    deliveries: list[Delivery]

    @property
    def is_undelivered(self) -> bool:
        """Whether every message of this page was given up."""
        return bool(self.deliveries) and all(one.state == Sending.DEAD for one in self.deliveries)


@dataclass(frozen=True)
class Panel:
    """The escalation of an incident at a glance."""

    escalation: Escalation
    called: list[Called]
    skipped: list[events.PageSkipped]
    next_at: datetime | None
    next_reached: list[Reach]
    nobody: events.NobodyReachable | None
    fallback: list[Person]

    @property
    def is_alarming(self) -> bool:
        """Whether the search is failing: nobody could be paged, or nobody answered."""
        return self.nobody is not None or self.escalation.state == Escalation.State.EXHAUSTED

    @property
    def answered(self) -> Called | None:
        """The page that was answered."""
        return next((one for one in self.called if one.page.acknowledged_at), None)


def latest(ticket: Ticket) -> Escalation | None:
    """The escalation that runs for a ticket, or the last that ran."""
    return Escalation.objects.filter(ticket=ticket).order_by("-pk").first()


def panel(ticket: Ticket, at: datetime | None = None) -> Panel | None:
    """Who was paged when, who is next and when; None when nobody was ever looked for."""
    escalation = latest(ticket)
    if escalation is None:
        return None
    told = [facts.from_row(row) for row in _told_of(escalation)]
    nobody = next((fact for fact in told if isinstance(fact, events.NobodyReachable)), None)
    return Panel(
        escalation=escalation,
        called=_called(escalation),
        skipped=[fact for fact in told if isinstance(fact, events.PageSkipped)],
        next_at=escalation.next_step_at,
        next_reached=_next(escalation, ticket, at or clock.now()),
        nobody=nobody,
        fallback=list(Person.objects.filter(pk__in=nobody.fallback)) if nobody else [],
    )


def pages_waiting_for(person_id: int | None) -> QuerySet[Page]:
    """A person's pages that she has not answered while nobody has the incident, the newest first."""
    wanted = (Escalation.State.RUNNING, Escalation.State.EXHAUSTED)
    rows = Page.objects.unanswered().filter(person=person_id, escalation__state__in=wanted)
    return rows.select_related("person", "escalation__ticket__service", "escalation__ticket__assignee").order_by("-pk")


def page_of(token: str) -> Page | None:
    """The page whose link this is; None when the link was forged or never existed. It may have expired."""
    key = secrets.unsign(token, PURPOSE, SIGNED_FOR_SECONDS)
    if not isinstance(key, str):
        return None
    pages = Page.objects.select_related("person", "escalation__ticket__service", "escalation__ticket__assignee")
    return pages.filter(digest=secrets.digest(key)).first()


def _told_of(escalation: Escalation) -> list[FactRow]:
    kinds = (events.PageSkipped.kind, events.NobodyReachable.kind)
    return list(facts.told("ticket", escalation.ticket_id, kind__in=kinds, data__escalation=escalation.pk))


def _called(escalation: Escalation) -> list[Called]:
    pages = list(escalation.pages.select_related("person"))
    sent: dict[int, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(fact__in=[page.fact for page in pages]).order_by("pk"):
        sent.setdefault(delivery.fact, []).append(delivery)
    return [Called(page, sent.get(page.fact, [])) for page in pages]


def _next(escalation: Escalation, ticket: Ticket, at: datetime) -> list[Reach]:
    """Whom the next step would reach at the moment at which it comes."""
    if not escalation.is_running or escalation.next_step_at is None:
        return []
    when = max(at, escalation.next_step_at)
    there = paging.following(escalation.plan, escalation.here, situation(escalation.plan, ticket.severity, when))
    return reach(escalation.plan.steps[there.step].targets, when) if there else []
