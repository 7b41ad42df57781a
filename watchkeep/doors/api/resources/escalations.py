"""Escalations: the search for somebody who takes an incident, and the pages that it sent."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.duty.oncall.models.escalations import State
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.work.incidents.permissions import P as Incident
from watchkeep.work.tickets.models import Ticket

router = Resource("Escalations")
StateName = Annotated[State, among(State)]


class PageOut(Record):
    """One person was asked to come."""

    id: int
    person: Named
    round: int
    step: int
    paged_at: datetime
    expires_at: datetime
    acknowledged_at: datetime | None

    @classmethod
    def of(cls, page: Page) -> "PageOut":
        """Show a page whose person is loaded."""
        names = ("id", "round", "step", "paged_at", "expires_at", "acknowledged_at")
        person = Named(id=page.person_id, name=page.person.name)
        return cls(**{name: getattr(page, name) for name in names}, person=person)


class EscalationOut(Record):
    """The search for somebody who takes an incident, by the policy as it stood when the search began."""

    id: int
    incident: str
    policy: str
    state: StateName
    round: int
    step: int
    """The step taken last; -1 for none of this round yet."""
    next_step_at: datetime | None
    started_at: datetime
    ended_at: datetime | None
    pages: list[PageOut]

    @classmethod
    def of(cls, escalation: Escalation) -> "EscalationOut":
        """Show an escalation with its ticket and pages loaded."""
        names = ("id", "round", "step", "next_step_at", "started_at", "ended_at")
        return cls(
            **{name: getattr(escalation, name) for name in names},
            incident=escalation.ticket.number,
            policy=escalation.plan.name,
            state=State(escalation.state),
            pages=[PageOut.of(page) for page in escalation.pages.all()],
        )


class EscalationFilters(BaseModel):
    """Which escalations."""

    state: StateName | None = None
    incident: str | None = None


class OnePerson(Change):
    """Whom to page."""

    person: Ref


@router.list("/escalations", EscalationOut, may=P.SEE)
def list_escalations(request: Call, filters: Query[EscalationFilters], paging: Query[Paging]) -> Listing[EscalationOut]:
    """Escalations, the newest first."""
    asked = filters.model_dump(exclude_none=True)
    if "incident" in asked:
        asked["ticket__number"] = asked.pop("incident")
    return answers.listed(request, _escalations(request).filter(**asked), EscalationOut.of, paging)


@router.read("/escalations/{int:escalation}", EscalationOut)
def get_escalation(request: Call, escalation: Id) -> EscalationOut:
    """One escalation and its pages."""
    return EscalationOut.of(finding.one(request, _escalations(request), escalation))


@router.verb("/escalations/{int:escalation}/escalate", EscalationOut, may=P.ESCALATE)
def escalate(request: Call, escalation: Id) -> EscalationOut:
    """Do not wait any longer: the next step now."""
    life.escalate(finding.one(request, _escalations(request), escalation), by=request.auth)
    return get_escalation(request, escalation)


@router.verb("/escalations/{int:escalation}/page", EscalationOut, may=P.ESCALATE)
def page_somebody(request: Call, escalation: Id, body: OnePerson) -> EscalationOut:
    """Page somebody of your own choice."""
    row = finding.one(request, _escalations(request), escalation)
    people = Person.objects.visible_to(request.auth).active()
    life.page_somebody(row, by=request.auth, person=answers.referred(people, body.person, "person"))
    return get_escalation(request, escalation)


@router.verb("/pages/{int:page}/acknowledge", PageOut, may=Incident.WORK)
def acknowledge_page(request: Call, page: Id) -> PageOut:
    """Answer a page that was sent to you: the incident is yours. A token needs `incident.work` for it."""
    rows = Page.objects.filter(person=request.auth.person or 0).select_related("person", "escalation__ticket")
    row = finding.one(request, rows, page)
    if request.auth.key != f"person:{request.auth.person}":
        request.auth.need(Incident.WORK, "answer pages with this token")
    life.acknowledge(row, by=request.auth)
    return PageOut.of(finding.one(request, rows, page))


def _escalations(request: Call) -> QuerySet[Escalation]:
    rows = Escalation.objects.all() if request.auth.may(P.SEE) else Escalation.objects.none()
    seen = Ticket.objects.visible_to(request.auth).values("pk")
    return rows.filter(ticket__in=seen).select_related("ticket").prefetch_related("pages__person")
