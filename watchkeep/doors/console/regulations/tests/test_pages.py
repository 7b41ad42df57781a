import re
from datetime import timedelta

import pytest

from testing import make
from watchkeep.duty.regulations import life
from watchkeep.duty.regulations.models import Obligation, Report, Wording


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


def started(incident, regime="nis2", hours=0):
    aware = incident.ticket.opened_at - timedelta(hours=hours)
    return life.start(incident.ticket, by=make.actor(make.ana()), regime=regime, aware_at=aware)


def test_a_clock_is_started_from_the_room_and_shows_there(ana):
    incident = make.incident()
    room = f"/incidents/{incident.number}"
    assert "Start a clock of the law" in text(ana.get(room))
    form = ana.get(f"{room}/regulations/start").content.decode()
    aware = re.search(r'name="aware_at" value="([^"]+)"', form)[1]
    assert ana.post(f"{room}/regulations/start", {"regime": "gdpr", "aware_at": aware}).status_code == 302
    assert Obligation.objects.get(ticket=incident.pk).started_by == make.ana()
    assert re.search(r"GDPR (2 d|71 h|72 h|3 d).* Notification of the authority", text(ana.get(room)))


@pytest.mark.parametrize("year", ["9999", "0001"])
def test_a_moment_is_one_that_somebody_can_have_meant(ana, year):
    incident = make.incident()
    start = f"/incidents/{incident.number}/regulations/start"
    answer = ana.post(start, {"regime": "nis2", "aware_at": f"{year}-01-01T00:00"})
    assert (answer.status_code, "between 1970 and 2200" in text(answer)) == (422, True)


def test_a_report_begins_filled_and_ends_on_record(ana):
    incident = make.incident()
    one = started(incident).reports.get(stage="early_warning")
    page = f"/incidents/{incident.number}/reports/{one.pk}"
    assert f"Our reference: {incident.number}" in text(ana.get(page))
    assert ana.post(page, {"to": "CSIRT", "text": "It is down.", "reference": "77"}).status_code == 302
    shown = text(ana.get(f"/incidents/{incident.number}/regulations"))
    assert "Reported in time" in shown
    assert "CSIRT · 77" in shown


def test_more_is_told_from_the_page_once_it_may_be(ana):
    incident = make.incident()
    obligation = started(incident, "gdpr")
    home = f"/incidents/{incident.number}/regulations"
    assert "Report more" not in text(ana.get(home))
    life.report(obligation.reports.get(stage="authority"), by=make.actor(make.ana()), text="Lost.", to="DPA")
    assert "Report more" in text(ana.get(home))
    ana.post(f"{home}/{obligation.pk}/more", {"to": "DPA", "text": "Forty people."})
    assert "Further information" in text(ana.get(home))


def test_what_is_late_is_loud(ana):
    incident = make.incident()
    started(incident, hours=30)
    assert "Report now, and say why it is late." in text(ana.get(f"/incidents/{incident.number}/regulations"))
    assert "late" in text(ana.get(f"/incidents/{incident.number}")).partition("Reports to authorities")[2]


def test_times_are_corrected_reports_waived_clocks_stopped(ana):
    incident = make.incident()
    obligation = started(incident, "gdpr")
    home = f"/incidents/{incident.number}"
    ana.post(f"{home}/regulations/{obligation.pk}/correct", {"aware_at": "2026-01-05T10:00"})
    obligation.refresh_from_db()
    assert obligation.aware_at.year == 2026
    people = obligation.reports.get(stage="people")
    ana.post(f"{home}/reports/{people.pk}/waive", {"reason": "Encrypted."})
    ana.post(f"{home}/regulations/{obligation.pk}/stop", {"reason": "No personal data."})
    page = text(ana.get(f"{home}/regulations"))
    assert "Encrypted." in page
    assert "No personal data." in page
    assert not Report.objects.open().exists()


def test_the_list_names_what_is_open_and_wordings_are_the_managers(ana, client):
    started(make.incident())
    page = text(ana.get("/settings/regulations"))
    assert "NIS2: Early warning" in page
    wording = Wording.objects.first()
    assert ana.get(f"/settings/regulations/wordings/{wording.pk}").status_code == 403
    client.force_login(make.manager())
    answer = client.post(f"/settings/regulations/wordings/{wording.pk}", {"text": "{{ nonsense }}"})
    assert (answer.status_code, "nonsense" in text(answer)) == (422, True)
    assert client.post(f"/settings/regulations/wordings/{wording.pk}", {"text": "{{ title }}"}).status_code == 302


def test_a_customer_sees_nothing_of_it(client):
    incident = make.incident(requester=make.stranger())
    one = started(incident).reports.first()
    client.force_login(make.stranger())
    room = f"/incidents/{incident.number}"
    assert "Reports to authorities" not in text(client.get(room))
    assert {
        client.get(f"{room}/regulations").status_code,
        client.get(f"{room}/reports/{one.pk}").status_code,
        client.get("/settings/regulations").status_code,
    } == {403}
