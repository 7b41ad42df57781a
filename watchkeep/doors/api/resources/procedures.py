"""Runbooks and workflows: what they say, version by version; writing, publishing, and where they apply."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.procedure_steps import ProcedureStepNew, ProcedureStepOut
from watchkeep.doors.api.shapes import Change, Day, Flag, Id, Listing, Named, Paging, Record, Ref, Text, Words, among
from watchkeep.duty.automation import life
from watchkeep.duty.automation.models import Kind, Procedure, Tie, Version
from watchkeep.duty.automation.permissions import P
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.models import Service

router = Resource("Runbooks and workflows")
ProcedureKind = Annotated[Kind, among(Kind)]
ClassName = Annotated[str, Field(max_length=40, examples=["database"])]
VersionState = Annotated[Version.State, among(Version.State)]
Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
Purpose = Annotated[str, Field(max_length=300)]
Steps = Annotated[list[ProcedureStepNew], Field(max_length=60)]


class TieOut(Record):
    """Where a procedure applies: one of the three."""

    id: int
    service: Named | None
    item_class: str | None
    """The short name of a class of items; the classes below it are meant as well."""
    matchers: str

    @classmethod
    def of(cls, tie: Tie) -> "TieOut":
        """Show a tie whose service is loaded."""
        item_class = tie.item_class.slug if tie.item_class else None
        return cls(id=tie.pk, service=Named.of(tie.service), item_class=item_class, matchers=tie.matchers)


class ProcedureOut(Record):
    """A runbook or a workflow. What it says stands in its versions."""

    id: int
    slug: str
    name: str
    kind: ProcedureKind
    purpose: str
    owner_team: Named | None
    review_on: date | None
    published: int | None
    """The version that runs; null before the first is published."""
    stale_at: datetime | None
    """Since when it may be wrong, because what it applies to has changed; null once somebody has read it again."""
    stale_reason: str
    is_active: bool
    """Whether it is offered; false once it is retired."""
    is_builtin: bool
    ties: list[TieOut]

    @classmethod
    def of(cls, procedure: Procedure) -> "ProcedureOut":
        """Show a procedure whose owner and ties are loaded."""
        names = ("slug", "name", "purpose", "review_on", "stale_at", "stale_reason", "is_active", "is_builtin")
        return cls(
            **{name: getattr(procedure, name) for name in names},
            id=procedure.pk,
            kind=Kind(procedure.kind),
            owner_team=Named.of(procedure.owner_team),
            published=procedure.published_number,
            ties=[TieOut.of(tie) for tie in procedure.ties.all()],
        )

    def href(self) -> str:
        """Where the procedure is found."""
        return f"/api/v1/procedures/{self.id}"


class VersionOut(Record):
    """A version: a draft, or published and never changed again."""

    number: int
    state: VersionState
    body: str
    steps: list[ProcedureStepOut]
    note: str
    edits: int
    """How often the draft was saved."""
    author: Named | None
    saved_at: datetime
    publisher: Named | None
    published_at: datetime | None

    @classmethod
    def of(cls, version: Version) -> "VersionOut":
        """Show a version whose people are loaded."""
        return cls(
            **{
                name: getattr(version, name) for name in ("number", "body", "note", "edits", "saved_at", "published_at")
            },
            state=Version.State(version.state),
            steps=[ProcedureStepOut.of(step) for step in version.plan],
            author=Named.of(version.author),
            publisher=Named.of(version.publisher),
        )


class ProcedureFilters(BaseModel):
    """Which procedures."""

    kind: ProcedureKind | None = None
    is_active: bool | None = None
    is_doubtful: bool | None = None
    """Whether it may be wrong, because what it applies to has changed."""


class ProcedureNew(Change):
    """A procedure to write; its first version is a draft."""

    name: Title = Field(examples=["Queue is stuck"])
    kind: ProcedureKind = Kind.RUNBOOK
    purpose: Purpose = ""
    owner_team: Ref | None = None
    review_on: Day | None = None
    body: Text = ""
    steps: Steps = []


class ProcedureEdit(Change):
    """What changes about it; its text and steps are a matter of versions."""

    name: Title = ""
    kind: ProcedureKind = Kind.RUNBOOK
    purpose: Purpose = ""
    owner_team: Ref | None = None
    review_on: Day | None = None


class DraftNew(Change):
    """Text and steps of the next version, whole."""

    body: Text
    steps: Steps = Field(examples=[[{"key": "look", "title": "Look at the queue"}]])
    edits: Ref | None = None
    """The draft's `edits` as you saw it: then another's change is not overwritten."""


class PublishingOfProcedure(Change):
    """What changed."""

    note: Words = ""


class TieNew(Change):
    """Where it applies: give one of the three, and null for the service unless it is that."""

    service: Ref | None
    item_class: ClassName | None = None
    matchers: Annotated[str, Field(max_length=1000)] = ""
    """Conditions on labels as Alertmanager writes them."""


class ReviewOfProcedure(Change):
    """When it is read again."""

    review_on: Day


class VisibilityOfProcedure(Change):
    """Whether it is offered."""

    is_active: Flag


@router.list("", ProcedureOut, may=P.SEE)
def list_procedures(request: Call, filters: Query[ProcedureFilters], paging: Query[Paging]) -> Listing[ProcedureOut]:
    """Procedures, from A to Z."""
    asked = filters.model_dump(exclude_none=True)
    if (doubtful := asked.pop("is_doubtful", None)) is not None:
        asked["stale_at__isnull"] = not doubtful
    rows = _procedures(request).filter(**asked)
    return answers.listed(request, rows, ProcedureOut.of, paging, order=("name", "id"))


@router.create("", ProcedureOut, may=P.WRITE)
def create_procedure(request: Call, body: ProcedureNew) -> ProcedureOut:
    """Begin a procedure. Nobody is offered it before it is published."""
    given = _referred(request, body.given()) | {"steps": [one.step() for one in body.steps]}
    return get_procedure(request, life.create(by=request.auth, **given).pk)


@router.read("/{int:procedure}", ProcedureOut)
def get_procedure(request: Call, procedure: Id) -> ProcedureOut:
    """One procedure."""
    return ProcedureOut.of(_procedures(request).get(pk=_found(request, procedure).pk))


@router.edit("/{int:procedure}", ProcedureOut, may=P.WRITE)
def edit_procedure(request: Call, procedure: Id, body: ProcedureEdit) -> ProcedureOut:
    """Change what is known about it."""
    row = _found(request, procedure)
    answers.seen(request, get_procedure(request, procedure))
    stands = {name: getattr(row, name) for name in ("name", "kind", "purpose", "owner_team", "review_on")}
    life.edit(row, by=request.auth, **stands | _referred(request, body.given()))
    return get_procedure(request, procedure)


@router.list("/{int:procedure}/versions", VersionOut)
def list_procedure_versions(request: Call, procedure: Id, paging: Query[Paging]) -> Listing[VersionOut]:
    """Its versions, the newest first; a draft is the newest."""
    rows = _found(request, procedure).versions.select_related("author", "publisher")
    return answers.listed(request, rows, VersionOut.of, paging, order=("-number",))


@router.verb("/{int:procedure}/draft", VersionOut, may=P.WRITE)
def save_procedure_draft(request: Call, procedure: Id, body: DraftNew) -> VersionOut:
    """Write at the next version. What is published runs on until the draft is published."""
    steps = [one.step() for one in body.steps]
    draft = life.save_draft(_found(request, procedure), by=request.auth, body=body.body, steps=steps, seen=body.edits)
    return VersionOut.of(draft)


@router.verb("/{int:procedure}/publish", VersionOut, may=P.PUBLISH)
def publish_procedure(request: Call, procedure: Id, body: PublishingOfProcedure) -> VersionOut:
    """Let the draft run from now on."""
    return VersionOut.of(life.publish(_found(request, procedure), by=request.auth, note=body.note))


@router.verb("/{int:procedure}/review", ProcedureOut, may=P.WRITE)
def review_procedure(request: Call, procedure: Id, body: ReviewOfProcedure) -> ProcedureOut:
    """It was read and is right; it is read again on that day."""
    life.review(_found(request, procedure), by=request.auth, review_on=body.review_on)
    return get_procedure(request, procedure)


@router.verb("/{int:procedure}/offer", ProcedureOut, may=P.PUBLISH)
def offer_procedure(request: Call, procedure: Id, body: VisibilityOfProcedure) -> ProcedureOut:
    """Retire it, or offer it again. What ran stays on record, and what runs goes on."""
    verb = life.revive if body.is_active else life.retire
    verb(_found(request, procedure), by=request.auth)
    return get_procedure(request, procedure)


@router.create("/{int:procedure}/ties", TieOut, may=P.WRITE)
def tie_procedure(request: Call, procedure: Id, body: TieNew) -> TieOut:
    """Say where it applies: a service, a class of assets, or alerts whose labels fit."""
    row = _found(request, procedure)
    service = answers.refer(Service.objects.visible_to(request.auth), body.service, "service")
    item_class = answers.named(ItemClass.objects.visible_to(request.auth), body.item_class, "item_class")
    told: dict[str, Any] = {"service": service, "item_class": item_class, "matchers": body.matchers}
    return TieOut.of(life.tie(row, by=request.auth, **told))


@router.remove("/{int:procedure}/ties/{int:tie}", may=P.WRITE)
def untie_procedure(request: Call, procedure: Id, tie: Id) -> None:
    """It does not apply there any more."""
    life.untie(finding.one(request, _found(request, procedure).ties.all(), tie), by=request.auth)


def _found(request: Call, key: int) -> Procedure:
    return finding.one(request, Procedure.objects.visible_to(request.auth), key)


def _procedures(request: Call) -> QuerySet[Procedure]:
    rows = Procedure.objects.visible_to(request.auth)
    return rows.select_related("owner_team").prefetch_related("ties__service", "ties__item_class")


def _referred(request: Call, given: dict[str, Any]) -> dict[str, Any]:
    if "owner_team" in given:
        given["owner_team"] = answers.refer(Team.objects.visible_to(request.auth), given["owner_team"], "owner_team")
    return given
