"""Routes over the API: what a preview counts is what saving then does."""

import pytest

from testing import make
from watchkeep.insight.detection import life
from watchkeep.insight.detection.models import Route
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel import permissions
from watchkeep.kernel.actors import CLOCK

ADDRESS = "/api/v1/routes"


@pytest.fixture
def heard():
    signals = [make.signal(f"m{n}", labels={"app": "mail"}) for n in range(3)]
    make.heard(make.integration(), *signals, make.signal("web", labels={"app": "web"}))


def tried(address, **body):
    found = make.program(make.admin()).ask("post", f"{address}/preview", body).json()
    moves = [(one["before"], one["after"], one["count"]) for one in found["moves"]]
    return found["alerts"], found["moved"], moves


@pytest.mark.usefixtures("heard")
def test_a_preview_says_how_many_of_the_last_alerts_would_go_where():
    found = tried(ADDRESS, name="Mail", matchers='app="mail"', severity=2)
    assert found == (4, 3, [("No service", "No service · SEV2", 3), ("No service", "No service", 1)])
    assert Route.objects.count() == 0


@pytest.mark.usefixtures("heard")
def test_a_route_is_tried_where_it_will_stand_and_only_if_it_is_in_force():
    life.add_route(by=CLOCK, name="All", severity=3)
    assert tried(ADDRESS, name="Mail", matchers='app="mail"', severity=2)[:2] == (4, 0)
    assert tried(ADDRESS, name="Mail", severity=2, is_active=False)[:2] == (4, 0)


@pytest.mark.usefixtures("heard")
def test_a_change_is_tried_before_it_is_made():
    route = life.add_route(by=CLOCK, name="All", severity=3)
    assert tried(f"{ADDRESS}/{route.pk}", severity=1)[:2] == (4, 4)
    assert tried(f"{ADDRESS}/{route.pk}", is_active=False)[:2] == (4, 4)
    assert tried(f"{ADDRESS}/{route.pk}")[:2] == (4, 0)
    route.refresh_from_db()
    assert (route.severity, route.is_active) == (3, True)


@pytest.mark.parametrize("missing", [P.SEE, P.SEE_INTEGRATIONS])
def test_it_shows_alerts_and_routes_only_to_who_may_see_both(missing):
    program = make.program(make.admin(), scopes=tuple(sorted(permissions.every() - {str(missing)})))
    answer = program.ask("post", f"{ADDRESS}/preview", {"name": "Mail"})
    assert (answer.status_code, answer.json()["permission"]) == (403, missing)


def test_a_change_is_tried_only_by_who_may_see_alerts():
    route = life.add_route(by=CLOCK, name="All")
    program = make.program(make.admin(), scopes=tuple(sorted(permissions.every() - {str(P.SEE)})))
    assert program.ask("post", f"{ADDRESS}/{route.pk}/preview", {}).json()["permission"] == P.SEE
