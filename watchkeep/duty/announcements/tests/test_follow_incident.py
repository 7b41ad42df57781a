import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Update
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents


@pytest.fixture
def scene():
    database = make.service("Database")
    payments = make.service("Payments", needs=(database,))
    page = make.status_page()
    checkout = make.component(page, "Checkout", payments)
    make.component(page, "Search", make.service("Search"))
    incident = make.incident("in_progress", service=database, title="db-01 of ACME is on fire")
    made = make.announcement(checkout, ticket=incident.ticket)
    return incident, checkout, made


def waiting(made):
    return list(made.updates.filter(state=Update.State.DRAFT))


def test_the_components_on_which_an_incident_is_felt_are_those_of_its_dependants(scene):
    incident, checkout, _ = scene
    assert queries.components_of_ticket(incident.ticket.service_id) == [checkout]


def test_the_timeline_tells_that_the_public_was_told(scene):
    assert "incident.told_public" in told("ticket", scene[0].pk)


def test_a_public_update_is_offered_once_and_waits(scene):
    incident, _, made = scene
    comment = incidents.post_update(incident, by=CLOCK, body="We restart it.", is_public=True)
    run_later()
    life.propose_update(incident.pk, comment)
    [draft] = waiting(made)
    assert (draft.body, draft.phase) == ("We restart it.", "investigating")
    assert "incident.words_proposed" in told("ticket", incident.pk)


def test_what_is_internal_never_becomes_a_draft(scene):
    incident, _, made = scene
    incidents.post_update(incident, by=CLOCK, body="The admin password leaked.", is_public=False)
    make.comment(incident.ticket, "ACME must not know.", is_public=False)
    make.comment(incident.ticket, "A reply to the requester.")
    run_later()
    assert waiting(made) == []


def test_restored_offers_resolved_once(scene):
    incident, checkout, made = scene
    incidents.restore(incident, by=CLOCK)
    incidents.resolve(incident, by=CLOCK, fix="Replaced db-01")
    run_later()
    [draft] = waiting(made)
    assert (draft.phase, "db-01" in draft.body) == ("resolved", False)
    life.publish(draft, by=make.actor(make.manager()))
    checkout.refresh_from_db()
    assert checkout.status == "operational"


def test_an_incident_that_nobody_announced_stays_inside():
    incident = make.incident("in_progress", service=make.service())
    incidents.post_update(incident, by=CLOCK, body="Still looking.")
    incidents.restore(incident, by=CLOCK)
    run_later()
    assert not Update.objects.exists()
