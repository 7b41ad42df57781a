import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.work.incidents import life
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import SavedView


@pytest.fixture
def ana(client: Client) -> Client:
    client.force_login(make.ana())
    return client


def test_a_stranger_is_sent_to_the_login(client: Client):
    answer = client.get("/incidents?state=new")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login?next=/incidents")


def test_the_queue_shows_what_is_open_and_a_copied_address_shows_the_same(ana: Client):
    make.incident(title="The shop is down")
    make.incident("closed", title="Long ago")
    page = ana.get("/incidents").content.decode()
    assert "The shop is down" in page
    assert "Long ago" not in page
    assert "Long ago" in ana.get("/incidents?group=ended").content.decode()
    assert "The shop is down" not in ana.get("/incidents?state=closed").content.decode()


def test_a_customer_sees_only_what_is_theirs(client: Client):
    stranger = make.stranger()
    make.incident(title="Internal matters")
    make.incident(title="My page is white", requester=stranger)
    client.force_login(stranger)
    page = client.get("/incidents").content.decode()
    assert "My page is white" in page
    assert "Internal matters" not in page


@pytest.mark.parametrize("address", ["?state=nonsense", "?cursor=nonsense", "?service=x", "?since=yesterday"])
def test_an_address_that_asks_nonsense_is_answered_in_words(ana: Client, address: str):
    answer = ana.get(f"/incidents{address}")
    assert answer.status_code == 422
    assert "This was not done" in answer.content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(ana: Client):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert ana.get("/incidents").status_code == 200
        return len(captured)

    service = make.service("Web shop")
    make.incident(service=service)
    queries()
    few = queries()
    for _ in range(12):
        make.incident("in_progress", service=service, by=make.ana())
    assert queries() == few


def test_news_counts_what_came_since_the_page_was_drawn(ana: Client):
    seen = make.incident()
    assert ana.get(f"/incidents/news?after={seen.pk}").json() == {"count": 0, "words": "0 new"}
    make.incident(severity=1)
    make.incident()
    assert ana.get(f"/incidents/news?after={seen.pk}").json() == {"count": 2, "words": "2 new"}
    assert ana.get(f"/incidents/news?after={seen.pk}&severity=1").json()["count"] == 1


class TestViews:
    def test_a_view_is_saved_shown_with_its_count_and_deleted(self, ana: Client):
        make.incident(tags=["payments"])
        make.incident()
        answer = ana.post("/incidents/views/new?tag=payments", {"name": "Payments"})
        assert answer["Location"] == "/incidents?tag=payments"
        page = ana.get("/incidents?tag=payments").content.decode()
        assert 'Payments<span class="tab-count">1</span>' in page
        view = SavedView.objects.get()
        assert not view.is_shared
        ana.post(f"/incidents/views/{view.pk}/delete")
        assert not SavedView.objects.exists()

    def test_nobody_sees_the_private_view_of_another(self, ana: Client, client: Client):
        ana.post("/incidents/views/new?tag=payments", {"name": "Payments"})
        client.force_login(make.bo())
        assert "Payments<span" not in client.get("/incidents").content.decode()
        assert client.post(f"/incidents/views/{SavedView.objects.get().pk}/delete").status_code == 404

    def test_a_shared_view_is_everybodys(self, client: Client):
        client.force_login(make.manager())
        client.post("/incidents/views/new?severity=1", {"name": "Fires", "is_shared": "on"})
        client.force_login(make.bo())
        assert "Fires<span" in client.get("/incidents").content.decode()

    def test_a_view_that_outlived_its_question_does_not_break_the_queue(self, ana: Client):
        SavedView.objects.create(owner=make.ana(), name="Old", filters={"state": ["gone"]})
        assert ana.get("/incidents").status_code == 200


class TestBulk:
    def test_the_preview_says_what_would_change_and_changes_nothing(self, ana: Client):
        one, two = make.incident(), make.incident("resolved")
        numbers = {"number": [one.number, two.number]}
        page = ana.get("/incidents/bulk", {**numbers, "preview": 1, "verb": "acknowledge"}).content.decode()
        assert "1 would change" in page
        assert "Not possible from where it stands" in page
        one.ticket.refresh_from_db()
        assert one.state == "new"

    def test_it_does_what_it_showed_and_says_what_was_refused(self, ana: Client):
        one, two = make.incident(), make.incident("resolved")
        answer = ana.post("/incidents/bulk", {"number": [one.number, two.number], "verb": "hold", "words": "A part"})
        assert "0 of 2 were changed" in answer.content.decode()
        answer = ana.post("/incidents/bulk", {"number": [one.number, two.number], "verb": "acknowledge"})
        assert "1 of 2 were changed" in answer.content.decode()
        one.ticket.refresh_from_db()
        assert one.state == "in_progress"

    def test_team_person_and_tags_go_in_one_go(self, ana: Client):
        one, two = make.incident(), make.incident(tags=["old"])
        bo = make.bo()
        order = {
            "person": bo.pk,
            "team": make.team().pk,
            "add_tags": "storm",
            "remove_tags": "old",
            "back": "/incidents?tag=storm",
        }
        answer = ana.post("/incidents/bulk", {"number": [one.number, two.number], **order})
        assert answer["Location"] == "/incidents?tag=storm"
        two.ticket.refresh_from_db()
        assert (two.ticket.assignee, two.ticket.tags) == (bo, ["storm"])

    def test_a_verb_that_needs_words_asks_for_them(self, ana: Client):
        answer = ana.post("/incidents/bulk", {"number": [make.incident().number], "verb": "cancel"})
        assert answer.status_code == 422

    def test_it_does_not_lead_to_another_site(self, ana: Client):
        answer = ana.post(
            "/incidents/bulk", {"number": [make.incident().number], "add_tags": "x", "back": "https://evil.example"}
        )
        assert answer["Location"] == "/incidents"

    def test_what_one_may_not_see_is_not_changed(self, client: Client):
        incident = make.incident()
        client.force_login(make.stranger())
        client.post("/incidents/bulk", {"number": [incident.number], "add_tags": "x"})
        incident.ticket.refresh_from_db()
        assert incident.ticket.tags == []


class TestPalette:
    def test_a_number_finds_the_one(self, ana: Client):
        incident = make.incident(title="Only this")
        for words in (incident.number, incident.number.lower(), incident.number.partition("-")[2]):
            (group,) = [g for g in ana.get("/palette", {"q": words}).json()["groups"] if g["title"] == "Incidents"]
            assert [item["href"] for item in group["items"]] == [f"/incidents/{incident.number}"]

    def test_words_find_open_ones_before_ended_ones(self, ana: Client):
        make.incident("closed", title="Disk is full on db-1")
        make.incident(title="Disk is full on db-2")
        (group,) = [g for g in ana.get("/palette?q=disk+full").json()["groups"] if g["title"] == "Incidents"]
        assert [item["label"][-4:] for item in group["items"]] == ["db-2", "db-1"]

    def test_a_stranger_finds_nothing(self, client: Client):
        incident = make.incident(title="Secret")
        client.force_login(make.stranger())
        assert client.get("/palette", {"q": incident.number}).json() == {"groups": []}

    @pytest.mark.parametrize("words", ["", "\x00", "'&|!:*", "x" * 5000, "(("])
    def test_odd_words_find_nothing_and_break_nothing(self, ana: Client, words: str):
        refused = 400 if "\x00" in words else 200
        assert ana.get("/palette", {"q": words}).status_code == refused
        assert ana.get("/search", {"q": words}).status_code == refused


def test_what_is_merged_is_read_where_it_went(ana: Client):
    one, two = make.incident(title="Twin"), make.incident()
    tickets.note(one.ticket, by=make.actor(make.ana()), body="Said before the merge")
    life.merge(one, by=make.actor(make.manager()), into=two)
    assert "Said before the merge" in ana.get(f"/incidents/{two.number}").content.decode()
