"""Status pages, and what is announced on them. Whoever may not publish leaves words that wait for approval."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Prefetch, QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Moment, Paging, Record, Ref
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Announcement, Component, StatusPage, Update
from watchkeep.duty.announcements.permissions import P

router = Resource("Status pages")
Title = Annotated[str, Field(min_length=1, max_length=160, pattern=r"\S", examples=["Payments fail"])]
Body = Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S", examples=["We look into it."])]
Phase = Literal[
    "investigating", "identified", "monitoring", "resolved", "scheduled", "in_progress", "verifying", "completed"
]
Worth = Literal["operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"]


class ComponentShown(Record):
    """Something that the public knows by name, and how it fares."""

    id: int
    name: str
    status: str


class StatusPageOut(Record):
    """A status page with its components."""

    id: int
    name: str
    slug: str
    url: str
    is_private: bool
    is_active: bool
    components: list[ComponentShown]

    @classmethod
    def of(cls, page: StatusPage) -> "StatusPageOut":
        """Show a page whose components are loaded."""
        names = ("name", "slug", "is_private", "is_active")
        own = [ComponentShown(id=one.pk, name=one.name, status=one.status) for one in page.components.all()]
        return cls(
            id=page.pk, url=queries.address_of(page), components=own, **{name: getattr(page, name) for name in names}
        )

    def href(self) -> str:
        """Where the page is found."""
        return f"/api/v1/status-pages/{self.id}"


class UpdateOut(Record):
    """One thing that was said, or waits to be."""

    id: int
    phase: str
    body: str
    state: str
    created_at: datetime
    published_at: datetime | None


class AnnouncementOut(Record):
    """An incident or planned work in public words."""

    id: int
    status_page: int
    kind: str
    title: str
    state: str
    impact: str
    scheduled_for: datetime | None
    scheduled_until: datetime | None
    published_at: datetime | None
    updates: list[UpdateOut]

    @classmethod
    def of(cls, row: Announcement) -> "AnnouncementOut":
        """Show an announcement whose updates are loaded."""
        names = ("kind", "title", "state", "impact", "scheduled_for", "scheduled_until", "published_at")
        said = [UpdateOut(**{name: getattr(one, name) for name in UpdateOut.model_fields}) for one in row.updates.all()]
        return cls(id=row.pk, status_page=row.page_id, updates=said, **{name: getattr(row, name) for name in names})

    def href(self) -> str:
        """Where the announcement is found."""
        return f"/api/v1/announcements/{self.id}"


class EffectIn(Change):
    """How a component fares."""

    component: Ref
    status: Worth


class AnnouncementNew(Change):
    """What to tell the public, and on which page."""

    status_page: Ref
    kind: Literal["incident", "maintenance"] = "incident"
    title: Title
    body: Body
    phase: Phase
    effects: Annotated[list[EffectIn], Field(max_length=200)] = []
    scheduled_for: Moment | None = None
    scheduled_until: Moment | None = None


class UpdateNew(Change):
    """What more to tell. Without effects the components stay as they are."""

    body: Body
    phase: Phase
    effects: Annotated[list[EffectIn], Field(max_length=200)] | None = None


class AnnouncementFilters(BaseModel):
    """Which announcements."""

    status_page: Id | None = None


@router.list("/status-pages", StatusPageOut, may=P.SEE)
def list_status_pages(request: Call, paging: Query[Paging]) -> Listing[StatusPageOut]:
    """Status pages, from A to Z."""
    return answers.listed(request, _pages(request), StatusPageOut.of, paging, order=("name", "id"))


@router.read("/status-pages/{int:status_page}", StatusPageOut)
def get_status_page(request: Call, status_page: Id) -> StatusPageOut:
    """One status page."""
    return StatusPageOut.of(finding.one(request, _pages(request), status_page))


@router.list("/announcements", AnnouncementOut, may=P.SEE)
def list_announcements(
    request: Call, filters: Query[AnnouncementFilters], paging: Query[Paging]
) -> Listing[AnnouncementOut]:
    """Announcements, the newest first."""
    rows = _announcements(request)
    if filters.status_page is not None:
        rows = rows.filter(page=filters.status_page)
    return answers.listed(request, rows, AnnouncementOut.of, paging)


@router.create("/announcements", AnnouncementOut, may=P.DRAFT)
def announce(request: Call, body: AnnouncementNew) -> AnnouncementOut:
    """Announce an incident or planned work, with the first thing to say about it."""
    given: dict[str, Any] = body.given() | {"effects": _effects(request, body.effects)}
    page = answers.referred(_pages(request), given.pop("status_page"), "status_page")
    row = life.announce(page, by=request.auth, **given)
    return AnnouncementOut.of(finding.one(request, _announcements(request), row.pk))


@router.read("/announcements/{int:announcement}", AnnouncementOut)
def get_announcement(request: Call, announcement: Id) -> AnnouncementOut:
    """One announcement."""
    return AnnouncementOut.of(finding.one(request, _announcements(request), announcement))


@router.verb("/announcements/{int:announcement}/post", AnnouncementOut, may=P.DRAFT)
def post_announcement_update(request: Call, announcement: Id, body: UpdateNew) -> AnnouncementOut:
    """Say something more."""
    row = finding.one(request, _announcements(request), announcement)
    effects = None if body.effects is None else _effects(request, body.effects)
    life.post(row, by=request.auth, phase=body.phase, body=body.body, effects=effects)
    return AnnouncementOut.of(finding.one(request, _announcements(request), announcement))


@router.verb("/announcements/{int:announcement}/updates/{int:update}/publish", AnnouncementOut, may=P.PUBLISH)
def publish_announcement_update(request: Call, announcement: Id, update: Id) -> AnnouncementOut:
    """Let the public read words that waited for approval."""
    row = finding.one(request, _announcements(request), announcement)
    life.publish(finding.one(request, row.updates.all(), update), by=request.auth)
    return AnnouncementOut.of(finding.one(request, _announcements(request), announcement))


def _pages(request: Call) -> QuerySet[StatusPage]:
    rows = StatusPage.objects.all() if request.auth.may(P.SEE) else StatusPage.objects.none()
    return rows.prefetch_related("components")


def _announcements(request: Call) -> QuerySet[Announcement]:
    rows = Announcement.objects.all() if request.auth.may(P.SEE) else Announcement.objects.none()
    return rows.select_related("page").prefetch_related(Prefetch("updates", Update.objects.order_by("id")))


def _effects(request: Call, given: list[EffectIn]) -> dict[int, str]:
    rows = Component.objects.filter(page__in=_pages(request))
    return {answers.referred(rows, one.component, "effects").pk: one.status for one in given}
