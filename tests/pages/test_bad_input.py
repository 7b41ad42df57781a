"""What people may send about changes that makes no sense is refused, is no error of ours, and writes nothing.

Every address of the pages about changes is sent every kind of nonsense in every field that its form has; each time
all is as it was, but where a form asks for nothing, or for words that may be any.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from testing import make
from testing.turning import come
from watchkeep.doors.api.tests.altered import altered
from watchkeep.doors.api.tests.judged import judged
from watchkeep.insight.reviews import life as reviews
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, ChangeFeed, ChangeModel, PipelineSource

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FEATURES = ("changes", "boards", "approving", "calendar", "freezes", "maintenance", "pipelines", "drift", "verdicts")
FEATURES += ("indicators",)
APPS = ("changes", "approvals", "services", "verdicts", "reviews", "announcements", "tickets", "kernel")
VERBS = ("assess", "ask", "back_out", "cancel", "close", "finish", "rework", "rush", "schedule")
NONSENSE: dict[str, Any] = {
    "nothing": None,
    "too much": "x" * 60_000,
    "words": "☃ <b>nobody</b> %s",
    "the number of nothing": "999999999",
    "two numbers": ["-1", "9" * 40],
    "no day": "2026-02-30T25:61",
}
ALL = frozenset(NONSENSE)
SAID = ALL - {"nothing", "too much"}
TAKES_ANY: dict[str, frozenset[str]] = {
    **dict.fromkeys((
        "board-call", "change-feed-new", "change-feed-revoke", "change-policy-remove", "drift-watch-remove",
        "freeze-lift", "indicator-switch", "maintenance-cancel", "maintenance-plan-end", "meeting-gather",
        "pipeline-key", "pipeline-switch", "suspect-say",
    ), ALL),
    **dict.fromkeys(("change-note", "change-step cancel", "drift-justify", "preventive-done", "preventive-end"), SAID),
    "meeting-close": SAID | {"nothing"}, "pipeline-rules": {"nothing"},
}  # fmt: skip
"""Where a button is all that is asked for, or words that may be any; and rules may be none."""
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
BESIDES = ("django_session", "people_session")


def patterns(found: Any) -> Iterator[Any]:
    for one in found:
        yield from patterns(one.url_patterns) if hasattr(one, "url_patterns") else [one]


def names() -> list[tuple[str, str, list[str]]]:
    """The addresses of these features and of preventive maintenance: feature, name, and what they name."""
    found = []
    for one in patterns(get_resolver().url_patterns):
        feature = (re.match(r"watchkeep\.doors\.console\.(\w+)", one.callback.__module__) or ["", ""])[1]
        is_upkeep = str(one.name or "").startswith(("preventive", "upkeep"))
        if feature in FEATURES or is_upkeep:
            found.append(("upkeep" if is_upkeep else feature, str(one.name), [*one.pattern.converters]))
    return found


def world() -> dict[str, dict[str, Any]]:
    """One of everything by the name of its address, or by its feature."""
    made, shop = altered() | judged(make.shop()), make.shop()
    live, window = make.change("implementing"), make.maintenance(shop)
    plan, task = (
        make.maintenance_plan(shop),
        reviews.plan_task(
            by=CLOCK, title="Clean", owner=make.ana(), service=shop, rule="FREQ=MONTHLY", starts_on=clock.now().date()
        ),
    )
    source = PipelineSource.objects.get(pk=made["pipeline"])
    heard = life.keep(source, mark="1", event="deployment", body=b"{}").pk
    life.issue_feed(make.admin(), by=CLOCK)
    model = ChangeModel.objects.get(pk=made["change_model"])
    return {
        "changes": {"number": Change.objects.get(pk=made["change"]).number, "slug": model.slug},
        "change-take-step": {"number": live.number, "step": live.steps.all()[0].pk},
        "change-run-step": {"number": live.number, "step": live.steps.all()[0].pk},
        "boards": {"pk": made["board_meeting"], "place": 0},
        "board": {"pk": made["board"]}, "board-edit": {"pk": made["board"]}, "board-call": {"pk": made["board"]},
        "approving": {"pk": made["change_policy"]}, "calendar": {"pk": ChangeFeed.objects.get().pk, "key": "x"},
        "freezes": {"pk": make.freeze().pk}, "maintenance": {"pk": window.pk},
        "maintenance-plan-page": {"pk": plan.pk}, "maintenance-plan-edit": {"pk": plan.pk},
        "maintenance-plan-end": {"pk": plan.pk}, "pipelines": {"pk": made["pipeline"], "provider": "github"},
        "deployment": {"pk": made["deployment"]}, "pipeline-delivery": {"pk": heard},
        "pipeline-read-again": {"pk": heard},
        "drift": {"pk": made["drift"]}, "drift-watch": {"pk": made["drift_watch"]},
        "drift-watch-remove": {"pk": made["drift_watch"]},
        "verdicts": {"number": Change.objects.get(pk=made["change_verdict"]).number},
        "change-question": {"pk": made["change_question"]},
        "suspect-say": {"number": make.incident().number, "change": live.number, "verb": "was-this"},
        "indicators": {"pk": made["indicator"]}, "upkeep": {"number": task.number, "pk": made["upkeep_policy"]},
    }  # fmt: skip


def addresses() -> Iterator[tuple[str, str]]:
    """Each address with its name."""
    things = world()
    for feature, name, asked in names():
        for verb in VERBS if name == "change-step" else ("",):
            known = {"verb": verb} | things[feature] | things.get(name, {})
            yield f"{name} {verb}".strip(), reverse(f"console:{name}", kwargs={one: known[one] for one in asked})


def stands() -> str:
    """All rows of these slices, and every fact, as one mark."""
    tables = [one._meta.db_table for label in APPS for one in apps.get_app_config(label).get_models()]
    rows = " UNION ALL ".join(f'SELECT t::text AS line FROM "{table}" t' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(line, '' ORDER BY line)) FROM ({rows}) AS every")
        return str(cursor.fetchone()[0])


def fields_of(client: Client, address: str) -> list[str] | None:
    """What the form there asks for; a guess where there is only a button, and None where nothing can be sent."""
    answer = client.get(address)
    if answer.status_code == 405:
        return ["ids", "value", "text", "people", "decision", "direction"]
    form = answer.context and answer.context.get("form")
    return [*form.fields] if hasattr(form, "fields") else None


def changes_something(client: Client, address: str, sent: dict[str, Any], before: str) -> bool:
    """Send it; all rows are compared if some were written. What it did is undone."""
    wrote = set[str]()

    def watch(run: Any, sql: str, *rest: Any) -> Any:
        wrote.update(WRITES.findall(sql))
        return run(sql, *rest)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = client.post(address, sent)
        assert answer.status_code < 500, address
        changed = bool(wrote - set(BESIDES)) and stands() != before
        transaction.set_rollback(True)
    return changed


def test_nonsense_is_refused_everywhere_and_changes_nothing():
    ada, found = come(make.admin()), dict[str, set[str]]()
    every = [(name, address, fields_of(ada, address)) for name, address in addresses()]
    before = stands()
    for name, address, fields in every:
        for kind, sent in NONSENSE.items() if fields is not None else ():
            given = {} if sent is None else dict.fromkeys(fields or (), sent)
            if changes_something(ada, address, given, before):
                found.setdefault(name, set()).add(kind)
    assert found == TAKES_ANY
    assert sum(fields is not None for _name, _address, fields in every) > 60


def test_a_zero_byte_is_refused_before_any_form_reads_it():
    assert come(make.admin()).post("/changes/new", {"title": "a\0b"}).status_code == 400
