"""A visitor's program is asked before it is told anything, and told no more once it is gone: over real TLS."""

import json

import pytest
from standardwebhooks import Webhook

from testing import make
from testing.harness import run_later, told
from testing.mailbox import certificate, web_server
from watchkeep.duty.announcements import life
from watchkeep.duty.announcements.models import Subscriber
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.jobs import lanes, web
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock, outgoing
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused


def agree(body):
    return json.dumps({"challenge": json.loads(body)["data"].get("challenge")}).encode()


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def hook(pem, monkeypatch):
    """A program on loopback that agrees, where this is allowed for once."""
    monkeypatch.setenv("SSL_CERT_FILE", pem)
    monkeypatch.setattr(web, "OPEN_TO_VISITORS", outgoing.allowance(["127.0.0.0/8"]))
    with web_server(certificate=pem, answer=agree) as running:
        yield running


@pytest.fixture
def checkout():
    return make.component(make.status_page("Kestrel"), "Checkout", translations={"de": {"name": "Kasse"}})


def ask(page, address, sender="192.0.2.1", **more):
    life.ask_program(page, address=address, sender=sender, **{"language": "en"} | more)


def send():
    """Send what is due, and what falls due again, to the end."""
    while row := Delivery.objects.filter(state="pending").first():
        Delivery.objects.filter(pk=row.pk).update(next_attempt_at=clock.now())
        lanes.send_one(row.lane)


def subscribed(hook, page, **more):
    ask(page, hook.url, **more)
    send()
    return Subscriber.objects.get()


def test_a_program_that_answers_with_the_challenge_hears_signed_news(hook, checkout):
    who = subscribed(hook, checkout.page, language="de")
    assert (who.state, who.by_visitor, who.language) == ("active", True, "de")
    _path, headers, body = hook.posts[0]
    secret = json.loads(body)["data"]["secret"]
    asked = Webhook(secret).verify(body, headers)
    assert (asked["type"], asked["data"]["page"]["name"], secret) == ("subscription.confirm", "Kestrel", who.secret)
    assert secret not in Delivery.objects.get().body
    make.announcement(checkout, translations={"de": {"title": "Zahlungen scheitern", "body": "Wir suchen."}})
    run_later()
    send()
    _path, headers, body = hook.posts[1]
    news = Webhook(secret).verify(body, headers)["data"]
    assert (news["announcement"]["name"], news["update"]["body"]) == ("Zahlungen scheitern", "Wir suchen.")
    assert life.subscriber_of(checkout.page, news["manage_url"].rpartition("/")[2]) == who


@pytest.mark.parametrize("reply", [b"ok", b"{}", b"[1]", b'{"challenge": 7}', None])
def test_one_that_does_not_agree_is_asked_once_and_forgotten(hook, checkout, reply):
    hook.answer = (lambda body: body) if reply is None else (lambda _body: reply)  # None: a page that repeats all
    ask(checkout.page, hook.url)
    send()
    assert (len(hook.posts), Subscriber.objects.count()) == (1, 0)
    assert "No challenge in" in Delivery.objects.get().answer


def test_one_that_does_not_answer_is_asked_three_times_and_forgotten(hook, checkout):
    hook.status = 500
    ask(checkout.page, hook.url)
    send()
    assert (len(hook.posts), Subscriber.objects.count()) == (3, 0)


def test_whoever_asks_again_gets_the_choice_changed_once_the_program_agrees(hook, checkout):
    search = make.component(checkout.page, "Search")
    who = subscribed(hook, checkout.page)
    ask(checkout.page, hook.url, components=[search])
    assert not who.components.exists()
    send()
    assert list(who.components.all()) == [search]
    assert Subscriber.objects.count() == 1


def test_a_program_that_says_it_is_gone_is_forgotten_at_once_on_record(hook, checkout):
    who = subscribed(hook, checkout.page)
    hook.status = 410
    make.announcement(checkout)
    run_later()
    send()
    assert not Subscriber.objects.exists()
    assert told("status_page", checkout.page_id)[-1] == "status_page.program_dropped"
    assert who.pk


def test_one_that_takes_nothing_for_a_day_is_forgotten(checkout):
    who = life.subscribe_program(checkout.page, by=CLOCK, address="http://127.0.0.1:9/closed")
    made = make.announcement(checkout)
    for hours in (0, 1, 25):
        with clock.travel(hours=hours):
            assert Subscriber.objects.filter(pk=who.pk).exists()
            life.post(made, by=CLOCK, phase="identified", body="More.")
            run_later()
            send()
    assert not Subscriber.objects.exists()


def test_a_mail_address_that_bounces_is_no_program(checkout):
    life.subscribe(checkout.page, address="kim@shop.example", sender="192.0.2.1", language="en")
    assert not life.take_loss(Delivery.objects.get(), "410 whatever")
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["http://hooks.example/x", "https://127.0.0.1/x", "https://[::1]/x", "https://u:p@hooks.example/", "ftp://x", ""],
)
def test_what_is_not_https_or_leads_inside_is_refused(checkout, address):
    with pytest.raises(Refused):
        ask(checkout.page, address)


def test_a_name_that_leads_inside_is_never_asked_even_where_our_own_programs_may_be(pem, monkeypatch, checkout):
    monkeypatch.setenv("SSL_CERT_FILE", pem)
    AllowedNetwork.objects.create(network="127.0.0.0/8", reason="our own hooks")
    with web_server(certificate=pem, answer=agree) as inside:
        ask(checkout.page, inside.url)
        send()
        assert inside.posts == []
    assert "private network" in Delivery.objects.get().answer


def test_an_address_and_a_host_are_asked_a_few_times_only(checkout):
    for _ in range(9):
        ask(checkout.page, "https://hooks.example/a")
    assert Delivery.objects.count() == 3
    with pytest.raises(Refused):
        for number in range(30):
            ask(checkout.page, f"https://hooks.example/{number}", sender=f"192.0.2.{number}")


def test_nobody_changes_a_program_of_ours_by_asking(checkout):
    who = life.subscribe_program(checkout.page, by=CLOCK, address="https://hooks.example/x")
    ask(checkout.page, "https://hooks.example/x", components=[checkout])
    assert not Delivery.objects.exists()
    assert not who.components.exists()


def test_a_program_that_was_forgotten_meanwhile_stays_so(hook, checkout):
    ask(checkout.page, hook.url)
    with clock.travel(days=4):
        life.forget_unconfirmed()
    send()
    assert not Subscriber.objects.exists()
