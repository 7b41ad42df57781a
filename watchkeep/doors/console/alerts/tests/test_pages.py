import pytest

from testing import make
from watchkeep.insight.detection.models import Alert, Link


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


def test_the_list_shows_what_fires_and_hides_what_has_recovered(ana):
    sender = make.integration()
    make.heard(sender, make.signal("a", summary="Still broken"), make.signal("b", summary="Fine again"))
    make.heard(sender, make.signal("b", "resolve"))
    page = ana.get("/alerts").content.decode()
    assert "Still broken" in page
    assert "Fine again" not in page
    assert "Fine again" in ana.get("/alerts?status=").content.decode()


def test_filters_live_in_the_address(ana):
    alert = make.alert(make.integration(service=make.service("Mail")), summary="Here", severity="warning")
    for query in (f"service={alert.service_id}", "severity=warning", f"integration={alert.integration_id}"):
        assert "Here" in ana.get(f"/alerts?{query}").content.decode()
    assert "Here" not in ana.get("/alerts?severity=critical").content.decode()
    assert ana.get("/alerts?status=x&service=x&integration=9999999999999999999999&severity=x").status_code == 200
    assert ana.get("/alerts?status=%00").status_code == 400


def test_one_alert_shows_all_that_was_said_of_it(ana):
    sender = make.integration()
    make.heard(
        sender,
        make.signal(summary="It began", links=[Link("https://runbook.example", "Runbook")], notes=["It was mended."]),
        make.signal(summary="It goes on"),
        make.signal(action="resolve"),
    )
    page = ana.get(f"/alerts/{Alert.objects.get().pk}").content.decode()
    for words in ("It began", "It goes on", "Recovered", "https://runbook.example", "It was mended."):
        assert words in page


def test_what_was_only_repeated_is_one_line(ana):
    make.heard(make.integration(), *[make.signal(summary="Broken") for _ in range(30)], make.signal(action="resolve"))
    page = ana.get(f"/alerts/{Alert.objects.get().pk}").content.decode()
    assert "30\N{MULTIPLICATION SIGN}" in page
    assert page.count("<strong>Broken</strong>") == 1


def test_what_a_monitor_says_is_never_html(ana):
    alert = make.alert(summary="<script>alert(1)</script>", labels={"<b>": "<i>"}, source="<img>")
    page = ana.get(f"/alerts/{alert.pk}").content.decode()
    assert "<script>alert(1)" not in page
    assert "<img>" not in page


def test_an_alert_is_ended_by_hand(ana):
    alert = make.alert()
    assert "data-dialog-body" in ana.get(f"/alerts/{alert.pk}/close").content.decode()
    assert ana.post(f"/alerts/{alert.pk}/close").status_code == 302
    assert ana.post(f"/alerts/{alert.pk}/close").status_code == 409


def test_a_stranger_sees_no_alert(client):
    alert = make.alert()
    client.force_login(make.stranger())
    assert client.get(f"/alerts/{alert.pk}").status_code == 404
    assert client.post(f"/alerts/{alert.pk}/close").status_code == 404
    assert alert.summary not in client.get("/alerts").content.decode()


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(ana, django_assert_max_num_queries):
    make.heard(make.integration(service=make.service()), *[make.signal(f"k{n}") for n in range(40)])
    with django_assert_max_num_queries(14):
        ana.get("/alerts")
