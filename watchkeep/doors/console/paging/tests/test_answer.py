"""The page behind the link in a message."""

import pytest
from django.test import Client

from testing import make
from testing.harness import sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Page
from watchkeep.kernel import clock
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident


@pytest.fixture
def phone():
    """Somebody's telephone: nobody is signed in."""
    return Client(enforce_csrf_checks=True)


def link_of(page):
    link = Delivery.objects.get(fact=page.fact, person=page.person).link
    return link[link.index("/a/") :]


def state_of(page):
    return Incident.objects.get(pk=page.escalation.ticket_id).state


def press(phone, link):
    phone.get(link)
    return phone.post(link, {"csrfmiddlewaretoken": phone.cookies["csrftoken"].value})


def test_looking_changes_nothing_because_mail_scanners_follow_links(phone):
    page = make.page(title="Checkout is down")
    for answer in (phone.get(link_of(page)), phone.head(link_of(page)), phone.get(link_of(page))):
        assert answer.status_code == 200
    assert "Checkout is down" in phone.get(link_of(page)).content.decode()
    assert "I take it" in phone.get(link_of(page)).content.decode()
    assert state_of(page) == "new"


def test_one_button_takes_it_without_a_login(phone):
    page = make.page()
    answer = press(phone, link_of(page))
    assert (answer.status_code, state_of(page)) == (200, "in_progress")
    assert "You have it" in answer.content.decode()
    assert "I take it" not in answer.content.decode()


def test_a_post_from_elsewhere_takes_nothing(phone):
    page = make.page()
    assert phone.post(link_of(page)).status_code == 403
    assert state_of(page) == "new"


def test_the_link_works_once_and_then_says_so_kindly(phone):
    page = make.page()
    press(phone, link_of(page))
    again = phone.get(link_of(page))
    assert "You have it" in again.content.decode()
    assert "I take it" not in again.content.decode()


def test_the_second_one_reads_who_has_it(phone):
    first = make.page(make.step(make.ana(), make.bo()))
    second = Page.objects.exclude(pk=first.pk).get()
    press(phone, link_of(first))
    calm = phone.get(link_of(second))
    assert "Ana has it" in calm.content.decode()
    assert "nothing for you to do" in calm.content.decode()


def test_one_who_pressed_a_moment_too_late_reads_the_same(phone):
    page = make.page(make.step(make.ana()))
    phone.get(link_of(page))
    incidents.acknowledge(Incident.objects.get(), by=make.actor(make.bo()))
    answer = phone.post(link_of(page), {"csrfmiddlewaretoken": phone.cookies["csrftoken"].value})
    assert answer.status_code == 409
    assert "Bo has it" in answer.content.decode()


def test_an_old_link_says_that_it_has_expired(phone):
    page = make.page()
    with clock.travel(hours=25):
        answer = phone.get(link_of(page))
    assert "expired" in answer.content.decode()
    assert state_of(page) == "new"


@pytest.mark.parametrize("token", ["x", "a:b:c", "0" * 500, "é"])
def test_a_forged_link_opens_nothing(phone, token):
    answer = phone.get(f"/a/{token}")
    assert answer.status_code == (400 if token == "%00" else 404)
    assert "Traceback" not in answer.content.decode()


def test_the_link_of_somebody_who_has_left_opens_nothing(phone):
    page = make.page(make.step(make.ana()))
    type(page.person).objects.filter(pk=page.person_id).update(is_active=False)
    assert phone.get(link_of(page)).status_code == 404


def test_a_drill_says_so_first(phone):
    page = make.page(is_drill=True)
    assert "DRILL" in phone.get(link_of(page)).content.decode()


def test_it_is_never_kept_by_a_cache(phone):
    assert "no-store" in phone.get(link_of(make.page()))["Cache-Control"]


def test_nobody_is_paged_afterwards(phone):
    page = make.page()
    press(phone, link_of(page))
    with clock.travel(hours=1):
        sweep(page_due)
    assert Page.objects.count() == 1
