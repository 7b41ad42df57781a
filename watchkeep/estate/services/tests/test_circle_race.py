"""Two people who close a circle from both ends at the same moment: one of them is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from testing import make
from watchkeep.estate.services import life
from watchkeep.estate.services.models import Dependency
from watchkeep.kernel.errors import Refused


@pytest.mark.django_db(transaction=True)
def test_a_circle_cannot_be_closed_from_both_ends():
    mia, one, other = make.actor(make.manager()), make.service(), make.service()

    def point(pair):
        try:
            life.depend_on(*pair, by=mia)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(point, [(one, other), (other, one)]))
    assert outcome == ["done", "refused"]
    assert Dependency.objects.count() == 1
