"""Every page of the estate: who sees it, who may, and what it costs."""

from itertools import chain

import pytest
from django.test import Client

from testing import make
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Dependency, MaintenanceWindow, Service

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def addresses():
    """Every page that needs a record, with one that exists, and the ones that need none."""
    web, ana = make.team("Web"), make.ana()
    host, office = make.item("web-01"), make.hours("Office")
    shop = make.service("Shop", on=(host,), owner_team=web, hours=office)
    window = make.maintenance(shop)
    home = ana.organisation
    return {
        "see": [
            "/people", f"/people/{ana.pk}", "/teams", f"/teams/{web.slug}", "/services", f"/services/{shop.slug}",
            "/items", f"/items/{host.pk}", "/settings/hours", f"/settings/hours/{office.pk}", "/settings/maintenance",
            "/settings/organisations",
        ],
        "manage": [
            "/people/invite", f"/people/{ana.pk}/edit", f"/people/{ana.pk}/roles", f"/people/{ana.pk}/deactivate",
            f"/people/{ana.pk}/activate", "/teams/new", f"/teams/{web.slug}/edit", f"/teams/{web.slug}/join",
            "/services/new", f"/services/{shop.slug}/edit", f"/services/{shop.slug}/retire",
            f"/services/{shop.slug}/revive", f"/services/{shop.slug}/needs", f"/services/{shop.slug}/items",
            "/items/new", f"/items/{host.pk}/edit", f"/items/{host.pk}/step/retire", "/settings/hours/new",
            f"/settings/hours/{office.pk}/edit", f"/settings/hours/{office.pk}/remove", "/settings/organisations/new",
            f"/settings/organisations/{home.pk}",
        ],
        "plan": ["/settings/maintenance/plan", f"/settings/maintenance/{window.pk}/change",
                 f"/settings/maintenance/{window.pk}/cancel"],
        "administer": ["/settings/roles", "/settings/roles/new", "/settings/roles/agent", "/settings/jobs"],
        "audit": ["/settings/audit", "/settings/audit/sign-in", "/settings/audit/keys", "/settings/audit/permissions"],
    }  # fmt: skip


def statuses(client, pages):
    return {page: client.get(page).status_code for page in pages}


def test_an_administrator_sees_every_page():
    pages = list(chain.from_iterable(addresses().values()))
    assert set(statuses(as_(make.admin()), pages).values()) == {200}


def test_an_agent_sees_and_plans_but_does_not_manage():
    pages, ana = addresses(), as_(make.ana())
    assert set(statuses(ana, pages["see"] + pages["plan"]).values()) == {200}
    assert set(statuses(ana, pages["manage"] + pages["administer"] + pages["audit"]).values()) == {403}


def test_an_auditor_sees_everything_and_changes_nothing():
    pages, udo = addresses(), as_(make.auditor())
    assert set(statuses(udo, [*pages["see"], *pages["audit"], "/settings/jobs"]).values()) == {200}
    assert set(statuses(udo, pages["manage"] + pages["plan"]).values()) == {403}


def test_a_stranger_finds_nothing_of_ours():
    pages, stranger = addresses(), as_(make.stranger())
    found = statuses(stranger, chain.from_iterable(pages.values()))
    lists = {"/people", "/teams", "/services", "/items", "/settings/organisations"}
    assert {page for page, status in found.items() if status == 200} == lists
    for page in lists:
        text = stranger.get(page).content.decode()
        assert not any(word in text for word in ("Ana", "Shop", "web-01", "Nordwind", "/teams/web")), page


def test_acts_refuse_a_stranger_too():
    pages, stranger = addresses(), as_(make.stranger())
    answers = {page: stranger.post(page).status_code for page in pages["manage"] + pages["plan"]}
    assert set(answers.values()) <= {403, 404}


@pytest.mark.parametrize("page", ["/people", "/teams", "/services", "/items", "/settings/maintenance"])
def test_a_long_list_costs_no_more_queries_than_a_short_one(page, django_assert_max_num_queries):
    client = as_(make.admin())
    for number in range(25):
        some = make.team(f"Team {number}", members=(make.person(f"Somebody {number}"),))
        make.maintenance(make.service(f"Service {number}", owner_team=some, on=(make.item(owner_team=some),)))
    client.get(page)
    with django_assert_max_num_queries(14):
        assert client.get(page).status_code == 200


def test_somebody_is_invited_joined_given_roles_and_let_go():
    ada, agent = as_(make.admin()), make.builtin_roles().get(slug="agent")
    team = make.team("Web")
    given = {"name": "Cleo", "email": "cleo@nordwind.example", "organisation": make.organisation().pk}
    ada.post("/people/invite", {**given, "time_zone": "UTC", "roles": [agent.pk]})
    cleo = Person.objects.get(name="Cleo")
    ada.post("/teams/web/join", {"person": cleo.pk, "is_lead": "on"})
    assert Team.objects.get(members=cleo, memberships__is_lead=True) == team
    ada.post(f"/teams/web/people/{cleo.pk}/lead")
    ada.post(f"/teams/web/people/{cleo.pk}/leave")
    ada.post(f"/people/{cleo.pk}/roles", {})
    ada.post(f"/people/{cleo.pk}/deactivate")
    cleo.refresh_from_db()
    assert (cleo.is_active, cleo.roles.count(), cleo.teams.count()) == (False, 0, 0)
    audit = ada.get("/settings/audit/permissions").content
    assert b"Cleo</b> was deactivated" in audit


def test_a_service_gets_its_place_on_the_map():
    ada = as_(make.admin())
    below = make.service("Database")
    given = {
        "name": "Web shop",
        "owner_team": make.team().pk,
        "tier": "1",
        "value_per_hour": "4200",
        "users_count": "9",
    }
    assert ada.post("/services/new", given).status_code == 302
    shop = Service.objects.get(slug="web-shop")
    ada.post("/services/web-shop/needs", {"other": below.pk})
    assert ada.post("/services/database/needs", {"other": shop.pk}).status_code == 422
    assert Dependency.objects.count() == 1
    page = ada.get("/services/database")
    assert [box.service.name for box in page.context["map"].boxes] == ["Web shop", "Database"]
    ada.post("/services/web-shop/needs/database/remove")
    assert not Dependency.objects.exists()


def test_maintenance_is_planned_on_the_readers_clock():
    mia = as_(make.person("Mia", roles=("manager",), time_zone="Europe/Berlin"))
    shop = make.service()
    given = {"services": [shop.pk], "starts_at": "2099-07-01T22:00", "ends_at": "2099-07-02T02:00", "reason": "Discs"}
    assert mia.post("/settings/maintenance/plan", given).status_code == 302
    assert MaintenanceWindow.objects.get().starts_at.isoformat() == "2099-07-01T20:00:00+00:00"


def test_business_hours_are_read_from_lines():
    mia = as_(make.manager())
    given = {"name": "Early", "time_zone": "UTC", "mon": "06:00-12:00, 13:00-14:00", "closed_on": "2099-12-24"}
    assert mia.post("/settings/hours/new", given).status_code == 302
    assert mia.post("/settings/hours/new", {**given, "name": "Odd", "mon": "late-early"}).status_code == 422
    assert mia.post("/settings/hours/new", {**given, "name": "Odd", "closed_on": "soon"}).status_code == 422


@pytest.mark.parametrize("query", ["?q=%00", "?cursor=junk", "?role=%00&team='", "?person=99999999999999999999"])
def test_odd_questions_do_not_break_a_page(query):
    ada = as_(make.admin())
    for page in ("/people", "/items", "/settings/audit", "/settings/maintenance", "/settings/organisations"):
        assert ada.get(page + query).status_code < 500, page
