"""Shutting somebody out: what they held is dead in the same moment."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from testing.makers.estate import PASSWORD
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Session
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused


def session(person, key="k" * 32):
    return Session.objects.create(
        session_key=key, session_data="", person=person, expire_date=clock.now() + timedelta(days=1)
    )


def test_sessions_and_tokens_die_at_once():
    ana = make.ana()
    session(ana)
    _token, plain = life.issue_token(ana, by=make.actor(ana), name="script", scopes=["ticket.see"])
    assert queries.actor_for_token(plain)
    life.deactivate(ana, by=make.actor(make.admin()))
    assert not Session.objects.filter(person=ana).exists()
    assert queries.actor_for_token(plain) is None
    assert told("person", ana.pk)[-1] == "person.deactivated"


def test_coming_back_does_not_revive_old_keys():
    ana, ada = make.ana(), make.actor(make.admin())
    _token, plain = life.issue_token(ana, by=make.actor(ana), name="script", scopes=["ticket.see"])
    life.deactivate(ana, by=ada)
    life.activate(ana, by=ada)
    assert ana.is_active
    assert queries.actor_for_token(plain) is None


def test_the_password_opens_nothing_any_more():
    ana = make.ana()
    life.deactivate(ana, by=make.actor(make.admin()))
    with pytest.raises(Refused):
        life.identify(ana.email, PASSWORD, address="127.0.0.1")
    with pytest.raises(NotAllowed):
        life.log_in(ana, by=make.actor(ana), address="127.0.0.1")


def test_nobody_shuts_themselves_or_somebody_above_out():
    ada = make.admin()
    with pytest.raises(Refused, match="yourself"):
        life.deactivate(ada, by=make.actor(ada))
    with pytest.raises(NotAllowed):
        life.deactivate(ada, by=make.actor(make.manager()))


def test_twice_is_refused():
    ana, ada = make.ana(), make.actor(make.admin())
    life.deactivate(ana, by=ada)
    with pytest.raises(Refused):
        life.deactivate(ana, by=ada)
