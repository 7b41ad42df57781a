"""A procedure is tied to a service, a class of assets or alerts, and what that would fit is shown before."""

import pytest

from testing import make
from watchkeep.duty.automation.models import Tie


@pytest.fixture
def made():
    return make.procedure(name="Kettle")


def test_it_is_tied_in_three_ways_and_untied(writer, made):
    service = make.service()
    ways = {"service": {"service": service.pk}, "class": {"item_class": "database"}, "alerts": {"matchers": 'a="b"'}}
    for way, told in ways.items():
        assert writer.post(f"/runbooks/kettle/ties/{way}", told).status_code == 302
    rows = Tie.objects.filter(procedure=made)
    assert [str(row) for row in rows] == [service.name, "Database", 'a="b"']
    for row in rows:
        assert writer.post(f"/runbooks/kettle/ties/{row.pk}/remove").status_code == 302
    assert not made.ties.exists()
    assert writer.get("/runbooks/kettle/ties/moon").status_code == 404


def test_a_pattern_is_tried_on_the_last_alerts(writer, made):
    make.alert(labels={"alertname": "DiskFull"}, summary="The disk of db1 is full")
    make.alert(labels={"alertname": "Cold"}, summary="It is cold")
    told = {"matchers": 'alertname=~"Disk.*"', "preview": "1"}
    page = writer.post("/runbooks/kettle/ties/alerts", told).content.decode()
    assert ("fits 1 of the last 2 alerts" in page, "disk of db1" in page, "It is cold" in page) == (True, True, False)
    assert not Tie.objects.filter(procedure=made).exists()


def test_a_class_is_tried_on_the_services(writer, made):
    make.service("Web shop", on=(make.item("db1", cls="database"),))
    page = writer.post("/runbooks/kettle/ties/class", {"item_class": "database", "preview": "1"}).content.decode()
    assert ("fits 1 of" in page, "Web shop" in page) == (True, True)


def test_a_pattern_that_cannot_be_read_is_said_at_its_field(writer, made):
    for more in ({}, {"preview": "1"}):
        answer = writer.post("/runbooks/kettle/ties/alerts", {"matchers": "what?"} | more)
        assert (answer.status_code, b'id="id_matchers_error"' in answer.content) == (422, True)
