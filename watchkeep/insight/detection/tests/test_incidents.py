"""Alerts share an incident; it is restored when they recover and reopened when they come back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import sweep, told
from watchkeep.insight.detection import jobs, life
from watchkeep.insight.detection.models import Alert, Group, Status
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import jobs as incident_jobs
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents import queries as incident_queries
from watchkeep.work.incidents.models import Incident, Sign
from watchkeep.work.tickets.models import Link, State


@pytest.fixture
def shop():
    return make.service("Web shop")


@pytest.fixture
def sender(shop):
    return make.integration("Alertmanager", service=shop)


def only_incident() -> Incident:
    return Incident.objects.get()


def test_the_first_alert_opens_an_incident_on_the_service(sender, shop):
    alert = make.alert(sender, summary="The shop is down", severity="critical")
    incident = only_incident()
    assert alert.incident == incident
    assert (incident.ticket.title, incident.ticket.service, incident.state) == ("The shop is down", shop, State.NEW)
    assert incident.urgency == 1
    assert told("ticket", incident.pk)[0] == "incident.opened"
    assert told("ticket", incident.pk)[-1] == "detection.alert_folded"


def test_alerts_of_one_service_share_one_incident(sender):
    make.heard(sender, *[make.signal(f"k{n}") for n in range(40)])
    assert Alert.objects.filter(incident=only_incident()).count() == 40


def test_repeats_tell_nothing_more(sender):
    make.alert(sender)
    before = told("ticket", only_incident().pk)
    make.heard(sender, *[make.signal() for _ in range(30)])
    assert told("ticket", only_incident().pk) == before


def test_it_is_restored_when_the_last_alert_has_recovered(sender):
    make.heard(sender, make.signal("a"), make.signal("b"))
    make.heard(sender, make.signal("a", "resolve"))
    assert only_incident().state == State.NEW
    make.heard(sender, make.signal("b", "resolve"))
    incident = only_incident()
    assert incident.state == State.RESTORED
    assert "incident.restored" in told("ticket", incident.pk)
    assert not Group.objects.get().is_open


def test_a_blip_in_one_batch_opens_an_incident_and_restores_it(sender):
    make.heard(sender, make.signal(), make.signal(action="acknowledge"), make.signal(action="resolve"))
    assert only_incident().state == State.RESTORED


def test_a_recurrence_within_the_window_reopens_the_same_incident(sender):
    make.heard(sender, make.signal(), make.signal(action="resolve"))
    with clock.travel(minutes=30):
        make.heard(sender, make.signal())
    incident = only_incident()
    assert (incident.state, incident.reopened_count) == (State.NEW, 1)


def test_a_recurrence_next_week_opens_a_new_incident_that_points_to_the_old(sender):
    make.heard(sender, make.signal(), make.signal(action="resolve"))
    old = only_incident()
    incidents.resolve(old, by=CLOCK, fix="Restarted it")
    with clock.travel(days=7, hours=1):
        make.heard(sender, make.signal())
    new = Incident.objects.exclude(pk=old.pk).get()
    assert Link.objects.filter(source=new.ticket, target=old.ticket).exists()


def test_a_fault_that_a_person_called_resolved_and_that_is_heard_again_is_back(sender):
    make.alert(sender)
    incidents.resolve(only_incident(), by=CLOCK, fix="I think so")
    assert Alert.objects.get().status == Status.RESOLVED
    make.heard(sender, make.signal())
    assert only_incident().state == State.NEW


def test_after_a_cancelled_incident_the_fault_gets_another(sender):
    make.alert(sender)
    incidents.cancel(only_incident(), by=CLOCK, reason="A test")
    with clock.travel(days=8):
        make.heard(sender, make.signal())
    assert Incident.objects.count() == 2


def test_acknowledging_the_alert_elsewhere_acknowledges_the_incident(sender):
    make.alert(sender)
    alert = make.heard(sender, make.signal(action="acknowledge"))[0]
    assert (alert.status, only_incident().state) == (Status.ACKNOWLEDGED, State.IN_PROGRESS)


def test_acknowledging_the_incident_here_acknowledges_its_alerts(sender):
    make.alert(sender)
    incidents.acknowledge(only_incident(), by=make.actor(make.ana()))
    assert Alert.objects.get().status == Status.ACKNOWLEDGED


def test_an_incident_that_a_person_restored_is_left_alone_when_its_alerts_recover(sender):
    make.alert(sender)
    incidents.restore(only_incident(), by=CLOCK)
    make.heard(sender, make.signal(action="resolve"))
    assert only_incident().state == State.RESTORED


def test_a_new_alert_on_an_incident_that_was_called_restored_reopens_it(sender):
    make.alert(sender)
    incidents.restore(only_incident(), by=CLOCK)
    make.heard(sender, make.signal("other"))
    assert only_incident().state == State.NEW


def test_merged_incidents_are_restored_when_the_alerts_of_all_have_recovered(sender):
    other = make.integration("Other", service=make.service("Mail"))
    one, two = make.alert(sender), make.alert(other)
    incidents.merge(one.incident, by=CLOCK, into=two.incident)
    assert Alert.objects.filter(incident=two.incident).count() == 2
    make.heard(other, make.signal(action="resolve"))
    assert Incident.objects.get(pk=two.incident.pk).state == State.NEW
    make.heard(sender, make.signal(action="resolve"))
    assert Incident.objects.get(pk=two.incident.pk).state == State.RESTORED


def test_unmerging_takes_the_alerts_back(sender):
    other = make.integration("Other", service=make.service("Mail"))
    one, two = make.alert(sender), make.alert(other)
    incidents.merge(one.incident, by=CLOCK, into=two.incident)
    incidents.unmerge(Incident.objects.get(pk=one.incident.pk), by=CLOCK)
    assert set(Alert.objects.values_list("integration", "incident")) == {
        (sender.pk, one.incident.pk),
        (other.pk, two.incident.pk),
    }


def test_an_alert_without_any_service_is_never_dropped():
    make.alert(make.integration())
    assert only_incident().ticket.service is None


def test_labels_to_group_by_part_the_incidents(shop):
    sender = make.integration(service=shop, group_by=["env"])
    envs = ("prod", "prod", "test")
    make.heard(sender, *[make.signal(f"k{n}", labels={"env": env}) for n, env in enumerate(envs)])
    assert sorted(Group.objects.values_list("key", flat=True)) == ['env="prod"', 'env="test"']
    assert Incident.objects.count() == 2


def test_a_route_decides_service_severity_and_grouping(sender):
    mail = make.service("Mail")
    life.add_route(by=CLOCK, name="Mail", matchers='alertname=~"Mail.*"', service=mail, severity=1)
    make.heard(sender, make.signal("a", labels={"alertname": "MailDown"}), make.signal("b"))
    tickets = {incident.ticket.service.name: incident.ticket for incident in Incident.objects.all()}
    assert set(tickets) == {"Mail", "Web shop"}
    assert tickets["Mail"].severity == 1


def test_a_route_may_keep_alerts_on_record_alone(sender):
    life.add_route(by=CLOCK, name="Watchdog", matchers='alertname="Watchdog"', opens_incident=False)
    alert = make.alert(sender, labels={"alertname": "Watchdog"})
    assert (alert.status, alert.incident, Incident.objects.count()) == (Status.FIRING, None, 0)


def test_a_second_region_joins_the_same_incident_raises_its_priority_and_leaves_again(sender):
    regions = {
        name: make.service(f"Checkout {name}", tier=3, users_count=0, customers_count=customers, value_per_hour=value)
        for name, customers, value in (("EU", 800, 120_000), ("US", 40_200, 624_000))
    }
    for name, service in regions.items():
        life.add_route(by=CLOCK, name=name, matchers=f'region="{name}"', service=service, spans_services=True)
    make.heard(sender, make.signal("eu", labels={"region": "EU"}, severity="warning"))
    incident = only_incident()
    Incident.objects.filter(pk=incident.pk).update(impact=2)
    make.heard(sender, make.signal("us", labels={"region": "US"}, severity="warning"))
    assert only_incident().ticket.service == regions["EU"]
    assert [row.service for row in incident_queries.affected(incident)] == [regions["US"]]
    with clock.travel(seconds=5):
        sweep(incident_jobs.reassess_due)
    incident = only_incident()
    assert (incident.impact, incident.urgency, incident.ticket.priority) == (1, 1, 1)
    last = [row for row in facts.told("ticket", incident.pk) if row.kind == "incident.reprioritised"][-1]
    assert last.data["reason"] == (
        "41,000 customers, was 800, 12,400 EUR a minute, was 2,000: Checkout US joined; still spreading"
    )
    make.heard(sender, make.signal("us", "resolve"))
    assert not incident_queries.affected(incident)


def test_a_batch_marks_its_incidents_in_one_statement(sender):
    make.heard(sender, *[make.signal(f"k{n}") for n in range(5)])
    incident = only_incident()
    with CaptureQueriesContext(connection) as captured:
        make.heard(sender, *[make.signal(f"m{n}") for n in range(40)], make.signal("k1", "resolve"), make.signal("k2"))
    assert sum("incidents_assessment" in query["sql"] for query in captured) == 1
    heard = dict(Sign.objects.filter(incident=incident).values_list("kind").annotate(n=Sum("count")).order_by())
    assert heard == {"alert": 45, "recovery": 1}


def test_maintenance_keeps_an_alert_quiet_and_on_record(sender, shop):
    make.maintenance(shop)
    alert = make.alert(sender)
    assert (alert.is_silenced, alert.status, alert.incident) == (True, Status.FIRING, None)
    assert told("alert", alert.pk) == ["detection.alert_silenced"]
    assert sweep(jobs.speak_up) == 0


def test_what_still_fires_when_maintenance_ends_opens_an_incident(sender, shop):
    make.maintenance(shop)
    make.heard(sender, make.signal("stays"), make.signal("goes"))
    make.heard(sender, make.signal("goes", "resolve"))
    with clock.travel(days=30):
        assert sweep(jobs.speak_up) == 1
    alert = Alert.objects.get(key="stays")
    assert (alert.is_silenced, alert.incident) == (False, only_incident())


def test_an_alert_can_be_ended_by_hand_and_its_incident_is_restored(sender):
    alert = make.alert(sender)
    life.close(alert, by=CLOCK)
    assert only_incident().state == State.RESTORED
    assert told("alert", alert.pk) == ["detection.alert_closed"]


def test_when_a_person_was_faster_the_fold_goes_on(sender):
    make.alert(sender)
    incidents.hold(_started(only_incident()), by=CLOCK, reason="Waiting for the supplier")
    make.heard(sender, make.signal(action="acknowledge"), make.signal(action="resolve"))
    assert only_incident().state == State.RESTORED


def test_an_incident_far_down_the_road_takes_a_storm_of_keys_in_one_batch(sender):
    with clock.frozen(clock.now() + timedelta(days=1)):
        make.heard(sender, *[make.signal(f"k{n}") for n in range(1500)])
    incident = only_incident()
    assert told("ticket", incident.pk).count("detection.alert_folded") == 1


def _started(incident: Incident) -> Incident:
    incidents.acknowledge(incident, by=CLOCK)
    return incident
