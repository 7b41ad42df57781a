"""Routes are data, checked when written, and tried on what has been before they lead anybody."""

import pytest

from testing import make
from watchkeep.duty.oncall.models import Escalation
from watchkeep.estate.services import life as services
from watchkeep.insight.detection import life, queries
from watchkeep.insight.detection.models import Route
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def route(name: str = "Mail", **values):
    return life.add_route(by=CLOCK, name=name, **values)


def test_the_first_that_fits_decides():
    mail, web = make.service("Mail"), make.service("Web")
    route("one", matchers='a="1"', service=mail)
    route("two", service=web)
    alert = make.alert(labels={"a": "1"})
    assert alert.service_id == mail.pk


def test_without_a_route_the_label_names_the_service_by_its_short_name():
    mail, web = make.service("Mail"), make.service("Web")
    sender = make.integration(service=web)
    assert make.alert(sender, labels={"service": mail.slug}).service_id == mail.pk
    assert make.alert(sender, key="other", labels={"service": "nobody knows"}).service_id == web.pk
    route("all", service=web)
    assert make.alert(labels={"service": mail.slug}).service_id == web.pk


def test_a_service_that_is_no_longer_offered_is_not_named_by_a_label():
    mail = make.service("Mail")
    services.retire_service(mail, by=CLOCK)
    assert make.alert(labels={"service": mail.slug}).service_id is None


def test_a_route_that_is_switched_off_is_not_asked():
    one = route(service=make.service("Mail"))
    life.change_route(one, by=CLOCK, is_active=False)
    assert make.alert().service_id is None


def test_a_route_for_one_integration_leaves_others_alone():
    sender = make.integration()
    route(integration=sender, service=make.service("Mail"))
    assert make.alert().service_id is None
    assert make.alert(sender).service_id is not None


def test_a_route_names_the_policy_that_pages():
    policy = make.policy(name="Night watch")
    make.policy(service=(shop := make.service("Shop")))
    route(service=shop, policy=policy)
    incident = make.alert().incident
    assert Escalation.objects.running().get(ticket=incident.ticket).policy_id == policy.pk


def test_moving_a_route_changes_the_order():
    one, two = route("one"), route("two")
    life.move_route(two, by=CLOCK, up=True)
    assert list(Route.objects.values_list("pk", flat=True)) == [two.pk, one.pk]
    life.move_route(two, by=CLOCK, up=True)
    assert list(Route.objects.values_list("pk", flat=True)) == [two.pk, one.pk]


@pytest.mark.parametrize("values", [{"matchers": "nonsense"}, {"matchers": 'a=~"("'}, {"name": " "}])
def test_a_route_that_cannot_work_is_refused(values):
    with pytest.raises(Refused):
        route(**({"name": "x"} | values))


def test_two_routes_cannot_have_one_name():
    route("Mail")
    with pytest.raises(Refused) as refused:
        route("Mail")
    assert refused.value.field == "name"


def test_a_stranger_may_not_touch_routes():
    with pytest.raises(NotAllowed):
        life.add_route(by=make.actor(make.stranger()), name="x")


def test_the_preview_shows_what_would_move_and_what_would_not():
    mail = make.service("Mail")
    sender = make.integration()
    make.heard(sender, *[make.signal(f"m{n}", labels={"a": "mail"}) for n in range(3)], make.signal("web"))
    before = queries.rules_in_force()
    planned = queries.rule_of(Route(name="x", matchers='a="mail"', service=mail, severity=2))
    moved, stayed = queries.preview(before, [planned, *before])
    assert (moved.before, moved.after, moved.count, moved.is_moved) == ("No service", "Mail · SEV2", 3, True)
    assert (stayed.count, stayed.is_moved) == (1, False)
