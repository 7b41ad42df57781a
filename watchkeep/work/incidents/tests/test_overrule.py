"""People's word: pinned, accepted, refused and remembered, services added and ruled out, major."""

from datetime import UTC, datetime

import pytest

from testing import make
from testing.harness import last_told, race, sweep, told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import jobs, life, queries
from watchkeep.work.incidents.models import Assessment, Incident

NIGHT = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night():
    with clock.frozen(NIGHT):
        yield


@pytest.fixture
def ana():
    return make.actor(make.ana())


def shop(name, customers=0):
    return make.service(name, tier=4, users_count=0, value_per_hour=0, customers_count=customers)


def look(incident, minutes=0):
    with clock.travel(minutes=minutes, seconds=5):
        sweep(jobs.reassess_due)
    return Incident.objects.get(pk=incident.pk)


def spread(incident, *services, how="alert"):
    life.hear([life.Heard(incident=incident.pk, services=tuple(one.pk for one in services), how=how)])


def assessed(incident):
    return Assessment.objects.get(pk=incident.pk)


def test_a_persons_judgement_holds_until_it_is_unpinned(ana):
    incident = make.incident(service=shop("Pay"))
    life.reprioritise(incident, by=ana, impact=2, reason="Only a group")
    assert incident.is_pinned
    spread(incident, shop("Pay EU", 20_000))
    incident = look(incident)
    assert incident.impact == 2
    assert assessed(incident).suggested_impact == 1
    fact = last_told("ticket", incident.pk, "incident")
    assert (fact.kind, fact.data["reason"]) == (
        "incident.priority_suggested", "20,000 customers, was 0: Pay EU joined; still spreading"
    )  # fmt: skip
    life.unpin(incident, by=ana)
    assert look(incident).impact == 1


def test_what_a_program_states_is_not_pinned():
    incident = make.incident(service=shop("Pay"), impact=2)
    assert not incident.is_pinned
    assert look(incident).impact == 2
    spread(incident, shop("Pay EU", 20_000))
    assert look(incident).impact == 1


def test_a_priority_is_pinned_and_unpinned_by_hand(ana):
    incident = make.incident(service=shop("Pay"))
    life.pin(incident, by=ana, reason="Known")
    with pytest.raises(Refused):
        life.pin(incident, by=ana)
    life.unpin(incident, by=ana)
    with pytest.raises(Refused):
        life.unpin(incident, by=ana)
    assert told("ticket", incident.pk, "incident")[1:] == ["incident.priority_pinned", "incident.priority_unpinned"]


def test_a_suggestion_is_told_once_accepted_and_then_pinned(ana):
    incident = make.incident(service=shop("Pay"))
    life.pin(incident, by=ana)
    spread(incident, shop("Pay EU", 20_000))
    look(incident)
    incident = look(incident, minutes=6)
    assert told("ticket", incident.pk, "incident").count("incident.priority_suggested") == 1
    life.accept(incident, by=ana)
    incident = look(incident, minutes=7)
    assert (incident.impact, incident.is_pinned) == (1, True)
    assert not assessed(incident).has_suggestion
    with pytest.raises(Refused):
        life.accept(incident, by=ana)


def test_a_refused_suggestion_does_not_come_back_for_the_same_reason(ana):
    incident = make.incident(service=shop("Pay"))
    life.pin(incident, by=ana)
    spread(incident, shop("Pay EU", 20_000))
    look(incident)
    life.refuse(incident, by=ana, reason="They buy from the US as well")
    incident = look(incident, minutes=1)
    assert not assessed(incident).has_suggestion
    fact = last_told("ticket", incident.pk, "incident")
    assert (fact.kind, fact.data["causes"], fact.data["priority"]) == (
        "incident.priority_refused", ["customers:1", "customers:2", "joined"], 1
    )  # fmt: skip
    with clock.travel(minutes=2):
        spread(incident, shop("Pay Asia", 15_000))
    look(incident, minutes=2)
    assert assessed(incident).suggested_impact == 1, "half as many again is another reason"


def test_a_refused_change_is_taken_back_and_does_not_come_again(ana):
    incident = make.incident(service=shop("Pay"))
    spread(incident, shop("Pay EU", 20_000))
    incident = look(incident)
    assert (incident.impact, incident.urgency) == (1, 1)
    life.refuse(incident, by=ana, reason="A false alarm of the second region")
    assert (incident.impact, incident.urgency, incident.ticket.priority) == (3, 2, 4)
    assert told("ticket", incident.pk, "incident")[-2:] == ["incident.reprioritised", "incident.priority_refused"]
    life.mark([incident.pk])
    assert look(incident, minutes=30).impact == 3
    assert not incident.is_pinned


def test_a_refused_lowering_holds_until_it_gets_worse(ana):
    incident, eu = make.incident(service=shop("Pay")), shop("Pay EU", 20_000)
    spread(incident, eu)
    look(incident)
    with clock.travel(minutes=20):
        life.spare(incident, by=ana, service=eu)
    incident = look(incident, minutes=21)
    assert incident.impact == 3
    life.refuse(incident, by=ana, reason="They are still hit")
    assert incident.impact == 1
    life.mark([incident.pk])
    assert look(incident, minutes=60).impact == 1


def test_there_must_be_something_to_refuse_and_a_reason(ana):
    incident = make.incident()
    with pytest.raises(Refused):
        life.refuse(incident, by=ana, reason="No")
    with pytest.raises(Refused) as no:
        life.refuse(incident, by=ana, reason=" ")
    assert no.value.field == "reason"


def test_a_service_is_added_once_and_ruled_out_for_alerts(ana):
    incident, eu = make.incident(service=shop("Pay")), shop("Pay EU")
    life.affect(incident, by=ana, service=eu, reason="A customer called")
    for wrong in (eu, incident.ticket.service):
        with pytest.raises(Refused) as no:
            life.affect(incident, by=ana, service=wrong)
        assert no.value.field == "service"
    assert [row.service for row in queries.affected(incident)] == [eu]
    life.spare(incident, by=ana, service=eu)
    with pytest.raises(Refused):
        life.spare(incident, by=ana, service=eu)
    spread(incident, eu)
    assert not queries.affected(incident)
    life.affect(incident, by=ana, service=eu)
    assert queries.affected(incident)


def test_a_service_that_an_alert_brought_leaves_with_its_last_alert_and_may_come_again():
    incident, eu = make.incident(service=shop("Pay")), shop("Pay EU")
    spread(incident, eu)
    life.recover({incident.pk: {eu.pk}}, by=CLOCK)
    assert not queries.affected(incident)
    spread(incident, eu)
    assert queries.affected(incident)
    assert told("ticket", incident.pk, "incident")[1:] == [
        "incident.service_affected", "incident.service_spared", "incident.service_affected"
    ]  # fmt: skip


def test_major_takes_its_own_permission_and_a_reason(ana):
    incident, mia = make.incident(), make.actor(make.manager())
    with pytest.raises(NotAllowed):
        life.declare_major(incident, by=ana, reason="Everything is down")
    with pytest.raises(Refused):
        life.declare_major(incident, by=mia, reason=" ")
    life.declare_major(incident, by=mia, reason="Everything is down")
    with pytest.raises(Refused):
        life.declare_major(incident, by=mia, reason="Again")
    life.withdraw_major(incident, by=mia, reason="It was the sensor")
    with pytest.raises(Refused):
        life.withdraw_major(incident, by=mia, reason="Again")
    assert told("ticket", incident.pk, "incident")[1:] == ["incident.major_declared", "incident.major_withdrawn"]


def test_who_may_not_prioritise_may_do_none_of_it():
    incident, eve, eu = make.incident(), make.actor(make.employee()), shop("Pay EU")
    for act in (
        lambda: life.pin(incident, by=eve),
        lambda: life.unpin(incident, by=eve),
        lambda: life.accept(incident, by=eve),
        lambda: life.refuse(incident, by=eve, reason="No"),
        lambda: life.affect(incident, by=eve, service=eu),
        lambda: life.spare(incident, by=eve, service=eu),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.django_db(transaction=True)
def test_of_a_person_and_the_sweep_nobody_is_overwritten(ana):
    incident = make.incident(service=shop("Pay"))
    spread(incident, shop("Pay EU", 20_000))
    with clock.travel(seconds=5):
        ends = race(lambda: life.reprioritise(incident, by=ana, impact=2), jobs.reassess_due)
        assert ends == [None, None]
        sweep(jobs.reassess_due)
    incident = Incident.objects.get(pk=incident.pk)
    assert (incident.impact, incident.is_pinned) == (2, True)
