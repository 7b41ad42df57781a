"""Who writes, and who lets it run."""

import pytest

from testing import make


@pytest.fixture
def writer(client):
    """Ana writes; she may not publish."""
    client.force_login(make.ana())
    return client


@pytest.fixture
def manager(client):
    """Somebody who may do everything with procedures."""
    client.force_login(make.admin())
    return client
