"""Coming in by password, and how often one may be wrong."""

from datetime import timedelta

import pytest

from testing import make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people import life, rules
from watchkeep.estate.people.models import Throttle
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import told
from watchkeep.kernel.models import FactRow


def fail(email, times=1, address="192.0.2.1"):
    no = None
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            life.identify(email, "wrong", address=address)
        no = caught.value
    return no


def test_the_right_password_opens_whatever_the_case_of_the_address():
    ana = make.ana()
    assert life.identify(ana.email.upper(), PASSWORD, address="192.0.2.1") == ana


def test_an_unknown_account_and_a_wrong_password_sound_the_same():
    ana = make.ana()
    assert fail(ana.email).message == fail("nobody@nordwind.example").message


@pytest.mark.parametrize("email", ["", "\0", "x" * 5000, "ana@", "'; drop table people_person; --"])
def test_odd_input_is_a_plain_no(email):
    assert fail(email).code == "wrong"


def test_a_failure_is_told_with_its_address_and_without_the_password():
    ana = make.ana()
    fail(ana.email)
    fact = told("person", ana.pk).get()
    assert (fact.kind, fact.data) == ("person.login_failed", {"address": "192.0.2.1", "reason": "account"})
    fail("nobody@nordwind.example")
    assert FactRow.objects.filter(kind="person.login_failed", record=0).count() == 1


def test_after_five_failures_even_the_right_password_must_wait():
    ana = make.ana()
    fail(ana.email, 5)
    assert told("person", ana.pk).last().kind == "person.locked_out"
    with pytest.raises(Refused, match="wait a minute") as no:
        life.identify(ana.email, PASSWORD, address="198.51.100.7")
    assert no.value.code == "too_many"
    with clock.travel(seconds=61):
        assert life.identify(ana.email, PASSWORD, address="198.51.100.7") == ana
    assert not Throttle.objects.filter(key=f"account:{ana.pk}").exists()


def test_the_wait_doubles_up_to_fifteen_minutes():
    waits = [rules.ACCOUNT.wait_after(count) for count in (4, 5, 6, 7, 8, 9, 10, 1000)]
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [0, 1, 2, 4, 8, 15, 15, 15]


def test_an_address_that_tries_many_accounts_is_stopped():
    for number in range(20):
        fail(f"person{number}@nordwind.example")
    ana = make.ana()
    with pytest.raises(Refused) as no:
        life.identify(ana.email, PASSWORD, address="192.0.2.1")
    assert no.value.code == "too_many"
    assert life.identify(ana.email, PASSWORD, address="198.51.100.7") == ana


def test_many_who_succeed_behind_one_address_do_not_shut_it():
    ana = make.ana()
    for _ in range(30):
        life.identify(ana.email, PASSWORD, address="192.0.2.1")


def test_ones_own_success_does_not_wash_away_the_failures_of_an_address():
    ana = make.ana()
    for number in range(19):
        fail(f"person{number}@nordwind.example")
    life.identify(ana.email, PASSWORD, address="192.0.2.1")
    fail("one-more@nordwind.example")
    assert fail("and-another@nordwind.example").code == "too_many"


def test_a_quiet_hour_forgets():
    ana = make.ana()
    fail(ana.email, 4)
    with clock.travel(hours=2):
        assert fail(ana.email).code == "wrong"
        assert life.identify(ana.email, PASSWORD, address="192.0.2.1") == ana
