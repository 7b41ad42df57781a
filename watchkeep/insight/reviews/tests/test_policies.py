"""Warranties that end and contracts in force become preventive tasks by themselves, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from testing import make
from testing.harness import race, sweep, told
from testing.turning import come, page
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.services import life as services
from watchkeep.estate.suppliers import life as suppliers
from watchkeep.insight.reviews import jobs, life
from watchkeep.insight.reviews.life import upkeeping
from watchkeep.insight.reviews.models import Task, UpkeepPolicy
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


def policy(**given) -> UpkeepPolicy:
    made = UpkeepPolicy()
    said = {"name": f"Policy {UpkeepPolicy.objects.count()}", "title": "Order a successor", "owner": make.ana()}
    life.save_policy(made, by=CLOCK, **said | given)
    return made


def server(name: str, days: int, **given) -> Item:
    item = make.item(name, **given)
    Item.objects.filter(pk=item.pk).update(warranty_ends_on=(clock.now() + timedelta(days=days)).date())
    item.refresh_from_db()
    return item


def planned():
    """What the sweep plans, however often it comes by."""
    return sweep(jobs.plan_due)


def test_a_warranty_that_ends_is_a_task_ahead_of_its_last_day_and_over_when_it_was_done():
    with clock.frozen(NOON):
        soon, later = server("web-1", 20), server("web-2", 100)
        one = policy(cls=soon.cls, makes="request", lead_days=30)
        assert planned() == 1
        task = Task.objects.get()
        assert (task.item, task.next_on, task.title) == (soon, soon.warranty_ends_on, f"Order a successor: {soon}")
        assert (task.rhythm, task.is_once) == ("Once", True)
        assert jobs.make_due() == 1
    with clock.frozen(NOON + timedelta(hours=2)):
        assert planned() == 0
    with clock.frozen(NOON + timedelta(days=80)):
        assert planned() == 1
        assert Task.objects.get(item=later).policy == one
        task.refresh_from_db()
        life.do_task(task, by=make.actor(make.ana()), evidence="Ordered")
    task.refresh_from_db()
    assert not task.is_active
    assert told("preventive", task.pk)[-2:] == ["preventive.done", "preventive.ended"]


def test_another_class_is_none_of_its_business_and_a_warranty_that_moves_takes_its_task_along():
    with clock.frozen(NOON):
        item = server("web-1", 20)
        policy(cls=ItemClass.objects.exclude(pk=item.cls_id).filter(path__startswith="software").first())
        assert planned() == 0
        policy(cls=item.cls)
        assert planned() == 1
        Item.objects.filter(pk=item.pk).update(warranty_ends_on=date(2026, 3, 30))
    with clock.frozen(NOON + timedelta(hours=2)):
        assert planned() == 2
    assert [(one.next_on, one.is_active) for one in Task.objects.order_by("pk")] == [
        (date(2026, 3, 22), False), (date(2026, 3, 30), True),
    ]  # fmt: skip


def test_a_contract_in_force_asks_for_maintenance_by_a_rule_until_it_is_over():
    with clock.frozen(NOON):
        shop, contract = make.shop(), make.contract()
        services.attach_contract(shop, contract, by=CLOCK)
        policy(
            origin="contract", contract_kind=contract.kind, title="Maintenance", rule="FREQ=YEARLY;BYMONTH=9;BYDAY=1MO"
        )
        assert planned() == 1
        task = Task.objects.get()
        assert (task.service, task.contract, task.next_on) == (shop, contract, date(2026, 9, 7))
    with clock.frozen(NOON + timedelta(days=1)):
        suppliers.end(contract, by=CLOCK, reason="They closed down")
        assert planned() == 1
    task.refresh_from_db()
    assert not task.is_active


def test_a_policy_that_fails_holds_no_other_up_says_so_and_is_looked_at_again(monkeypatch, caplog):
    with clock.frozen(NOON):
        item = server("web-1", 20)
        broken, fine = policy(cls=item.cls, title="Broken"), policy(cls=item.cls, title="Fine")
        real = upkeeping.plan_task

        def plan(**given):
            if given["policy"] == broken:
                raise ZeroDivisionError
            return real(**given)

        monkeypatch.setattr(upkeeping, "plan_task", plan)
        assert planned() == 1
        assert Task.objects.get().policy == fine
        assert "policy of upkeep" in caplog.text
        broken.refresh_from_db()
        assert (broken.refusal, broken.looks_at) == ("It failed. The log says why.", NOON + timedelta(hours=1))
        monkeypatch.undo()
    with clock.frozen(NOON + timedelta(hours=2)):
        assert planned() == 1
    broken.refresh_from_db()
    assert broken.refusal == ""


def test_who_may_not_says_nothing_and_what_means_nothing_is_refused():
    with pytest.raises(NotAllowed):
        life.save_policy(UpkeepPolicy(), by=make.actor(make.employee()), name="Mine")
    with pytest.raises(Refused) as no:
        policy(makes="request", model=make.change_model())
    assert no.value.field == "model"
    with pytest.raises(Refused) as no:
        policy(rule="FREQ=DAILY;COUNT=7")
    assert no.value.field == "rule"


def test_policies_are_said_on_a_page():
    manager, owner = come(make.manager()), make.ana()
    wanted = {"name": "Servers", "origin": "warranty", "title": "Order", "owner": owner.pk, "lead_days": 60,
              "is_active": "on", "makes": "", "contract_kind": "", "rule": ""}  # fmt: skip
    assert manager.post("/preventive/policies/add", wanted).status_code == 302
    made = UpkeepPolicy.objects.get()
    assert (made.rule, made.lead_days) == ("FREQ=YEARLY", 60)
    assert "Servers" in page(manager, "/preventive/policies")
    assert manager.post(f"/preventive/policies/{made.pk}", wanted | {"is_active": ""}).status_code == 302
    assert "Paused" in page(manager, "/preventive/policies")
    made.refresh_from_db()
    assert made.looks_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_sweeps_at_once_each_task_is_planned_and_made_by_one():
    server("web-1", 10)
    policy(makes="request")
    assert race(jobs.plan_due, jobs.plan_due) == [None, None]
    assert race(jobs.make_due, jobs.make_due) == [None, None]
    task = Task.objects.get()
    assert task.ticket_id
    assert task.makes_at is None
