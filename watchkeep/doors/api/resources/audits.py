"""Audits of who has seats: campaigns, what reviewers say of each seat, and the evidence."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Flag, Id, Line, Listing, Named, Paging, Record, Ref, among
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import AuditLine, Campaign, CampaignState, Evidence, Product, Scope, Verdict
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person

router = Resource("Audits of seats")
StateName = Annotated[CampaignState, among(CampaignState)]
VerdictName = Annotated[Verdict, among(Verdict)]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class LicenceAuditOut(Record):
    """A campaign in which reviewers look at seats."""

    volatile = frozenset({"seats", "decided", "removed"})
    id: int
    number: str
    name: str
    state: StateName
    owner: Named
    due_on: date
    started_at: datetime | None
    ended_at: datetime | None
    signed_by: str
    reason: str
    """Why it was cancelled."""
    seats: int
    decided: int
    removed: int

    @classmethod
    def of(cls, campaign: Campaign) -> "LicenceAuditOut":
        """Show a campaign whose seats are counted."""
        same = (
            "number", "name", "due_on", "started_at", "ended_at", "signed_by", "reason", "seats", "decided", "removed",
        )  # fmt: skip
        owner = Named(id=campaign.owner_id, name=campaign.owner.name)
        told = {name: getattr(campaign, name) for name in same}
        return cls(id=campaign.pk, state=CampaignState(campaign.state), owner=owner, **told)

    def href(self) -> str:
        """Where the campaign is found."""
        return f"/api/v1/licence-audits/{self.id}"


class LicenceAuditScopeOut(Record):
    """Whose seats are looked at by whom."""

    id: int
    product: Named
    reviewer: Named

    @classmethod
    def of(cls, scope: Scope) -> "LicenceAuditScopeOut":
        """Show a product of a campaign."""
        product = Named(id=scope.product_id, name=scope.product.name)
        return cls(id=scope.pk, product=product, reviewer=Named(id=scope.reviewer_id, name=scope.reviewer.name))


class LicenceAuditLineOut(Record):
    """A seat as it was when the campaign started, and what its reviewer says of it."""

    id: int
    seat: int
    product: Named
    person: Named
    reviewer: Named
    used_on: date | None
    verdict: VerdictName
    """Empty while nobody has said anything."""
    note: str
    decided_by: str
    decided_at: datetime | None

    @classmethod
    def of(cls, line: AuditLine) -> "LicenceAuditLineOut":
        """Show a seat whose product and people are loaded."""
        named: dict[str, Any] = {
            name: Named(id=one.pk, name=one.name)
            for name, one in (("product", line.product), ("person", line.person), ("reviewer", line.reviewer))
        }
        same = {name: getattr(line, name) for name in ("used_on", "note", "decided_by", "decided_at")}
        return cls(id=line.pk, seat=line.seat_id, verdict=Verdict(line.verdict), **named, **same)


class LicenceAuditEvidenceOut(Record):
    """A file that was signed off."""

    id: int
    kind: str
    size: int
    """In bytes."""
    sha256: str

    @classmethod
    def of(cls, evidence: Evidence) -> "LicenceAuditEvidenceOut":
        """Show a file."""
        return cls(id=evidence.pk, kind=evidence.kind, size=evidence.size, sha256=evidence.sha256)


class LicenceAuditNew(Change):
    """A campaign that is being planned."""

    name: Line
    due_on: Day
    owner: Ref


class LicenceAuditReview(Change):
    """Whose seats are looked at by whom."""

    product: Ref
    reviewer: Ref


class LicenceAuditVerdict(Change):
    """What is said of some seats; an empty verdict takes back what was said."""

    lines: Annotated[list[Ref], Field(min_length=1, max_length=1000)]
    verdict: VerdictName
    note: Annotated[str, Field(max_length=300)] = ""


class LicenceAuditReason(Change):
    """Why."""

    reason: Why


class LicenceAuditLineFilters(BaseModel):
    """Which seats."""

    verdict: VerdictName | None = None
    reviewer: Id | None = None
    undecided: Flag = False


@router.list("", LicenceAuditOut)
def list_licence_audits(
    request: Call, paging: Query[Paging], state: StateName | None = None
) -> Listing[LicenceAuditOut]:
    """Campaigns, the newest first. Reviewers see those in which they have seats to look at."""
    rows = _audits(request)
    return answers.listed(request, rows.filter(state=state) if state else rows, LicenceAuditOut.of, paging)


@router.create("", LicenceAuditOut, may=P.AUDIT)
def plan_licence_audit(request: Call, body: LicenceAuditNew) -> LicenceAuditOut:
    """Plan a campaign."""
    owner = answers.referred(Person.objects.visible_to(request.auth), body.owner, "owner")
    return _shown(request, life.plan_audit(by=request.auth, name=body.name, due_on=body.due_on, owner=owner))


@router.read("/{int:licence_audit}", LicenceAuditOut)
def get_licence_audit(request: Call, licence_audit: Id) -> LicenceAuditOut:
    """One campaign."""
    return LicenceAuditOut.of(finding.one(request, _audits(request), licence_audit))


@router.list("/{int:licence_audit}/products", LicenceAuditScopeOut)
def list_licence_audit_products(
    request: Call, licence_audit: Id, paging: Query[Paging]
) -> Listing[LicenceAuditScopeOut]:
    """Which products are looked at, by whom."""
    row = finding.one(request, _audits(request), licence_audit)
    rows = row.scopes.select_related("product", "reviewer")
    return answers.listed(request, rows, LicenceAuditScopeOut.of, paging, order=("id",))


@router.verb("/{int:licence_audit}/products", None, may=P.AUDIT)
def review_licence_product(request: Call, licence_audit: Id, body: LicenceAuditReview) -> None:
    """Have the seats of a product looked at by somebody."""
    row = finding.one(request, _audits(request), licence_audit)
    product = answers.referred(Product.objects.visible_to(request.auth), body.product, "product")
    reviewer = answers.referred(Person.objects.visible_to(request.auth), body.reviewer, "reviewer")
    life.review(row, by=request.auth, product=product, reviewer=reviewer)


@router.verb("/{int:licence_audit}/start", LicenceAuditOut, may=P.AUDIT)
def start_licence_audit(request: Call, licence_audit: Id) -> LicenceAuditOut:
    """Ask the reviewers about each seat that somebody has now."""
    row = finding.one(request, _audits(request), licence_audit)
    life.start_audit(row, by=request.auth)
    return _shown(request, row)


@router.list("/{int:licence_audit}/lines", LicenceAuditLineOut)
def list_licence_audit_lines(
    request: Call, licence_audit: Id, filters: Query[LicenceAuditLineFilters], paging: Query[Paging]
) -> Listing[LicenceAuditLineOut]:
    """The seats; a reviewer sees their own."""
    row = finding.one(request, _audits(request), licence_audit)
    rows = queries.lines_in_words(row).filter(pk__in=AuditLine.objects.visible_to(request.auth))
    rows = rows.filter(**filters.model_dump(include={"verdict", "reviewer"}, exclude_none=True))
    rows = rows.filter(verdict=Verdict.OPEN) if filters.undecided else rows
    return answers.listed(request, rows, LicenceAuditLineOut.of, paging, order=("id",))


@router.verb("/{int:licence_audit}/decide", LicenceAuditOut, may=P.SEE)
def decide_licence_audit(request: Call, licence_audit: Id, body: LicenceAuditVerdict) -> LicenceAuditOut:
    """Say of seats that they are confirmed or to be removed: reviewers of their own, who may audit of any."""
    row = finding.one(request, _audits(request), licence_audit)
    life.decide(row, body.lines, by=request.auth, verdict=body.verdict, note=body.note)
    return _shown(request, row)


@router.verb("/{int:licence_audit}/sign-off", LicenceAuditOut, may=P.AUDIT)
def sign_licence_audit_off(request: Call, licence_audit: Id) -> LicenceAuditOut:
    """Freeze what was said as evidence once every seat is decided. What is to be removed is taken back."""
    row = finding.one(request, _audits(request), licence_audit)
    life.sign_off(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:licence_audit}/cancel", LicenceAuditOut, may=P.AUDIT)
def cancel_licence_audit(request: Call, licence_audit: Id, body: LicenceAuditReason) -> LicenceAuditOut:
    """Nothing comes of it, and every seat stays."""
    row = finding.one(request, _audits(request), licence_audit)
    life.cancel_audit(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.list("/{int:licence_audit}/evidence", LicenceAuditEvidenceOut)
def list_licence_audit_evidence(
    request: Call, licence_audit: Id, paging: Query[Paging]
) -> Listing[LicenceAuditEvidenceOut]:
    """The files that were signed off, with their SHA-256."""
    row = finding.one(request, _audits(request), licence_audit)
    return answers.listed(
        request, _evidence(request, row).defer("content"), LicenceAuditEvidenceOut.of, paging, order=("id",)
    )


@router.download("/{int:licence_audit}/evidence/{int:audit_evidence}/content", types=("text/csv", "application/pdf"))
def download_licence_audit_evidence(request: Call, licence_audit: Id, audit_evidence: Id) -> HttpResponseBase:
    """Return a file that was signed off."""
    row = finding.one(request, _audits(request), licence_audit)
    kept = finding.one(request, _evidence(request, row), audit_evidence)
    kind = "application/pdf" if kept.kind == "pdf" else "text/csv; charset=utf-8"
    answer = HttpResponse(bytes(kept.content), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{row.number}.{kept.kind}"'
    return answer


def _audits(request: Call) -> QuerySet[Campaign]:
    return queries.with_progress(Campaign.objects.visible_to(request.auth))


def _evidence(request: Call, campaign: Campaign) -> QuerySet[Evidence]:
    return Evidence.objects.visible_to(request.auth).filter(campaign=campaign)


def _shown(request: Call, campaign: Campaign) -> LicenceAuditOut:
    return LicenceAuditOut.of(_audits(request).get(pk=campaign.pk))
