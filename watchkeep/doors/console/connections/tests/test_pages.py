import pytest

from testing import make
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import ActionRun, Connection

HOME = "/settings/connections"
SECRET = "tok-3n-very-secret"


@pytest.fixture
def admin(client):
    client.force_login(make.admin())
    return client


def entered(**more):
    return {
        "name": "Shop",
        "owner": make.team().pk,
        "url": "https://shop.example/",
        "auth": "bearer",
        "secret": SECRET,
    } | more


def test_a_connection_is_added_and_its_secret_is_on_no_page(admin):
    answer = admin.post(f"{HOME}/add/http", entered())
    row = Connection.objects.get()
    assert answer.headers["location"] == f"{HOME}/{row.pk}"
    assert queries.settings_for(row).secret == SECRET
    pages = [HOME, f"{HOME}/{row.pk}", f"{HOME}/{row.pk}/change"]
    assert [page for page in pages if SECRET in admin.get(page).content.decode()] == []


def test_what_is_wrong_stands_at_its_field_and_the_secret_is_not_repeated(admin):
    answer = admin.post(f"{HOME}/add/http", entered(url="ftp://shop"))
    page = answer.content.decode()
    assert (answer.status_code, "https:// or http://" in page, SECRET in page) == (422, True, False)


def test_a_secret_key_is_not_repeated_either(admin):
    named = {"name": "DB", "owner": make.team().pk}
    given = named | {"host": "db1", "user": "ops", "port": 22, "host_key": "no", "key": SECRET}
    answer = admin.post(f"{HOME}/add/ssh", given)
    assert (answer.status_code, SECRET in answer.content.decode()) == (422, False)


@pytest.mark.parametrize("kind", ["http", "ssh", "sql", "ansible"])
def test_each_kind_has_a_form(admin, kind):
    assert admin.get(f"{HOME}/add/{kind}").status_code == 200
    assert admin.get(f"{HOME}/add/telnet").status_code == 404


def test_it_is_changed_without_giving_its_secret_again(admin):
    row = make.connection()
    admin.post(f"{HOME}/{row.pk}/change", entered(url=row.hint, secret="", name="Other"))
    row.refresh_from_db()
    assert (row.name, queries.settings_for(row).secret) == ("Other", SECRET)


def test_it_is_tested_and_paused(admin):
    row = make.connection()
    answer = admin.post(f"{HOME}/{row.pk}/test")
    run = ActionRun.objects.get()
    assert (answer.headers["location"], run.action) == (f"/actions/{run.pk}", "probe")
    assert "Does it answer?" in admin.get(f"{HOME}/{row.pk}").content.decode()
    admin.post(f"{HOME}/{row.pk}/switch")
    assert "Paused" in admin.get(HOME).content.decode()
    admin.post(f"{HOME}/{row.pk}/switch")
    row.refresh_from_db()
    assert row.is_active


def test_an_agent_sees_that_there_is_one_and_changes_nothing(client):
    client.force_login(make.ana())
    row = make.connection()
    assert row.name in client.get(HOME).content.decode()
    tried = [client.post(f"{HOME}/{row.pk}/{verb}").status_code for verb in ("change", "switch", "test")]
    assert [*tried, client.get(f"{HOME}/add/http").status_code] == [403] * 4


def test_an_employee_sees_nothing(client):
    client.force_login(make.employee())
    row = make.connection()
    assert (client.get(HOME).status_code, client.get(f"{HOME}/{row.pk}").status_code) == (403, 404)


@pytest.mark.parametrize("address", [HOME, f"{HOME}/1", f"{HOME}/add/http"])
def test_a_stranger_must_sign_in(client, address):
    assert client.get(address).status_code == 302


def test_connections_and_actions_are_found_by_the_palette(admin):
    row = make.connection(name="Cash register")
    assert f"{HOME}/{row.pk}" in admin.get("/search?q=register").content.decode()
    assert "/actions/library/ssh" in admin.get("/search?q=command by ssh").content.decode()
