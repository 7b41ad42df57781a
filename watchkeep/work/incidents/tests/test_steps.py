"""One harness over the whole map: who may not, what is missing, and from where a step does not go."""

import pytest
from django.db import IntegrityError, transaction

from testing import make
from testing.harness import told
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.life.steps import LIFE, STATES
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Ticket

VERBS = {
    "triage": lambda row, by: life.triage(row, by=by),
    "acknowledge": lambda row, by: life.acknowledge(row, by=by),
    "start": lambda row, by: life.start(row, by=by),
    "hold": lambda row, by: life.hold(row, by=by, reason="A part is missing"),
    "resume": lambda row, by: life.resume(row, by=by),
    "restore": lambda row, by: life.restore(row, by=by),
    "resolve": lambda row, by: life.resolve(row, by=by, fix="Restarted it"),
    "close": lambda row, by: life.close(row, by=by),
    "cancel": lambda row, by: life.cancel(row, by=by, reason="A test"),
    "reopen": lambda row, by: life.reopen(row, by=by),
    "post_update": lambda row, by: life.post_update(row, by=by, body="We are on it."),
    "merge": lambda row, by: life.merge(row, by=by, into=make.incident()),
    "set_parent": lambda row, by: life.set_parent(row, by=by, parent=make.incident()),
}
WITHOUT = {
    "hold": lambda row, by: life.hold(row, by=by, reason=" "),
    "resolve": lambda row, by: life.resolve(row, by=by, fix=""),
    "cancel": lambda row, by: life.cancel(row, by=by, reason=""),
}
BUTTONS = [step.verb for step in LIFE if step.label]


def test_every_button_has_its_verb_here():
    assert sorted(BUTTONS) == sorted(VERBS)


def test_every_need_is_tried_here():
    assert {step.verb for step in LIFE if step.needs} == WITHOUT.keys()


@pytest.mark.parametrize("verb", BUTTONS)
def test_a_step_is_taken_from_each_of_its_states(verb):
    for state in LIFE.steps[verb].start:
        incident = make.incident(state)
        VERBS[verb](incident, CLOCK)
        if verb != "reopen":
            assert Ticket.objects.get(pk=incident.pk).state == (LIFE.steps[verb].end or state)


@pytest.mark.parametrize("verb", BUTTONS)
def test_a_step_is_refused_without_its_permission(verb):
    step = LIFE.steps[verb]
    incident = make.incident(step.start[0])
    before = told("ticket", incident.pk, "incident", "ticket")
    everything_else = Actor.system("person:0", may=set(Actor.system("x").permissions) - {step.may})
    with pytest.raises(NotAllowed), transaction.atomic():
        VERBS[verb](incident, everything_else)
    assert Ticket.objects.get(pk=incident.pk).state == step.start[0]
    assert told("ticket", incident.pk, "incident", "ticket") == before


@pytest.mark.parametrize("verb", WITHOUT)
def test_a_step_is_refused_without_what_it_needs(verb):
    step = LIFE.steps[verb]
    incident = make.incident(step.start[0])
    with pytest.raises(Refused) as refused:
        WITHOUT[verb](incident, CLOCK)
    assert refused.value.field == step.needs[0]
    assert Ticket.objects.get(pk=incident.pk).state == step.start[0]


@pytest.mark.parametrize("state", STATES)
def test_every_step_that_does_not_begin_in_a_state_is_refused_there(state):
    incident = make.incident(state)
    before = told("ticket", incident.pk, "incident", "ticket")
    for verb in BUTTONS:
        if state not in LIFE.steps[verb].start:
            with pytest.raises(Refused), transaction.atomic():
                VERBS[verb](incident, CLOCK)
    assert Ticket.objects.get(pk=incident.pk).state == state
    assert told("ticket", incident.pk, "incident", "ticket") == before


@pytest.mark.parametrize("verb", BUTTONS)
def test_a_step_tells_exactly_one_fact(verb):
    incident = make.incident(LIFE.steps[verb].start[0])
    before = len(told("ticket", incident.pk, "incident", "ticket"))
    VERBS[verb](incident, CLOCK)
    assert len(told("ticket", incident.pk, "incident", "ticket")) == before + 1


@pytest.mark.parametrize("verb", BUTTONS)
def test_a_step_counts_the_version_up(verb):
    incident = make.incident(LIFE.steps[verb].start[0])
    version = incident.ticket.version
    VERBS[verb](incident, CLOCK)
    assert incident.ticket.version > version
    assert Ticket.objects.get(pk=incident.pk).version == incident.ticket.version


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_are_the_steps_that_are_open(state):
    incident, ana = make.incident(state), make.actor(make.ana())
    for step in life.open_to(incident, ana):
        with transaction.atomic():
            VERBS[step.verb](Incident.objects.get(pk=incident.pk), ana)
            transaction.set_rollback(True)
    assert life.open_to(incident, make.actor(make.auditor())) == []


def test_the_object_in_hand_says_what_the_rows_say():
    incident = make.incident()
    for verb in ("acknowledge", "hold", "resume", "resolve", "reopen"):
        VERBS[verb](incident, CLOCK)
        fresh = Incident.objects.get(pk=incident.pk)
        for row, kept in ((incident, fresh), (incident.ticket, fresh.ticket)):
            for field in row._meta.concrete_fields:
                if field.name != "words":
                    assert getattr(row, field.attname) == getattr(kept, field.attname), (verb, field.name)


def test_the_database_itself_refuses_an_open_ticket_in_an_ended_state():
    incident = make.incident()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=incident.pk).update(is_open=False)
