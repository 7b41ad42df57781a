"""What the demo organisation has bought shows every position."""

import pytest

from watchkeep.demo import cast, estate, licensing, racking, software, supplying
from watchkeep.estate.licences import queries
from watchkeep.estate.licences.models import Application, Entitlement, Position
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_it_owns_forty_seats_uses_twenty_seven_and_has_to_decide_within_twelve_days():
    by = Actor.system("demo", "The demo")
    people = cast.invite_everybody(by)
    services = estate.build(by, people)
    racking.rack(by, people)
    supplying.buy(by, people, services)
    software.install(by, people)
    licensing.license_(by, people)
    found = {one.product.name: one for one in Position.objects.filter(is_latest=True).select_related("product")}
    suite = found["Design Suite"]
    assert (suite.owned, suite.used, suite.free, suite.status) == (40, 27, 13, "under")
    assert {"over", "under", "unlicensed", "unused"} <= {one.status for one in found.values()}
    one = Entitlement.objects.get(name="Design suite")
    today = clock.now().date()
    assert (one.contract.notice_by - today).days == 12
    assert (queries.renewal_of(suite.product) - today).days == 60
    assert one.next_on <= today
    assert queries.expected_by(suite.product, queries.renewal_of(suite.product)) >= 27
    assert (found["Figma"].used, found["Figma"].status) == (7, "over")
    waiting = Application.objects.unknown().values_list("name", flat=True)
    assert {*waiting} == {"Miro (SSO)", "Expense Desk"}
