"""The escalation pages."""

import pytest
from django.test import Client

from testing import make
from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.models import Policy


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def planner():
    return signed_in(make.manager())


def policy_form(**more):
    first = {"wait-0": "3", "severity-0": "", "when-0": ""}
    return {"name": "Web shop", "repeat": "2", "person-0-0": make.ana().pk} | first | more


def test_a_policy_is_written_step_by_step(planner):
    office = make.hours()
    second = {
        "target-1-0": f"schedule:{make.schedule(name='Rota').pk}",
        "target-1-1": f"team:{make.team('Shop').pk}",
        "wait-1": "0.5",
        "severity-1": "2",
        "when-1": f"out:{office.pk}",
    }
    assert planner.post("/escalation/new", policy_form(**second)).status_code == 302
    plan = Policy.objects.whole().get().plan()
    assert [[target.name for target in step.targets] for step in plan.steps] == [["Ana"], ["Rota", "Shop"]]
    assert (plan.steps[1].wait_minutes, plan.steps[1].severity, plan.steps[1].outside) == (0.5, 2, True)


def test_a_policy_that_pages_nobody_is_refused_on_the_form(planner):
    answer = planner.post("/escalation/new", policy_form(**{"person-0-0": ""}))
    assert answer.status_code == 422
    assert "at least one step" in answer.content.decode()


def test_a_target_that_does_not_exist_is_refused(planner):
    for unknown in ({"target-0-0": "team:999999"}, {"target-0-0": f"person:{make.ana().pk}"}, {"person-0-0": "999999"}):
        assert planner.post("/escalation/new", policy_form(**unknown)).status_code == 422


def test_a_policy_can_be_opened_and_saved_as_it_is(planner):
    made = make.policy(
        make.step(make.schedule(), make.ana(), make.bo(), wait=0.25, severity=2, hours=make.hours().pk, outside=True),
        make.step(make.team("Shop")),
        repeat=3,
        is_default=True,
    )
    form = planner.get(f"/escalation/{made.pk}/edit").context["form"]
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    before = Policy.objects.whole().get().plan()
    assert planner.post(f"/escalation/{made.pk}/edit", kept).status_code == 302
    assert Policy.objects.whole().get().plan() == before


def test_the_list_shows_policies_services_and_who_has_none(planner):
    make.policy(service=make.service("Web shop"), name="Shop policy")
    make.service("Printing")
    shown = planner.get("/escalation").content.decode()
    assert "Shop policy" in shown
    assert "None: nobody is paged" in shown


def test_what_would_happen_now_is_shown(planner):
    service = make.service("Web shop")
    make.policy(make.step(make.schedule(name="Nights")), make.step(make.bo()), service=service)
    shown = planner.get(f"/escalation?service={service.slug}&severity=1").content.decode()
    assert "nobody is on call" in shown
    assert "because nobody was reached before" in shown


def test_a_preview_for_nonsense_shows_the_list(planner):
    make.policy()
    assert planner.get("/escalation?service=none&severity=9").status_code == 200


def test_a_service_is_given_a_policy_and_back_to_the_default(planner):
    service, made, default = make.service("Web shop"), make.policy(), make.policy(is_default=True)
    planner.post(f"/escalation/services/{service.slug}", {"policy": made.pk})
    assert queries.policy_for(service) == made
    planner.post(f"/escalation/services/{service.slug}", {"policy": ""})
    assert queries.policy_for(service) == default


def test_a_policy_is_shown_and_removed(planner):
    made = make.policy(make.step(make.ana(), severity=1, hours=make.hours().pk))
    assert planner.get(f"/escalation/{made.pk}").status_code == 200
    assert planner.get(f"/escalation/{made.pk}/remove").status_code == 200
    assert planner.post(f"/escalation/{made.pk}/remove").status_code == 302
    assert not Policy.objects.exists()


def test_an_agent_reads_but_does_not_change():
    made, client = make.policy(), signed_in(make.ana())
    assert client.get("/escalation").status_code == 200
    assert "New policy" not in client.get("/escalation").content.decode()
    assert client.get(f"/escalation/{made.pk}/edit").status_code == 403
    assert client.post(f"/escalation/{made.pk}/remove").status_code == 403


def test_a_stranger_sees_nothing():
    made, client = make.policy(), signed_in(make.stranger())
    assert client.get("/escalation").status_code == 403
    assert client.get(f"/escalation/{made.pk}").status_code == 404
    assert Client().get("/escalation").status_code == 302


def test_the_list_costs_as_many_queries_for_many_policies_as_for_one(planner, django_assert_max_num_queries):
    rota = make.schedule(make.ana())
    for number in range(8):
        make.policy(make.step(rota, make.ana()), make.step(make.team("Shop")), service=make.service(f"S{number}"))
    planner.get("/escalation")
    with django_assert_max_num_queries(26):
        planner.get("/escalation")
