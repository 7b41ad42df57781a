import json
import re

import pytest

from testing import make
from testing.harness import run_later
from watchkeep.duty.announcements import jobs, life
from watchkeep.duty.announcements.models import Subscriber
from watchkeep.duty.notify.models import Delivery, State
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def kestrel():
    return make.status_page("Kestrel")


def ask(kestrel, address="kim@shop.example", sender="192.0.2.1", **more):
    life.subscribe(kestrel, address=address, sender=sender, **{"language": "en"} | more)


def token():
    return Delivery.objects.order_by("-id").first().link.rpartition("/")[2]


def subscriber(kestrel, **more):
    ask(kestrel, **more)
    return life.confirm(token())


def test_nobody_hears_anything_before_they_said_yes(kestrel):
    checkout = make.component(kestrel)
    ask(kestrel)
    assert Subscriber.objects.get().state == "pending"
    make.announcement(checkout)
    run_later()
    assert Delivery.objects.count() == 1
    assert life.confirm(token()).state == "active"


def test_news_go_out_once_with_a_way_to_stop(kestrel):
    who = subscriber(kestrel)
    make.announcement(make.component(kestrel))
    run_later()
    news = Delivery.objects.get(outsider=who.outsider)
    assert (news.subject, news.address) == ("[Kestrel] Investigating: Payments fail", "kim@shop.example")
    assert news.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.search(r"/stop/(.+)>", news.headers["List-Unsubscribe"])[1]
    assert life.subscriber_of(kestrel, stop) == who
    assert life.subscriber_of(make.status_page("Other"), stop) is None


def test_who_chose_a_component_hears_of_it_alone(kestrel):
    checkout, search = make.component(kestrel, "Checkout"), make.component(kestrel, "Search")
    who = subscriber(kestrel, components=[checkout])
    make.announcement(search)
    run_later()
    assert not Delivery.objects.filter(outsider=who.outsider).exists()
    make.announcement(checkout)
    run_later()
    assert Delivery.objects.filter(outsider=who.outsider).count() == 1


def test_asking_again_looks_the_same_and_enrols_nobody_twice(kestrel):
    who = subscriber(kestrel)
    ask(kestrel, address="KIM@shop.example")
    assert (Subscriber.objects.count(), Delivery.objects.count()) == (1, 2)
    assert Delivery.objects.first().link_text == "Your subscription"
    who.refresh_from_db()
    assert who.state == "active"


def test_an_address_gets_few_letters_and_a_sender_may_ask_for_few(kestrel):
    for _ in range(9):
        ask(kestrel)
    assert Delivery.objects.count() == 3
    with pytest.raises(Refused):
        for number in range(30):
            ask(kestrel, address=f"kim{number}@shop.example")


def test_a_forged_or_old_link_confirms_nothing(kestrel):
    ask(kestrel)
    with pytest.raises(Refused):
        life.confirm(token() + "x")
    with pytest.raises(Refused):
        life.confirm(secrets.sign([Subscriber.objects.get().pk, [], "en"], "status.stop"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: clock.now().timestamp() + 4 * 24 * 3600)
        with pytest.raises(Refused):
            life.confirm(token())


def test_who_stops_is_forgotten_and_what_waits_is_taken_back(kestrel):
    who = subscriber(kestrel)
    make.announcement(make.component(kestrel))
    run_later()
    outsider = who.outsider
    life.unsubscribe(who)
    assert not Subscriber.objects.exists()
    assert Delivery.objects.get(outsider=outsider).state == State.WITHDRAWN


def test_addresses_that_nobody_confirmed_are_forgotten(kestrel):
    ask(kestrel)
    with clock.travel(days=4):
        assert jobs.forget_unconfirmed() == 1
    assert not Subscriber.objects.exists()


def test_a_program_hears_what_the_public_reads_and_nothing_else(kestrel):
    who = life.subscribe_program(kestrel, by=make.actor(make.manager()), address="https://hooks.example/x")
    incident = make.incident("in_progress", service=make.service(), title="db-01 of ACME burns")
    make.announcement(make.component(kestrel), ticket=incident.ticket)
    run_later()
    news = Delivery.objects.get(outsider=who.outsider)
    told = json.loads(news.body)
    assert (told["type"], told["data"]["announcement"]["status"]) == ("status.updated", "investigating")
    assert news.secret == who.secret
    assert "ACME" not in news.body
    assert incident.number not in news.body
    with pytest.raises(Refused):
        life.subscribe_program(kestrel, by=CLOCK, address="https://hooks.example/x")
    with pytest.raises(NotAllowed):
        life.subscribe_program(kestrel, by=make.actor(make.ana()), address="https://hooks.example/y")


def test_a_page_that_becomes_private_tells_nobody_who_asked_when_it_was_public(kestrel):
    who, ours = subscriber(kestrel), life.subscribe_program(kestrel, by=CLOCK, address="https://hooks.example/x")
    make.announcement(make.component(kestrel))
    run_later()
    life.edit_page(kestrel, by=CLOCK, name="Kestrel inside")
    assert Subscriber.objects.count() == 2
    life.edit_page(kestrel, by=CLOCK, organisation=make.organisation("Elsewhere", "customer"))
    assert [*Subscriber.objects.all()] == [ours]
    assert Delivery.objects.get(outsider=who.outsider).state == State.WITHDRAWN


def test_a_new_secret_link_ends_what_was_subscribed_by_the_old_one():
    page = make.status_page(organisation=make.organisation("Elsewhere", "customer"))
    subscriber(page)
    ask(page, address="lu@shop.example")
    life.renew_key(page, by=CLOCK)
    assert not Subscriber.objects.exists()
    with pytest.raises(Refused):
        life.confirm(token())


def test_nobody_hears_of_a_page_that_is_hidden(kestrel):
    who = subscriber(kestrel)
    checkout = make.component(kestrel)
    life.edit_page(kestrel, by=CLOCK, is_active=False)
    make.announcement(checkout)
    run_later()
    assert not Delivery.objects.filter(outsider=who.outsider).exists()


def test_the_address_is_not_readable_in_the_database(kestrel):
    ask(kestrel)
    kept = Subscriber.objects.extra(select={"raw": "address"}).values_list("raw", flat=True)[0]
    assert "shop" not in kept
