"""A verdict stands when a change begins, is due when it ends, and is reached look by look."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from watchkeep.estate.services import queries as services
from watchkeep.insight.verdicts import queries, rules
from watchkeep.insight.verdicts.events import Reached
from watchkeep.insight.verdicts.life import reviewing
from watchkeep.insight.verdicts.models import STEP, Compared, Finding, Touched, Verdict, Why
from watchkeep.insight.verdicts.rules import LOOKS, Judgement, Look
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import queries as changes
from watchkeep.work.changes.models import Change, Kind

MOST_SERVICES = 50
"""So many services of a change are looked at, the nearest first."""
SETTLE = STEP
"""What is still starting when a change ends is part of the change."""
LATE = timedelta(minutes=2)
"""Figures need a moment to reach us."""
ENDLESS = timedelta(hours=24)
"""So long after its planned end a change that has not ended is judged as it is."""


@transaction.atomic
def stand(change: Change) -> Verdict:
    """It has begun: what it could touch stands as the map is now. It is judged even if it never ends."""
    begun = change.begun_at or clock.now()
    due = max(change.ends_at or begun, begun) + ENDLESS
    verdict, is_new = Verdict.objects.get_or_create(change=change, defaults={"begun_at": begun, "due_at": due})
    if is_new:
        own = changes.service_ids(change)
        items = list(change.items.values_list("pk", flat=True))
        reached = dict.fromkeys(services.hit_by(items=items), 1) if items else {}
        reached |= services.distances(own) | dict.fromkeys(own, 0)
        nearest = sorted(reached.items(), key=lambda one: (one[1], one[0]))
        Touched.objects.bulk_create([
            Touched(verdict=verdict, service_id=service, distance=distance, begun_at=begun)
            for service, distance in nearest[:MOST_SERVICES]
        ])  # fmt: skip
    return verdict


@transaction.atomic
def expect(change: Change) -> None:
    """It has ended: look at it a quarter of an hour, an hour and a day later. An emergency is reviewed as well."""
    verdict = stand(change)
    if verdict.ended_at is None and change.ended_at:
        due = _due(change.ended_at, LOOKS[0])
        Verdict.objects.filter(pk=verdict.pk).update(ended_at=change.ended_at, looks=0, due_at=due)
        verdict.refresh_from_db()
    if change.kind == Kind.EMERGENCY:
        reviewing.ask_review(verdict, why=Why.EMERGENCY)


@transaction.atomic
def look_no_further(change: Change) -> None:
    """It was taken back: what is measured from now on is not its doing. Somebody says why it came to that."""
    verdict = stand(change)
    Verdict.objects.filter(pk=verdict.pk).update(ended_at=verdict.ended_at or change.ended_at, due_at=None)
    verdict.refresh_from_db()
    reviewing.ask_review(verdict, why=Why.EMERGENCY if change.kind == Kind.EMERGENCY else Why.BACKED_OUT)


@transaction.atomic
def judge(pk: int) -> bool:
    """Take the next look at a change, unless somebody else does or it is not due. Says whether it was taken."""
    now = clock.now()
    rows = Verdict.objects.due(now).filter(pk=pk).select_for_update(of=("self",), skip_locked=True, no_key=True)
    verdict = rows.select_related("change__ticket").first()
    if verdict is None:
        return False
    stretch = stretch_of(verdict, now)
    touched = list(Touched.objects.filter(verdict=verdict).values_list("service", flat=True))
    found, worse_up = queries.compare(touched, stretch)
    judged = rules.judge(found, worse_up, stretch.look.level)
    _write(verdict, judged)
    _settle(verdict, judged, touched, stretch)
    return True


def stretch_of(verdict: Verdict, now: datetime) -> queries.Stretch:
    """What the next look compares. Without an end the last day of it is its aftermath."""
    if verdict.ended_at is None:
        until = _floor(now - LATE)
        return queries.Stretch(
            _floor(verdict.begun_at), max(until - ENDLESS, _floor(verdict.begun_at)), until, LOOKS[-1]
        )
    look = LOOKS[min(verdict.looks, len(LOOKS) - 1)]
    start = _start(verdict.ended_at)
    return queries.Stretch(_floor(verdict.begun_at), start, start + look.after, look)


def _write(verdict: Verdict, judged: Judgement[queries.Key]) -> None:
    Compared.objects.filter(verdict=verdict, look=verdict.looks).delete()
    Compared.objects.bulk_create([
        Compared(
            verdict=verdict, look=verdict.looks, service_id=key.service, kind=key.kind, indicator_id=key.indicator,
            before=one.before, after=one.after, expected=one.expected, seen=one.seen, p=one.p, q=one.q,
            season=one.season, finding=one.finding, why=one.why,
        )
        for key, one in judged.comparisons.items()
    ])  # fmt: skip


def _settle(verdict: Verdict, judged: Judgement[queries.Key], touched: Iterable[int], stretch: queries.Stretch) -> None:
    """Write down what it comes to, when it is looked at next, and tell of it. Once worse it stays so."""
    was, now = verdict.finding, clock.now()
    is_endless = verdict.ended_at is None
    finding = Finding.WORSE if verdict.worse_at else Finding(judged.finding)
    verdict.others = min(queries.others(verdict, touched, stretch), 32_767)
    verdict.finding, verdict.judged_at, verdict.is_endless = finding, now, is_endless
    verdict.worse_at = verdict.worse_at or (now if finding == Finding.WORSE else None)
    look = verdict.looks
    verdict.looks += 0 if is_endless else 1
    left = LOOKS[verdict.looks :] if not is_endless else ()
    verdict.due_at = _due(verdict.ended_at, left[0]) if left and verdict.ended_at else None
    verdict.save()
    tell(Reached(
        record=verdict.pk, by=CLOCK, finding=finding, was=was, look=look, compared=len(judged.comparisons),
        worse=sum(one.finding == rules.Finding.WORSE for one in judged.comparisons.values()),
        is_final=verdict.due_at is None, is_endless=is_endless,
    ))  # fmt: skip
    if finding == Finding.WORSE and was != Finding.WORSE:
        reviewing.ask_review(verdict, why=Why.WORSE)


def _due(ended_at: datetime, look: Look) -> datetime:
    return _start(ended_at) + look.after + LATE


def _start(ended_at: datetime) -> datetime:
    """The first whole five minutes in which nothing of the change was going on."""
    return _floor(ended_at) + STEP + SETTLE


def _floor(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
