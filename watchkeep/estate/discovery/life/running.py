"""A run from queue to end. Whoever carries it out holds a lease; what a dead process left has failed, and says so.

If the process dies here: each part that was taken in is a transaction of its own, and the next run finds the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.life import finding, planning
from watchkeep.estate.discovery.models import ALIVE, Found, Job, Run, RunState
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import rhythm
from watchkeep.kernel import clock, live, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.lifecycle import Lifecycle, Step

WAKE = "discovery"
LEASE = timedelta(seconds=60)
"""How long a process that gives no sign of life is believed to be looking."""
MOST_NOTES = 200
"""How many lines the log of a run has at most; the last says that there were more."""
RUNS_KEPT = 100
QUEUED, RUNNING, DONE, FAILED, STOPPED = RunState

LIFE = Lifecycle(
    Step("begin", (QUEUED,), RUNNING, may=P.RECEIVE),
    Step("finish", (RUNNING,), DONE, may=P.RECEIVE),
    Step("fail", ALIVE, FAILED, may=P.RECEIVE, needs=("why",)),
    Step("give_up", (RUNNING,), STOPPED, may=P.RECEIVE, needs=("why",)),
    Step("stop", (QUEUED,), STOPPED, may=P.CONFIGURE, label=gettext_lazy("Stop")),
    Step("call_off", (RUNNING,), None, may=P.CONFIGURE, label=gettext_lazy("Stop")),
)


@transaction.atomic
def ask_run(job: Job, *, by: Actor) -> Run:
    """Look now. Refused while it is looking already, and in the hours in which it does not."""
    by.need(P.CONFIGURE, _("let discovery look"))
    row = Job.objects.select_for_update(of=("self",)).select_related("rests_in").get(pk=job.pk)
    if not row.is_active:
        raise Refused(_("It is switched off."), code="wrong_state")
    if row.rests_in and rhythm.must_rest(row.rests_in.spec(), clock.now()):
        raise Refused(_("It does not look during %(hours)s.") % {"hours": row.rests_in}, code="resting")
    if Run.objects.alive().filter(job=row).exists():
        raise Refused(_("It is looking already."), code="wrong_state")
    run = _queue(row, by=by)
    tell(events.RunAsked(record=row.pk, by=by, run=run.pk))
    return run


@transaction.atomic
def queue_due(most: int = 50) -> int:
    """Sweep: let jobs look whose time has come; what is still at it, or must rest, gets its next time alone."""
    now = clock.now()
    due = Job.objects.due(now).select_related("rests_in").select_for_update(of=("self",), skip_locked=True)[:most]
    for job in (rows := list(due)):
        hours = job.rests_in.spec() if job.rests_in else None
        resting = hours is not None and rhythm.must_rest(hours, now)
        next_at = rhythm.rest_ends(hours, now) if hours and resting else planning.next_look(job, now)
        Job.objects.filter(pk=job.pk).update(next_run_at=next_at)
        if not resting and not Run.objects.alive().filter(job=job).exists():
            _queue(job, by=CLOCK)
    return len(rows)


@transaction.atomic
def take_run() -> Run | None:
    """Take the run that has waited longest, so that nobody else does. None if none waits."""
    rows = Run.objects.filter(state=QUEUED).order_by("id").select_related("job__source", "job__rests_in")
    run = rows.select_for_update(of=("self",), skip_locked=True).first()
    if run is None:
        return None
    now, job = clock.now(), run.job
    ends = rhythm.must_end(job.rests_in.spec() if job.rests_in else None, now, job.minutes)
    LIFE.move(run, "begin", by=CLOCK, started_at=now, lease_until=now + LEASE, must_end_at=ends)
    _changed(run)
    return run


@transaction.atomic
def take_part(run: Run, found: Sequence[Found], *, doing: str = "", done: int = 0, notes: Sequence[str] = ()) -> None:
    """Take in a part of what a run finds, whole, and say how far it is. Refused when the run has ended meanwhile."""
    row = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if row.state != RUNNING:
        raise Refused(_("It has ended meanwhile."), code="wrong_state")
    outcomes = finding.take_found(found, source=run.job.source, by=CLOCK) if found else []
    said = [_("%(name)s bears nothing that tells it apart.") % {"name": one.name or one.key}
            for one, outcome in zip(found, outcomes, strict=True) if outcome.match is None]  # fmt: skip
    Run.objects.filter(pk=run.pk).update(
        **_counts(outcomes), doing=doing[:200], done=max(0, min(done, 100)), log=_noted(row, [*notes, *said]),
        lease_until=clock.now() + LEASE,
    )  # fmt: skip
    _changed(run)


@transaction.atomic
def keep_looking(runs: Collection[int]) -> set[int]:
    """A process says that it still carries these out. Returns those that it should go on with."""
    mine = Run.objects.filter(pk__in=runs, state=RUNNING)
    mine.update(lease_until=clock.now() + LEASE)
    return set(mine.filter(is_unwanted=False).values_list("pk", flat=True))


@transaction.atomic
def finish(run: Run, *, notes: Sequence[str] = ()) -> None:
    """It has looked at everything."""
    _end(run, "finish", notes, done=100)
    counts = {name: getattr(run, name) for name in ("new", "changed", "unchanged", "refused")}
    tell(events.RunDone(record=run.job_id, by=CLOCK, run=run.pk, **counts))


@transaction.atomic
def fail(run: Run, why: str, *, notes: Sequence[str] = ()) -> None:
    """It could not look, or broke off."""
    _end(run, "fail", notes, why=why[:300])
    tell(events.RunFailed(record=run.job_id, by=CLOCK, run=run.pk, why=why[:200]))


@transaction.atomic
def give_up(run: Run, why: str, *, notes: Sequence[str] = ()) -> None:
    """It was stopped, by somebody or because its time was over."""
    _end(run, "give_up", notes, why=why[:300])
    tell(events.RunStopped(record=run.job_id, by=CLOCK, run=run.pk, why=why[:200]))


@transaction.atomic
def stop(run: Run, *, by: Actor) -> None:
    """End it: at once while it waits; while it looks, as soon as it can. What was found by then is kept."""
    by.need(P.CONFIGURE, _("stop discovery"))
    row = Run.objects.select_for_update(of=("self",)).select_related("job").get(pk=run.pk)
    if row.state == RUNNING:
        LIFE.move(row, "call_off", by=by, is_unwanted=True)
        queue.nudge(WAKE)
    else:
        why = _("It was stopped before it began.")
        LIFE.move(row, "stop", by=by, ended_at=clock.now(), why=why)
        tell(events.RunStopped(record=row.job_id, by=by, run=row.pk, why=why))
    _changed(row)


@transaction.atomic
def end_lost(most: int = 50) -> int:
    """Sweep: what a dead process left has failed, and says so. Returns how many there were."""
    late = Run.objects.filter(state=RUNNING, lease_until__lt=clock.now()).select_related("job")
    for run in (lost := list(late.select_for_update(of=("self",), skip_locked=True)[:most])):
        fail(run, _("The process that carried it out has died. What it had found by then is kept."))
    return len(lost)


def _queue(job: Job, *, by: Actor) -> Run:
    run = Run.objects.create(job=job, asked_by=str(by))
    old = list(job.runs.order_by("-id").values_list("pk", flat=True)[RUNS_KEPT : RUNS_KEPT + 50])
    Run.objects.filter(pk__in=old).exclude(state__in=ALIVE).delete()
    queue.nudge(WAKE)
    _changed(run)
    return run


def _counts(outcomes: Sequence[finding.Outcome]) -> dict[str, Any]:
    new = sum(1 for one in outcomes if one.match and one.match.is_new)
    changed = sum(1 for one in outcomes if one.match and not one.match.is_new and one.is_changed)
    refused = sum(1 for one in outcomes if one.match is None)
    unchanged = len(outcomes) - new - changed - refused
    counts = {"new": new, "changed": changed, "unchanged": unchanged, "refused": refused}
    return {name: F(name) + many for name, many in counts.items() if many}


def _noted(run: Run, notes: Sequence[str]) -> list[Any]:
    """The log with these lines, and no longer than it may be."""
    seconds = round((clock.now() - (run.started_at or run.queued_at)).total_seconds())
    kept = [*run.log, *([seconds, one.replace("\x00", "")[:300]] for one in notes)]
    return kept if len(kept) <= MOST_NOTES else [*kept[: MOST_NOTES - 1], [seconds, _("There was more.")]]


def _end(run: Run, verb: str, notes: Sequence[str], **values: Any) -> None:
    run.refresh_from_db()
    LIFE.move(run, verb, by=CLOCK, ended_at=clock.now(), lease_until=None, doing="", log=_noted(run, notes), **values)
    _changed(run)


def _changed(run: Run) -> None:
    live.changed(f"discovery_run:{run.pk}", f"discovery_job:{run.job_id}")
