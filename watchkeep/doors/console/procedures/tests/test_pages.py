"""Runbooks and workflows as people read and work them."""

import pytest

from testing import make
from watchkeep.duty.automation import life
from watchkeep.duty.automation.models import Procedure, Run, RunStep
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


def text(answer):
    return answer.content.decode()


def room(client, ticket):
    return text(client.get(f"/incidents/{ticket.number}"))


def test_the_library_is_listed_searched_and_read(ana):
    make.procedure(name="Quiet kettle", purpose="When the kettle sings", body="Take it **off**.")
    page = text(ana.get("/runbooks?q=kettle"))
    assert "When the kettle sings" in page
    assert "Nothing found" in text(ana.get("/runbooks?q=giraffe"))
    assert "<strong>off</strong>" in text(ana.get("/runbooks/quiet-kettle"))


def test_strangers_read_none(client):
    made = make.procedure()
    client.force_login(make.employee())
    assert client.get("/runbooks").status_code == 403
    assert client.get(f"/runbooks/{made.slug}").status_code == 404


def test_a_runbook_is_offered_started_and_worked_in_the_room(ana):
    service = make.service()
    made = make.procedure(make.doing("look", title="Look at the gauge"), make.doing("mend"))
    life.tie(made, by=CLOCK, service=service)
    ticket = make.ticket(service=service)
    assert made.name in room(ana, ticket)
    ana.post(f"/incidents/{ticket.number}/runbooks/{made.slug}/start")
    run = Run.objects.get(ticket=ticket)
    assert "Look at the gauge" in room(ana, ticket)
    ana.post(f"/runs/{run.pk}/steps/0/finish", {"room": "1"})
    assert RunStep.objects.get(run=run, position=0).state == "done"
    ana.post(f"/runs/{run.pk}/steps/1/skip", {"reason": "Works already"})
    assert Run.objects.get(pk=run.pk).state == "done"
    assert "Did “" in room(ana, ticket)
    ana.post(f"/runs/{run.pk}/rate", {"yes": "1"})
    assert Run.objects.get(pk=run.pk).helped is True
    assert "helped 1 of 1 times" in room(ana, ticket)


def test_what_nothing_ties_to_the_incident_is_started_by_hand(ana):
    ticket = make.ticket()
    assert f"/incidents/{ticket.number}/runbooks" in room(ana, ticket)
    page = text(ana.get(f"/incidents/{ticket.number}/runbooks?q=laptop"))
    assert "Lost laptop" in page
    assert "Ransomware" not in page
    ana.post(f"/incidents/{ticket.number}/runbooks/lost-laptop/start")
    assert Run.objects.get(ticket=ticket).name == "Lost laptop"
    assert "lost-laptop/start" not in text(ana.get(f"/incidents/{ticket.number}/runbooks"))


def test_whoever_may_not_work_runbooks_chooses_none(client):
    ticket = make.ticket(requester=(asking := make.employee()))
    client.force_login(asking)
    assert client.get(f"/incidents/{ticket.number}/runbooks").status_code == 403


def test_a_run_has_a_page_of_its_own(ana):
    run = make.run(make.doing("look", title="Look at the gauge", needs_evidence=True))
    assert "What shows that it is done?" in text(ana.get(f"/runs/{run.pk}"))
    assert ana.post(f"/runs/{run.pk}/steps/0/finish").status_code in (409, 422)
    assert ana.post(f"/runs/{run.pk}/steps/0/dance").status_code == 404


def test_what_comes_with_watchkeep_can_be_read(ana):
    for slug in Procedure.objects.filter(is_builtin=True).values_list("slug", flat=True):
        assert ana.get(f"/runbooks/{slug}").status_code == 200


def test_what_may_be_wrong_is_said_wherever_it_is_offered(ana):
    made, other, service = make.procedure(), make.procedure(), make.service("Shop")
    life.tie(made, by=CLOCK, service=service)
    life.mark_stale(by=CLOCK, service=service.pk, reason="Shop has changed.")
    assert b"Shop has changed." in ana.get(f"/runbooks/{made.slug}").content
    assert b"May be wrong" in ana.get("/runbooks").content
    found = ana.get("/runbooks?doubtful=1").content
    assert (made.name.encode() in found, other.name.encode() in found) == (True, False)
    ticket = make.ticket(service=service)
    assert b"may be wrong" in ana.get(f"/incidents/{ticket.number}").content
