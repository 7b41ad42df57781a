"""What Kestrel's pipelines put live and asked at the gate, and what changed on a server although nobody said so."""

from __future__ import annotations

from datetime import datetime, timedelta

from watchkeep.demo.cast import Cast
from watchkeep.demo.history import at
from watchkeep.doors.integrations.pipelines.taking import actor_of
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import life
from watchkeep.work.changes.models import (
    Asking,
    Change,
    ChangeModel,
    Deployment,
    Drift,
    PipelineSource,
    Progress,
    Report,
    Verdict,
)

SHOWN = 6
"""So many releases of the shop are known to the pipeline, the one under way among them."""
SEARCH = Report(
    external_id="run/9120", subject="kestrel/search", progress=Progress.STARTED, environment="production",
    revision="v7.2", commit="1f9f7f0a7c5e", who="bo", is_production=True,
)  # fmt: skip
FOUND = (  # item, hours ago, attribute, before, after
    ("db-02", 9, "kernel", "6.1.0-31-amd64", "6.1.0-37-amd64"),
    ("web-01", 80, "software: openssl", "3.0.15", "3.0.16"),
)

EVERY_NIGHT = "The distribution's own security updates run every night."


def deploy(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """Pipelines and what they said, oldest first; then what was found on two servers."""
    with wires.importing():
        _deploy(by, services)
        _found(cast)


def _deploy(by: Actor, services: dict[str, Service]) -> None:
    model = ChangeModel.objects.get(name="Application release")
    shop, _key = life.add_source(
        by=by, name="Deployments of the web shop", provider="github", service=services["web-shop"], model=model
    )
    search, _key = life.add_source(
        by=by, name="Pipeline of the search", provider="gitlab", service=services["search"]
    )  # fmt: skip
    releases = list(Change.objects.filter(model=model).exclude(begun_at=None).order_by("-begun_at")[:SHOWN])
    _live(shop, services["web-shop"], releases)
    _asked(shop, services["web-shop"], model, releases[1:])
    _stopped(shop, search, model)
    _unannounced(search)


def _live(source: PipelineSource, service: Service, releases: list[Change]) -> None:
    """The releases, as the pipeline told of them; the newest is under way."""
    Deployment.objects.bulk_create(
        Deployment(
            source=source, provider=source.provider, external_id=f"deployment/{1459 + place}",
            subject="kestrel/web-shop", service=service, environment="production", is_production=True,
            progress=Progress.SUCCEEDED if one.ended_at else Progress.STARTED, revision=one.ticket.title.split()[1],
            commit=f"{one.pk * 7919:012x}", who="ana", url="https://github.example/kestrel/web-shop",
            began_at=one.begun_at or clock.now(), ended_at=one.ended_at, said_at=one.ended_at or clock.now(),
            change=one, was_announced=True,
        )
        for place, one in enumerate(reversed(releases))
    )  # fmt: skip
    PipelineSource.objects.filter(pk=source.pk).update(heard_at=clock.now() - timedelta(minutes=12))


def _asked(source: PipelineSource, service: Service, model: ChangeModel, releases: list[Change]) -> None:
    """What went ahead by its model."""
    words = f"“{model.name}” is a standard model: {model.good} of {model.runs} runs went well."
    Asking.objects.bulk_create(
        Asking(
            asker=str(actor_of(source)), key=f"run/{9050 + place}", source=source, service=service, model=model,
            environment="production", revision=one.ticket.title.split()[1], change=one, verdict=Verdict.GO,
            reasons=[{"code": "standard", "words": words, "number": ""}], asked_at=one.begun_at or clock.now(),
            answered_at=one.begun_at or clock.now(),
        )
        for place, one in enumerate(reversed(releases))
    )  # fmt: skip


def _stopped(shop: PipelineSource, search: PipelineSource, model: ChangeModel) -> None:
    """The next release has to wait for the one under way, and the search has no plan at all."""
    again = life.Question(
        service="web-shop", environment="production", model=model.slug, revision="4.61", key="run/9117"
    )
    alone = life.Question(service="product-search", environment="production", revision="v7.2", key="run/9120")
    for question, source in ((again, shop), (alone, search)):
        life.ask_gate(question, by=actor_of(source), source=source)


def _unannounced(source: PipelineSource) -> None:
    """Last night the search went live all the same."""
    began = clock.now() - timedelta(hours=11)
    for progress, moment in ((Progress.STARTED, began), (Progress.SUCCEEDED, began + timedelta(minutes=6))):
        said = Report(**{name: getattr(SEARCH, name) for name in SEARCH.__struct_fields__} | {
            "progress": progress, "at": moment})  # fmt: skip
        at(moment, lambda one=said: life.report(one, by=actor_of(source), source=source))  # type: ignore[misc]


def _found(cast: Cast) -> None:
    """What discovery found: one waits for somebody, one is explained."""
    items = {one.name: one for one in Item.objects.filter(name__in=[row[0] for row in FOUND])}
    made = [
        _drift(items[name], clock.now() - timedelta(hours=hours), attribute, before, after)
        for name, hours, attribute, before, after in FOUND
        if name in items
    ]
    for one in Drift.objects.bulk_create(made)[1:]:
        at(one.last_seen_at + timedelta(hours=3), lambda row=one: life.justify(  # type: ignore[misc]
            row, by=cast.actor("emil"), reason=EVERY_NIGHT))  # fmt: skip


def _drift(item: Item, seen: datetime, attribute: str, before: str, after: str) -> Drift:
    told = {"attribute": attribute, "before": before, "after": after, "source": "agent", "at": seen.isoformat()}
    return Drift(item=item, differences=[told], sources=["agent"], first_seen_at=seen, last_seen_at=seen)
