"""The gate: how long it takes to say go, wait and stop with 10,000 planned changes, and whether it matters how many.

``python -m bench.gate [changes]``: in a PostgreSQL of its own, through the whole of the web application, one after the
other. Each answer is a committed row; each "go" opens a change besides. The program is read whole and left out of
collections of garbage before, as every web process does it. Beside what a clock shows stands the time that both
processes, ours and the database's, were on a processor: others on the machine do not lengthen it as much.
"""

import json
import os
import statistics
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import django

from bench import ground
from bench.ground import Taken
from bench.queue import settle

BASE = "gate_base"
FEW, MANY = 100, 10_000
SERVICES, INCIDENTS, ASKED, WARM = 2_000, 20_000, 300, 30
LIMIT_MS = 50
HEAD = ["planned changes", "answer", "median", "p99", "slowest", "on a processor: median", "p99", "of it the database"]

FILL = """
INSERT INTO services_service (name, slug, description, owner_team_id, tier, value_per_hour, users_count,
                              customers_count, is_active)
SELECT 'Bench ' || n, 'bench-' || n, '', (SELECT min(id) FROM people_team), 3, 0, 0, 0, true
  FROM generate_series(1, %(services)s) AS n;
INSERT INTO services_dependency (service_id, depends_on_id)
SELECT one.id, other.id FROM services_service one JOIN services_service other
    ON other.slug = 'bench-' || (substr(one.slug, 7)::int / 2) WHERE one.slug LIKE 'bench-%%';
INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, severity, service_id, tags,
                            is_drill, version, touched, opened_at, updated_at)
SELECT 'INC-9' || n, 'incident', 'Something is slow', '', 'new', true, 3, 2 + n %% 3, s.id, '{}', false, 1, '{}',
       now(), now()
  FROM generate_series(1, %(incidents)s) AS n JOIN services_service s ON s.slug = 'bench-' || (1 + n %% %(services)s);
INSERT INTO tickets_ticket (number, kind, title, description, state, is_open, priority, service_id, tags, is_drill,
                            version, touched, opened_at, updated_at)
SELECT 'CHG-9' || n, 'change', 'Release ' || n, '', 'scheduled', true, 3, s.id, '{}', false, 1, '{}', now(), now()
  FROM generate_series(1, %(changes)s) AS n JOIN services_service s ON s.slug = 'bench-' || (1 + n %% %(services)s);
"""
TROUBLE = """
UPDATE tickets_ticket SET severity = 1 WHERE id = (
    SELECT min(t.id) FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id
     WHERE s.slug = 'bench-999' AND t.kind = 'incident')
"""
DETAILS = """
INSERT INTO changes_change (ticket_id, kind, source, reason, test_plan, back_out_plan, communication, cost, starts_at,
                            ends_at, outage_minutes, risk_parts, risk_inputs, answers, outcome, outcome_note,
                            turned_down, cancel_reason, is_backed_out, regularised_late)
SELECT id, 'normal', 'console', '', '', '', '', 0, now() + make_interval(mins => id::int % 80000),
       now() + make_interval(mins => id::int % 80000 + 60), 0, '[]', '{}', '{}', '', '', '', '', false, false
  FROM tickets_ticket WHERE kind = 'change';
INSERT INTO changes_changeservice (change_id, service_id)
SELECT id, service_id FROM tickets_ticket WHERE kind = 'change';
ANALYZE
"""


def main() -> None:
    """Fill two databases, ask in both, print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    taken: dict[tuple[int, str], list[Taken]] = {}
    with ground.postgres():
        os.environ["WATCHKEEP_DATABASE_POOL"] = "0"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
        django.setup()
        prepare()
        settle()
        for changes in (FEW, many):
            ask = filled(f"gate_{changes}", changes)
            taken |= {(changes, answer): asked(ask, answer) for answer in QUESTIONS}
            print(f"{changes:,} planned changes: asked", flush=True)
    print(ground.machine())
    print(ground.table(HEAD, [line(*about, all_of) for about, all_of in taken.items()]))
    worst = max(ninety_nine([one.wall for one in all_of]) for all_of in taken.values())
    medians = {about: statistics.median(one.busy for one in all_of) for about, all_of in taken.items()}
    ratio = max(medians[many, answer] / medians[FEW, answer] for answer in QUESTIONS)
    print(f"{many // FEW} times the changes take {ratio:.2f} times as much; worst p99 {worst:.1f} ms of {LIMIT_MS} ms")
    sys.exit(worst > LIMIT_MS)


def line(changes: int, answer: str, taken: list[Taken]) -> list[str]:
    """A line of the table."""
    wall, busy = [one.wall for one in taken], [one.busy for one in taken]
    figures = (
        statistics.median(wall), ninety_nine(wall), max(wall), statistics.median(busy), ninety_nine(busy),
        statistics.median(one.there for one in taken),
    )  # fmt: skip
    return [f"{changes:,}", answer, *(f"{ms:.1f} ms" for ms in figures)]


def ninety_nine(taken: list[float]) -> float:
    """The 99th percentile of durations."""
    return sorted(taken)[int(len(taken) * 0.99)]


QUESTIONS = {
    "wait": {"model": ""},
    "stop": {"model": "bench", "service": "bench-1999"},
    "go": {"model": "bench"},
}
"""What is asked: without a model, on a service that stands on one in trouble, and by a standard model."""


def prepare() -> None:
    """The database that the others begin with: migrated, with a shop, a rota on call, and a model that is standard."""
    from django.core.management import call_command  # noqa: PLC0415  # Django must be set up before
    from django.db import connection  # noqa: PLC0415  # the same

    from testing import make  # noqa: PLC0415  # the same
    from watchkeep.work.changes.models import ChangeModel, Standing  # noqa: PLC0415  # the same

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {BASE}")
    use(BASE)
    call_command("migrate", verbosity=0)
    make.shop()
    make.policy(make.step(make.schedule(make.ana(), make.bo())), is_default=True)
    made = make.change_model("Bench")
    ChangeModel.objects.filter(pk=made.pk).update(slug="bench", standing=Standing.STANDARD)


def filled(name: str, changes: int) -> Callable[[dict[str, str]], Any]:
    """A database with so many planned changes, and what asks there."""
    from django.db import connection  # noqa: PLC0415  # the same
    from django.test import Client  # noqa: PLC0415  # the same

    from testing import make  # noqa: PLC0415  # the same

    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {BASE}")
    use(name)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"services": SERVICES, "incidents": INCIDENTS, "changes": changes})
        cursor.execute(DETAILS)
        cursor.execute(TROUBLE)
    _source, key = make.pipeline()
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {key}"})
    return lambda question: client.post("/pipelines/gate", json.dumps(question), content_type="application/json")


def use(name: str) -> None:
    """Go on in this database."""
    from django.db import connection  # noqa: PLC0415  # the same

    connection.close()
    connection.settings_dict["NAME"] = name


def asked(ask: Callable[[dict[str, str]], Any], answer: str) -> list[Taken]:
    """How many milliseconds each answer took; the first ones do not count."""
    from django.db import connection  # noqa: PLC0415  # the same

    taken, backend = [], ground.Backend(connection)
    for number in range(ASKED + WARM):
        about = {"service": f"bench-{1000 + number}", "key": f"{answer}-{number}", "revision": "v14"}
        one, reply = backend.taken(partial(ask, about | QUESTIONS[answer]))
        taken.append(one)
        if (said := reply.json())["verdict"] != answer:
            raise SystemExit(f"{answer} was asked for, and it said {said}")
    return taken[WARM:]


if __name__ == "__main__":
    main()
