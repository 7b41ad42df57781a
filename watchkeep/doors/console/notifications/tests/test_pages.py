import re

import pytest

from testing import make
from watchkeep.duty.notify.models import ContactMethod, Delivery, Rule

HOME = "/settings/notifications"


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


def test_the_page_says_how_one_is_reached(ana):
    page = ana.get(HOME).content.decode()
    assert make.ana().email in page
    assert "The default: you have made no rules." in page


def test_a_new_address_is_proved_by_the_link_in_the_mail(ana):
    ana.post(f"{HOME}/add", {"channel": "email", "label": "Home", "address": "ana@home.example"})
    link = re.search(r"/settings/.+$", Delivery.objects.get().link)[0]
    assert ana.get(link).status_code == 200
    assert not ContactMethod.objects.get().is_verified  # looking is not agreeing: mail scanners follow links
    ana.post(link)
    assert ContactMethod.objects.get().is_verified


def test_what_is_wrong_is_said_at_its_field(ana):
    answer = ana.post(f"{HOME}/add", {"channel": "webhook", "label": "X", "address": "ftp://x"})
    assert answer.status_code == 422
    assert "begins with https" in answer.content.decode()


def test_rules_are_chosen_way_by_way(ana):
    method = make.method(make.ana(), label="My telephone")
    assert "My telephone" in ana.get(f"{HOME}/rules/high").content.decode()
    ana.post(f"{HOME}/rules/high", {"account": "5", f"method_{method.pk}": "0"})
    rules = dict(Rule.objects.values_list("method_id", "delay_minutes"))
    assert rules == {None: 5, method.pk: 0}
    assert "after 5 min" in ana.get(HOME).content.decode()


def test_a_test_can_be_sent(ana):
    ana.post(f"{HOME}/test")
    assert Delivery.objects.get().urgency == "high"


def test_somebody_else_s_method_is_not_found(ana):
    method = make.method(make.bo())
    for verb in ("remove", "test", "again"):
        assert ana.post(f"{HOME}/{method.pk}/{verb}").status_code == 404


def test_a_forged_link_is_refused_in_words(ana):
    answer = ana.post(f"{HOME}/verify/forged")
    assert (answer.status_code, "not valid any more" in answer.content.decode()) == (409, True)


def test_quiet_hours_and_the_digest_are_set_and_shown(ana):
    said = {
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "quiet_days": ["5", "6"],
        "gathering": "daily",
        "digest_at": "08:30",
    }
    assert ana.post(f"{HOME}/habits", said).status_code == 302
    page = ana.get(HOME).content.decode()
    assert all(words in page for words in ("22:00\u201307:00", "Saturday, Sunday", "Once a day, together, 08:30"))
    assert 'value="22:00"' in ana.get(f"{HOME}/habits").content.decode()


def test_half_a_quiet_night_is_refused_at_its_field(ana):
    answer = ana.post(f"{HOME}/habits", {"quiet_from": "22:00", "gathering": "at_once", "digest_at": "08:00"})
    assert (answer.status_code, "have a beginning and an end" in answer.content.decode()) == (422, True)


def test_a_browser_that_is_no_browser_is_refused_in_words(ana):
    assert ana.post(f"{HOME}/push", {"address": "{}"}, follow=True).status_code == 200
    assert ContactMethod.objects.count() == 0
