"""Who sees which tickets, and what of them."""

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import Ticket


def visible(somebody):
    return set(Ticket.objects.visible_to(make.actor(somebody)))


def test_agents_managers_and_auditors_see_all():
    tickets = {make.ticket(), make.ticket(requester=make.stranger())}
    for somebody in (make.ana(), make.manager(), make.auditor(), make.admin()):
        assert visible(somebody) == tickets


def test_an_employee_sees_what_she_asked_for_and_what_she_watches():
    eve, other = make.employee(), make.person("Egon", roles=("employee",))
    hers, watched = make.ticket(requester=eve), make.ticket(requester=other)
    make.ticket()
    life.watch(watched, by=CLOCK, person=eve)
    assert visible(eve) == {hers, watched}
    assert visible(other) == {watched}


def test_a_customer_sees_what_the_organisation_asked_for():
    stranger = make.stranger()
    colleague = make.person("Colleague", roles=("customer",), organisation=stranger.organisation)
    theirs = make.ticket(requester=colleague)
    make.ticket(requester=make.employee())
    assert visible(stranger) == {theirs}


def test_somebody_without_a_role_sees_nothing_of_others():
    make.ticket()
    assert visible(make.person("Nobody", roles=())) == set()


def test_incidents_follow_their_tickets():
    eve = make.employee()
    hers = make.incident(requester=eve)
    make.incident()
    assert list(Incident.objects.visible_to(make.actor(eve))) == [hers]
    assert Incident.objects.visible_to(make.actor(make.ana())).count() == 2


def test_the_timeline_hides_notes_and_inner_workings_from_the_requester():
    eve, ana = make.employee(), make.actor(make.ana())
    incident = make.incident(requester=eve)
    incidents.acknowledge(incident, by=ana)
    life.note(incident.ticket, by=ana, body="She spilled coffee again.")
    life.reply(incident.ticket, by=ana, body="We send a new one.")
    life.assign(incident.ticket, by=CLOCK, person=make.bo())
    told = [entry.fact.kind for entry in queries.timeline([incident.ticket], make.actor(eve))]
    assert told == ["incident.opened", "incident.acknowledged", "ticket.replied"]
    everything = queries.timeline([incident.ticket], ana)
    assert len(everything) == 5
    assert [entry.comment.body for entry in everything if entry.comment] == [
        "She spilled coffee again.",
        "We send a new one.",
    ]
    assert everything[1].by == "Ana"
