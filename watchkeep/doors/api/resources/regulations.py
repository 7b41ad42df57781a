"""Clocks of the law: what must be reported of an incident, by when, and who reported what to whom."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents import finding as incidents
from watchkeep.doors.api.shapes import (
    Change,
    Id,
    Line,
    Listing,
    Moment,
    Named,
    Paging,
    Record,
    Ref,
    Words,
    among,
)
from watchkeep.duty.regulations import life
from watchkeep.duty.regulations.models import Obligation, Regime, Report, Terms
from watchkeep.duty.regulations.permissions import P
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.work.tickets.models import Attachment

router = Resource("Clocks of the law")
Law = Annotated[Regime, among(Regime)]
TermsName = Annotated[Terms, among(Terms)]
Said = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class LawReportOut(Record):
    """One report that a law wants. `due_at` is null where the law names no hour."""

    id: int
    obligation: int
    incident: str
    law: Law
    stage: str
    name: str
    says: str
    source: str
    """Where the law says so."""
    due_at: datetime | None
    late_at: datetime | None
    """When it was found to be late."""
    reported_at: datetime | None
    reported_by: Named | None
    to: str
    reference: str
    text: str
    evidence: str
    attachment: int | None
    closed_at: datetime | None
    close_reason: str
    """Why it is not needed."""

    @classmethod
    def of(cls, row: Report) -> "LawReportOut":
        """Show a report whose obligation, ticket and reporter are loaded."""
        names = ("stage", "says", "due_at", "late_at", "reported_at", "to", "reference", "text", "evidence")
        return cls(
            id=row.pk,
            obligation=row.obligation_id,
            incident=row.obligation.ticket.number,
            law=Regime(row.obligation.regime),
            name=str(row.step.name),
            source=row.step.source,
            reported_by=Named.of(row.reported_by),
            attachment=row.attachment_id,
            closed_at=row.closed_at,
            close_reason=row.close_reason,
            **{name: getattr(row, name) for name in names},
        )

    def href(self) -> str:
        """Where the report is found."""
        return f"/api/v1/law-reports/{self.id}"


class ObligationOut(Record):
    """A law that an incident falls under, as a person stated it, with its reports."""

    id: int
    incident: str
    law: Law
    aware_at: datetime
    classified_at: datetime | None
    handled_at: datetime | None
    terms: TermsName
    hours: Named | None
    authority: str
    started_by: Named | None
    started_at: datetime
    stopped_at: datetime | None
    stop_reason: str
    reports: list[LawReportOut]

    @classmethod
    def of(cls, row: Obligation) -> "ObligationOut":
        """Show an obligation whose reports are loaded."""
        names = ("aware_at", "classified_at", "handled_at", "authority", "started_at", "stopped_at", "stop_reason")
        return cls(
            id=row.pk,
            incident=row.ticket.number,
            law=Regime(row.regime),
            terms=Terms(row.terms),
            hours=Named.of(row.hours),
            started_by=Named.of(row.started_by),
            reports=[LawReportOut.of(one) for one in row.reports.all()],
            **{name: getattr(row, name) for name in names},
        )

    def href(self) -> str:
        """Where the obligation is found."""
        return f"/api/v1/obligations/{self.id}"


class ObligationNew(Change):
    """Which law, since when, and what it has for you. Terms that weekends move need `hours`, a calendar."""

    incident: Annotated[str, Field(min_length=1, max_length=20, examples=["INC-1042"])]
    law: Law
    aware_at: Moment
    classified_at: Moment | None = None
    authority: Words = ""
    terms: TermsName = Terms.PLAIN
    hours: Ref | None = None


class ObligationEdit(Change):
    """What was said wrongly. What is due moves with it; what was said before stays among the facts."""

    aware_at: Moment | None = None
    classified_at: Moment | None = None
    handled_at: Moment | None = None
    terms: TermsName = Terms.PLAIN
    hours: Ref | None = None


class Reporting(Change):
    """What was reported to whom, and what proves it. Without `reported_at` it was now."""

    text: Said
    to: Line
    reported_at: Moment | None = None
    reference: Annotated[str, Field(max_length=120)] = ""
    evidence: Annotated[str, Field(max_length=300)] = ""
    attachment: Ref | None = None


class LawReason(Change):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class ObligationFilters(BaseModel):
    """Of which incident."""

    incident: Annotated[str, Field(max_length=20)] | None = None


class ReportFilters(BaseModel):
    """Only those that still have to be made."""

    open: bool | None = None


@router.list("/obligations", ObligationOut, may=P.SEE)
def list_obligations(request: Call, filters: Query[ObligationFilters], paging: Query[Paging]) -> Listing[ObligationOut]:
    """The laws that incidents fall under, the newest first."""
    rows = _obligations(request)
    if filters.incident is not None:
        rows = rows.filter(ticket__number=filters.incident)
    return answers.listed(request, rows, ObligationOut.of, paging)


@router.create("/obligations", ObligationOut, may=P.WORK)
def start_obligation(request: Call, body: ObligationNew) -> ObligationOut:
    """Say that a law wants an incident reported, and since when you have been aware of it."""
    incident, given = incidents.other(request, body.incident, "incident"), _with_hours(body)
    del given["incident"]
    made = life.start(incident.ticket, by=request.auth, regime=given.pop("law"), **given)
    return get_obligation(request, made.pk)


@router.read("/obligations/{int:obligation}", ObligationOut)
def get_obligation(request: Call, obligation: Id) -> ObligationOut:
    """One obligation with its reports."""
    return ObligationOut.of(finding.one(request, _obligations(request), obligation))


@router.edit("/obligations/{int:obligation}", ObligationOut, may=P.WORK)
def correct_obligation(request: Call, obligation: Id, body: ObligationEdit) -> ObligationOut:
    """Say better since when it counts, or what holds for you."""
    row = finding.one(request, _obligations(request), obligation)
    answers.seen(request, ObligationOut.of(row))
    said = _with_hours(body)
    if said.get("aware_at", row) is None:
        del said["aware_at"]
    life.correct(row, by=request.auth, **said)
    return get_obligation(request, obligation)


@router.verb("/obligations/{int:obligation}/more", LawReportOut, may=P.WORK)
def report_more(request: Call, obligation: Id, body: Reporting) -> LawReportOut:
    """Put on record that more was told while the incident went on: progress, an update, further information."""
    row = finding.one(request, _obligations(request), obligation)
    made = life.report_more(row, by=request.auth, **_with_file(row, body))
    return get_law_report(request, made.pk)


@router.verb("/obligations/{int:obligation}/stop", ObligationOut, may=P.WORK)
def stop_obligation(request: Call, obligation: Id, body: LawReason) -> ObligationOut:
    """Say why the law does not want this incident reported, after all."""
    life.stop(finding.one(request, _obligations(request), obligation), by=request.auth, reason=body.reason)
    return get_obligation(request, obligation)


@router.list("/law-reports", LawReportOut, may=P.SEE)
def list_law_reports(request: Call, filters: Query[ReportFilters], paging: Query[Paging]) -> Listing[LawReportOut]:
    """Reports, the newest first; `open=true`: those that still have to be made."""
    rows = _reports(request)
    return answers.listed(request, rows.open() if filters.open else rows, LawReportOut.of, paging)


@router.read("/law-reports/{int:report}", LawReportOut)
def get_law_report(request: Call, report: Id) -> LawReportOut:
    """One report."""
    return LawReportOut.of(finding.one(request, _reports(request), report))


@router.verb("/law-reports/{int:report}/report", LawReportOut, may=P.WORK)
def report_to_authority(request: Call, report: Id, body: Reporting) -> LawReportOut:
    """Put on record that it was made."""
    row = finding.one(request, _reports(request), report)
    life.report(row, by=request.auth, **_with_file(row.obligation, body))
    return get_law_report(request, report)


@router.verb("/law-reports/{int:report}/waive", LawReportOut, may=P.WORK)
def waive_law_report(request: Call, report: Id, body: LawReason) -> LawReportOut:
    """Say why it is not needed."""
    life.waive(finding.one(request, _reports(request), report), by=request.auth, reason=body.reason)
    return get_law_report(request, report)


def _obligations(request: Call) -> QuerySet[Obligation]:
    rows = Obligation.objects.visible_to(request.auth).select_related("ticket", "hours", "started_by")
    reports = Report.objects.select_related("obligation__ticket", "reported_by")
    return rows.prefetch_related(Prefetch("reports", reports))


def _reports(request: Call) -> Any:
    return Report.objects.visible_to(request.auth).select_related("obligation__ticket", "reported_by")


def _with_hours(body: Change) -> dict[str, Any]:
    given = body.given()
    if given.get("hours") is not None:
        given["hours"] = answers.referred(BusinessHours.objects.all(), given["hours"], "hours")
    return given


def _with_file(obligation: Obligation, body: Reporting) -> dict[str, Any]:
    given = body.given()
    if given.get("attachment") is not None:
        files = Attachment.objects.filter(ticket=obligation.ticket_id)
        given["attachment"] = answers.referred(files, given["attachment"], "attachment")
    return given
