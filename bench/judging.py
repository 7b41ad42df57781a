"""A thousand changes judged: what a day of verdicts costs, and how often the change that did it is named first.

``python -m bench.judging [changes]``: in a PostgreSQL of its own, sixty services with two indicators each, six weeks of
figures, 100,000 tickets and as many alerts; the changes end all over a day, each touches two services and what depends
on them, and each is looked at three times, by sweeps every five minutes as the clock goes. Then incidents with a
planted cause among a day of other changes. Some three minutes.
"""

import os
import sys
import time
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
HEAD = ["looks", "comparisons", "processor time here", "in the database", "together", "a look", "limit"]

PAST = """
INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, tags, is_drill, version,
                            touched, opened_at, updated_at, service_id)
SELECT 'B-' || n, (ARRAY['incident', 'request'])[1 + n %% 2], 'Something', '', 'closed', false, 3, '{}', false, 1, '{}',
       %(now)s - n * interval '36 seconds', now(), %(first)s + (n * 7919) %% %(services)s
  FROM generate_series(1, %(tickets)s) AS n;
INSERT INTO detection_onset (service_id, at, count)
SELECT %(first)s + s, %(floor)s - n * interval '35 minutes', 1 + (n + s) %% 2
  FROM generate_series(0, %(services)s - 1) AS s, generate_series(1, %(tickets)s / %(services)s) AS n;
ANALYZE;
"""
BEGUN = """
INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, tags, is_drill, version,
                            touched, opened_at, updated_at, service_id)
SELECT 'CHG-' || n, 'change', 'Release', '', 'evaluating', true, 3, '{}', false, 1, '{}',
       %(ended)s - n * interval '1 day' / %(changes)s, now(),
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
        ended = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
        first = fill(ended)
        begin(first, changes, ended)
        row = judged(backend, changes, ended)
    print(ground.machine())
    print(ground.table(HEAD, [row]))
    print(ground.table(["incidents", "the cause is first", "among the first three"], [named()]))


def fill(ended: datetime) -> int:
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
    rng, steps = np.random.default_rng(1), 44 * 288
    until = ended + timedelta(hours=26)
    for one in made:
        for name in ("errors", "latency"):
            indicator = Indicator.objects.create(service=one, name=name)
            values = 100 + 30 * np.sin(2 * np.pi * np.arange(steps) / 288) + rng.normal(0, 3, steps)
            figures = {until - (steps - at) * STEP: float(value) for at, value in enumerate(values)}
            with transaction.atomic():
                keep(indicator.pk, figures)
    asked = {"now": ended, "floor": ended, "first": made[0].pk, "services": SERVICES, "tickets": TICKETS}
    with connection.cursor() as cursor:
        for statement in PAST.split(";\n")[:-1]:
            cursor.execute(statement, asked if "%(" in statement else None)
    return made[0].pk


def begin(first: int, changes: int, ended: datetime) -> None:
    """Changes that were carried out, each on two services."""
    from watchkeep.insight.verdicts import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.work.changes.models import Change, ChangeService  # noqa: PLC0415  # the same

    asked = {"ended": ended, "first": first, "services": SERVICES, "changes": changes}
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, asked)
        rows = cursor.fetchall()
    Change.objects.bulk_create(
        Change(ticket_id=pk, begun_at=at - timedelta(minutes=1 + pk * 7 % 45), ended_at=at) for pk, _service, at in rows
    )
    ChangeService.objects.bulk_create(
        ChangeService(change_id=pk, service_id=one)
        for pk, service, _at in rows
        for one in {service, first + (service - first + 17) % SERVICES}
    )
    for change in Change.objects.all():
        life.expect(change)


def judged(backend: ground.Backend, changes: int, ended: datetime) -> list[str]:
    """Every look at all of them, as the sweep takes it when it is due."""
    from watchkeep.insight.verdicts import jobs  # noqa: PLC0415  # Django must be set up before
    from watchkeep.insight.verdicts.models import Compared, Verdict  # noqa: PLC0415  # the same
    from watchkeep.insight.verdicts.rules import LOOKS  # noqa: PLC0415  # the same
    from watchkeep.kernel import clock  # noqa: PLC0415  # the same

    here, there, looks = time.process_time(), backend.seconds(), 0
    for sweep in range(int((A_DAY + LOOKS[-1].after) / EVERY) + 6):
        with clock.frozen(ended - A_DAY + sweep * EVERY):
            looks += sum(iter(jobs.judge_due, 0))
    here, there = time.process_time() - here, backend.seconds() - there
    if looks != len(LOOKS) * changes or Verdict.objects.exclude(due_at=None).exists():
        raise SystemExit(f"{looks} looks were taken at {changes} changes")
    each = f"{1000 * (here + there) / looks:.1f} ms"
    times = [f"{here:.1f} s", f"{there:.1f} s", f"{here + there:.1f} s", each, f"{LIMIT_SECONDS} s"]
    return [f"{looks:,}", f"{Compared.objects.count():,}", *times]


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
