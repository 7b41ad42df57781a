"""A thousand changes judged: what a day of verdicts costs, and how often the change that did it is named first.

``python -m bench.judging [changes]``: in a PostgreSQL of its own, sixty services with two indicators each, six weeks of
figures, 100,000 tickets and as many alerts; the changes begin all over a day, each touches two services and what
depends on them. Half of them take less than twelve minutes, one in eleven more than an hour (lognormal), the longest
sixteen; each is looked at while it goes on and three times after its end, by sweeps every five minutes as the clock
goes. Then incidents with a planted cause among a day of other changes. Some three minutes.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django
import numpy as np
from django.core.management import call_command
from django.db import connection, transaction

from bench import ground

CHANGES, SERVICES, TICKETS = 1000, 60, 100_000
LIMIT_SECONDS = 60
A_DAY, EVERY = timedelta(hours=24), timedelta(minutes=5)
TYPICAL, STRAYS, LONGEST = timedelta(minutes=12), 1.2, timedelta(hours=16)
"""How long changes take: their median, how far the logarithm strays, and what none exceeds."""
HEAD = [
    "what", "how many", "of them under way", "comparisons", "processor time here", "in the database", "together", "each"
]  # fmt: skip

PAST = """
INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, tags, is_drill, version,
                            touched, opened_at, updated_at, service_id)
SELECT 'B-' || n, (ARRAY['incident', 'request'])[1 + n %% 2], 'Something', '', 'closed', false, 3, '{}', false, 1, '{}',
       %(now)s - n * interval '36 seconds', now(), %(first)s + (n * 7919) %% %(services)s
  FROM generate_series(1, %(tickets)s) AS n;
INSERT INTO detection_onset (service_id, at, count)
SELECT %(first)s + s, %(floor)s - n * interval '35 minutes', 1 + (n + s) %% 2
  FROM generate_series(0, %(services)s - 1) AS s, generate_series(1, %(tickets)s / %(services)s) AS n;
VACUUM ANALYZE;
"""
BEGUN = """
INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, tags, is_drill, version,
                            touched, opened_at, updated_at, service_id)
SELECT 'CHG-' || n, 'change', 'Release', '', 'implementing', true, 3, '{}', false, 1, '{}',
       %(now)s + n * interval '1 day' / %(changes)s, now(),
       %(first)s + n %% %(services)s
  FROM generate_series(1, %(changes)s) AS n RETURNING id, service_id, opened_at
"""


def main() -> None:
    """Fill, judge, print; then plant and look who is named."""
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        os.environ["WATCHKEEP_DATABASE_POOL"] = "0"
        django.setup()
        call_command("migrate", verbosity=0)
        backend = ground.Backend(connection)
        begins = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
        first = fill(begins)
        rows = judged(backend, planned(first, changes, begins))
    print(ground.machine())
    print(ground.table(HEAD, rows))
    print(ground.table(["incidents", "the cause is first", "among the first three"], [named()]))


def fill(begins: datetime) -> int:
    """Services of which each needs the next but one, their indicators, and what happened to them."""
    from watchkeep.estate.people.models import Team  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.services.models import Dependency, Service  # noqa: PLC0415  # the same
    from watchkeep.insight.verdicts.life.indicators import keep  # noqa: PLC0415  # the same
    from watchkeep.insight.verdicts.models import STEP, Indicator  # noqa: PLC0415  # the same

    team = Team.objects.create(name="Bench", slug="bench")
    made = Service.objects.bulk_create(
        Service(name=f"Service {n}", slug=f"service-{n}", owner_team=team) for n in range(SERVICES)
    )
    Dependency.objects.bulk_create(
        Dependency(service=one, depends_on=made[at + 2]) for at, one in enumerate(made[:-2]) if at % 3
    )
    rng, steps = np.random.default_rng(1), 46 * 288
    until = begins + A_DAY + LONGEST + timedelta(hours=26)
    for one in made:
        for name in ("errors", "latency"):
            indicator = Indicator.objects.create(service=one, name=name)
            values = 100 + 30 * np.sin(2 * np.pi * np.arange(steps) / 288) + rng.normal(0, 3, steps)
            figures = {until - (steps - at) * STEP: float(value) for at, value in enumerate(values)}
            with transaction.atomic():
                keep(indicator.pk, figures)
    asked = {"now": begins, "floor": begins, "first": made[0].pk, "services": SERVICES, "tickets": TICKETS}
    with connection.cursor() as cursor:
        for statement in PAST.split(";\n")[:-1]:
            cursor.execute(statement, asked if "%(" in statement else None)
    return made[0].pk


def planned(first: int, changes: int, begins: datetime) -> list[Any]:
    """Changes as they will be carried out one after the other, each on two services."""
    from watchkeep.work.changes.models import Change, ChangeService  # noqa: PLC0415  # Django must be set up before

    asked = {"now": begins, "first": first, "services": SERVICES, "changes": changes}
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, asked)
        rows = cursor.fetchall()
    rng = np.random.default_rng(2)
    took = [min(TYPICAL * float(rng.lognormal(0, STRAYS)), LONGEST) for _row in rows]
    made = Change.objects.bulk_create(
        Change(ticket_id=pk, begun_at=at, ends_at=at + timedelta(hours=1), ended_at=at + took[n])
        for n, (pk, _service, at) in enumerate(rows)
    )
    ChangeService.objects.bulk_create(
        ChangeService(change_id=pk, service_id=one)
        for pk, service, _at in rows
        for one in {service, first + (service - first + 17) % SERVICES}
    )
    return list(Change.objects.filter(pk__in=[one.pk for one in made]).order_by("begun_at"))


def judged(backend: ground.Backend, changes: list[Any]) -> list[list[str]]:
    """The day and the next as they go: what begins stands, what ends is expected, what is due is looked at."""
    from watchkeep.insight.verdicts import jobs, life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.insight.verdicts.models import Compared, Verdict  # noqa: PLC0415  # the same
    from watchkeep.insight.verdicts.rules import LOOKS  # noqa: PLC0415  # the same
    from watchkeep.kernel import clock  # noqa: PLC0415  # the same

    kept, looked = _Spent(backend), _Spent(backend)
    ending, waiting = sorted(changes, key=lambda one: one.ended_at), changes[:]
    at, last = changes[0].begun_at, ending[-1].ended_at + LOOKS[-1].after + 6 * EVERY
    while at < last:
        with clock.frozen(at):
            while waiting and waiting[0].begun_at <= at:
                kept.on(life.stand, waiting.pop(0).pk)
            while ending and ending[0].ended_at <= at:
                kept.on(life.expect, ending.pop(0))
            looked.on(lambda: sum(iter(jobs.judge_due, 0)))
        at += EVERY
    early = sum(Verdict.objects.values_list("early", flat=True))
    if Verdict.objects.exclude(due_at=None, looks=len(LOOKS)).exists():
        raise SystemExit("not every look was taken")
    looks = len(LOOKS) * len(changes) + early
    whole = f"{kept.here + looked.here:.1f} s", f"{kept.there + looked.there:.1f} s"
    return [
        ["changes begun and ended", f"{len(changes):,}", "", "", *kept.told(len(changes))],
        ["looks", f"{looks:,}", f"{early:,}", f"{Compared.objects.count():,}", *looked.told(looks)],
        ["together", "", "", "", *whole, f"{kept.all + looked.all:.1f} s", f"limit: {LIMIT_SECONDS} s for 1,000"],
    ]


class _Spent:
    """Processor time that something took, here and in the database."""

    def __init__(self, backend: ground.Backend) -> None:
        self.backend, self.here, self.there = backend, 0.0, 0.0

    @property
    def all(self) -> float:
        """In both processes."""
        return self.here + self.there

    def on(self, act: Callable[..., object], *given: object) -> None:
        """Do it, and add what it took."""
        here, there = time.process_time(), self.backend.seconds()
        act(*given)
        self.here, self.there = self.here + time.process_time() - here, self.there + self.backend.seconds() - there

    def told(self, n: int) -> list[str]:
        """The same in words, and what each of so many took."""
        return [f"{self.here:.1f} s", f"{self.there:.1f} s", f"{self.all:.1f} s", f"{1000 * self.all / n:.1f} ms"]


def named(incidents: int = 1000) -> list[str]:
    """A day of 1,000 changes on a map of sixty services; one of those that reach what failed is the cause."""
    first = three = 0
    for seed in range(incidents):
        rng = np.random.default_rng([7, seed])
        place = _rank(rng)
        first += place == 0
        three += place < 3
    return [f"{incidents:,}, each among 1,000 changes a day", f"{first / incidents:.0%}", f"{three / incidents:.0%}"]


def _rank(rng: Any) -> int:
    """Where the cause stands among the changes that reach the failed service: 0 is first."""
    from watchkeep.insight.verdicts.rules.suspects import Deed, score  # noqa: PLC0415  # Django must be set up before

    failed = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    reaching = int(rng.poisson(1000 * 3 / SERVICES))
    deeds = [_deed(rng, failed, hours=float(rng.uniform(0, 24)), verdict=(0.02, 0.6)) for _other in range(reaching)]
    cause = _deed(rng, failed, hours=float(rng.exponential(0.5)), verdict=(0.5, 0.1))
    points = score(cause, failed).points
    assert isinstance(cause, Deed)
    return sum(score(one, failed).points >= points for one in deeds)


def _deed(rng: Any, failed: datetime, *, hours: float, verdict: tuple[float, float]) -> Any:
    """A change so many hours before; ``verdict``: how often it is found worse, and the same, by then."""
    from watchkeep.insight.verdicts.rules.suspects import Deed  # noqa: PLC0415  # Django must be set up before

    begun = failed - timedelta(hours=hours)
    ended = begun + timedelta(minutes=float(rng.exponential(15)))
    chance = float(rng.random())
    finding = "worse" if chance < verdict[0] else "same" if chance < sum(verdict) else ""
    finding = finding if failed - ended > timedelta(minutes=20) else ""
    distance = int(rng.choice([0, 1, 2, 3], p=[0.4, 0.3, 0.2, 0.1]))
    return Deed(begun, ended if ended < failed else None, distance, int(rng.integers(5, 80)), finding)


if __name__ == "__main__":
    main()
