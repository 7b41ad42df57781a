"""Opening an incident."""

import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import MatrixCell, State
from watchkeep.work.tickets.models import Link


def test_it_gets_a_number_that_people_can_say():
    first, second = make.incident(), make.incident()
    assert first.number.startswith("INC-")
    assert int(second.number[4:]) > int(first.number[4:])


def test_it_tells_one_fact_that_says_what_broke():
    shop = make.service("Web shop", tier=1)
    incident = make.incident(service=shop)
    row = last_told("ticket", incident.pk, "incident")
    assert row.kind == "incident.opened"
    assert row.data["service"] == shop.pk
    assert (row.data["number"], row.data["team"]) == (incident.number, shop.owner_team_id)


@pytest.mark.parametrize(("tier", "impact"), [(1, 1), (2, 1), (3, 2), (4, 3)])
def test_its_impact_follows_from_the_tier_of_the_service(tier, impact):
    assert make.incident(service=make.service(tier=tier)).impact == impact


def test_its_impact_is_that_of_the_most_critical_service_that_fails_with_it():
    disks = make.service("Disks", tier=4)
    database = make.service("Database", tier=3, needs=(disks,))
    make.service("Web shop", tier=1, needs=(database,))
    assert make.incident(service=disks).impact == 1


def test_its_priority_comes_from_the_matrix_which_is_data():
    MatrixCell.objects.filter(impact=1, urgency=3).update(priority=5)
    incident = make.incident(impact=1, urgency=3)
    assert incident.ticket.priority == 5


@pytest.mark.parametrize(("impact", "urgency", "severity"), [(1, 1, 1), (1, 2, 2), (2, 2, 3), (3, 2, 4), (3, 3, 4)])
def test_its_severity_follows_from_the_priority(impact, urgency, severity):
    assert make.incident(impact=impact, urgency=urgency).ticket.severity == severity


def test_a_declared_severity_stands_and_sets_the_urgency():
    incident = make.incident(service=make.service(tier=1), severity=1)
    assert (incident.ticket.severity, incident.urgency, incident.ticket.priority) == (1, 1, 1)
    assert incident.is_severity_declared


def test_it_belongs_to_the_team_that_owns_the_service():
    shop = make.service("Web shop")
    assert make.incident(service=shop).ticket.team == shop.owner_team
    other = make.team("Network")
    assert make.incident(service=shop, team=other).ticket.team == other


def test_an_employee_asks_for_herself_and_does_not_judge():
    eve = make.employee()
    incident = life.open_(by=make.actor(eve), title="I cannot print")
    assert (incident.ticket.requester, incident.ticket.organisation) == (eve, eve.organisation)
    with pytest.raises(NotAllowed):
        life.open_(by=make.actor(eve), title="I cannot print", impact=1, urgency=1)
    with pytest.raises(NotAllowed):
        life.open_(by=make.actor(eve), title="I cannot print", severity=4)


def test_only_who_may_declare_a_major_incident_does():
    with pytest.raises(NotAllowed):
        life.open_(by=make.actor(make.ana()), title="Down", severity=1)
    assert life.open_(by=make.actor(make.ana()), title="Down", severity=3).ticket.severity == 3
    assert life.open_(by=make.actor(make.manager()), title="Down", severity=1).ticket.severity == 1


def test_a_drill_takes_its_own_permission():
    incident = make.incident(is_drill=True)
    assert incident.ticket.is_drill
    with pytest.raises(NotAllowed):
        life.open_(by=make.actor(make.employee()), title="Fire", is_drill=True)


def test_it_follows_on_from_a_past_one():
    past = make.incident(State.CLOSED)
    incident = make.incident(past=past)
    link = Link.objects.get(source=incident.pk)
    assert (link.target_id, link.relation) == (past.pk, "follows")


@pytest.mark.parametrize("title", ["", "   ", "\x00", "x" * 201])
def test_a_title_says_something_on_one_line(title):
    with pytest.raises(Refused) as refused:
        life.open_(by=CLOCK, title=title)
    assert refused.value.field == "title"


def test_spaces_and_line_breaks_in_a_title_become_one_space():
    assert make.incident(title=" The\nshop\x00  is\tdown ").ticket.title == "The shop is down"


def test_it_is_new_open_and_in_version_one():
    ticket = make.incident().ticket
    assert (ticket.state, ticket.is_open, ticket.version) == (State.NEW, True, 1)
    assert told("ticket", ticket.pk, "incident", "ticket") == ["incident.opened"]
