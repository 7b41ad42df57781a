"""The page of what could not be paged, and the forms that ask before they open a hole."""

import re
from datetime import date

import pytest
from django.test import Client

from testing import make
from watchkeep.duty.notify.models import ContactMethod
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Layer, Policy
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def planner():
    client = Client()
    client.force_login(make.manager())
    return client


@pytest.fixture
def rota():
    """The web shop's rota: Ana alone."""
    made = make.schedule(make.ana(), name="Shop")
    make.policy(make.step(made), service=make.service("Web shop"), name="Shop policy")
    return made


def mark_in(answer):
    return re.search(r'name="agreed" value="(\w+)"', answer.content.decode())[1]


def test_a_removal_that_opens_a_hole_is_shown_and_done_once_agreed_to(planner, rota):
    address = f"/on-call/layers/{rota.layers.get().pk}/remove"
    held = planner.post(address)
    shown = held.content.decode()
    assert (held.status_code, Layer.objects.count()) == (409, 1)
    assert "This opens holes" in shown
    assert "Web shop" in shown
    assert planner.post(address, {"agreed": mark_in(held)}).status_code == 302
    assert not Layer.objects.exists()


def test_check_first_says_what_would_come_and_saves_nothing(planner, rota):
    policy = Policy.objects.get()
    sent = {"name": "Other", "repeat": 0, "person-0-0": make.bo().pk, "wait-0": 5}
    answer = planner.post(f"/escalation/{policy.pk}/edit", sent | {"look": "1"})
    assert answer.status_code == 200
    assert "Nothing has been saved yet" in answer.content.decode()
    assert Policy.objects.get().name == "Shop policy"


def test_a_service_is_not_left_without_a_policy_unasked(planner, rota):
    answer = planner.post("/escalation/services/web-shop", {"policy": ""})
    assert answer.status_code == 409
    assert "no policy answers for it" in answer.content.decode()


def test_the_last_way_to_somebody_who_is_needed_is_not_removed_unasked(rota):
    ana = make.ana()
    ana.email = ""
    ana.save()
    method, client = make.method(ana), Client()
    client.force_login(ana)
    address = f"/settings/notifications/{method.pk}/remove"
    held = client.post(address)
    assert (held.status_code, ContactMethod.objects.count()) == (409, 1)
    assert client.post(address, {"agreed": mark_in(held)}).status_code == 302
    assert not ContactMethod.objects.exists()


def test_moving_a_layer_asks_too(planner, rota):
    life.add_layer(rota, by=CLOCK, name="Top", people=[make.bo()], rhythm=life.Rhythm(date(2026, 1, 5)))
    gone = make.bo()
    gone.email = ""
    gone.save()
    low = rota.layers.get(name="Top")
    life.move_layer(low, by=CLOCK, up=False)
    held = planner.post(f"/on-call/layers/{low.pk}/move", {"way": "up"})
    assert held.status_code == 409
    moved = planner.post(f"/on-call/layers/{low.pk}/move", {"way": "up", "agreed": mark_in(held)})
    assert (moved.status_code, rota.layers.last().name) == (302, "Top")


def test_the_page_names_holes_and_single_points_by_service(planner, rota):
    make.service("Mail")
    assert "Not checked yet" in planner.get("/on-call/pageability").content.decode()
    planner.post("/on-call/pageability/check")
    holes = planner.get("/on-call/pageability").content.decode()
    assert "Mail" in holes
    assert "no policy answers for it" in holes
    singles = planner.get("/on-call/pageability?kind=single").content.decode()
    assert "only Ana" in singles
    assert "only by e-mail" in singles


def test_now_and_the_board_lead_to_the_holes(planner):
    make.service("Mail")
    life.look_ahead(by=CLOCK)
    for page in ("/now", "/on-call"):
        assert "/on-call/pageability" in planner.get(page).content.decode()
    assert "1 hole in the next four weeks" in planner.get("/on-call").content.decode()


def test_who_may_not_plan_cannot_start_a_check():
    client = Client()
    client.force_login(make.ana())
    assert client.post("/on-call/pageability/check").status_code == 403
