"""What every ticket has: who is here, drafts, mentions, time, families, splits; and calls."""

import pytest
from django.test import Client

from testing import make
from watchkeep.kernel import facts, presence
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Comment, Draft, Ticket
from watchkeep.work.timesheets.models import Entry


@pytest.fixture(autouse=True)
def nobody_elsewhere(monkeypatch):
    monkeypatch.setattr(presence, "_signs", {})


@pytest.fixture
def ana(client: Client) -> Client:
    client.force_login(make.ana())
    return client


class TestHere:
    def test_others_see_who_looks_and_who_types(self, ana: Client):
        incident, bo = make.incident(), Client()
        bo.force_login(make.bo())
        assert "is typing" not in ana.get(f"/incidents/{incident.number}").content.decode()
        bo.post(f"/tickets/{incident.number}/here", {"doing": "typing"})
        assert f"{make.bo().name} is typing" in ana.get(f"/incidents/{incident.number}").content.decode()
        bo.post(f"/tickets/{incident.number}/here", {"doing": "looking"})
        part = ana.get(f"/tickets/{incident.number}/here").content.decode()
        assert f"{make.bo().name} is looking" in part
        assert (
            make.ana().name not in ana.post(f"/tickets/{incident.number}/here", {"doing": "looking"}).content.decode()
        )
        bo.post(f"/tickets/{incident.number}/here", {"doing": "gone"})
        assert make.bo().name not in ana.get(f"/tickets/{incident.number}/here").content.decode()

    def test_who_asked_does_not_see_who_works(self, client: Client):
        asker = make.employee()
        ticket = make.ticket(requester=asker)
        client.force_login(asker)
        assert client.get(f"/tickets/{ticket.number}/here").status_code == 403


class TestDrafts:
    def test_a_draft_is_there_again_in_another_browser_and_gone_once_sent(self, ana: Client):
        incident, elsewhere = make.incident(), Client()
        elsewhere.force_login(make.ana())
        answer = ana.post(
            f"/tickets/{incident.number}/draft", {"body": "Half a th", "way": "reply"}, headers={"X-Script": "1"}
        )
        assert answer.status_code == 204
        page = elsewhere.get(f"/incidents/{incident.number}").content.decode()
        assert "Half a th</textarea>" in page
        assert 'value="reply" checked' in page
        elsewhere.post(f"/incidents/{incident.number}/reply", {"body": "Half a thought"})
        assert not Draft.objects.exists()

    def test_without_scripts_a_button_keeps_it(self, ana: Client):
        problem = make.problem()
        answer = ana.post(f"/tickets/{problem.number}/draft", {"body": "So far"})
        assert answer["Location"] == f"/problems/{problem.number}"
        assert "So far</textarea>" in ana.get(answer["Location"]).content.decode()


class TestMentions:
    def test_somebody_is_chosen_from_the_list_or_typed(self, ana: Client):
        incident, bo = make.incident(), make.bo()
        ana.post(f"/incidents/{incident.number}/note", {"body": "Please look", "mention": bo.pk})
        assert [row.data["people"] for row in facts.told("ticket", incident.pk, kind="ticket.mentioned")] == [[bo.pk]]
        found = ana.get("/tickets/people", {"q": f"see @{bo.name[:2]}"}).json()["items"]
        assert f"@{bo.email}" in [one["text"] for one in found]
        whole = ana.get("/tickets/people", {"whole": "", "q": bo.name[:2]}).json()["items"]
        assert f"{bo.name} <{bo.email}>" in [one["text"] for one in whole]

    def test_the_line_beside_a_note_takes_a_name_as_it_is_written(self, ana: Client):
        incident, bo = make.incident(), make.bo()
        assert ana.post(f"/incidents/{incident.number}/note", {"body": "Look", "mention": bo.name}).status_code == 302
        assert Comment.objects.get().body == f"@{bo.email} Look"

    def test_a_name_that_nobody_has_is_refused_and_nothing_is_lost(self, ana: Client):
        incident = make.incident()
        answer = ana.post(f"/incidents/{incident.number}/note", {"body": "Half a thought", "mention": "Nobody At All"})
        assert answer.status_code == 422
        assert "Half a thought" in answer.content.decode()
        assert not Comment.objects.exists()

    def test_a_mention_that_cannot_be_is_refused_and_nothing_is_lost(self, ana: Client):
        incident = make.incident()
        answer = ana.post(f"/incidents/{incident.number}/note", {"body": f"@{make.employee().email} look"})
        assert answer.status_code == 422
        assert "may not read internal notes" in answer.content.decode()


class TestTime:
    def test_a_clock_runs_stops_and_is_corrected(self, ana: Client):
        number = make.incident().number
        assert ana.post(f"/tickets/{number}/time/start")["Location"] == f"/incidents/{number}"
        assert "Stop" in ana.get(f"/incidents/{number}").content.decode()
        ana.post(f"/tickets/{number}/time/stop")
        ana.post(f"/tickets/{number}/time", {"minutes": 30, "note": "On site"})
        entry = Entry.objects.latest("pk")
        ana.post(f"/tickets/{number}/time/{entry.pk}", {"minutes": 20, "reason": "Less"})
        entry.refresh_from_db()
        assert entry.seconds == 1200
        assert ana.post(f"/tickets/{number}/time/{entry.pk}/strike", {"reason": ""}).status_code == 422
        ana.post(f"/tickets/{number}/time/{entry.pk}/strike", {"reason": "Another ticket"})
        assert not Entry.objects.counting().filter(pk=entry.pk).exists()


class TestFamilies:
    def test_problems_are_merged_and_taken_apart(self, client: Client):
        client.force_login(make.manager())
        one, two = make.problem(), make.problem()
        client.post(f"/tickets/{one.number}/merge", {"other": two.number})
        assert "It is read and worked in" in client.get(f"/problems/{one.number}").content.decode()
        assert one.number in client.get(f"/problems/{two.number}").content.decode()
        client.post(f"/tickets/{one.number}/unmerge")
        assert Ticket.objects.get(pk=one.pk).is_open

    def test_who_will_not_be_told_is_said_before_a_merge(self, client: Client):
        client.force_login(make.manager())
        carla, eve = make.stranger(), make.employee()
        one, two = make.incident(by=carla), make.incident(by=eve)
        for at, field, this, that in (("incidents", "into", one, two), ("tickets", "other", two, one)):
            asked = client.post(f"/{at}/{this.number}/merge", {field: that.number})
            assert asked.status_code == 422
            assert "asked for this and is of another organisation. They hear nothing" in asked.content.decode()
            assert not Incident.objects.get(pk=this.pk).is_merged
        client.post(f"/incidents/{one.number}/merge", {"into": two.number, "all_the_same": "on"})
        assert Incident.objects.get(pk=one.pk).is_merged
        mine, other = make.incident(by=eve), make.incident(by=eve)
        client.post(f"/tickets/{mine.number}/merge", {"other": other.number})
        assert Incident.objects.get(pk=mine.pk).is_merged

    def test_a_problem_is_part_of_another_and_linked_to_an_incident(self, ana: Client):
        one, two, incident = make.problem(), make.problem(), make.incident()
        ana.post(f"/tickets/{one.number}/parent", {"other": two.number})
        assert f"/tickets/{one.number}" in ana.get(f"/problems/{two.number}").content.decode()
        ana.post(f"/incidents/{incident.number}/link", {"relation": "relates", "other_number": one.number})
        assert f"/tickets/{one.number}" in ana.get(f"/incidents/{incident.number}").content.decode()
        assert ana.post(f"/tickets/{one.number}/link", {"other": "XX-1", "relation": "relates"}).status_code == 422

    def test_a_reply_reaches_the_open_parts_when_asked_to(self, client: Client):
        client.force_login(make.manager())
        whole, part = make.incident(), make.incident()
        client.post(f"/incidents/{part.number}/parent", {"parent": whole.number})
        assert "Also on its 1 open part" in client.get(f"/incidents/{whole.number}").content.decode()
        client.post(f"/incidents/{whole.number}/reply", {"body": "It is back", "with_parts": "on"})
        assert "It is back" in client.get(f"/incidents/{part.number}").content.decode()

    def test_what_was_said_becomes_a_ticket(self, ana: Client):
        comment = make.comment(make.ticket(), "The printer is broken, too")
        address = f"/tickets/{comment.ticket.number}/split/{comment.pk}"
        assert "The printer is broken" in ana.get(address).content.decode()
        answer = ana.post(address, {"title": "The printer is broken", "kind": "incident"})
        assert "The printer is broken" in ana.get(answer["Location"]).content.decode()


class TestCalls:
    def test_one_line_makes_the_callers_ticket(self, ana: Client):
        caller = make.employee()
        answer = ana.post("/calls/new", {"line": f"{caller.name.lower()}: cannot log in"})
        ticket = Ticket.objects.latest("pk")
        assert answer["Location"].endswith(ticket.number)
        assert (ticket.title, ticket.requester, ticket.tags) == ("cannot log in", caller, ["phone"])

    def test_of_several_one_is_chosen_and_nobody_is_explained(self, ana: Client):
        one, _two = make.person("Ines Alba"), make.person("Ines Berg")
        answer = ana.post("/calls/new", {"line": "ines: hello"})
        assert answer.status_code == 422
        assert "Several people fit" in answer.content.decode()
        ana.post("/calls/new", {"line": "ines: hello", "caller": one.pk, "channel": "walk-in"})
        assert Ticket.objects.latest("pk").requester == one
        assert "Nobody here is called" in ana.post("/calls/new", {"line": "zzz: hello"}).content.decode()
        assert "a colon" in ana.post("/calls/new", {"line": "hello"}).content.decode()

    def test_the_palette_offers_to_note_it_down(self, ana: Client):
        groups = ana.get("/palette", {"q": "ines: cannot log in"}).json()["groups"]
        assert any(item["href"].startswith("/calls/new?line=") for group in groups for item in group["items"])


def test_a_stranger_finds_nothing_of_it(client: Client):
    incident = make.incident()
    comment = make.comment(incident.ticket)
    life.note(incident.ticket, by=make.actor(make.ana()), body="x")
    client.force_login(make.stranger())
    for address in (
        "draft",
        "merge",
        "unmerge",
        "parent",
        "link",
        f"split/{comment.pk}",
        "time",
        "time/start",
        "macros",
    ):
        assert client.post(f"/tickets/{incident.number}/{address}", {"body": "x"}).status_code == 404, address
    assert client.post("/calls/new", {"line": "x: y"}).status_code == 403
    assert client.get("/tickets/people?q=@a").status_code == 403


def test_fields_that_two_people_save_at_once_merge_and_it_is_said(ana: Client):
    incident, shop = make.incident(title="As it was"), make.service("Shop")
    stood = {"title": "As it was", "description": "", "service": "", "requester": "", "tags": ""}
    seen = {f"initial-{name}": value for name, value in stood.items()} | {"version": incident.ticket.version}
    life.edit(incident.ticket, by=make.actor(make.bo()), service=shop)
    answer = ana.post(f"/incidents/{incident.number}/edit", {**stood, **seen, "title": "Another title"}, follow=True)
    assert "Somebody changed service while you were writing. Both stand." in answer.content.decode()
    incident.ticket.refresh_from_db()
    assert (incident.ticket.title, incident.ticket.service) == ("Another title", shop)
    answer = ana.post(f"/incidents/{incident.number}/edit", {**stood, **seen, "title": "A third title"})
    assert answer.status_code == 409
    assert "Another title" in answer.content.decode()
