import pytest

from testing import make
from watchkeep.duty.connections import life
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def test_an_agent_may_not_open_our_network():
    with pytest.raises(NotAllowed):
        life.allow_network(by=make.actor(make.ana()), network="10.0.0.0/8", reason="Because")


def test_a_network_needs_a_reason():
    with pytest.raises(Refused):
        life.allow_network(by=CLOCK, network="10.0.0.0/8", reason=" ")
    row = life.allow_network(by=CLOCK, network="10.0.0.0/8", reason="The build server")
    life.close_network(row, by=CLOCK)
    assert not AllowedNetwork.objects.exists()
