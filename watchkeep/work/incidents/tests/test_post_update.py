"""Posting an update."""

from datetime import timedelta

from testing import make
from testing.harness import told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import State


def test_those_who_wait_learn_how_it_stands_and_when_they_hear_more():
    incident = make.incident(State.IN_PROGRESS)
    soon = clock.now() + timedelta(minutes=30)
    comment = life.post_update(incident, by=CLOCK, body="We found the disk.", next_update_at=soon)
    assert (comment.is_update, comment.is_public) == (True, True)
    assert incident.next_update_at == soon
    assert told("ticket", incident.pk, "incident", "ticket")[-1] == "incident.update_posted"


def test_nothing_more_is_promised_once_it_is_over():
    incident = make.incident(State.IN_PROGRESS)
    life.post_update(incident, by=CLOCK, body="Soon.", next_update_at=clock.now())
    life.resolve(incident, by=CLOCK, fix="Restarted")
    assert incident.next_update_at is None
