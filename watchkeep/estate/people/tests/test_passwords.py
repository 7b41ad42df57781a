"""Choosing and changing passwords: rules, links that work once, sessions that end."""

from datetime import timedelta

import pytest

from testing import make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Session
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told
from watchkeep.kernel.models import FactRow

NEW = "seven lamps over the harbour"
HERE = "192.0.2.1"


def session(person, key):
    return Session.objects.create(
        session_key=key * 32, session_data="", person=person, expire_date=clock.now() + timedelta(days=1)
    )


def test_a_link_chooses_a_password_once():
    ana = make.ana()
    session(ana, "a")
    link = life.password_link(ana)
    life.choose_password(link, password=NEW)
    assert life.identify(ana.email, NEW, address=HERE) == ana
    assert not Session.objects.exists()
    assert told("person", ana.pk).last().data == {"how": "link"}
    with pytest.raises(Refused) as no:
        life.choose_password(link, password="another fine password")
    assert no.value.code == "link"


def test_a_reset_link_lasts_an_hour_and_an_invitation_a_week():
    ana = make.ana()
    reset, invitation = life.password_link(ana), life.password_link(ana, invitation=True)
    assert life.person_of_link(reset) == life.person_of_link(invitation) == ana
    assert life.person_of_link(reset[:-1] + ("a" if reset[-1] != "a" else "b")) is None
    assert life.person_of_link("\0 nonsense") is None


def test_a_link_dies_with_the_account_or_its_address():
    ana = make.ana()
    link = life.password_link(ana)
    life.edit(ana, by=make.actor(make.admin()), email="ana@elsewhere.example")
    assert life.person_of_link(link) is None
    link = life.password_link(ana)
    life.deactivate(ana, by=make.actor(make.admin()))
    assert life.person_of_link(link) is None


@pytest.mark.parametrize("weak", ["short", "password1234", "ana@nordwind.example", "qwertyuiop123", ""])
def test_weak_passwords_are_refused_in_words(weak):
    ana = make.ana()
    with pytest.raises(Refused) as no:
        life.choose_password(life.password_link(ana), password=weak)
    assert no.value.field == "password"
    assert life.identify(ana.email, PASSWORD, address=HERE) == ana


def test_changing_it_ends_every_other_session():
    ana = make.ana()
    here = session(ana, "a")
    session(ana, "b")
    life.change_password(ana, by=make.actor(ana), old=PASSWORD, password=NEW, address=HERE, keep=here.pk)
    assert list(ana.sessions.all()) == [here]
    assert told("person", ana.pk).last().kind == "person.password_set"


def test_the_old_one_must_be_right_and_ones_own():
    ana = make.ana()
    with pytest.raises(Refused) as no:
        life.change_password(ana, by=make.actor(ana), old="wrong", password=NEW, address=HERE)
    assert no.value.field == "old"
    with pytest.raises(NotAllowed):
        life.change_password(ana, by=make.actor(make.admin()), old=PASSWORD, password=NEW, address=HERE)


def test_asking_for_a_reset_tells_for_known_accounts_and_looks_the_same_for_others():
    ana = make.ana()
    life.ask_for_reset(ana.email.upper(), address=HERE)
    life.ask_for_reset("nobody@nordwind.example", address=HERE)
    assert list(FactRow.objects.filter(kind="person.reset_asked").values_list("record", flat=True)) == [ana.pk]


def test_nobodys_mailbox_is_flooded():
    ana = make.ana()
    for _ in range(10):
        life.ask_for_reset(ana.email, address=HERE)
    assert FactRow.objects.filter(kind="person.reset_asked").count() == 3
