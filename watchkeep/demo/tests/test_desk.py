from testing import make
from watchkeep.demo import cast, desk
from watchkeep.kernel.actors import Actor
from watchkeep.work.desk import queries
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Ticket


def test_two_told_of_one_fault_and_both_read_what_was_said():
    people = cast.invite_everybody(Actor.system("demo", "The demo"))
    desk.work(people)
    [merged] = Incident.objects.filter(merged_into__isnull=False)
    assert (merged.ticket.requester, merged.merged_into.ticket.requester) == (people["ines"], people["emil"])
    said = queries.said_by_merge(Ticket.objects.get(pk=merged.pk), make.actor(people["ines"]))
    assert [one.body[:19] for one in said] == ["Its cable is broken"]
