from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import come, page
from watchkeep.estate.services import life
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db
LIST = "/settings/maintenance"


def test_of_a_plan_the_list_shows_the_next_window_and_how_many_more_there_are_on_its_own_page():
    mia, shop = come(make.manager()), make.shop()
    plan = make.maintenance_plan(shop)
    start = (clock.now() + timedelta(days=2)).replace(hour=3, minute=0)
    make.maintenance(shop, reason="New discs", starts_at=start, hours=1)
    made = MaintenanceWindow.objects.filter(plan=plan).order_by("starts_at")
    with CaptureQueriesContext(connection) as few:
        shown = page(mia, LIST)
    assert (shown.count("Patches"), f"and {len(made) - 1} more" in shown) == (1, True)
    assert ">04:00 " in shown, "the day of both is said once"
    assert page(mia, f"{LIST}/plans/{plan.pk}").count("Call off") == len(made)
    assert page(mia, f"/services/{shop.slug}").count("Patches") == 1
    life.cancel_maintenance(made[0], by=make.actor(make.admin()))
    assert f"and {len(made) - 2} more" in page(mia, LIST)
    for number in range(3):
        make.maintenance_plan(make.service(f"S{number}"), reason="More patches")
    with CaptureQueriesContext(connection) as many:
        assert page(mia, LIST).count("More patches") == 3
    assert len(many) == len(few)
