"""Writing plans and roles down."""

from dataclasses import replace

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import life as oncall
from watchkeep.duty.response import life, queries
from watchkeep.duty.response.models import Plan, Role
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def test_every_installation_has_a_plan_for_each_severity():
    assert [plan.severity for plan in Plan.objects.order_by("severity")] == [1, 2, 3, 4, None]
    for severity in range(1, 5):
        assert queries.demands_for(None, severity).words


def test_a_plan_is_for_one_aim():
    with pytest.raises(Refused, match="exactly that already"):
        make.plan(severity=1)


def test_a_plan_is_for_a_service_or_for_a_tier():
    with pytest.raises(Refused):
        make.plan(service=make.service(), tier=1)


@pytest.mark.parametrize("values", [{"review_days": 366}, {"public_every_minutes": 10_081}, {"name": "every incident"}])
def test_what_makes_no_sense_is_refused(values):
    with pytest.raises(Refused):
        make.plan(tier=4, **values)


def test_a_role_is_filled_by_somebody_who_is_named():
    role = Role.objects.get(slug="scribe")
    with pytest.raises(Refused, match="who fills"):
        life.create_plan(by=CLOCK, name="Half", tier=4, roles=[life.Filling(role.pk, "team")])
    with pytest.raises(Refused, match="may have a role"):
        life.create_plan(by=CLOCK, name="Odd", tier=4, roles=[life.Filling(role.pk, "person", make.stranger().pk)])


def test_an_explanation_says_which_plan_gave_which_value_and_why():
    shop = make.service("Shop", tier=1)
    plan = make.plan(name="Shop", service=shop, review_days=1)
    lines = {line.label: line for line in queries.explain(shop, 1).lines}
    review = lines["Review"]
    assert (review.value, review.plan, review.overruled[0]) == (
        "due within 1 day",
        plan.pk,
        ("due within 5 days", "SEV1: everything else stops"),
    )
    assert lines["Escalation policy"].value == "left to the service"
    assert lines["Scribe"].plan_name == "SEV1: everything else stops"


def test_a_plan_can_be_tried_before_it_is_saved():
    shop = make.service()
    plan = make.plan(service=shop, review_days=1)
    draft = replace(plan.spec(), values={"review_days": 3})
    assert queries.explain(shop, 1, instead=draft).demands.review_days == 3
    assert queries.explain(shop, 1).demands.review_days == 1


def test_a_policy_that_a_plan_names_is_not_taken_away():
    policy = make.policy()
    make.plan(tier=4, policy=policy, name="Quiet")
    with pytest.raises(Refused, match="Quiet"):
        oncall.remove_policy(policy, by=CLOCK)


def test_roles_are_data():
    role = life.create_role(by=CLOCK, name="Liaison", duties="Talks to suppliers.")
    make.plan(service=(shop := make.service()), roles={"liaison": make.ana()})
    incident = make.incident(service=shop, severity=4)
    assert [(seat.role, seat.holder) for seat in queries.standing(incident.pk).seats if seat.is_demanded] == [
        (role, make.ana())
    ]
    with pytest.raises(Refused, match="history"):
        life.remove_role(role, by=CLOCK)


def test_a_role_that_nobody_ever_had_goes_and_the_commander_stays():
    role = life.create_role(by=CLOCK, name="Liaison")
    life.change_role(role, by=CLOCK, name="Go-between", duties="Talks.", position=5)
    number = role.pk
    life.remove_role(role, by=CLOCK)
    assert told("response_role", number) == ["response_role.saved", "response_role.saved", "response_role.removed"]
    with pytest.raises(Refused, match="without a commander"):
        life.remove_role(Role.objects.get(slug="commander"), by=CLOCK)


def test_an_agent_may_not_write_plans():
    actor = make.actor(make.ana())
    with pytest.raises(NotAllowed):
        life.create_plan(by=actor, name="Mine", tier=4)
    with pytest.raises(NotAllowed):
        life.create_role(by=actor, name="Mine")
    for verb, row in ((life.remove_plan, Plan.objects.first()), (life.remove_role, Role.objects.first())):
        with pytest.raises(NotAllowed):
            verb(row, by=actor)
