import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.facts import told
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Attachment, Comment, Link

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture
def ana(client: Client) -> Client:
    client.force_login(make.ana())
    return client


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def room(client: Client, incident: Incident) -> str:
    return client.get(f"/incidents/{incident.number}").content.decode()


class TestTheRoom:
    def test_it_shows_what_one_needs_to_know(self, ana: Client):
        service = make.service("Web shop", value_per_hour=1200, users_count=40000)
        now = clock.now()
        with clock.frozen(now - timedelta(hours=2)):
            incident = make.incident(service=service, severity=1, description="It answers **502**.")
        with clock.frozen(now):
            page = room(ana, incident)
        for words in ("SEV1", "2 h", "40,000", "€2,400", "<strong>502</strong>", "Timeline", "Acknowledge"):
            assert words in page

    def test_the_number_of_queries_does_not_depend_on_the_length_of_the_story(self, ana: Client):
        incident = make.incident("in_progress", by=make.ana())

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                room(ana, incident)
            return len(captured)

        tickets.note(incident.ticket, by=make.actor(make.ana()), body="One")
        tickets.reply(incident.ticket, by=make.actor(make.bo()), body="Two")
        queries()
        few = queries()
        for number in range(8):
            tickets.note(incident.ticket, by=make.actor(make.person()), body=f"Note {number}")
        assert queries() == few

    def test_an_entry_is_pinned_and_the_pinned_ones_are_read_first(self, ana: Client):
        incident = make.incident("in_progress", by=make.ana())
        entry = told("ticket", incident.pk, kind="incident.acknowledged").get().pk
        assert "pins" in room(ana, incident)
        answer = ana.post(f"/incidents/{incident.number}/entries/{entry}/pin")
        assert answer.headers["Location"] == f"/incidents/{incident.number}#entry-{entry}"
        page = ana.get(f"/incidents/{incident.number}?part=pinned").content.decode()
        assert f'id="entry-{entry}"' in page
        assert page.count('class="entry ') == 1
        ana.post(f"/incidents/{incident.number}/entries/{entry}/pin", {"away": "1"})
        assert (
            "Pin the entries that tell the story"
            in ana.get(f"/incidents/{incident.number}?part=pinned").content.decode()
        )

    def test_a_long_story_begins_with_its_latest_part(self, ana: Client):
        incident = make.incident("in_progress", by=make.ana())
        for number in range(130):
            tickets.note(incident.ticket, by=make.actor(make.ana()), body=f"Note-{number}.")
        page = room(ana, incident)
        assert "earlier entries" in page
        assert "Note-129." in page
        assert "Note-0." not in page
        assert "Note-0." in ana.get(f"/incidents/{incident.number}?all=1").content.decode()

    def test_parts_of_the_story(self, ana: Client):
        incident = make.incident("in_progress", by=make.ana())
        tickets.note(incident.ticket, by=make.actor(make.ana()), body="Spoken")
        talk = ana.get(f"/incidents/{incident.number}?part=talk").content.decode()
        assert "Spoken" in talk
        assert "acknowledged it" not in talk
        assert "acknowledged it" in ana.get(f"/incidents/{incident.number}?part=state").content.decode()
        assert ana.get(f"/incidents/{incident.number}?part=nonsense").status_code == 200

    def test_what_people_write_cannot_become_a_script(self, ana: Client):
        incident = make.incident(title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
        tickets.note(incident.ticket, by=make.actor(make.ana()), body="[x](javascript:alert(1)) <b onclick=x>")
        page = room(ana, incident)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page

    def test_only_the_verbs_that_are_open_have_a_button(self, ana: Client, client: Client):
        incident = make.incident()
        assert f"/incidents/{incident.number}/acknowledge" in room(ana, incident)
        assert f"/incidents/{incident.number}/reopen" not in room(ana, incident)
        client.force_login(make.auditor())
        page = room(client, incident)
        for verb in ("acknowledge", "resolve", "assign", "edit", "note"):
            assert f'/incidents/{incident.number}/{verb}"' not in page

    def test_a_stranger_does_not_learn_that_it_exists(self, client: Client):
        incident = make.incident()
        client.force_login(make.stranger())
        assert client.get(f"/incidents/{incident.number}").status_code == 404
        assert client.post(f"/incidents/{incident.number}/acknowledge").status_code == 404

    def test_past_incidents_of_the_same_kind_are_offered(self, ana: Client):
        service = make.service()
        old = make.incident("resolved", service=service, title="The same thing, last week")
        page = room(ana, make.incident(service=service, title="The same thing, this week"))
        assert old.number in page
        assert "Restarted the relay" in page


class TestVerbs:
    def test_from_new_to_closed(self, ana: Client):
        incident = make.incident()
        steps = [
            ("acknowledge", {}, "in_progress"),
            ("hold", {"reason": "A part"}, "on_hold"),
            ("resume", {}, "in_progress"),
            ("restore", {"at": ""}, "restored"),
            ("resolve", {"fix": "Replaced it"}, "resolved"),
            ("close", {}, "closed"),
        ]
        for verb, words, state in steps:
            answer = ana.post(f"/incidents/{incident.number}/{verb}", words)
            assert (answer.status_code, fresh(incident).state) == (302, state), verb
        assert fresh(incident).ticket.assignee == make.ana()

    @pytest.mark.parametrize(
        "verb",
        [
            *("acknowledge", "triage", "hold", "restore", "resolve", "cancel", "reply", "note", "update", "attach"),
            *("assign", "severity", "priority", "edit", "amend", "merge", "parent", "link", "watch"),
        ],
    )
    def test_each_verb_has_a_page_that_also_fits_a_dialog(self, ana: Client, verb: str):
        answer = ana.get(f"/incidents/{make.incident().number}/{verb}")
        assert answer.status_code == 200
        assert "data-dialog-body" in answer.content.decode()

    def test_what_is_missing_is_asked_for(self, ana: Client):
        answer = ana.post(f"/incidents/{make.incident('in_progress', by=make.ana()).number}/resolve", {"fix": ""})
        assert answer.status_code == 422
        assert "This field is required" in answer.content.decode()

    def test_who_comes_second_is_told(self, ana: Client):
        incident = make.incident()
        ana.post(f"/incidents/{incident.number}/acknowledge")
        answer = ana.post(f"/incidents/{incident.number}/acknowledge")
        assert answer.status_code == 409
        assert "somebody may have been first" in answer.content.decode()

    def test_who_may_not_is_told_which_permission_it_takes(self, client: Client):
        eve = make.employee()
        incident = make.incident(requester=eve)
        client.force_login(eve)
        answer = client.post(f"/incidents/{incident.number}/acknowledge")
        assert answer.status_code == 403
        assert "incident.work" in answer.content.decode()

    def test_a_script_is_told_where_to_go(self, ana: Client):
        answer = ana.post(f"/incidents/{make.incident().number}/acknowledge", headers={"X-Script": "1"})
        assert answer.status_code == 204
        assert answer["X-Go"].startswith("/incidents/INC-")

    def test_opening_one_takes_a_title(self, ana: Client):
        answer = ana.post("/incidents/new", {"title": "The lift is stuck"})
        assert Incident.objects.get(ticket__title="The lift is stuck").number in answer["Location"]
        assert ana.post("/incidents/new", {"title": " "}).status_code == 422

    def test_an_employee_reports_without_being_asked_what_only_staff_decides(self, client: Client):
        client.force_login(make.employee())
        assert 'name="severity"' not in client.get("/incidents/new").content.decode()
        client.post("/incidents/new", {"title": "My screen is dark", "severity": "1"})
        assert Incident.objects.get().ticket.requester == make.employee()


class TestUndo:
    def undo(self, client: Client, incident: Incident) -> None:
        """Press the button of the toast."""
        page = room(client, incident)
        address = page.split('<form method="post" action="')
        (path,) = [part.split('"')[0] for part in address if "undo=1" in part.split('"')[0]]
        client.post(path.replace("&amp;", "&"))

    def test_an_assignment(self, ana: Client):
        incident = make.incident()
        ana.post(f"/incidents/{incident.number}/assign", {"person": make.bo().pk})
        assert fresh(incident).ticket.assignee == make.bo()
        self.undo(ana, incident)
        assert fresh(incident).ticket.assignee is None

    def test_a_hold(self, ana: Client):
        incident = make.incident("in_progress", by=make.ana())
        ana.post(f"/incidents/{incident.number}/hold", {"reason": "A part"})
        self.undo(ana, incident)
        assert fresh(incident).state == "in_progress"

    def test_a_priority(self, ana: Client):
        incident = make.incident(impact=3, urgency=3)
        ana.post(f"/incidents/{incident.number}/priority", {"cell": "1-1"})
        assert fresh(incident).ticket.priority == 1
        self.undo(ana, incident)
        assert (fresh(incident).impact, fresh(incident).urgency) == (3, 3)

    def test_a_merge(self, ana: Client):
        incident, other = make.incident(), make.incident()
        ana.post(f"/incidents/{incident.number}/merge", {"into": other.number})
        assert fresh(incident).is_merged
        self.undo(ana, incident)
        assert not fresh(incident).is_merged


class TestTalk:
    def test_a_note_stays_with_us_and_a_reply_reaches_the_requester(self, ana: Client, client: Client):
        eve = make.employee()
        incident = make.incident(requester=eve)
        ana.post(f"/incidents/{incident.number}/note", {"body": "Between us"})
        ana.post(f"/incidents/{incident.number}/reply", {"body": "Dear Eve"})
        client.force_login(eve)
        page = room(client, incident)
        assert "Dear Eve" in page
        assert "Between us" not in page

    def test_whoever_only_asked_sees_no_money_and_no_names_of_ours(self, client: Client):
        make.ana(), make.service("Ledger")
        incident = make.incident("in_progress", service=make.service("Shop"), requester=make.stranger())
        client.force_login(make.stranger())
        page = room(client, incident)
        assert "Elapsed" in page
        assert not [word for word in ("A minute", "Cost so far", "Also hit") if word in page]
        ways = ("affect", "pin", "major", "assign")
        assert {client.get(f"/incidents/{incident.number}/{way}").status_code for way in ways} == {403}
        assert client.get(f"/phone/{incident.number}/give").status_code == 403

    def test_an_update_promises_the_next_one(self, ana: Client):
        incident = make.incident("in_progress", by=make.ana())
        ana.post(f"/incidents/{incident.number}/update", {"body": "We are on it", "next_in": "30"})
        comment = Comment.objects.get()
        assert comment.is_update
        assert timedelta(minutes=29) < fresh(incident).next_update_at - clock.now() <= timedelta(minutes=30)

    def test_files_go_with_the_words_and_share_their_secrecy(self, ana: Client, client: Client):
        eve = make.employee()
        incident = make.incident(requester=eve)
        ana.post(
            f"/incidents/{incident.number}/note",
            {"body": "See", "uploads": SimpleUploadedFile("a.png", PNG, "image/png")},
        )
        kept = Attachment.objects.get()
        address = f"/incidents/{incident.number}/files/{kept.pk}"
        answer = ana.get(address)
        assert answer["Content-Type"] == "image/png"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        client.force_login(eve)
        assert client.get(address).status_code == 404

    def test_what_is_no_picture_is_only_ever_downloaded(self, ana: Client):
        incident = make.incident()
        ana.post(f"/incidents/{incident.number}/attach", {"uploads": SimpleUploadedFile("a.log", b"plain words\n")})
        answer = ana.get(f"/incidents/{incident.number}/files/{Attachment.objects.get().pk}")
        assert answer["Content-Disposition"].startswith("attachment")

    def test_a_page_in_disguise_is_refused_and_the_words_are_kept(self, ana: Client):
        incident = make.incident()
        evil = SimpleUploadedFile("a.png", b"<html><script>alert(1)</script>", content_type="image/png")
        answer = ana.post(f"/incidents/{incident.number}/note", {"body": "Look at this", "uploads": evil})
        assert answer.status_code == 422
        assert "Look at this" in answer.content.decode()
        assert not Comment.objects.exists()
        assert not Attachment.objects.exists()


class TestEditing:
    def form(self, incident: Incident, **changes: str) -> dict[str, str]:
        ticket = fresh(incident).ticket
        return {
            "title": ticket.title,
            "description": ticket.description,
            "tags": "",
            "version": ticket.version,
            **changes,
        }

    def test_it_saves(self, ana: Client):
        incident = make.incident()
        ana.post(f"/incidents/{incident.number}/edit", self.form(incident, title="Better", tags="db, slow"))
        assert (fresh(incident).ticket.title, fresh(incident).ticket.tags) == ("Better", ["db", "slow"])

    def test_who_saves_second_sees_both_and_decides(self, ana: Client):
        incident = make.incident(title="As it was")
        mine = self.form(incident, title="Mine")
        tickets.edit(incident.ticket, by=make.actor(make.bo()), title="Theirs")
        answer = ana.post(f"/incidents/{incident.number}/edit", mine)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Theirs" in page
        assert 'value="Mine"' in page
        assert fresh(incident).ticket.title == "Theirs"
        again = self.form(incident, title="Mine")
        ana.post(f"/incidents/{incident.number}/edit", again)
        assert fresh(incident).ticket.title == "Mine"

    def test_edits_of_different_fields_do_not_collide(self, ana: Client):
        incident = make.incident(title="As it was")
        mine = self.form(incident, description="Mine")
        tickets.edit(incident.ticket, by=make.actor(make.bo()), tags=["theirs"])
        del mine["tags"]
        assert (
            ana.post(
                f"/incidents/{incident.number}/amend", {"cause": "A cable", "version": mine["version"]}
            ).status_code
            == 302
        )

    def test_what_is_known_merges_and_a_moment_that_nobody_touched_stays(self, ana: Client):
        incident = make.incident(service_down_at=clock.now() - timedelta(seconds=90))
        at, began = f"/incidents/{incident.number}/amend", incident.service_down_at
        drawn = dict(re.findall(r'name="(initial-\w+|version)" value="([^"]*)"', ana.get(at).content.decode()))
        drawn |= {"initial-cause": "", "initial-fix": "", "service_down_at": drawn["initial-service_down_at"]}
        said = [{"cause": "A cable", "fix": ""}, {"cause": "", "fix": "Plugged in"}]
        assert [ana.post(at, drawn | one).status_code for one in said] == [302, 302]
        found = fresh(incident)
        assert (found.cause, found.fix, found.service_down_at) == ("A cable", "Plugged in", began)

    def test_a_severity_is_declared_with_its_meaning_beside_it(self, client: Client):
        client.force_login(make.manager())
        incident = make.incident()
        assert "field-help" in client.get(f"/incidents/{incident.number}/severity").content.decode()
        client.post(f"/incidents/{incident.number}/severity", {"severity": "1", "reason": "Nobody can pay"})
        assert fresh(incident).ticket.severity == 1


class TestTies:
    def test_a_link_is_made_and_taken_away(self, ana: Client):
        one, two = make.incident(), make.incident()
        ana.post(f"/incidents/{one.number}/link", {"relation": "caused", "other_number": two.number.lower()})
        assert "Caused" in room(ana, two)
        ana.post(f"/incidents/{one.number}/links/{Link.objects.get().pk}/delete")
        assert not Link.objects.exists()

    def test_a_part_of_a_larger_one(self, ana: Client):
        small, large = make.incident(), make.incident()
        ana.post(f"/incidents/{small.number}/parent", {"parent": large.number})
        assert small.number in room(ana, large)
        ana.post(f"/incidents/{small.number}/parent", {"parent": ""})
        assert fresh(small).parent is None

    def test_a_number_that_is_none_of_ours_is_said_to_be_unknown(self, ana: Client):
        answer = ana.post(f"/incidents/{make.incident().number}/merge", {"into": "INC-999999"})
        assert answer.status_code == 422
        assert "There is no incident with this number" in answer.content.decode()

    def test_watching(self, ana: Client):
        incident = make.incident()
        ana.post(f"/incidents/{incident.number}/watch")
        assert "Stop watching" in room(ana, incident)
        ana.post(f"/incidents/{incident.number}/unwatch")
        assert "Stop watching" not in room(ana, incident)


def test_a_clock_opens_to_its_ledger(ana: Client):
    incident = make.incident(severity=1, service=make.service(tier=1))
    page = room(ana, incident)
    for part in page.split('href="')[1:]:
        address = part.split('"')[0]
        if "/clocks/" in address:
            assert "Counted" in ana.get(address).content.decode()
            return
    pytest.fail("the room shows no clock")


def test_merging_does_not_lose_the_way_back(ana: Client):
    one, two = make.incident(), make.incident()
    life.merge(one, by=make.actor(make.manager()), into=two)
    page = room(ana, one)
    assert f"/incidents/{two.number}" in page
    assert f"/incidents/{one.number}/unmerge" in page
