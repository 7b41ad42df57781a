"""Whose deployments a pipeline's are, by rules; and which attributes nobody changes without a change."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.item_classes import Slug
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.services.models import Service
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life
from watchkeep.work.changes import models as rows
from watchkeep.work.changes.permissions import P

of_pipelines = Resource("Pipelines")
watches = Resource("Drift")
CountingName = Annotated[rows.Counting, among(rows.Counting)]
Watched = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]],
    Field(min_length=1, max_length=50, examples=[["kernel", "software"]]),
]
Titles = Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(max_length=50)]
Minutes = Annotated[Whole, Field(ge=0, le=60 * 24 * 30)]


class PipelineRuleOut(Record):
    """Of such a repository into such an environment it is this service's. Patterns such as `shop/*`; empty fits all."""

    subject: str
    environment: str
    service: Named
    change_model: Named | None
    counts: CountingName
    """Whether it is production: as the name of the environment says, `yes` or `no`."""


class PipelineRulesOut(Record):
    """The rules of a pipeline in the order in which they are asked: the first that fits counts."""

    rules: list[PipelineRuleOut]

    @classmethod
    def of(cls, source: rows.PipelineSource) -> "PipelineRulesOut":
        """Show them all."""
        found = rows.PipelineRule.objects.filter(source=source).select_related("service", "model")
        return cls(rules=[
            PipelineRuleOut(
                subject=one.subject, environment=one.environment, counts=rows.Counting(one.counts),
                service=Named(id=one.service_id, name=one.service.name), change_model=Named.of(one.model),
            )
            for one in found
        ])  # fmt: skip


class PipelineRuleNew(Change):
    """One rule."""

    subject: Annotated[str, Field(max_length=200)] = ""
    environment: Annotated[str, Field(max_length=120)] = ""
    service: Ref
    change_model: Ref | None = None
    counts: CountingName = rows.Counting.NAME


class PipelineRulesEdit(Change):
    """All rules, in their order: they stand in the place of those before."""

    rules: Annotated[list[PipelineRuleNew], Field(max_length=500)]


class DriftWatchOut(Record):
    """A class of which some attributes, or installed software, are changed by changes alone."""

    id: int
    item_class: str
    attributes: list[str]
    software: list[str]
    """Patterns of the software that counts; with none, all of it."""
    grace_minutes: int
    """So long after a change its traces are still found."""
    is_active: bool

    @classmethod
    def of(cls, row: rows.Watch) -> "DriftWatchOut":
        """Show a watch whose class is loaded."""
        told = ("attributes", "software", "grace_minutes", "is_active")
        return cls(id=row.pk, item_class=row.cls.slug, **{name: getattr(row, name) for name in told})

    def href(self) -> str:
        """Where the watch is found."""
        return f"/api/v1/drift-watches/{self.id}"


class DriftWatchNew(Change):
    """What is watched. Of a class that is watched already it says so anew."""

    item_class: Annotated[Slug, Field(examples=["server"])]
    attributes: Watched
    software: Titles = []
    grace_minutes: Minutes = rows.BETWEEN_INVENTORIES
    is_active: Flag = True


class DriftWatchEdit(Change):
    """What is watched otherwise. What is left out stays."""

    attributes: Watched = []
    software: Titles = []
    grace_minutes: Minutes = rows.BETWEEN_INVENTORIES
    is_active: Flag = True


@of_pipelines.read("/{int:pipeline}/rules", PipelineRulesOut)
def get_pipeline_rules(request: Call, pipeline: Id) -> PipelineRulesOut:
    """Whose deployments they are."""
    return PipelineRulesOut.of(_pipeline(request, pipeline))


@of_pipelines.edit("/{int:pipeline}/rules", PipelineRulesOut, may=P.MANAGE)
def set_pipeline_rules(request: Call, pipeline: Id, body: PipelineRulesEdit) -> PipelineRulesOut:
    """Say anew whose deployments they are."""
    row = _pipeline(request, pipeline)
    answers.seen(request, PipelineRulesOut.of(row))
    services = Service.objects.active().in_bulk([one.service for one in body.rules])
    models = rows.ChangeModel.objects.active().in_bulk([one.change_model for one in body.rules if one.change_model])
    life.set_rules(row, [_rule(one, services, models) for one in body.rules], by=request.auth)
    return PipelineRulesOut.of(row)


@watches.list("", DriftWatchOut, may=P.SEE)
def list_drift_watches(request: Call, paging: Query[Paging]) -> Listing[DriftWatchOut]:
    """What is watched, the newest first."""
    return answers.listed(request, _watches(request), DriftWatchOut.of, paging)


@watches.create("", DriftWatchOut, may=P.MANAGE)
def watch_drift(request: Call, body: DriftWatchNew) -> DriftWatchOut:
    """Watch a class, and the classes below it."""
    given = body.model_dump()
    cls = answers.named(ItemClass.objects.visible_to(request.auth), given.pop("item_class"), "item_class")
    return DriftWatchOut.of(life.watch(by=request.auth, cls=cls, **given))


@watches.read("/{int:drift_watch}", DriftWatchOut)
def get_drift_watch(request: Call, drift_watch: Id) -> DriftWatchOut:
    """One of them."""
    return DriftWatchOut.of(finding.one(request, _watches(request), drift_watch))


@watches.edit("/{int:drift_watch}", DriftWatchOut, may=P.MANAGE)
def edit_drift_watch(request: Call, drift_watch: Id, body: DriftWatchEdit) -> DriftWatchOut:
    """Watch it otherwise."""
    row = finding.one(request, _watches(request), drift_watch)
    answers.seen(request, DriftWatchOut.of(row))
    kept = {name: getattr(row, name) for name in DriftWatchEdit.model_fields}
    return DriftWatchOut.of(life.watch(by=request.auth, cls=row.cls, **(kept | body.given())))


@watches.remove("/{int:drift_watch}", may=P.MANAGE)
def unwatch_drift(request: Call, drift_watch: Id) -> None:
    """Watch it no more."""
    life.unwatch(finding.one(request, _watches(request), drift_watch), by=request.auth)


def _rule(one: PipelineRuleNew, services: dict[int, Service], models: dict[int, rows.ChangeModel]) -> dict[str, object]:
    for field, key, found in (("service", one.service, services), ("change_model", one.change_model, models)):
        if key is not None and key not in found:
            raise Refused("There is no such record.", field=field, code="unknown")
    return {
        "subject": one.subject, "environment": one.environment, "counts": one.counts,
        "service": services[one.service], "model": models[one.change_model] if one.change_model else None,
    }  # fmt: skip


def _pipeline(request: Call, pk: int) -> rows.PipelineSource:
    found = rows.PipelineSource.objects.visible_to(request.auth).select_related("service", "model")
    return finding.one(request, found, pk)


def _watches(request: Call) -> QuerySet[rows.Watch]:
    return rows.Watch.objects.visible_to(request.auth).select_related("cls")
