"""Who sees which incidents, and what of them."""

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life, queries


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
    assert {"ticket.noted", "ticket.assigned"} < {entry.fact.kind for entry in everything}
    assert [entry.comment.body for entry in everything if entry.comment] == [
        "She spilled coffee again.",
        "We send a new one.",
    ]
    assert [entry.by for entry in everything if entry.fact.kind == "incident.acknowledged"] == ["Ana"]
