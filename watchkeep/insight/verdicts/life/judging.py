"""A verdict stands when a change begins, and is reached look by look: while it goes on, and after it has ended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.services import queries as services
from watchkeep.insight.verdicts import queries, rules
from watchkeep.insight.verdicts.events import Reached
from watchkeep.insight.verdicts.life import reviewing
from watchkeep.insight.verdicts.models import STEP, Finding, Touched, Verdict, Why
from watchkeep.insight.verdicts.rules import LOOKS, UNDER_WAY, Judgement, Look
from watchkeep.kernel import clock, prepared
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell_many
from watchkeep.work.changes import life as changes
from watchkeep.work.changes import queries as planned
from watchkeep.work.changes.models import Change, Kind, Outcome, Source
from watchkeep.work.tickets.models import State, Ticket

FINE = (Finding.BETTER, Finding.SAME)
MOST_SERVICES = 50
"""So many services of a change are looked at, the nearest first."""
SETTLE = STEP
"""What is still starting when a change ends is part of the change."""
LATE = timedelta(minutes=2)
"""Figures need a moment to reach us."""
PATIENT = {timedelta(hours=1): timedelta(minutes=15), timedelta(hours=24): timedelta(hours=1)}
"""A look at an hour waits for the next quarter, one at a day for the next hour: what is due at once is read once."""
ENDLESS = timedelta(hours=24)
"""So long after its planned end a change that has not ended is judged as it is."""

_FIELDS = Verdict._meta.concrete_fields  # noqa: SLF001  # Django's documented way to the fields
_NEW = [field for field in _FIELDS if field.name == "due_at" or not field.null]
"""What a row has from the beginning, whatever the model comes to have."""
_STAND = f"""
WITH stood AS (
    INSERT INTO verdicts_verdict ({", ".join(field.attname for field in _NEW)})
    VALUES ({", ".join(f"%({field.attname})s" for field in _NEW)})
        ON CONFLICT DO NOTHING RETURNING change_id
)
INSERT INTO verdicts_touched (verdict_id, service_id, distance, begun_at)
SELECT stood.change_id, near.service, near.distance, %(begun_at)s
  FROM stood, unnest(%(services)s::bigint[], %(distances)s::smallint[]) AS near(service, distance)
"""  # noqa: S608  # the model's own columns
_SETTLED = ("pk", "early", "looks", "others", "spent", "finding", "judged_at", "is_endless", "worse_at", "due_at")
_SAVE = """
UPDATE verdicts_verdict AS v
   SET early = new.early, looks = new.looks, others = new.others, spent = new.spent, finding = new.finding,
       judged_at = new.judged_at, is_endless = new.is_endless, worse_at = new.worse_at, due_at = new.due_at
  FROM unnest(%(pk)s::bigint[], %(early)s::smallint[], %(looks)s::smallint[], %(others)s::smallint[],
              %(spent)s::float8[], %(finding)s::text[], %(judged_at)s::timestamptz[], %(is_endless)s::bool[],
              %(worse_at)s::timestamptz[], %(due_at)s::timestamptz[])
       AS new(pk, early, looks, others, spent, finding, judged_at, is_endless, worse_at, due_at)
 WHERE v.change_id = new.pk
"""
"""Many rows at once, each with values of its own: as a CASE for each of them it would cost ten times as much."""

_COMPARED = (
    "COPY verdicts_compared (verdict_id, look, service_id, kind, indicator_id, before, after, expected, seen, p, q,"
    " season, finding, why) FROM STDIN"
)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def stand(change: int) -> None:
    """It has begun: what it could touch stands as the map is now. While it goes on it is looked at.

    One statement reads what it needs of the change and one writes it all down: a pipeline waits.
    """
    found = planned.footprint(change)
    begun = found.begun_at or clock.now()
    reached = dict.fromkeys(services.hit_by(items=found.items), 1) if found.items else {}
    reached |= services.distances(found.services) | dict.fromkeys(found.services, 0)
    nearest = sorted(reached.items(), key=lambda one: (one[1], one[0]))[:MOST_SERVICES]
    known = {"change_id": change, "begun_at": begun, "due_at": _due_under_way(found, begun, 0)}
    given = {field.attname: field.get_default() for field in _NEW} | known
    near = {"services": [one for one, _far in nearest], "distances": [far for _one, far in nearest]}
    prepared.rows(_STAND, given | near)


@transaction.atomic
def expect(change: Change) -> None:
    """It has ended: look at it a quarter of an hour, an hour and a day later. An emergency is reviewed as well."""
    verdict = _standing(change)
    if verdict.ended_at is None and change.ended_at:
        _mark(verdict, ended_at=change.ended_at, looks=0, due_at=_due_after(change.ended_at, LOOKS[0]))
    if change.kind == Kind.EMERGENCY:
        reviewing.ask_review(verdict, why=Why.EMERGENCY)


@transaction.atomic
def look_no_further(change: Change) -> None:
    """It was taken back: what is measured from now on is not its doing. Somebody says why it came to that.

    What was not looked at before that stays unknown.
    """
    verdict = _standing(change)
    never: dict[str, Any] = {} if verdict.judged_at else {"finding": Finding.UNKNOWN, "judged_at": clock.now()}
    _mark(verdict, ended_at=verdict.ended_at or change.ended_at, due_at=None, **never)
    reviewing.ask_review(verdict, why=Why.EMERGENCY if change.kind == Kind.EMERGENCY else Why.BACKED_OUT)


@transaction.atomic
def judge(*pks: int) -> int:
    """Take the next look at these changes, but for what somebody else looks at or is not due. Returns at how many.

    Their tickets are held first, as every verb of a change does; what is being worked on has its turn a moment later.
    What several of them need is read once, and what they come to is written together.
    """
    now = clock.now()
    held = list(Ticket.objects.select_for_update(skip_locked=True).filter(pk__in=pks).values_list("pk", flat=True))
    rows = Verdict.objects.due(now).filter(pk__in=held).select_related("change__ticket")
    due = list(rows.select_for_update(of=("self",), skip_locked=True, no_key=True))
    if not due:
        return 0
    touched: dict[int, dict[int, int]] = {one.pk: {} for one in due}
    near = Touched.objects.filter(verdict__in=due).values_list("verdict", "service", "distance")
    for verdict, service, distance in near:
        touched[verdict][service] = distance
    stretches = {one.pk: stretch_of(one, now) for one in due}
    answers = queries.compare([queries.Asked([*touched[one.pk]], stretches[one.pk]) for one in due])
    judged = [
        (one, _judgement(answer, touched[one.pk], stretches[one.pk].look))
        for one, answer in zip(due, answers, strict=True)
    ]
    _write(judged)
    _settle(judged, queries.others(stretches), stretches)
    return len(due)


def _standing(change: Change) -> Verdict:
    """The verdict of a change; one that began unheard of stands from now on."""
    if not Verdict.objects.filter(pk=change.pk).exists():
        stand(change.pk)
    return Verdict.objects.get(pk=change.pk)


def _judgement(answer: queries.Answer, touched: Mapping[int, int], look: Look) -> Judgement[queries.Key]:
    weights = {key: rules.weight(touched[key.service], is_measured=key.indicator is not None) for key in answer.found}
    return rules.judge(answer.found, answer.worse_up, look.level, weights)


@transaction.atomic
def close_by_itself(pk: int) -> None:
    """A standard change is closed as successful once nothing speaks against it, where nobody has closed it.

    Nothing speaks against it when its last look found it better or the same; where too little is known, the pipeline
    that carried it out has to have said that it succeeded. All else is for people to close.
    """
    list(Ticket.objects.select_for_update().filter(pk=pk).values_list("pk"))
    verdict = Verdict.objects.select_related("change__ticket").get(pk=pk)
    change = verdict.change
    is_fine = verdict.finding in FINE or (verdict.finding == Finding.UNKNOWN and change.source == Source.PIPELINE)
    is_ours = change.kind == Kind.STANDARD and change.state == State.EVALUATING and not change.is_backed_out
    if not (is_ours and is_fine and verdict.is_final) or change.harmed_at or reviewing.is_asked(pk):
        return
    said = _("Closed by itself: a day after its end its verdict is “%(finding)s”.")
    note = said % {"finding": verdict.get_finding_display()}
    changes.close(change, by=CLOCK, outcome=Outcome.SUCCESSFUL, note=note)


def stretch_of(verdict: Verdict, now: datetime) -> queries.Stretch:
    """What the next look compares: the time since the look before, or since the end. Without an end its last day."""
    begun = _floor(verdict.begun_at)
    if verdict.ended_at is not None:
        start, look = _start(verdict.ended_at), LOOKS[min(verdict.looks, len(LOOKS) - 1)]
        look = replace(look, level=rules.level_after(verdict.looks, verdict.spent))
        return queries.Stretch(begun, start, start + look.after, look)
    if _is_endless(verdict, now):
        until = _floor(now - LATE)
        look = replace(LOOKS[-1], level=rules.level_without_end(verdict.spent))
        return queries.Stretch(begun, max(until - ENDLESS, begun), until, look)
    after, look = UNDER_WAY[verdict.early]
    until = _in_effect(verdict.change, verdict.begun_at) + after
    return queries.Stretch(begun, until - look.after, until, look)


Judged = list[tuple[Verdict, Judgement[queries.Key]]]


def _write(judged: Judged) -> None:
    """Put down what was compared."""
    rows = [
        (
            verdict.pk, verdict.place, key.service, key.kind, key.indicator, one.before, one.after, one.expected,
            one.seen, one.p, one.q, one.season, one.finding, one.why,
        )
        for verdict, judgement in judged
        for key, one in judgement.comparisons.items()
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor, cursor.copy(_COMPARED) as copy:
            for row in rows:
                copy.write_row(row)


def _settle(judged: Judged, others: Mapping[int, int], stretches: Mapping[int, queries.Stretch]) -> None:
    """Write down what it comes to, when each is looked at next, and tell of it."""
    for verdict, _judged in judged:
        verdict.others = min(others.get(verdict.pk, 0), 32_767)
        verdict.spent += stretches[verdict.pk].look.level
    facts = [_settled(verdict, judgement) for verdict, judgement in judged]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, {name: [getattr(one, name) for one, _judged in judged] for name in _SETTLED})
    tell_many(facts)
    for (verdict, _judged), fact in zip(judged, facts, strict=True):
        if fact.finding == Finding.WORSE and fact.was != Finding.WORSE:
            changes.find_harm(verdict.change, by=CLOCK)
            reviewing.ask_review(verdict, why=Why.WORSE)


def _settled(verdict: Verdict, judged: Judgement[queries.Key]) -> Reached:
    """Take in what it comes to. Once worse it stays so."""
    was, now, is_under_way = verdict.finding, clock.now(), verdict.ended_at is None
    finding = Finding.WORSE if verdict.worse_at else Finding(judged.finding)
    verdict.is_endless = is_under_way and _is_endless(verdict, now)
    verdict.finding, verdict.judged_at = finding, now
    verdict.worse_at = verdict.worse_at or (now if finding == Finding.WORSE else None)
    look = verdict.early if is_under_way else verdict.looks
    verdict.early, verdict.looks = verdict.early + is_under_way, verdict.looks + (not is_under_way)
    verdict.due_at = _due_next(verdict)
    return Reached(
        record=verdict.pk, by=CLOCK, finding=finding, was=was, look=look,
        compared=sum(one.q is not None for one in judged.comparisons.values()),
        worse=sum(one.finding == rules.Finding.WORSE for one in judged.comparisons.values()),
        is_final=verdict.due_at is None, is_endless=verdict.is_endless, is_under_way=verdict.is_under_way,
    )  # fmt: skip


def _mark(verdict: Verdict, **values: datetime | int | str | None) -> None:
    Verdict.objects.filter(pk=verdict.pk).update(**values)
    for name, value in values.items():
        setattr(verdict, name, value)


def _due_next(verdict: Verdict) -> datetime | None:
    """When it is looked at next; None when no look is left."""
    if verdict.ended_at is None:
        return None if verdict.is_endless else _due_under_way(verdict.change, verdict.begun_at, verdict.early)
    left = LOOKS[verdict.looks :]
    return _due_after(verdict.ended_at, left[0]) if left else None


def _due_under_way(change: Change | planned.Footprint, begun_at: datetime, early: int) -> datetime:
    """When a change that goes on is looked at next: some times by the clock, and a day after it should have ended."""
    endless = _endless_at(change, begun_at)
    if early >= len(UNDER_WAY):
        return endless
    after, look = UNDER_WAY[early]
    return min(_patient(_in_effect(change, begun_at) + after + LATE, look), endless)


def _in_effect(change: Change | planned.Footprint, begun_at: datetime) -> datetime:
    """From when on it should do no harm: the first whole five minutes of it that are no outage that was announced."""
    return _floor(begun_at + timedelta(minutes=change.outage_minutes) + STEP - timedelta(microseconds=1))


def _is_endless(verdict: Verdict, now: datetime) -> bool:
    due = _due_under_way(verdict.change, verdict.begun_at, verdict.early)
    return now >= due >= _endless_at(verdict.change, verdict.begun_at)


def _endless_at(change: Change | planned.Footprint, begun_at: datetime) -> datetime:
    return max(change.ends_at or begun_at, begun_at) + ENDLESS


def _due_after(ended_at: datetime, look: Look) -> datetime:
    return _patient(_start(ended_at) + look.after + LATE, look)


def _patient(at: datetime, look: Look) -> datetime:
    """The same moment, or a little later, when others are due as well."""
    every = PATIENT.get(look.after)
    return at if every is None else at + (_EPOCH - at) % every


def _start(ended_at: datetime) -> datetime:
    """The first whole five minutes in which nothing of the change was going on."""
    return _floor(ended_at) + STEP + SETTLE


def _floor(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
