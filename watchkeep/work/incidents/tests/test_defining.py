"""The scales, changed by an administrator."""

import pytest

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import MatrixCell, SeverityDefinition


def test_a_new_installation_has_a_whole_matrix_and_four_severities():
    assert {(c.impact, c.urgency) for c in MatrixCell.objects.all()} == {(i, u) for i in (1, 2, 3) for u in (1, 2, 3)}
    assert [s.level for s in SeverityDefinition.objects.all()] == [1, 2, 3, 4]
    assert all(s.definition and s.demands for s in SeverityDefinition.objects.all())


def test_running_incidents_keep_their_priority():
    incident = make.incident(impact=2, urgency=2)
    life.set_cell(by=CLOCK, impact=2, urgency=2, priority=1)
    incident.ticket.refresh_from_db()
    assert incident.ticket.priority == 3
    assert make.incident(impact=2, urgency=2).ticket.priority == 1


@pytest.mark.parametrize("wrong", [{"priority": 6}, {"priority": 0}, {"impact": 7}])
def test_the_matrix_has_its_bounds(wrong):
    with pytest.raises(Refused):
        life.set_cell(by=CLOCK, **({"impact": 1, "urgency": 1, "priority": 1} | wrong))


def test_only_an_administrator_changes_them():
    ana = make.actor(make.ana())
    with pytest.raises(NotAllowed):
        life.set_cell(by=ana, impact=1, urgency=1, priority=2)
    with pytest.raises(NotAllowed):
        life.define_severity(SeverityDefinition.objects.get(level=1), by=ana, name="Bad")


def test_a_definition_has_words_and_declarers_of_its_own():
    definition = SeverityDefinition.objects.get(level=2)
    life.define_severity(definition, by=CLOCK, name="Grave", definition="It hurts.", examples="No pay day.")
    assert SeverityDefinition.objects.get(level=2).definition == "It hurts."
    assert str(SeverityDefinition.objects.get(level=2)) == "SEV2 Grave"
    with pytest.raises(Refused):
        life.define_severity(definition, by=CLOCK, permission="anything")
    with pytest.raises(Refused):
        life.define_severity(definition, by=CLOCK, level=3)
