"""Whether customers see each other's requests is their organisation's switch: through every door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testing import make
from watchkeep.doors.portal.tests.test_pages import client_of, opened, page
from watchkeep.estate.people import life as people
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets
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


def test_whoever_was_merged_into_the_ticket_of_another_reads_the_desk_s_words_on_their_own_page(carla, theirs):
    ours = opened(carla, "Printer is dark here, too")
    tickets.reply(theirs, by=make.actor(make.ana()), body="Before it was the same")
    incidents.merge(ours, by=CLOCK, into=Incident.objects.get(pk=theirs.pk))
    for by, body in ((make.ana(), "Changed the toner"), (theirs.requester, "My number is 4711")):
        tickets.reply(theirs, by=make.actor(by), body=body)
    tickets.note(theirs, by=make.actor(make.ana()), body="They never patch")
    shown = page(client_of(carla), f"/portal/requests/{ours.number}")
    assert "Others told us the same" in shown
    assert "Changed the toner" in shown
    for hidden in (theirs.number, theirs.title, "Before it was", "4711", "never patch"):
        assert hidden not in shown
    assert client_of(carla).get(f"/portal/requests/{theirs.number}").status_code == 404


def test_the_files_of_what_the_desk_says_there_are_handed_out_and_no_others(carla, theirs):
    ours = opened(carla, "Printer is dark here, too")
    incidents.merge(ours, by=CLOCK, into=Incident.objects.get(pk=theirs.pk))
    ana, client = make.actor(make.ana()), client_of(carla)
    reply, note = tickets.reply(theirs, by=ana, body="See the plan"), tickets.note(theirs, by=ana, body="Their log")
    plan, log, hers = (
        tickets.attach(
            theirs, by=by, file=SimpleUploadedFile(name, b"words"), name=name, declared="text/plain", comment=comment
        ).pk
        for by, name, comment in (
            (ana, "plan.txt", reply),
            (ana, "log.txt", note),
            (make.actor(theirs.requester), "me.txt", None),
        )
    )
    shown = page(client, f"/portal/requests/{ours.number}")
    assert ("plan.txt" in shown, "log.txt" in shown, "me.txt" in shown) == (True, False, False)
    found = [client.get(f"/portal/requests/{ours.number}/files/{pk}").status_code for pk in (plan, log, hers)]
    assert found == [200, 404, 404]
    incidents.unmerge(Incident.objects.get(pk=ours.pk), by=CLOCK)
    assert client.get(f"/portal/requests/{ours.number}/files/{plan}").status_code == 404


def test_a_list_says_where_it_goes_on_by_name_only_for_who_may_read_that(carla, theirs):
    ours, own = opened(carla, "Printer is dark here, too"), opened(carla, "Scanner is dark")
    incidents.merge(ours, by=CLOCK, into=Incident.objects.get(pk=theirs.pk))
    shown = page(client_of(carla), "/portal/requests?show=ended")
    assert ("Continued in another ticket" in shown, theirs.number in shown) == (True, False)
    incidents.unmerge(Incident.objects.get(pk=ours.pk), by=CLOCK)
    incidents.merge(Incident.objects.get(pk=ours.pk), by=CLOCK, into=own)
    shown = page(client_of(carla), "/portal/requests?show=ended")
    assert f"Merged into {own.number}<" in shown
    assert "Closed" not in shown


def test_people_of_other_organisations_read_none_of_it(theirs):
    eve = make.employee()
    ours = opened(eve, "Mine is dark")
    incidents.merge(ours, by=CLOCK, into=Incident.objects.get(pk=theirs.pk))
    tickets.reply(theirs, by=make.actor(make.ana()), body="Changed the toner")
    shown = page(client_of(eve), f"/portal/requests/{ours.number}")
    assert "Others told us the same" in shown
    assert "toner" not in shown
