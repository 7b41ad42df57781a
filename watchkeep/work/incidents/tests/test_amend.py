"""Correcting cause, fix and times."""

from datetime import timedelta

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused, Stale
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets


def test_the_service_may_have_been_down_before_anybody_noticed():
    incident = make.incident()
    down = clock.now() - timedelta(minutes=20)
    life.amend(incident, by=CLOCK, service_down_at=down)
    assert Incident.objects.get(pk=incident.pk).service_down_at == down


def test_different_fields_merge_and_the_same_is_refused():
    incident = make.incident()
    version = incident.ticket.version
    tickets.edit(incident.ticket, by=CLOCK, version=version, title="The till is down")
    life.amend(incident, by=CLOCK, version=version, cause="A cable")
    with pytest.raises(Stale) as stale:
        life.amend(Incident.objects.get(pk=incident.pk), by=CLOCK, version=version, cause="A mouse")
    assert stale.value.current == {"cause": "A cable"}


def test_not_everything_can_be_amended():
    with pytest.raises(Refused):
        life.amend(make.incident(), by=CLOCK, merged_into=3)
