"""What an organisation shares is seen by its people; none of it, and no word of ours, is mailed to who did not ask."""

import pytest

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.people import life as people
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Comment, Ticket

NOTE, WORDS = "Between us: they never patched it", "We changed the toner"


@pytest.fixture
def carla():
    """A customer whose organisation shares."""
    somebody = make.stranger()
    people.edit_organisation(somebody.organisation, by=CLOCK, shares_tickets=True)
    return somebody


@pytest.fixture
def colleague(carla):
    return make.person("Colleague", roles=("customer",), organisation=carla.organisation)


@pytest.fixture
def rival():
    elsewhere = make.organisation("Third party", "customer", shares_tickets=True)
    return make.person("Rival", roles=("customer",), organisation=elsewhere)


def lived(carla) -> Ticket:
    """A ticket of a customer with all that is said in its life: a note, a reply, an update, its end."""
    ana, incident = make.actor(make.ana()), incidents.open_(by=make.actor(carla), title="Printer is dark")
    tickets.assign(incident.ticket, by=CLOCK, person=make.ana())
    tickets.note(incident.ticket, by=ana, body=f"@{make.bo().email} {NOTE}")
    tickets.reply(incident.ticket, by=ana, body=WORDS)
    tickets.reply(incident.ticket, by=make.actor(carla), body="Thank you")
    incidents.acknowledge(incident, by=ana)
    incidents.post_update(incident, by=ana, body="Still warming up")
    incidents.resolve(incident, by=ana, fix="New toner")
    run_later()
    return incident.ticket


def mailed(person) -> list[str]:
    return [f"{row.subject}\n{row.body}" for row in Delivery.objects.filter(person=person)]


def test_those_it_is_shared_with_are_mailed_nothing(carla, colleague, rival):
    ticket = lived(carla)
    assert any(WORDS in mail for mail in mailed(carla))
    assert (mailed(colleague), mailed(rival)) == ([], [])
    assert ticket in Ticket.objects.visible_to(make.actor(colleague))
    assert ticket not in Ticket.objects.visible_to(make.actor(rival))


def test_a_note_is_mailed_to_no_customer_and_read_by_none(carla, colleague):
    ticket = lived(carla)
    readers = {row.person.name for row in Delivery.objects.filter(body__contains=NOTE)}
    assert readers == {"Bo"}
    seen = Comment.objects.filter(ticket=ticket)
    for one in (carla, colleague):
        assert not seen.visible_to(make.actor(one)).filter(body__contains=NOTE).exists()


def test_a_colleague_who_follows_hears_what_is_public_alone_and_each_in_a_mail_of_their_own(carla, colleague, rival):
    shared = incidents.open_(by=make.actor(carla), title="Scanner is dark")
    tickets.watch(shared.ticket, by=make.actor(carla), person=colleague)
    for named in (rival, colleague):
        with pytest.raises(Refused):
            tickets.note(shared.ticket, by=make.actor(make.ana()), body=f"@{named.email} {NOTE}")
    tickets.reply(shared.ticket, by=make.actor(make.ana()), body=WORDS)
    run_later()
    said = [row for row in Delivery.objects.filter(ticket=shared.ticket) if WORDS in row.body]
    assert sorted(row.address for row in said) == sorted([carla.email, colleague.email])
    assert not any(NOTE in mail for one in (carla, colleague, rival) for mail in mailed(one))
    assert not any(carla.email in row.body + row.subject for row in said)
    assert mailed(rival) == []


def test_sharing_that_is_switched_off_leaves_nobody_anything(carla, colleague):
    ticket = lived(carla)
    people.edit_organisation(carla.organisation, by=CLOCK, shares_tickets=False)
    assert ticket not in Ticket.objects.visible_to(make.actor(colleague))
    assert mailed(colleague) == []
