"""Discovery by schedule: where it may go, jobs that look by themselves, and their runs."""

from datetime import datetime, time
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import (
    Change,
    Flag,
    Id,
    Line,
    Listing,
    Name,
    Named,
    Paging,
    Record,
    Ref,
    Whole,
    Zone,
    among,
)
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Job, OpenNetwork, Run, RunState
from watchkeep.estate.discovery.permissions import P

router = Resource("Discovery by schedule")
StateName = Annotated[RunState, among(RunState)]
Setting = Annotated[str, Field(max_length=20_000)] | Flag | Annotated[Whole, Field(ge=0, le=1_000_000)]
Settings = Annotated[dict[str, Setting], Field(max_length=30)]
Target = Annotated[str, Field(max_length=253, examples=["10.20.0.0/24"])]
Targets = Annotated[list[Target], Field(max_length=500)]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["02:00"])]
WHEN = ("every_hours", "starts_at", "time_zone", "rate", "minutes")


class OpenNetworkOut(Record):
    """A network that discovery may enter."""

    id: int
    network: str
    reason: str
    created_at: datetime

    @classmethod
    def of(cls, row: OpenNetwork) -> "OpenNetworkOut":
        """Show a network."""
        return cls(id=row.pk, network=row.network, reason=row.reason, created_at=row.created_at)


class OpenNetworkNew(Change):
    """One more network that discovery may enter."""

    network: Annotated[str, Field(max_length=64, examples=["10.20.0.0/16"])]
    reason: Line


class DiscoveryJobOut(Record):
    """Something that is looked at by itself. Its secrets are shown to nobody."""

    id: int
    name: str
    kind: str
    targets: list[str]
    settings: dict[str, Any]
    every_hours: int
    """0: only when somebody says so."""
    starts_at: Hour
    time_zone: str
    rests_in: Named | None
    """Business hours in which it does not look."""
    rate: int
    """Packets or questions a second, at most."""
    minutes: int
    """Of one run, at most."""
    is_active: bool
    next_run_at: datetime | None
    source: str
    """As what it speaks of items."""

    @classmethod
    def of(cls, job: Job) -> "DiscoveryJobOut":
        """Show a job whose source and hours are loaded."""
        names = ("name", "kind", "targets", "settings", *WHEN, "is_active", "next_run_at")
        kept: dict[str, Any] = {name: getattr(job, name) for name in names}
        kept["starts_at"] = f"{job.starts_at:%H:%M}"
        rests = Named(id=job.rests_in.pk, name=job.rests_in.name) if job.rests_in else None
        return cls(id=job.pk, rests_in=rests, source=job.source.slug, **kept)

    def href(self) -> str:
        """Where the job is found."""
        return f"/api/v1/discovery-jobs/{self.id}"


class DiscoveryJobNew(Change):
    """Something to look at by itself."""

    name: Name = Field(examples=["Office network"])
    kind: Annotated[str, Field(max_length=20, examples=["network"])]
    targets: Targets
    """Addresses, ranges and names, within the networks that are open. Empty for kinds that go to none."""
    settings: Settings = {}
    """What its kind asks for, secrets among them. They are kept encrypted and never shown again."""
    every_hours: Annotated[Whole, Field(ge=0, le=720)] = 24
    starts_at: Hour = "02:00"
    time_zone: Zone = "UTC"
    rests_in: Ref | None = None
    rate: Annotated[Whole, Field(ge=1, le=100_000)] = 100
    minutes: Annotated[Whole, Field(ge=1, le=2880)] = 240


class DiscoveryJobEdit(Change):
    """How it is looked at. What is left out stays; so do secrets, unless they would go elsewhere."""

    name: Name = ""
    targets: Targets = []
    settings: Settings = {}
    every_hours: Annotated[Whole, Field(ge=0, le=720)] = 24
    starts_at: Hour = "02:00"
    time_zone: Zone = "UTC"
    rests_in: Ref | None = None
    rate: Annotated[Whole, Field(ge=1, le=100_000)] = 100
    minutes: Annotated[Whole, Field(ge=1, le=2880)] = 240


class DiscoveryRunOut(Record):
    """One look of a job."""

    id: int
    job: int
    state: StateName
    asked_by: str
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    doing: str
    done: int
    """How far it is, in percent."""
    new: int
    changed: int
    unchanged: int
    refused: int
    why: str
    """Why it failed or was stopped."""
    log: list[str]

    @classmethod
    def of(cls, run: Run) -> "DiscoveryRunOut":
        """Show a run."""
        names = ("state", "asked_by", "queued_at", "started_at", "ended_at", "doing", "done", "new", "changed",
                 "unchanged", "refused", "why")  # fmt: skip
        kept: dict[str, Any] = {name: getattr(run, name) for name in names}
        return cls(id=run.pk, job=run.job_id, log=[words for _seconds, words in run.log], **kept)


class DiscoveryRunFilters(BaseModel):
    """Which runs."""

    job: Id | None = None


@router.list("/discovery-networks", OpenNetworkOut, may=P.SEE)
def list_discovery_networks(request: Call, paging: Query[Paging]) -> Listing[OpenNetworkOut]:
    """The networks that discovery may enter. Nothing outside of them is ever contacted."""
    return answers.listed(
        request, queries.open_networks(request.auth), OpenNetworkOut.of, paging, order=("network", "id")
    )


@router.create("/discovery-networks", OpenNetworkOut, may=P.NETWORKS)
def open_discovery_network(request: Call, body: OpenNetworkNew) -> OpenNetworkOut:
    """Let discovery enter one more network."""
    return OpenNetworkOut.of(life.open_network(by=request.auth, network=body.network, reason=body.reason))


@router.remove("/discovery-networks/{int:open_network}", may=P.NETWORKS)
def shut_discovery_network(request: Call, open_network: Id) -> None:
    """Let discovery enter it no longer."""
    life.shut_network(finding.one(request, queries.open_networks(request.auth), open_network), by=request.auth)


@router.list("/discovery-jobs", DiscoveryJobOut, may=P.SEE)
def list_discovery_jobs(request: Call, paging: Query[Paging]) -> Listing[DiscoveryJobOut]:
    """Jobs, from A to Z."""
    return answers.listed(request, queries.jobs(request.auth), DiscoveryJobOut.of, paging, order=("name", "id"))


@router.create("/discovery-jobs", DiscoveryJobOut, may=P.CONFIGURE)
def add_discovery_job(request: Call, body: DiscoveryJobNew) -> DiscoveryJobOut:
    """Look at something by itself."""
    when: dict[str, Any] = {name: getattr(body, name) for name in WHEN} | {"rests_in": _hours(body.rests_in)}
    when["starts_at"] = time.fromisoformat(body.starts_at)
    job = life.add_job(
        by=request.auth, kind=body.kind, name=body.name, given=body.settings, targets=body.targets, **when
    )  # fmt: skip
    return DiscoveryJobOut.of(job)


@router.read("/discovery-jobs/{int:discovery_job}", DiscoveryJobOut)
def get_discovery_job(request: Call, discovery_job: Id) -> DiscoveryJobOut:
    """One job."""
    return DiscoveryJobOut.of(_job(request, discovery_job))


@router.edit("/discovery-jobs/{int:discovery_job}", DiscoveryJobOut, may=P.CONFIGURE)
def change_discovery_job(request: Call, discovery_job: Id, body: DiscoveryJobEdit) -> DiscoveryJobOut:
    """Look elsewhere or otherwise."""
    job = _job(request, discovery_job)
    answers.seen(request, DiscoveryJobOut.of(job))
    told = body.given()
    if "starts_at" in told:
        told["starts_at"] = time.fromisoformat(body.starts_at)
    given = job.settings | told.pop("settings", {})
    if "rests_in" in told:
        told["rests_in"] = _hours(told["rests_in"])
    life.change_job(job, by=request.auth, given=given, **({"name": job.name, "targets": job.targets} | told))
    return DiscoveryJobOut.of(job)


@router.verb("/discovery-jobs/{int:discovery_job}/switch", DiscoveryJobOut, may=P.CONFIGURE)
def switch_discovery_job(request: Call, discovery_job: Id) -> DiscoveryJobOut:
    """Let it rest, or look again."""
    job = _job(request, discovery_job)
    life.switch_job(job, by=request.auth)
    return DiscoveryJobOut.of(job)


@router.verb("/discovery-jobs/{int:discovery_job}/run", DiscoveryRunOut, may=P.CONFIGURE)
def run_discovery_job(request: Call, discovery_job: Id) -> DiscoveryRunOut:
    """Look now."""
    return DiscoveryRunOut.of(life.ask_run(_job(request, discovery_job), by=request.auth))


@router.list("/discovery-runs", DiscoveryRunOut, may=P.SEE)
def list_discovery_runs(
    request: Call, filters: Query[DiscoveryRunFilters], paging: Query[Paging]
) -> Listing[DiscoveryRunOut]:
    """Runs of jobs, the newest first."""
    return answers.listed(request, queries.scans(request.auth, job=filters.job or 0), DiscoveryRunOut.of, paging)


@router.read("/discovery-runs/{int:discovery_run}", DiscoveryRunOut)
def get_discovery_run(request: Call, discovery_run: Id) -> DiscoveryRunOut:
    """One run: how far it is, and what came of it."""
    return DiscoveryRunOut.of(_run(request, discovery_run))


@router.verb("/discovery-runs/{int:discovery_run}/stop", DiscoveryRunOut, may=P.CONFIGURE)
def stop_discovery_run(request: Call, discovery_run: Id) -> DiscoveryRunOut:
    """End a run. What it has found by then is kept."""
    life.stop(_run(request, discovery_run), by=request.auth)
    return DiscoveryRunOut.of(_run(request, discovery_run))


def _hours(pk: int | None) -> BusinessHours | None:
    return answers.referred(BusinessHours.objects.all(), pk, "rests_in") if pk else None


def _job(request: Call, pk: int) -> Job:
    return finding.one(request, queries.jobs(request.auth), pk)


def _run(request: Call, pk: int) -> Run:
    return finding.one(request, queries.scans(request.auth), pk)
