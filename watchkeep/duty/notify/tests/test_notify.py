from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from testing import make
from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules.ways import Wish
from watchkeep.kernel import clock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def page(person, fact=7, **more):
    return life.notify(person, **{"fact_id": fact, "subject": "It is down", "body": "Look.", "urgency": "high"} | more)


def test_whoever_has_set_nothing_up_is_written_to_at_the_address_of_the_account():
    ana = make.ana()
    assert page(ana) == 1
    row = Delivery.objects.get()
    assert (row.channel, row.address, row.hint) == ("email", ana.email, "an…@nordwind.example")


def test_what_is_urgent_goes_everywhere_at_once():
    ana = make.ana()
    make.method(ana, "webhook")
    make.method(ana, "apprise", "ntfys://ntfy.example.org/topic")
    assert page(ana) == 3
    assert set(Delivery.objects.values_list("channel", flat=True)) == {"email", "webhook", "apprise:ntfys"}


def test_what_can_wait_goes_by_mail_alone():
    ana = make.ana()
    make.method(ana, "webhook")
    assert page(ana, urgency="low") == 1
    assert Delivery.objects.get().channel == "email"


def test_personal_rules_decide_the_ways_and_their_delay():
    ana = make.ana()
    hook = make.method(ana, "webhook")
    life.set_rules(ana, "high", [Wish(hook.pk, 0), Wish(None, 5)], by=make.actor(ana))
    with clock.frozen(NOON):
        page(ana)
    due = dict(Delivery.objects.values_list("channel", "next_attempt_at"))
    assert due == {"webhook": NOON, "email": NOON + timedelta(minutes=5)}


def test_rules_that_name_nothing_usable_do_not_make_anybody_unreachable():
    ana = make.ana()
    unproved = make.method(ana, "email", "new@nordwind.example", verified_at=None)
    life.set_rules(ana, "high", [Wish(unproved.pk, 0)], by=make.actor(ana))
    assert page(ana) == 1
    assert Delivery.objects.get().address == ana.email


def test_the_same_fact_never_notifies_a_person_twice_on_a_channel():
    ana = make.ana()
    assert page(ana) == page(ana) == 1
    assert Delivery.objects.count() == 1


def test_two_addresses_on_one_channel_get_one_message():
    ana = make.ana()
    make.method(ana, "email", "second@nordwind.example")
    assert page(ana) == 1


def test_the_database_holds_that_too():
    row = make.delivery()
    with pytest.raises(IntegrityError, match="notify_once_per_channel"), transaction.atomic():
        make.delivery(row.person, fact=row.fact)


def test_another_fact_is_another_message():
    ana = make.ana()
    page(ana, fact=7)
    page(ana, fact=8)
    assert Delivery.objects.count() == 2


def test_somebody_who_has_left_is_out_of_reach():
    gone = make.person(is_active=False)
    assert page(gone) == 0


def test_addresses_and_links_are_not_readable_in_the_database():
    page(make.ana(), link="http://example.org/a/secret-token")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address || link FROM notify_delivery")
        kept = cursor.fetchone()[0]
    assert "nordwind" not in kept
    assert "secret-token" not in kept


def test_pages_that_wait_are_withdrawn_once_somebody_has_it():
    ana, ticket = make.ana(), make.ticket()
    page(ana, ticket=ticket)
    page(ana, fact=8, ticket=ticket, urgency="low")
    assert life.withdraw_pages(ticket.pk) == 1
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["withdrawn", "pending"]
