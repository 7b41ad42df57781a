"""Merging, and taking it back with nothing lost."""

import pytest

from testing import make
from testing.harness import sweep
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import jobs, life
from watchkeep.work.incidents.models import Incident, State
from watchkeep.work.tickets.models import Ticket

MERGEABLE = [State.NEW, State.TRIAGED, State.IN_PROGRESS, State.ON_HOLD, State.RESTORED, State.RESOLVED]
COUNTS = {"state_before_merge"}
TICKET_COUNTS = {"version", "touched", "updated_at", "words"}


def values(row, without):
    return {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in without}


@pytest.mark.parametrize("state", MERGEABLE)
def test_taking_it_back_leaves_it_as_it_was(state):
    incident, into = make.incident(state), make.incident()
    make.comment(incident.ticket, "Mine")
    before = values(Incident.objects.get(pk=incident.pk), COUNTS)
    spine = values(Ticket.objects.get(pk=incident.pk), TICKET_COUNTS)
    life.merge(incident, by=CLOCK, into=into)
    life.unmerge(incident, by=CLOCK)
    assert values(Incident.objects.get(pk=incident.pk), COUNTS) == before
    assert values(Ticket.objects.get(pk=incident.pk), TICKET_COUNTS) == spine


def test_a_merged_one_is_closed_and_has_no_buttons():
    incident, into = make.incident(), make.incident()
    life.merge(incident, by=CLOCK, into=into)
    assert (incident.state, incident.merged_into) == (State.CLOSED, into)
    assert life.open_to(incident, CLOCK) == []
    with pytest.raises(Refused):
        life.reopen(incident, by=make.actor(make.ana()))


def test_the_state_that_counts_is_the_one_in_the_database():
    incident, into = make.incident(), make.incident()
    life.acknowledge(Incident.objects.get(pk=incident.pk), by=CLOCK)
    life.merge(incident, by=CLOCK, into=into)
    life.unmerge(incident, by=CLOCK)
    assert incident.state == State.IN_PROGRESS


def test_the_sweep_leaves_a_merged_one_alone():
    incident = make.incident(State.RESOLVED)
    life.merge(incident, by=CLOCK, into=make.incident())
    with clock.travel(days=8):
        assert sweep(jobs.close_due) == 0


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED])
def test_it_goes_into_nothing_that_has_ended(state):
    with pytest.raises(Refused):
        life.merge(make.incident(), by=CLOCK, into=make.incident(state))


def test_it_goes_neither_into_itself_nor_into_one_that_was_merged():
    one, two, three = make.incident(), make.incident(), make.incident()
    with pytest.raises(Refused):
        life.merge(one, by=CLOCK, into=one)
    life.merge(two, by=CLOCK, into=three)
    with pytest.raises(Refused):
        life.merge(one, by=CLOCK, into=two)


def test_a_drill_and_a_real_one_do_not_mix():
    with pytest.raises(Refused):
        life.merge(make.incident(is_drill=True), by=CLOCK, into=make.incident())


def test_what_was_never_merged_is_not_taken_back():
    with pytest.raises(Refused):
        life.unmerge(make.incident(State.CLOSED), by=CLOCK)
