"""Deployments, the pipelines that tell of them, and the gate at which they ask."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Named, Paging, Record, Ref, Words, among
from watchkeep.estate.services.models import Service
from watchkeep.work.changes import life
from watchkeep.work.changes import models as rows
from watchkeep.work.changes.permissions import P

deployments = Resource("Deployments")
pipelines = Resource("Pipelines")
gate = Resource("Gate")
ProviderName = Annotated[rows.Provider, among(rows.Provider)]
ProgressName = Annotated[rows.Progress, among(rows.Progress)]
Environments = Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(max_length=50)]
VerdictName = Annotated[rows.Verdict, among(rows.Verdict)]


class DeploymentOut(Record):
    """All that was said of one deployment."""

    id: int
    provider: ProviderName
    pipeline: Named | None
    external_id: str
    """What its provider calls it."""
    subject: str
    """What was deployed: a repository, an application, a job."""
    service: Named | None
    environment: str
    is_production: bool
    progress: ProgressName
    title: str
    revision: str
    commit: str
    who: str
    url: str
    began_at: datetime
    ended_at: datetime | None
    change: str | None
    """The number of its change."""
    was_announced: bool
    """Whether a planned change said so."""

    @classmethod
    def of(cls, row: rows.Deployment) -> "DeploymentOut":
        """Show a deployment whose source, service and change are loaded."""
        told = cls.model_fields.keys() - {"id", "pipeline", "service", "change"}
        return cls(
            id=row.pk, pipeline=Named.of(row.source), service=Named.of(row.service),
            change=row.change.number if row.change else None, **{name: getattr(row, name) for name in told},
        )  # fmt: skip

    def href(self) -> str:
        """Where the deployment is found."""
        return f"/api/v1/deployments/{self.id}"


class DeploymentFilters(BaseModel):
    """Which deployments. Without any all of them."""

    progress: Annotated[str, Field(json_schema_extra={"enum": ["", *rows.Progress.values]}, max_length=12)] = ""
    service: Id | None = None


class PipelineOut(Record):
    """A pipeline that tells what it puts live, and may ask at the gate."""

    volatile = frozenset({"heard_at"})
    id: int
    name: str
    provider: ProviderName
    service: Named | None
    change_model: Named | None
    production: list[str]
    """The environments that count; with none, those whose name says so."""
    is_active: bool
    tail: str
    """How its key ends."""
    key: str
    """The key, in the answer that makes it and in no other."""
    secret: str
    """The secret with which it signs, in the answer that makes it and in no other; empty where it signs nothing."""
    heard_at: datetime | None

    @classmethod
    def of(cls, row: rows.PipelineSource, key: str = "") -> "PipelineOut":
        """Show a pipeline whose service and model are loaded; its secret only with its key."""
        told = ("name", "provider", "production", "is_active", "tail", "heard_at")
        return cls(
            id=row.pk, service=Named.of(row.service), change_model=Named.of(row.model), key=key,
            secret=row.secret if key else "", **{name: getattr(row, name) for name in told},
        )  # fmt: skip

    def href(self) -> str:
        """Where the pipeline is found."""
        return f"/api/v1/pipelines/{self.id}"


class PipelineNew(Change):
    """One more pipeline."""

    name: Name = Field(examples=["Deployments of the shop"])
    kind: Annotated[str, Field(json_schema_extra={"enum": [*rows.Provider.values][:-1]}, max_length=12)]
    """Whose language it speaks."""
    service: Ref | None = None
    change_model: Ref | None = None
    production: Environments = []


class PipelineEdit(Change):
    """What is made of what a pipeline says. What is left out stays."""

    name: Name = ""
    service: Ref | None = None
    change_model: Ref | None = None
    production: Environments = []


class GateQuestion(Change):
    """What a pipeline wants to put live."""

    service: Ref
    environment: Annotated[str, Field(max_length=120)] = "production"
    change_model: Ref | None = None
    change: Ref | None = None
    """A planned change."""
    revision: Annotated[str, Field(max_length=120)] = ""
    commit: Annotated[str, Field(max_length=64)] = ""
    run: Annotated[str, Field(max_length=128)] = ""
    """What tells this run from others: asked again with it, it is the same asking, about the same change."""


class GateReason(BaseModel):
    """Something that is missing, stands against it, or lets it pass."""

    code: str
    words: Words


class GateAnswer(Record):
    """What a pipeline heard."""

    id: int
    verdict: VerdictName
    reasons: list[GateReason]
    service: Named
    environment: str
    revision: str
    change: str | None
    """The number of its change."""
    asked_at: datetime
    times: int
    """How often it asked."""

    @classmethod
    def of(cls, row: rows.Asking) -> "GateAnswer":
        """Show an asking whose service and change are loaded."""
        reasons = [GateReason(code=one["code"], words=one["words"][:200]) for one in row.reasons]
        return cls(
            id=row.pk, verdict=rows.Verdict(row.verdict), reasons=reasons, service=_named(row.service),
            environment=row.environment, revision=row.revision, change=row.change.number if row.change else None,
            asked_at=row.asked_at, times=row.times,
        )  # fmt: skip


@deployments.list("", DeploymentOut, may=P.SEE)
def list_deployments(request: Call, filters: Query[DeploymentFilters], paging: Query[Paging]) -> Listing[DeploymentOut]:
    """What went live, the newest first."""
    found = _deployments(request)
    found = found.filter(progress=filters.progress) if filters.progress else found
    found = found.filter(service=filters.service) if filters.service else found
    return answers.listed(request, found, DeploymentOut.of, paging, order=("-began_at", "-id"))


@deployments.read("/{int:deployment}", DeploymentOut)
def get_deployment(request: Call, deployment: Id) -> DeploymentOut:
    """One deployment."""
    return DeploymentOut.of(finding.one(request, _deployments(request), deployment))


@pipelines.list("", PipelineOut, may=P.SEE)
def list_pipelines(request: Call, paging: Query[Paging]) -> Listing[PipelineOut]:
    """Who tells what goes live, from A to Z."""
    return answers.listed(request, _pipelines(request), PipelineOut.of, paging, order=("name", "id"))


@pipelines.create("", PipelineOut, may=P.MANAGE)
def add_pipeline(request: Call, body: PipelineNew) -> PipelineOut:
    """Listen to one more. Its key and its secret are in this answer and in no other."""
    given = body.given()
    given["provider"] = given.pop("kind")
    given["service"] = answers.refer(Service.objects.active(), body.service, "service")
    given["model"] = answers.refer(rows.ChangeModel.objects.active(), given.pop("change_model", None), "change_model")
    return PipelineOut.of(*life.add_source(by=request.auth, **given))


@pipelines.read("/{int:pipeline}", PipelineOut)
def get_pipeline(request: Call, pipeline: Id) -> PipelineOut:
    """One of them."""
    return PipelineOut.of(finding.one(request, _pipelines(request), pipeline))


@pipelines.edit("/{int:pipeline}", PipelineOut, may=P.MANAGE)
def edit_pipeline(request: Call, pipeline: Id, body: PipelineEdit) -> PipelineOut:
    """Make something else of what it says from now on."""
    row = finding.one(request, _pipelines(request), pipeline)
    answers.seen(request, PipelineOut.of(row))
    given = body.given()
    if "service" in given:
        given["service"] = answers.refer(Service.objects.active(), given["service"], "service")
    if "change_model" in given:
        models = rows.ChangeModel.objects.active()
        given["model"] = answers.refer(models, given.pop("change_model"), "change_model")
    life.change_source(row, by=request.auth, **given)
    return PipelineOut.of(row)


@pipelines.verb("/{int:pipeline}/key", PipelineOut, may=P.MANAGE)
def make_pipeline_key(request: Call, pipeline: Id) -> PipelineOut:
    """Make another key and secret. The former ones open nothing from then on."""
    row = finding.one(request, _pipelines(request), pipeline)
    return PipelineOut.of(row, life.make_source_key(row, by=request.auth))


@pipelines.verb("/{int:pipeline}/switch", PipelineOut, may=P.MANAGE)
def switch_pipeline(request: Call, pipeline: Id) -> PipelineOut:
    """Listen to it no longer, or again."""
    row = finding.one(request, _pipelines(request), pipeline)
    life.switch_source(row, by=request.auth)
    return PipelineOut.of(row)


@gate.list("", GateAnswer, may=P.SEE)
def list_gate_answers(request: Call, paging: Query[Paging]) -> Listing[GateAnswer]:
    """What pipelines asked and heard, the newest first."""
    found = rows.Asking.objects.visible_to(request.auth).select_related("service", "change__ticket")
    return answers.listed(request, found, GateAnswer.of, paging)


@gate.verb("", GateAnswer, may=P.REPORT)
def ask_gate(request: Call, body: GateQuestion) -> GateAnswer:
    """Ask whether a deployment may go ahead: go, wait for what is missing, or stop for what stands against it.

    By a standard model it goes at once, and a change is on record for it from then on.
    """
    service = answers.refer(Service.objects.active(), body.service, "service")
    model = answers.refer(rows.ChangeModel.objects.active(), body.change_model, "change_model")
    change = answers.refer(rows.Change.objects.visible_to(request.auth), body.change, "change")
    question = life.Question(
        service=service.slug if service else "", environment=body.environment, model=model.slug if model else "",
        revision=body.revision, commit=body.commit, change=change.number if change else "", key=body.run,
        who=request.auth.name,
    )  # fmt: skip
    return GateAnswer.of(life.ask_gate(question, by=request.auth))


def _deployments(request: Call) -> QuerySet[rows.Deployment]:
    found = rows.Deployment.objects.visible_to(request.auth)
    return found.select_related("source", "service", "change__ticket")


def _pipelines(request: Call) -> QuerySet[rows.PipelineSource]:
    return rows.PipelineSource.objects.visible_to(request.auth).select_related("service", "model")


def _named(row: Any) -> Named:
    return Named(id=row.pk, name=str(row))
