"""A directory, run after run: what is different is found first, counted, and only then done.

If the process dies here: every difference that was followed is a transaction of its own, and the watermark moves at the
end alone. The next run finds what is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries
from watchkeep.estate.people.events import RunAsked, Synced, SyncFailed, SyncHeld
from watchkeep.estate.people.life.following import close, follow, recognise, set_manager, take_in
from watchkeep.estate.people.models import Identity, LdapDirectory, Person, Source, SyncRun, Told
from watchkeep.estate.people.permissions import P
from watchkeep.estate.people.queries import Difference
from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell

WAKE = "directory"
LEASE = timedelta(minutes=10)
"""A run that says nothing for so long has died, and another begins."""
SHOWN = 500
"""How many differences of a run are kept to be read; all of them are counted."""
RUNS_KEPT = 100


@dataclass
class Followed:
    """What a run has found and done so far."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: list[list[str]] = field(default_factory=list)

    def add(self, kind: str, whom: str, what: str) -> None:
        """Count a difference, and keep it if there is room."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(self.lines) < SHOWN:
            self.lines.append([kind, whom[:120], what[:200]])


@transaction.atomic
def ask_run(source: Source, *, by: Actor, what: str) -> None:
    """Want a directory looked at now: a dry run, a run, or a run that may deactivate more than the cap."""
    by.need(P.SOURCES, _("run directories"))
    if what not in (LdapDirectory.Asked.TRIAL, LdapDirectory.Asked.RUN, LdapDirectory.Asked.BEYOND):
        raise Refused(_("Choose a dry run or a run."), field="what")
    if what != LdapDirectory.Asked.TRIAL and not source.is_active:
        raise Refused(_("Start it first."), code="paused")
    LdapDirectory.objects.filter(pk=source.pk).update(asked=what, next_run_at=clock.now())
    tell(RunAsked(record=source.pk, by=by, what=what))
    queue.nudge(WAKE)


@transaction.atomic
def begin_run() -> tuple[LdapDirectory, SyncRun] | None:
    """Take a directory whose time has come, so that nobody else does, and begin a run. None if none is due."""
    now = clock.now()
    due = LdapDirectory.objects.select_for_update(skip_locked=True, of=("self",)).filter(next_run_at__lte=now)
    directory = due.select_related("source__organisation").order_by("next_run_at").first()
    if directory is None:
        return None
    is_trial = directory.asked == LdapDirectory.Asked.TRIAL
    SyncRun.objects.filter(source=directory.source, ended_at=None).update(
        ended_at=now, outcome=SyncRun.Outcome.FAILED, words=_("It was interrupted.")
    )
    run = SyncRun.objects.create(
        source=directory.source, is_trial=is_trial, is_full=is_trial or not directory.watermark, started_at=now
    )
    LdapDirectory.objects.filter(pk=directory.pk).update(next_run_at=now + LEASE)
    return directory, run


def go_on(directory: LdapDirectory) -> None:
    """Say that a run still lives."""
    LdapDirectory.objects.filter(pk=directory.pk, next_run_at__isnull=False).update(next_run_at=clock.now() + LEASE)


def follow_people(
    directory: LdapDirectory, run: SyncRun, told: list[Told], present: set[str] | None, followed: Followed
) -> bool:
    """Find what is different, and do it unless this is a dry run. False, and nothing done, when too many would leave.

    ``present`` holds the marks of everybody who is there; None when that was not read.
    """
    differences = queries.differences(directory.source, told, present)
    leavers = sum(one.kind == "leaver" for one in differences)
    may_go_beyond = directory.asked == LdapDirectory.Asked.BEYOND
    if leavers > directory.most_leavers and not may_go_beyond and not run.is_trial:
        _note(differences, followed)
        return False
    if run.is_trial:
        _note(differences, followed)
        return True
    by = directory.source.actor()
    for number, one in enumerate(differences):
        _carry_out(directory.source, one, by, followed)
        if number % 50 == 49:
            go_on(directory)
    _follow_managers(directory.source, told, by, followed)
    return True


@transaction.atomic
def end_run(
    directory: LdapDirectory, run: SyncRun, followed: Followed, *, outcome: str, watermark: str = "", words: str = ""
) -> None:
    """Write down what came of it, tell it, and set the next."""
    now = clock.now()
    run.outcome, run.ended_at, run.counts = outcome, now, followed.counts
    run.differences, run.words = followed.lines, words[:500]
    run.save()
    is_done = outcome == SyncRun.Outcome.DONE
    is_active = Source.objects.filter(pk=directory.pk, is_active=True).exists()
    values: dict[str, object] = {"asked": "", "next_run_at": _next(directory, now) if is_active else None}
    if is_done and run.is_trial:
        values["was_tried"] = True
    if is_done and not run.is_trial:
        values["watermark"] = watermark
    LdapDirectory.objects.filter(pk=directory.pk).update(**values)
    _tell_end(directory, run)
    old = SyncRun.objects.filter(source=directory.source).values_list("pk", flat=True)[RUNS_KEPT:]
    SyncRun.objects.filter(pk__in=list(old)).delete()


def _next(directory: LdapDirectory, now: datetime) -> datetime:
    return now + timedelta(minutes=directory.every_minutes)


def _note(differences: Iterable[Difference], followed: Followed) -> None:
    for one in differences:
        followed.add(one.kind, one.whom, one.what)


def _carry_out(source: Source, one: Difference, by: Actor, followed: Followed) -> None:
    """Do one thing. What is refused is written down, and the others go on."""
    try:
        with transaction.atomic():
            if one.kind == "new" and one.told:
                take_in(source, one.told, by=by)
            elif one.kind == "linked" and one.told and one.person:
                recognise(source, one.person, one.told, by=by)
            elif one.told and one.identity:
                follow(one.identity, one.told, by=by)
            elif one.kind == "leaver" and one.identity:
                close(one.identity, by=by)
    except (Refused, NotAllowed) as no:
        followed.add("refused", one.whom, no.message)
    else:
        followed.add(one.kind, one.whom, one.what)


def _follow_managers(source: Source, told: list[Told], by: Actor, followed: Followed) -> None:
    """Set managers once everybody is there."""
    wanted = {one.subject: one.manager.casefold() for one in told}
    rows = Identity.objects.filter(source=source, removed_at=None).exclude(place="")
    at = {place.casefold(): person for place, person in rows.values_list("place", "person_id")}
    people = Person.objects.in_bulk(set(at.values()))
    for identity in rows.filter(subject__in=wanted):
        person, manager = people[identity.person_id], people.get(at.get(wanted[identity.subject], 0))
        if manager != person and person.manager_id != (manager.pk if manager else None):
            set_manager(person, manager, by=by)
            followed.add("manager", person.name, str(manager or _("none")))


def _tell_end(directory: LdapDirectory, run: SyncRun) -> None:
    by, record = directory.source.actor(), directory.pk
    if run.outcome == SyncRun.Outcome.DONE:
        tell(Synced(record=record, by=by, run=run.pk, counts=run.counts, is_trial=run.is_trial))
    elif run.outcome == SyncRun.Outcome.HELD:
        leavers, cap = run.counts.get("leaver", 0), directory.most_leavers
        tell(SyncHeld(record=record, by=by, run=run.pk, leavers=leavers, cap=cap))
    else:
        tell(SyncFailed(record=record, by=by, run=run.pk, words=run.words))
