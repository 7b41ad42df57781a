import json

import pytest
from standardwebhooks import Webhook

from testing.mailbox import web_server
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify import life
from watchkeep.duty.notify.jobs import lanes, post
from watchkeep.duty.notify.models import Delivery, State
from watchkeep.kernel.errors import Refused

STOP = {"List-Unsubscribe": "<https://status.example/stop>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def letter(channel="email", address="kim@shop.example", outsider="subscriber:1", **more):
    message = life.Message(subject="Checkout: outage", body=more.pop("body", "We look into it."))
    return life.Letter(outsider=outsider, way=life.way_by(channel, address), message=message, **more)


def test_somebody_outside_gets_a_mail_with_a_way_out():
    life.send_outside([letter(headers=STOP)], fact_id=7)
    delivery = Delivery.objects.get()
    mail = post.mail_for(delivery)
    assert mail["List-Unsubscribe"] == STOP["List-Unsubscribe"]
    assert (mail["To"], delivery.person, delivery.channel_name) == ("kim@shop.example", None, "E-mail")


def test_the_same_fact_never_writes_to_them_twice():
    for _ in range(2):
        life.send_outside([letter(), letter(outsider="subscriber:2")], fact_id=7)
    assert Delivery.objects.count() == 2


def test_their_webhook_is_signed_with_their_own_secret():
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="a test")
    secret = life.new_secret()
    with web_server() as hook:
        body = json.dumps({"type": "x"})
        life.send_outside([letter("webhook", hook.url, secret=secret, body=body)], fact_id=7)
        delivery = Delivery.objects.get()
        assert lanes.send_one(delivery.lane)
    [(_path, headers, sent)] = hook.posts
    assert Webhook(secret).verify(sent, headers) == {"type": "x"}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.channel_name) == (State.SENT, "Webhook of a subscriber")


def test_a_webhook_into_our_own_network_is_never_sent():
    life.send_outside([letter("webhook", "http://127.0.0.1:9/x", secret=life.new_secret())], fact_id=7)
    assert lanes.send_one(Delivery.objects.get().lane)
    assert Delivery.objects.get().state == State.DEAD


def test_what_waits_is_taken_back_when_they_want_no_more():
    life.send_outside([letter(), letter(outsider="subscriber:2")], fact_id=7)
    assert life.withdraw_from("subscriber:1", because="They said stop.") == 1
    assert set(Delivery.objects.values_list("outsider", "state")) == {
        ("subscriber:1", State.WITHDRAWN), ("subscriber:2", State.PENDING),
    }  # fmt: skip


@pytest.mark.parametrize(("channel", "address"), [("email", "nobody"), ("webhook", "ftp://x")])
def test_what_is_no_address_is_refused(channel, address):
    with pytest.raises(Refused):
        life.way_by(channel, address)
