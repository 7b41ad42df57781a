"""Declaring a severity."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import SeverityDefinition


def test_the_definition_says_who_may():
    incident, ana = make.incident(), make.actor(make.ana())
    with pytest.raises(NotAllowed):
        life.set_severity(incident, by=ana, severity=1)
    definition = SeverityDefinition.objects.get(level=1)
    life.define_severity(definition, by=CLOCK, permission="incident.declare")
    life.set_severity(incident, by=ana, severity=1)
    assert incident.ticket.severity == 1


def test_it_tells_what_it_was():
    incident = make.incident(impact=2, urgency=2)
    life.set_severity(incident, by=CLOCK, severity=1, reason="Customers are hit")
    assert told("ticket", incident.pk, "incident", "ticket")[-1] == "incident.severity_changed"


@pytest.mark.parametrize("severity", [0, 5])
def test_there_are_four(severity):
    with pytest.raises(Refused):
        life.set_severity(make.incident(), by=CLOCK, severity=severity)
