"""Articles: found by word and by meaning, written, reviewed, published and kept true."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import (
    Change,
    Id,
    Line,
    Listing,
    Named,
    Paging,
    Record,
    Ref,
    Whole,
    Words,
    among,
)
from watchkeep.estate.assets.models import Item
from watchkeep.estate.knowledge import life, queries
from watchkeep.estate.knowledge.models import Article, Audience, Kind, Language, State, Version
from watchkeep.estate.knowledge.permissions import P
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service

router = Resource("Articles")
ArticleKind = Annotated[Kind, among(Kind)]
ArticleState = Annotated[State, among(State)]
ForWhom = Annotated[Audience, among(Audience)]
InLanguage = Annotated[Language, among(Language)]
Summary = Annotated[str, Field(max_length=300)]
Body = Annotated[str, Field(max_length=100_000, description="Markdown; `![alt](media:7)` shows a file of the article.")]
Tags = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)]
Severities = Annotated[list[Annotated[Whole, Field(ge=1, le=4)]], Field(max_length=4)]
Refs = Annotated[list[Ref], Field(max_length=100)]
Reason = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
REFERS: dict[str, Any] = {"organisation": Organisation, "team": Team, "owner": Person, "reviewer": Person}
MANY: dict[str, Any] = {"services": Service, "items": Item}


class ArticleOut(Record):
    """An article as its readers read it, and what is known of it."""

    id: int
    number: str
    kind: ArticleKind
    language: InLanguage
    state: ArticleState
    audience: ForWhom
    organisation: Named | None
    title: str
    summary: str
    body: str
    """Markdown. Of an article that was never published its newest version."""
    services: list[Named]
    items: list[Named]
    severities: list[int]
    tags: list[str]
    team: Named | None
    owner: Named | None
    reviewer: Named | None
    latest: int
    """Number of its newest version."""
    published: int
    """Number of the version that readers read; 0 when it was never published."""
    published_at: datetime | None
    review_due_at: datetime | None
    """When somebody should look at it again."""
    stale_reason: str
    """Why it may be wrong now; empty when nothing speaks against it."""
    helpful: int
    unhelpful: int

    @classmethod
    def of(cls, article: Article) -> "ArticleOut":
        """Show an article with everything about it loaded."""
        same = (
            "number", "title", "summary", "body", "severities", "tags", "latest", "published", "published_at",
            "review_due_at", "stale_reason", "helpful", "unhelpful",
        )  # fmt: skip
        linked: dict[str, Any] = {name: Named.of(getattr(article, name)) for name in REFERS}
        linked |= {name: [Named(id=one.pk, name=one.name) for one in getattr(article, name).all()] for name in MANY}
        return cls(
            id=article.pk,
            kind=Kind(article.kind),
            language=Language(article.language),
            state=State(article.state),
            audience=Audience(article.audience),
            **linked,
            **{name: getattr(article, name) for name in same},
        )

    def href(self) -> str:
        """Where the article is found."""
        return f"/api/v1/articles/{self.id}"


class FoundOut(Record):
    """An article that answers a question."""

    id: int
    number: str
    title: str
    summary: str
    kind: ArticleKind
    score: float
    """How well it answers; higher is better."""
    excerpt: str
    """The piece of it that does."""


class AnswersOut(Record):
    """What answers a question, best first."""

    items: list[FoundOut]


class ArticleVersionOut(Record):
    """The words of an article as somebody saved them."""

    number: int
    title: str
    summary: str
    body: str
    note: str
    by: str
    created_at: datetime
    published_at: datetime | None

    @classmethod
    def of(cls, version: Version) -> "ArticleVersionOut":
        """Show a version."""
        same = ("number", "title", "summary", "body", "note", "created_at", "published_at")
        return cls(by=version.author_key, **{name: getattr(version, name) for name in same})


class ArticleFilters(BaseModel):
    """Which articles."""

    state: ArticleState | None = None
    kind: ArticleKind | None = None
    audience: ForWhom | None = None
    service: Id | None = None
    item: Id | None = None


class Asking(BaseModel):
    """A question, and which articles may answer it."""

    q: Annotated[str, Field(max_length=1000)] = Field("", description="A question in any words.")
    kind: ArticleKind | None = None
    service: Id | None = None
    tag: Annotated[str, Field(max_length=40)] | None = None
    typing: bool = Field(default=False, description="Whether the last word may not be whole yet.")
    most: int = Field(10, ge=1, le=50)


class ArticleGiven(Change):
    """What may be said of an article."""

    summary: Summary = ""
    body: Body = ""
    kind: ArticleKind = Kind.HOWTO
    language: InLanguage = Language.ENGLISH
    audience: ForWhom = Audience.INTERNAL
    organisation: Ref | None = None
    services: Refs = []
    items: Refs = []
    severities: Severities = []
    tags: Tags = []
    team: Ref | None = None
    owner: Ref | None = None
    reviewer: Ref | None = None


class ArticleNew(ArticleGiven):
    """A draft."""

    title: Line


class ArticleEdit(ArticleGiven):
    """What to change; what is not given stays."""

    title: Line = ""
    note: Words = ""
    """What changed, for the history."""


class ArticleReason(Change):
    """Why."""

    reason: Reason


def articles_of(request: Call) -> QuerySet[Article]:
    """The articles that the caller may read, with what is shown of them."""
    rows = Article.objects.visible_to(request.auth).select_related(*REFERS)
    return rows.prefetch_related(*MANY)


@router.list("/articles", ArticleOut)
def listarticles_of(request: Call, filters: Query[ArticleFilters], paging: Query[Paging]) -> Listing[ArticleOut]:
    """Articles that the caller may read, the newest first."""
    given = filters.model_dump(exclude_none=True)
    rows = articles_of(request).filter(**{name: given[name] for name in ("state", "kind", "audience") if name in given})
    for name, tie in (("service", "services"), ("item", "items")):
        if name in given:
            rows = rows.filter(**{tie: given[name]})
    return answers.listed(request, rows, ArticleOut.of, paging)


@router.read("/articles/search", AnswersOut)
def searcharticles_of(request: Call, asking: Query[Asking]) -> AnswersOut:
    """Published articles that answer a question, best first, by the words in them and by what they mean."""
    filters = queries.Filters(
        kind=asking.kind or "", service=asking.service, tags=(asking.tag.lower(),) if asking.tag else ()
    )
    found = queries.search(request.auth, asking.q, filters=filters, most=asking.most, is_typing=asking.typing)
    return AnswersOut(items=[_found(one) for one in found])


@router.create("/articles", ArticleOut, may=P.WRITE)
def write_article(request: Call, body: ArticleNew) -> ArticleOut:
    """Write a draft."""
    return _shown(request, life.write(by=request.auth, **_referred(request, body)))


@router.read("/articles/{int:article}", ArticleOut)
def get_article(request: Call, article: Id) -> ArticleOut:
    """One article."""
    return ArticleOut.of(finding.one(request, articles_of(request), article))


@router.edit("/articles/{int:article}", ArticleOut, may=P.WRITE)
def edit_article(request: Call, article: Id, body: ArticleEdit) -> ArticleOut:
    """Save other words as a new version, or change what is known beside them.

    Readers of what is published see new words once they are published.
    """
    row = finding.one(request, articles_of(request), article)
    answers.seen(request, ArticleOut.of(row))
    life.edit(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/articles/{int:article}/submit", ArticleOut, may=P.WRITE)
def submit_article(request: Call, article: Id) -> ArticleOut:
    """Ask for review of a draft, or of changes to what is published."""
    return _does(request, article, life.submit)


@router.verb("/articles/{int:article}/return", ArticleOut, may=P.PUBLISH)
def return_article(request: Call, article: Id, body: ArticleReason) -> ArticleOut:
    """Send words that wait for review back, and say why."""
    return _does(request, article, life.return_, reason=body.reason)


@router.verb("/articles/{int:article}/publish", ArticleOut, may=P.PUBLISH)
def publish_article(request: Call, article: Id) -> ArticleOut:
    """Let its readers read the newest version."""
    return _does(request, article, life.publish)


@router.verb("/articles/{int:article}/confirm", ArticleOut, may=P.WRITE)
def confirm_article(request: Call, article: Id) -> ArticleOut:
    """Say that it is still right."""
    return _does(request, article, life.confirm)


@router.verb("/articles/{int:article}/retire", ArticleOut, may=P.PUBLISH)
def retire_article(request: Call, article: Id, body: ArticleReason) -> ArticleOut:
    """Let nobody find it any more; a draft is dropped. It stays, with all its versions."""
    return _does(request, article, life.retire, reason=body.reason)


@router.verb("/articles/{int:article}/revive", ArticleOut, may=P.PUBLISH)
def revive_article(request: Call, article: Id) -> ArticleOut:
    """Use it again: published if it had been, a draft otherwise."""
    return _does(request, article, life.revive)


@router.list("/articles/{int:article}/versions", ArticleVersionOut)
def list_article_versions(request: Call, article: Id, paging: Query[Paging]) -> Listing[ArticleVersionOut]:
    """Every text that it ever had, the newest first; for those who write only."""
    row = finding.one(request, articles_of(request), article)
    rows = row.versions.all() if request.auth.may(P.WRITE) else row.versions.filter(number=row.published)
    return answers.listed(request, rows, ArticleVersionOut.of, paging, order=("-number",))


def _shown(request: Call, article: Article) -> ArticleOut:
    return ArticleOut.of(articles_of(request).get(pk=article.pk))


def _does(request: Call, article: int, verb: Any, **given: Any) -> ArticleOut:
    row = finding.one(request, articles_of(request), article)
    verb(row, by=request.auth, **given)
    return _shown(request, row)


def _found(one: queries.Found) -> FoundOut:
    same = {name: getattr(one.article, name) for name in ("number", "title", "summary")}
    kind, score = Kind(one.article.kind), round(one.score, 4)
    return FoundOut(id=one.article.pk, kind=kind, score=score, excerpt=one.excerpt, **same)


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    for name, model in REFERS.items():
        if name in given:
            given[name] = answers.refer(model.objects.visible_to(request.auth), given[name], name)
    for name, model in MANY.items():
        if name in given:
            rows = model.objects.visible_to(request.auth)
            given[name] = [answers.referred(rows, key, name) for key in dict.fromkeys(given[name])]
    return given
