"""Orders that want to be sure who asks: proved by whichever way somebody has, and not placed before."""

import json
import re
from datetime import timedelta

import pytest

from testing import make
from watchkeep.doors.portal.tests.test_pages import client_of, page
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.work.requests.models import Request

AT = "/portal/order/unlock-it"


@pytest.fixture
def item():
    return make.catalogue_item("Unlock it", about={"proof": "fresh"})


@pytest.fixture
def ines(item):
    return client_of(make.asker("Ines"))


def signed_in_with_two_factors(client, ago):
    session = client.session
    session["strong"], session["came"] = True, {"at": (clock.now() - ago).isoformat(), "address": "192.0.2.7"}
    session.save()


def send(client):
    return client.post(f"{AT}/send").headers.get("Location", "")


def test_nothing_is_ordered_before_it_is_proved_and_the_page_says_how(ines):
    assert "make sure first" in page(ines, "/portal/catalogue/unlock-it")
    end = page(ines, f"{AT}?at=end")
    assert ("Show that it is you" in end, "Order now" in end) == (True, False)
    assert send(ines) == f"{AT}/prove"
    shown = page(ines, f"{AT}/prove")
    assert ("Send a code to" in shown, "authenticator" in shown, "passkey" in shown.lower()) == (True, False, False)
    assert not Request.objects.exists()


def test_a_code_sent_to_a_registered_address_opens_it_once(ines):
    ines.post(f"{AT}/prove/code", {"method": ""})
    code = re.match(r"\d{6}", Delivery.objects.latest("id").body)[0]
    assert ines.post(f"{AT}/prove", {"sent": "12"}).status_code == 422
    assert ines.post(f"{AT}/prove", {"sent": code}).headers["Location"] == f"{AT}?at=end"
    assert "Order now" in page(ines, f"{AT}?at=end")
    assert send(ines).startswith("/portal/requests/")
    assert Request.objects.get().proof == "code sent to a registered address"
    assert send(ines) == f"{AT}/prove"


def test_a_code_helps_only_where_it_was_asked_for(ines):
    ines.post(f"{AT}/prove/code", {"method": ""})
    code = re.match(r"\d{6}", Delivery.objects.latest("id").body)[0]
    thief = client_of(make.asker("Ines"))
    assert thief.post(f"{AT}/prove", {"sent": code}).status_code == 422


def test_an_address_that_is_new_or_anothers_proves_nothing(ines):
    young = make.method(make.asker("Ines"), "email", "eve@private.example")
    for method in (young.pk, 0, "x"):
        assert ines.post(f"{AT}/prove/code", {"method": str(method)}).status_code == 422
    assert not Delivery.objects.exists()


def test_a_sign_in_with_two_factors_a_moment_ago_is_enough_and_one_of_this_morning_is_not(ines):
    signed_in_with_two_factors(ines, timedelta(hours=3))
    assert send(ines) == f"{AT}/prove"
    signed_in_with_two_factors(ines, timedelta(minutes=2))
    assert send(ines).startswith("/portal/requests/")


def test_an_app_and_a_passkey_are_offered_to_those_who_have_them_and_wrong_ones_refused(ines):
    assert ines.post(f"{AT}/prove", {"code": "123456"}).status_code == 422
    options = ines.post(f"{AT}/prove/passkey/options").json()
    assert "challenge" in json.dumps(options)
    for body in ("no json", "[]", json.dumps({"id": "x"})):
        answer = ines.post(f"{AT}/prove/passkey", body, content_type="application/json")
        assert (answer.status_code, "error" in answer.json()) == (422, True)


def test_what_is_not_for_somebody_has_no_such_page(item):
    stranger = client_of(make.stranger())
    for path in ("prove", "prove/code", "prove/passkey", "prove/passkey/options"):
        assert stranger.post(f"{AT}/{path}").status_code == 404
