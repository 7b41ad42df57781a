"""The two portals: how they greet, and what comes of looking for help in them."""

from datetime import datetime, timedelta
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import File, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Listing, Named, Paging, Record, Ref, among
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests.models import Category
from watchkeep.work.selfservice import life, queries
from watchkeep.work.selfservice.models import Accent, Attempt, Audience, Language, Outcome, Portal
from watchkeep.work.selfservice.permissions import P
from watchkeep.work.surveys import queries as surveys
from watchkeep.work.surveys.models import Survey
from watchkeep.work.surveys.permissions import P as Surveys

router = Resource("Portals")
helped = Resource("Portals")
PortalName = Annotated[str, Field(max_length=12, description="`employees` or `customers`.", examples=["employees"])]
Greets = Annotated[Audience, among(Audience)]
Colour = Annotated[Accent, among(Accent)]
Speaks = Annotated[Language, among(Language)]
CameOf = Annotated[Outcome, among(Outcome)]


class PortalOut(Record):
    """How a portal greets its readers."""

    audience: Greets
    name: str
    greeting: str
    """The question of its first page."""
    hint: str
    phone: str
    logo: str | None
    """The name of the picture's file, if there is one."""
    accent: Colour
    language: Speaks
    """For readers who ask for none."""
    categories: list[Named]
    """The shelves of the catalogue that it shows; none: all that its readers may order."""

    @classmethod
    def of(cls, portal: Portal) -> "PortalOut":
        """Show a portal whose shelves are loaded."""
        return cls(
            audience=Audience(portal.audience),
            logo=portal.logo.name if hasattr(portal, "logo") else None,
            accent=Accent(portal.accent),
            language=Language(portal.language),
            categories=[Named(id=one.pk, name=one.name) for one in portal.categories.all()],
            **{name: getattr(portal, name) for name in ("name", "greeting", "hint", "phone")},
        )


class PortalEdit(Change):
    """What changes about it."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")] = "Help"
    greeting: Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")] = "What can we help with?"
    hint: Annotated[str, Field(max_length=160)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    accent: Colour = Accent.INDIGO
    language: Speaks = Language.ENGLISH
    categories: Annotated[list[Ref], Field(max_length=200)] = []


class SearchOut(Record):
    """Somebody looked for help in a portal; personal data in the words is masked."""

    id: int
    words: str
    article: str | None
    """The number of the article that was read."""
    ticket: str | None
    """The number of the ticket that was opened after all."""
    found_nothing: bool
    outcome: CameOf | None
    """Null until it is judged, seven days later."""
    began_at: datetime

    @classmethod
    def of(cls, attempt: Attempt) -> "SearchOut":
        """Show an attempt whose article and ticket are loaded."""
        return cls(
            id=attempt.pk,
            words=attempt.words,
            article=attempt.article.number if attempt.article else None,
            ticket=attempt.ticket.number if attempt.ticket else None,
            found_nothing=attempt.is_in_vain,
            outcome=Outcome(attempt.outcome) if attempt.outcome else None,
            began_at=attempt.began_at,
        )


class QuietedOut(Record):
    """An article, and the tickets about its matter in as many days before and after it was published."""

    number: str
    title: str
    published_at: datetime
    days: int
    before: int
    after: int


class SelfServiceOut(Record):
    """What came of looking for help in a span of days that ends now."""

    days: int
    searches: int
    read: int
    """Searches after which an article was read."""
    found_nothing: int
    helped: int
    """Those who said that an article helped, and did not come back with the same matter within seven days."""
    returned: int
    asked: int
    unknown: int
    helped_share: float | None
    """The share of those who were helped among what was judged, from 0 to 1."""
    orders: int
    """Orders that a plan fulfilled."""
    orders_unaided: int
    """Those of them in which nobody had to do a step."""
    quieted: list[QuietedOut]


class SatisfactionOut(Record):
    """How content people are. `key` is the first day of a month, or the name of a team or a service; null for none."""

    key: str | None
    answered: int
    share: float
    """The share of good and very good, from 0 to 1."""
    mean: float
    """From 1 to 5."""


class SurveyOut(Record):
    """What somebody said when they were asked how it was."""

    id: int
    ticket: str
    service: Named | None
    score: int
    comment: str
    answered_at: datetime

    @classmethod
    def of(cls, survey: Survey) -> "SurveyOut":
        """Show an answered survey whose ticket is loaded."""
        score, at = survey.score, survey.answered_at
        if score is None or at is None:
            raise LookupError("a survey that nobody has answered")
        return cls(
            id=survey.pk,
            ticket=survey.ticket.number,
            service=Named.of(survey.ticket.service),
            score=score,
            comment=survey.comment,
            answered_at=at,
        )


class CsatOut(Record):
    """How content those are who were asked in a span of days that ends now."""

    days: int
    asked: int
    answered: int
    share: float | None
    mean: float | None
    months: list[SatisfactionOut]
    teams: list[SatisfactionOut]
    services: list[SatisfactionOut]


class HelpFilters(BaseModel):
    """How many days, counted back from now."""

    days: int = Field(90, ge=1, le=1100)

    @property
    def since(self) -> datetime:
        """The moment with which they begin."""
        return clock.now() - timedelta(days=self.days)


class SearchFilters(HelpFilters):
    """And which of them."""

    outcome: CameOf | None = None
    found_nothing: bool = False


@router.list("", PortalOut, may=P.SEE)
def list_portals(request: Call, paging: Query[Paging]) -> Listing[PortalOut]:
    """The two portals."""
    return answers.listed(request, _portals(request), PortalOut.of, paging, order=("audience",))


@router.read("/{portal}", PortalOut)
def get_portal(request: Call, portal: PortalName) -> PortalOut:
    """One portal."""
    return PortalOut.of(get_object_or_404(_portals(request), audience=portal))


@router.edit("/{portal}", PortalOut, may=P.CONFIGURE)
def edit_portal(request: Call, portal: PortalName, body: PortalEdit) -> PortalOut:
    """Let it greet otherwise, or show other shelves."""
    answers.seen(request, get_portal(request, portal))
    row = get_object_or_404(_portals(request).select_for_update(of=("self",)), audience=portal)
    given = body.given()
    shelves = _shelves(given.pop("categories")) if "categories" in given else None
    life.save_portal(row, by=request.auth, categories=shelves, **{name: str(value) for name, value in given.items()})
    return get_portal(request, portal)


@router.verb("/{portal}/logo", PortalOut, may=P.CONFIGURE)
def set_portal_logo(request: Call, portal: PortalName, file: File[UploadedFile]) -> PortalOut:
    """Put a picture (PNG, JPEG or WebP, at most 512 kB) at the top of its pages, in place of the one that is there."""
    row = get_object_or_404(_portals(request), audience=portal)
    life.set_logo(row, by=request.auth, file=file, name=file.name or "")
    return get_portal(request, portal)


@router.remove("/{portal}/logo", may=P.CONFIGURE)
def remove_portal_logo(request: Call, portal: PortalName) -> None:
    """Take the picture away; nothing happens where there is none."""
    life.remove_logo(get_object_or_404(_portals(request), audience=portal), by=request.auth)


@helped.read("", SelfServiceOut, may=P.SEE)
def get_self_service(request: Call, filters: Query[HelpFilters]) -> SelfServiceOut:
    """How often people looked for help and helped themselves, and which articles quieted a question."""
    found, since = queries.figures(filters.since), filters.since
    return SelfServiceOut(
        days=filters.days,
        searches=found.searches,
        read=found.read,
        found_nothing=found.in_vain,
        helped=found.outcomes.get(Outcome.DEFLECTED, 0),
        helped_share=found.share,
        **{name: found.outcomes.get(name, 0) for name in ("returned", "asked", "unknown")},
        orders=fulfilment.came_true(since).count(),
        orders_unaided=fulfilment.came_true(since, unaided=True).count(),
        quieted=[_quieted(one) for one in queries.quieted(request.auth, clock.now())],
    )


@helped.list("/searches", SearchOut, may=P.SEE)
def list_searches(request: Call, filters: Query[SearchFilters], paging: Query[Paging]) -> Listing[SearchOut]:
    """What people looked for, the newest first."""
    rows = queries.attempts(filters.since, filters.outcome or "")
    return answers.listed(
        request, rows.filter(is_in_vain=True) if filters.found_nothing else rows, SearchOut.of, paging
    )


@helped.read("/satisfaction", CsatOut, may=Surveys.SEE)
def get_satisfaction(request: Call, filters: Query[HelpFilters]) -> CsatOut:  # noqa: ARG001  # Ninja gives it
    """How content people are: by month, by team and by service."""
    since = filters.since
    whole = surveys.satisfaction(since)
    return CsatOut(
        days=filters.days,
        **vars(whole),
        months=[_part(one, f"{one.key:%Y-%m-%d}") for one in surveys.by_month(since)],
        teams=[_part(one, one.key) for one in surveys.by_team(since)],
        services=[_part(one, one.key) for one in surveys.by_service(since)],
    )


@helped.list("/comments", SurveyOut, may=Surveys.SEE)
def list_survey_comments(request: Call, filters: Query[HelpFilters], paging: Query[Paging]) -> Listing[SurveyOut]:
    """What people wrote with their answers, the newest first."""
    return answers.listed(request, surveys.comments(request.auth, filters.since), SurveyOut.of, paging)


def _portals(request: Call) -> QuerySet[Portal]:
    rows = Portal.objects.select_related("logo").prefetch_related("categories")
    return rows if request.auth.may(P.SEE) else rows.none()


def _shelves(ids: list[int]) -> list[Category]:
    found = list(Category.objects.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise Refused("There is no such shelf.", field="categories")
    return found


def _quieted(one: queries.Quieted) -> QuietedOut:
    return QuietedOut(
        number=one.article.number, title=one.article.title, published_at=one.published_at, days=one.days,
        before=one.before, after=one.after,
    )  # fmt: skip


def _part(one: surveys.Part, key: str | None) -> SatisfactionOut:
    return SatisfactionOut(key=key, answered=one.answered, share=one.share, mean=one.mean)
