"""What Kestrel's pipelines put live and asked at the gate, and what changed on a server although nobody said so."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from watchkeep.demo.cast import Cast
from watchkeep.demo.history import at
from watchkeep.doors.integrations.pipelines.taking import actor_of, take_due
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import life
from watchkeep.work.changes.models import (
    Asking,
    Change,
    ChangeModel,
    Delivery,
    Deployment,
    Drift,
    Fate,
    PipelineSource,
    Progress,
    Verdict,
)

RELEASE = "Application release"
FIRST, SHOWN = 1458, 6
"""So many releases of the shop are known to the pipeline, the one under way among them."""
SHOP, SEARCH = "kestrel/web-shop", "kestrel/search"
BODIES_ARE_KEPT = timedelta(days=30)
SECONDS = timedelta(seconds=2)
"""So long after something began its pipeline has said so."""
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


def ask(services: dict[str, Service]) -> None:
    """What pipelines asked at the gate, once it is known how releases went.

    The next of the shop has to wait for the one under way, and the search has no plan at all.
    """
    shop, search = (PipelineSource.objects.get(service=services[name]) for name in ("web-shop", "search"))
    model = ChangeModel.objects.get(name=RELEASE)
    again = life.Question(
        service="web-shop", environment="production", model=model.slug, revision="4.61", key="run/9117"
    )
    alone = life.Question(service="product-search", environment="production", revision="v7.3", key="run/9121")
    with wires.importing():
        _asked(shop, services["web-shop"], model, _releases())
        for question, source in ((again, shop), (alone, search)):
            life.ask_gate(question, by=actor_of(source), source=source)


def _deploy(by: Actor, services: dict[str, Service]) -> None:
    model = ChangeModel.objects.get(name=RELEASE)
    shop, _key = life.add_source(
        by=by, name="Deployments of the web shop", provider="github", service=services["web-shop"], model=model
    )
    search, _key = life.add_source(
        by=by, name="Pipeline of the search", provider="gitlab", service=services["search"]
    )  # fmt: skip
    live, *former = _releases()
    _ended(shop, services["web-shop"], former)
    _hear(shop, live.begun_at or clock.now(), "deployment", _told_by_github(live, SHOWN))
    _unannounced(search)


def _releases() -> list[Change]:
    """The last of them, the newest first; that one is under way."""
    rows = Change.objects.filter(model__name=RELEASE).exclude(begun_at=None)
    return list(rows.select_related("ticket").order_by("-begun_at")[:SHOWN])


def _ended(source: PipelineSource, service: Service, releases: list[Change]) -> None:
    """Earlier releases as the pipeline told of them, with those bodies that are not too old to be kept."""
    placed = list(enumerate(reversed(releases), start=1))
    Deployment.objects.bulk_create(
        Deployment(
            source=source, provider=source.provider, external_id=f"deployment/{FIRST + place}", subject=SHOP,
            service=service, environment="production", is_production=True, progress=Progress.SUCCEEDED,
            revision=_version(one), commit=_commit(one), who="ana", url=f"https://github.example/{SHOP}",
            began_at=one.begun_at or clock.now(), ended_at=one.ended_at, said_at=one.ended_at or clock.now(),
            change=one, was_announced=True,
        )
        for place, one in placed
    )  # fmt: skip
    told = [(one.ended_at, msgspec.json.encode(_told_by_github(one, place, "success"))) for place, one in placed]
    Delivery.objects.bulk_create(
        Delivery(
            source=source, mark=sha256(body).hexdigest(), event="deployment_status", body=body, size=len(body),
            received_at=ended + SECONDS, fate=Fate.READ, next_step_at=None,
        )
        for ended, body in told
        if ended and ended > clock.now() - BODIES_ARE_KEPT
    )  # fmt: skip


def _told_by_github(one: Change, place: int, state: str = "") -> dict[str, Any]:
    """A deployment of the shop as GitHub's webhook has it, begun or with a status."""
    began, ended = (at.isoformat() for at in (one.begun_at or clock.now(), one.ended_at or clock.now()))
    said = {
        "action": "created", "repository": {"full_name": SHOP, "html_url": f"https://github.example/{SHOP}"},
        "sender": {"login": "ana"},
        "deployment": {
            "id": FIRST + place, "sha": _commit(one), "ref": _version(one), "task": "deploy",
            "environment": "production", "production_environment": True, "description": one.number,
            "created_at": began, "creator": {"login": "ana"},
        },
    }  # fmt: skip
    status = {"state": state, "environment": "production", "created_at": ended, "updated_at": ended}
    return said | ({"deployment_status": status} if state else {})


def _hear(source: PipelineSource, moment: datetime, event: str, told: dict[str, Any]) -> None:
    """A body is kept as the door keeps it, and read as the worker reads it."""
    body = msgspec.json.encode(told)
    mark = sha256(body).hexdigest()
    at(moment + SECONDS, lambda: (life.keep(source, mark=mark, event=event, body=body), take_due()))


def _version(one: Change) -> str:
    return str(one.ticket.title.split()[1])


def _commit(one: Change) -> str:
    return f"{one.pk * 7919:012x}"


def _asked(source: PipelineSource, service: Service, model: ChangeModel, releases: list[Change]) -> None:
    """The one under way went ahead by its model, as that stands; those before it because they were planned."""
    words = f"“{model.name}” is a standard model: {model.good} of {model.runs} runs went well."
    said = {one.pk: ("approved", f"{one.number} is approved and it is time.") for one in releases[1:]}
    Asking.objects.bulk_create(
        Asking(
            asker=str(actor_of(source)), key=f"run/{9050 + place}", source=source, service=service, model=model,
            environment="production", revision=_version(one), change=one, verdict=Verdict.GO,
            reasons=[dict(zip(("code", "words", "number"), (*said.get(one.pk, ("standard", words)), ""), strict=True))],
            asked_at=one.begun_at or clock.now(), answered_at=one.begun_at or clock.now(),
        )
        for place, one in enumerate(reversed(releases))
    )  # fmt: skip


def _unannounced(source: PipelineSource) -> None:
    """Last night the search went live, and nobody had said so."""
    began = clock.now() - timedelta(hours=11)
    for status, moment in (("running", began), ("success", began + timedelta(minutes=6))):
        _hear(source, moment, "Deployment Hook", {
            "object_kind": "deployment", "status": status, "status_changed_at": f"{moment:%Y-%m-%d %H:%M:%S} +0000",
            "deployment_id": 9120, "environment": "production", "environment_tier": "production", "ref": "v7.2",
            "project": {"path_with_namespace": SEARCH}, "user": {"username": "bo"}, "short_sha": "1f9f7f0a",
            "commit_title": "Newer dictionaries", "commit_url": f"https://gitlab.example/{SEARCH}/-/commit/1f9f7f0a7c5e",
        })  # fmt: skip


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
