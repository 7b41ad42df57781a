"""Resolving: the cause is dealt with."""

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life, rules
from watchkeep.work.incidents.models import Incident, State


def test_fix_and_cause_stand_on_the_incident():
    incident = make.incident(State.IN_PROGRESS)
    life.resolve(incident, by=CLOCK, fix="Cleared the disk", cause="Logs were not rotated")
    fresh = Incident.objects.get(pk=incident.pk)
    assert (fresh.fix, fresh.cause) == ("Cleared the disk", "Logs were not rotated")
    assert not fresh.is_open


def test_the_fact_is_short_however_long_the_story():
    incident = make.incident(State.IN_PROGRESS)
    life.resolve(incident, by=CLOCK, fix="x" * 5000)
    assert len(last_told("ticket", incident.pk, "incident", "ticket").data["fix"]) == 300
    assert len(incident.fix) == 5000


def test_what_was_restored_before_stays_restored_then():
    incident = make.incident(State.RESTORED)
    restored_at = incident.restored_at
    with clock.travel(hours=3):
        life.resolve(incident, by=CLOCK, fix="Replaced the disk")
    assert incident.restored_at == restored_at
    assert incident.resolved_at > restored_at


def test_what_was_never_restored_is_restored_now():
    incident = make.incident(State.IN_PROGRESS)
    life.resolve(incident, by=CLOCK, fix="Restarted")
    assert incident.restored_at == incident.resolved_at


def test_the_requester_has_a_grace_period():
    incident = make.incident(State.IN_PROGRESS)
    now = clock.now()
    with clock.frozen(now):
        life.resolve(incident, by=CLOCK, fix="Restarted")
    assert incident.close_after == now + rules.GRACE


def test_its_open_children_go_with_it_when_asked():
    parent = make.incident(State.IN_PROGRESS)
    waiting, done = make.incident(), make.incident(State.IN_PROGRESS)
    for child in (waiting, done):
        life.set_parent(child, by=CLOCK, parent=parent)
    life.resolve(done, by=CLOCK, fix="By hand")
    life.resolve(parent, by=CLOCK, fix="New cable", with_children=True)
    waiting = Incident.objects.get(pk=waiting.pk)
    assert (waiting.state, waiting.fix) == (State.RESOLVED, "New cable")
    assert told("ticket", waiting.pk, "incident", "ticket")[-1] == "incident.resolved"
    assert Incident.objects.get(pk=done.pk).fix == "By hand"


def test_its_children_stay_open_when_not_asked():
    parent, child = make.incident(State.IN_PROGRESS), make.incident()
    life.set_parent(child, by=CLOCK, parent=parent)
    life.resolve(parent, by=CLOCK, fix="New cable")
    assert Incident.objects.get(pk=child.pk).is_open
