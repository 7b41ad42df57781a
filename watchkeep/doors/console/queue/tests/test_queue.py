import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.people.models import Role
from watchkeep.work.desk.models import Macro, Run
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

    def more() -> None:
        for _ in range(12):
            make.incident("in_progress", service=service, by=make.ana())

    service = make.service("Web shop")
    more()
    queries()
    few = queries()
    more()
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
        ana.post(f"/views/{view.pk}/delete")
        assert not SavedView.objects.exists()

    def test_nobody_sees_the_private_view_of_another(self, ana: Client, client: Client):
        ana.post("/incidents/views/new?tag=payments", {"name": "Payments"})
        client.force_login(make.bo())
        assert "Payments<span" not in client.get("/incidents").content.decode()
        assert client.post(f"/views/{SavedView.objects.get().pk}/delete").status_code == 404

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

    def test_it_begins_in_the_background_and_shows_what_became_of_each(self, ana: Client):
        one, two, problem = make.incident(), make.incident("resolved"), make.problem()
        numbers = [one.number, two.number, problem.number]
        answer = ana.post("/tickets/bulk", {"number": numbers, "verb": "acknowledge"})
        run = Run.objects.get()
        assert answer["Location"] == f"/tickets/bulk/{run.pk}"
        assert "0 of 3 are done" in ana.get(answer["Location"]).content.decode()
        make.worked_off(run)
        page = ana.get(answer["Location"]).content.decode()
        assert "1 of 3 were changed" in page
        assert "Take it back" in page
        one.ticket.refresh_from_db()
        assert one.state == "in_progress"

    def test_all_that_a_question_finds_can_be_changed_and_taken_back(self, ana: Client):
        one, two, other = make.incident(tags=["a"]), make.incident(tags=["a"]), make.incident()
        answer = ana.post("/tickets/bulk", {"all": "1", "among": "tag=a", "add_tags": "storm"})
        run = make.worked_off(Run.objects.get())
        assert {item.ticket_id for item in run.items.all()} == {one.pk, two.pk}
        ana.post(f"{answer['Location']}/undo")
        make.worked_off(run)
        two.ticket.refresh_from_db(), other.ticket.refresh_from_db()
        assert (two.ticket.tags, other.ticket.tags) == (["a"], [])
        assert "Taken back: 2" in ana.get(answer["Location"]).content.decode()

    def test_a_verb_that_needs_words_asks_for_them(self, ana: Client):
        answer = ana.post("/incidents/bulk", {"number": [make.incident().number], "verb": "cancel"})
        assert answer.status_code == 422

    def test_it_does_not_lead_to_another_site(self, ana: Client):
        asked = {"number": [make.incident().number], "back": "https://evil.example"}
        assert "evil" not in ana.get("/tickets/bulk", asked).content.decode()

    def test_whoever_may_not_change_many_does_not(self, client: Client):
        incident = make.incident()
        client.force_login(make.stranger())
        assert client.post("/tickets/bulk", {"number": [incident.number], "add_tags": "x"}).status_code == 403
        run = make.bulk_run()
        assert client.get(f"/tickets/bulk/{run.pk}").status_code == 404


class TestKinds:
    def test_all_kinds_stand_in_one_queue_and_each_leads_to_its_room(self, ana: Client):
        incident, problem = make.incident(), make.problem()
        page = ana.get("/tickets").content.decode()
        assert f'href="/incidents/{incident.number}"' in page
        assert f'href="/problems/{problem.number}"' in page
        assert f'href="/incidents/{incident.number}"' not in ana.get("/tickets?kind=problem").content.decode()
        assert problem.number not in ana.get("/incidents").content.decode()
        assert ana.get(f"/tickets/{problem.number.lower()}")["Location"] == f"/problems/{problem.number}"

    def test_a_kind_that_one_may_not_see_is_not_there(self, client: Client):
        problem, bo = make.problem(), make.bo()
        bo.roles.set([Role.objects.create(name="Desk", slug="desk", permissions=["ticket.see"])])
        client.force_login(bo)
        for address in ("/tickets", "/tickets?kind=problem", f"/tickets?q={problem.number}", "/tickets?group=all"):
            assert problem.ticket.title not in client.get(address).content.decode()

    def test_a_saved_view_stands_where_its_kind_is(self, ana: Client):
        make.problem()
        ana.post("/incidents/views/new?tag=a", {"name": "Fires"})
        ana.post("/tickets/views/new?kind=problem", {"name": "Roots"})
        both, one = ana.get("/tickets").content.decode(), ana.get("/incidents").content.decode()
        assert "Fires<span" in both
        assert "Roots<span" in both
        assert "Fires<span" in one
        assert "Roots<span" not in one
        assert "Roots<span" in ana.get("/tickets/views").content.decode()


class TestQuestions:
    def test_operators_find_and_what_is_not_understood_is_explained(self, ana: Client):
        make.incident(title="The shop is down")
        make.incident(title="Another")
        assert "Another" not in ana.get('/tickets?q=state:open "shop is"').content.decode()
        answer = ana.get("/tickets?q=colour:red")
        assert answer.status_code == 422
        assert "There is no “colour:”" in answer.content.decode()

    def test_a_question_can_be_saved_as_a_view_with_its_count(self, ana: Client):
        make.incident(tags=["vpn"])
        ana.post("/tickets/views/new?q=tag:vpn", {"name": "Tunnels"})
        assert 'Tunnels<span class="tab-count">1</span>' in ana.get("/tickets?q=tag:vpn").content.decode()

    def test_a_question_that_is_typed_is_completed(self, ana: Client):
        assert ana.get("/tickets/complete?q=ass").json()["items"][0]["text"] == "assignee:"


class TestAssignees:
    def test_somebody_is_typed_and_the_address_names_them_beside_whoever_was_chosen(self, ana: Client):
        bo, made = make.bo(), make.incident(title="Bo has it")
        tickets.assign(made.ticket, by=make.actor(bo), person=bo)
        answer = ana.get("/incidents", {"assignee": "nobody", "who": f"Bo <{bo.email}>", "severity": "1"})
        assert answer["Location"] == f"/incidents?assignee=nobody&assignee={bo.pk}&severity=1"
        page = ana.get(f"/incidents?assignee={bo.pk}").content.decode()
        assert ("Bo has it" in page, "Somebody else" in page) == (True, True)
        assert f'name="assignee" value="{bo.pk}" checked> Bo' in page

    def test_who_is_not_sure_is_offered_without_scripts_and_who_is_unknown_is_said(self, ana: Client):
        for number in (1, 2):
            make.person("Ina Weber", email=f"ina{number}@acme.example", roles=("agent",))
        answer = ana.get("/tickets", {"who": "Ina Weber"})
        page = answer.content.decode()
        assert (answer.status_code, page.count('type="radio" name="who"')) == (422, 2)
        assert "Choose who is meant." in page
        make.incident(title="Still listed")
        unknown = ana.get("/tickets", {"who": "Zoe"})
        assert (unknown.status_code, "Still listed" in unknown.content.decode()) == (422, True)

    def test_only_who_works_on_tickets_is_offered_and_the_page_does_not_grow(self, ana: Client):
        before = len(ana.get("/tickets").content)
        agents = [make.person(f"Agent {n}", email=f"agent{n}@acme.example", roles=("agent",)) for n in range(30)]
        make.person("Agent of chaos", email="chaos@acme.example", roles=("employee",))
        offered = ana.get("/tickets", {"offers-for": "who", "q": "Agent"}).json()["items"]
        assert (len(offered), {one["name"] for one in offered} <= {one.name for one in agents}) == (20, True)
        assert len(ana.get("/tickets").content) == before

    def test_a_customer_is_offered_nobody(self, client: Client):
        client.force_login(make.stranger())
        assert client.get("/tickets", {"offers-for": "who", "q": "a"}).json() == {"items": []}
        assert "Somebody else" not in client.get("/tickets").content.decode()


class TestMacros:
    def test_one_is_written_changed_and_deleted(self, ana: Client):
        given = {"name": "Hello", "way": "reply", "body": "Hello {{ requester.name }}"}
        assert ana.post("/macros/new", given)["Location"] == "/macros"
        macro = Macro.objects.get()
        assert "Hello" in ana.get("/macros").content.decode()
        ana.post(f"/macros/{macro.pk}", {**given, "name": "Hi"})
        assert Macro.objects.get().name == "Hi"
        assert ana.post("/macros/new", {**given, "body": "{{ nothing }}"}).status_code == 422
        ana.post(f"/macros/{macro.pk}/delete")
        assert not Macro.objects.exists()

    def test_it_is_looked_at_on_a_ticket_and_applied(self, ana: Client):
        ticket = make.ticket(requester=make.employee())
        macro = make.macro()
        assert macro.name in ana.get(f"/tickets/{ticket.number}/macros").content.decode()
        page = ana.get(f"/tickets/{ticket.number}/macros/{macro.pk}").content.decode()
        assert f"Hello {make.employee().name.partition(' ')[0]}" in page
        answer = ana.post(f"/tickets/{ticket.number}/macros/{macro.pk}", {"body": "Hello you"})
        assert answer["Location"] == f"/incidents/{ticket.number}"
        assert "Hello you" in ana.get(answer["Location"]).content.decode()


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
