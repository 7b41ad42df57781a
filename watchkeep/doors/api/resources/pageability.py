"""Pageability: for which services, severities and times of the next four weeks nobody, or only one, could be paged."""

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Listing, Named, Paging, Record, among
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import PageCheck, PageFinding
from watchkeep.duty.oncall.permissions import P

router = Resource("Pageability")
FindingKind = Annotated[PageFinding.Kind, among(PageFinding.Kind)]


class PageReasonOut(Record):
    """One reason: at which step of the policy (0 for all of it), and by which target or person."""

    why: str
    step: int
    target: str
    person: str


class PageFindingOut(Record):
    """From when to when nobody (`hole`), or only one (`single`), could be paged at these severities."""

    id: int
    kind: FindingKind
    service: Named
    policy: Named | None
    severities: list[int]
    starts_at: datetime
    ends_at: datetime
    reasons: list[PageReasonOut]

    @classmethod
    def of(cls, finding: PageFinding) -> "PageFindingOut":
        """Show a finding whose service and policy are loaded."""
        names = ("severities", "starts_at", "ends_at")
        return cls(
            id=finding.pk,
            kind=PageFinding.Kind(finding.kind),
            service=Named(id=finding.service_id, name=finding.service.name),
            policy=Named.of(finding.policy),
            reasons=[PageReasonOut(**reason) for reason in finding.reasons],
            **{name: getattr(finding, name) for name in names},
        )


class PageCheckOut(Record):
    """One look at the weeks ahead."""

    id: int
    ran_at: datetime
    starts_at: datetime
    ends_at: datetime
    services: int
    holes: int
    singles: int
    next_at: datetime

    @classmethod
    def of(cls, check: PageCheck) -> "PageCheckOut":
        """Show a check."""
        names = ("ran_at", "starts_at", "ends_at", "services", "holes", "singles", "next_at")
        return cls(id=check.pk, **{name: getattr(check, name) for name in names})


class PageFindingFilters(BaseModel):
    """Which findings."""

    kind: FindingKind | None = None


@router.list("/pageability/checks", PageCheckOut, may=P.SEE)
def list_page_checks(request: Call, paging: Query[Paging]) -> Listing[PageCheckOut]:
    """The looks that were taken, the newest first."""
    return answers.listed(request, PageCheck.objects.all(), PageCheckOut.of, paging)


@router.verb("/pageability/checks", PageCheckOut, may=P.MANAGE)
def check_pageability(request: Call) -> PageCheckOut:
    """Look again now; it is done daily and after every change anyhow."""
    return PageCheckOut.of(life.look_ahead(by=request.auth))


@router.list("/pageability/findings", PageFindingOut, may=P.SEE)
def list_page_findings(
    request: Call, paging: Query[Paging], filters: Query[PageFindingFilters]
) -> Listing[PageFindingOut]:
    """What the newest look found: holes first, the soonest first."""
    rows = PageFinding.objects.visible_to(request.auth).filter(check_run=PageCheck.objects.first())
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    rows = rows.select_related("service", "policy")
    return answers.listed(request, rows, PageFindingOut.of, paging, order=("kind", "starts_at", "id"))
