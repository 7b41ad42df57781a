"""Seeing and ending one's own sessions."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import sweep, told
from watchkeep.estate.people import jobs, life
from watchkeep.estate.people.models import Session, Throttle
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused


def session(person, key, days=1):
    return Session.objects.create(
        session_key=key * 32, session_data="", person=person, expire_date=clock.now() + timedelta(days=days)
    )


def test_one_ends_ones_own_and_nobody_elses():
    ana = make.ana()
    lost, kept = session(ana, "a"), session(ana, "b")
    with pytest.raises(NotAllowed):
        life.end_session(lost, by=make.actor(make.bo()))
    life.end_session(lost, by=make.actor(ana))
    assert list(ana.sessions.all()) == [kept]
    with pytest.raises(Refused):
        life.end_session(lost, by=make.actor(ana))


def test_all_others_end_at_once():
    ana = make.ana()
    kept = session(ana, "a")
    session(ana, "b"), session(ana, "c")
    assert life.end_other_sessions(ana, by=make.actor(ana), keep=kept.pk) == 2
    assert told("person", ana.pk) == ["person.session_ended"]


def test_logging_in_and_out_is_told():
    ana = make.ana()
    life.log_in(ana, by=make.actor(ana), address="192.0.2.1", agent="Firefox")
    life.log_out(ana, by=make.actor(ana))
    assert told("person", ana.pk) == ["person.logged_in", "person.logged_out"]
    assert ana.last_login


def test_what_has_run_out_is_forgotten():
    session(make.ana(), "a", days=-1)
    fresh = session(make.ana(), "b")
    Throttle.objects.create(key="account:1", failed_at=clock.now() - timedelta(days=2))
    sweep(jobs.forget_old)
    assert list(Session.objects.all()) == [fresh]
    assert not Throttle.objects.exists()
