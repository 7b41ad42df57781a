"""The search ends because somebody has the incident, or because nobody is needed any more."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel import facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident


def incident_of(page):
    return Incident.objects.get(pk=page.escalation.ticket_id)


def state_of(page):
    return Escalation.objects.get(pk=page.escalation_id).state


def test_an_answer_from_the_console_counts_for_the_page_of_whoever_gives_it():
    page = make.page(make.step(make.ana()))
    incidents.acknowledge(incident_of(page), by=make.actor(make.ana()))
    page.refresh_from_db()
    assert page.acknowledged_at is not None
    assert "oncall.acknowledged" in told("ticket", page.escalation.ticket_id)


def test_an_answer_by_somebody_who_was_not_paged_ends_the_search_too():
    page = make.page(make.step(make.ana()))
    incidents.acknowledge(incident_of(page), by=make.actor(make.bo()))
    page.refresh_from_db()
    assert (state_of(page), page.acknowledged_at) == ("acknowledged", None)
    stopped = facts.told("ticket", page.escalation.ticket_id, kind="oncall.stopped").get()
    assert stopped.data["why"] == "incident.acknowledged"


def test_whoever_starts_work_has_answered():
    page = make.page(make.step(make.ana()))
    incidents.triage(incident_of(page), by=CLOCK)
    assert state_of(page) == "running"
    incidents.start(incident_of(page), by=make.actor(make.ana()))
    assert state_of(page) == "acknowledged"


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("restore", {}),
        ("resolve", {"fix": "Restarted"}),
        ("cancel", {"reason": "A false alarm"}),
    ],
)
def test_when_nobody_is_needed_any_more_the_search_stops(verb, given):
    page = make.page()
    getattr(incidents, verb)(incident_of(page), by=CLOCK, **given)
    assert state_of(page) == "stopped"
    assert told("ticket", page.escalation.ticket_id).count("oncall.stopped") == 1


def test_a_merged_incident_is_looked_after_in_the_other_one():
    page = make.page()
    incidents.merge(incident_of(page), by=CLOCK, into=make.incident())
    assert state_of(page) == "stopped"


def test_what_is_taken_out_again_unanswered_is_looked_for_again():
    page = make.page()
    incidents.merge(incident_of(page), by=CLOCK, into=make.incident())
    incidents.unmerge(incident_of(page), by=CLOCK)
    assert Escalation.objects.running().get(ticket=page.escalation.ticket).pk != page.escalation_id


def test_an_incident_that_comes_back_by_itself_is_looked_for_again():
    page = make.page()
    incidents.resolve(incident_of(page), by=CLOCK, fix="Restarted")
    incidents.reopen(incident_of(page), by=CLOCK, reason="Down again")
    assert Escalation.objects.running().filter(ticket=page.escalation.ticket).exists()


def test_whoever_reopens_an_incident_to_work_on_it_is_not_paged():
    page = make.page()
    incidents.resolve(incident_of(page), by=CLOCK, fix="Restarted")
    incidents.reopen(incident_of(page), by=make.actor(make.ana()), reason="Not yet")
    assert not Escalation.objects.running().exists()
    assert Page.objects.count() == 1
