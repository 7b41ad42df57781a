"""Jobs that look by themselves: lists, runs, and what is asked for each kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db.models import OuterRef, QuerySet, Subquery

from watchkeep.estate.discovery.models import Job, OpenNetwork, Run
from watchkeep.estate.discovery.rules import kinds, rhythm, scope
from watchkeep.estate.discovery.rules.kinds import Kind, Settings
from watchkeep.kernel import parameters
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.parameters import Field


def job_kinds() -> list[tuple[str, Kind]]:
    """Every kind of job, by its short name."""
    return list(kinds.KINDS.items())


def job_kind(name: str) -> Kind | None:
    """One kind; None when there is none of this name."""
    return kinds.KINDS.get(name)


def fields_of(kind: str) -> tuple[Field, ...]:
    """What is asked for a kind."""
    return parameters.of(kinds.KINDS[kind].settings)


def settings_for(job: Job) -> Settings:
    """What a job asks for, with its secrets. For whoever carries it out; never for a page."""
    return parameters.read(kinds.KINDS[job.kind].settings, job.settings | msgspec.json.decode(job.secrets))


def jobs(actor: Actor) -> QuerySet[Job]:
    """All jobs, from A to Z, each with the state of its latest run."""
    latest = Run.objects.filter(job=OuterRef("pk")).order_by("-id")
    rows = Job.objects.visible_to(actor).select_related("source", "rests_in")
    return rows.annotate(
        last_state=Subquery(latest.values("state")[:1]), last_at=Subquery(latest.values("queued_at")[:1]),
        last_run=Subquery(latest.values("pk")[:1]),
    ).order_by("name")  # fmt: skip


def scans(actor: Actor, *, job: int = 0) -> QuerySet[Run]:
    """Runs of jobs, the newest first."""
    rows = Run.objects.visible_to(actor).select_related("job")
    return (rows.filter(job=job) if job else rows).order_by("-id")


def open_networks(actor: Actor) -> QuerySet[OpenNetwork]:
    """The networks that discovery may enter."""
    return OpenNetwork.objects.visible_to(actor).order_by("network")


def allowed_networks() -> list[scope.IpNetwork]:
    """The same, as networks are reckoned with."""
    rows = OpenNetwork.objects.values_list("network", flat=True)
    return [found for row in rows if (found := scope.network(row))]


def may_reach(allowed: list[scope.IpNetwork], address: str) -> bool:
    """Whether discovery may contact an address."""
    return scope.may_reach(allowed, address)


def lies_within(allowed: list[scope.IpNetwork], target: str) -> bool | None:
    """Whether all of an address or range lies within networks; None for what is neither, such as a name."""
    found = scope.network(target)
    return None if found is None else scope.holds(allowed, found)


def rests(job: Job, at: datetime) -> bool:
    """Whether a job does not look at that moment."""
    return rhythm.must_rest(job.rests_in.spec() if job.rests_in else None, at)


def shown_settings(job: Job) -> list[tuple[Any, Any]]:
    """What a job asks for, in words, without secrets."""
    fields = [(field, job.settings.get(field.name)) for field in fields_of(job.kind) if not field.is_secret]
    return [(field.label, dict(field.choices).get(value, value)) for field, value in fields if value not in (None, "")]
