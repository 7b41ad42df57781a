"""Whether customers see each other's requests is their organisation's switch: through every door."""

import pytest

from testing import make
from watchkeep.doors.portal.tests.test_pages import client_of, opened, page
from watchkeep.estate.people import life as people
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.tickets.models import Ticket


@pytest.fixture
def carla():
    return make.stranger()


@pytest.fixture
def theirs(carla):
    colleague = make.person("Colleague", roles=("customer",), organisation=carla.organisation)
    return opened(colleague, "Zebra printer is dark").ticket


def seen(person, ticket: Ticket) -> dict[str, bool]:
    """Through which doors somebody sees a ticket."""
    client, program = client_of(person), make.program(person)
    return {
        "list": ticket.number in page(client, "/portal/requests"),
        "page": client.get(f"/portal/requests/{ticket.number}").status_code == 200,
        "search": ticket.title in page(client, "/portal/search?q=zebra+printer"),
        "typing": ticket.title in page(client, "/portal/suggest?q=zeb"),
        "api list": ticket.number in program.ask("get", "/api/v1/incidents").content.decode(),
        "api": program.ask("get", f"/api/v1/incidents/{ticket.number}").status_code == 200,
        "reply": client.post(f"/portal/requests/{ticket.number}/reply", {"body": "Me too"}).status_code == 302,
    }


def test_it_is_off_until_it_is_switched_on(carla, theirs):
    assert set(seen(carla, theirs).values()) == {False}


def test_what_is_shared_is_seen_by_colleagues_and_by_nobody_else(carla, theirs):
    people.edit_organisation(carla.organisation, by=CLOCK, shares_tickets=True)
    assert [door for door, is_open in seen(carla, theirs).items() if not is_open] == []
    elsewhere = make.organisation("Third party", "customer", shares_tickets=True)
    other = make.person("Other", roles=("customer",), organisation=elsewhere)
    assert set(seen(other, theirs).values()) == {False}


def test_switched_off_again_nothing_is_left_open(carla, theirs):
    for shares in (True, False):
        people.edit_organisation(carla.organisation, by=CLOCK, shares_tickets=shares)
    assert set(seen(carla, theirs).values()) == {False}
