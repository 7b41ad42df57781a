import pytest

from testing import make
from testing.makers.chat import BOT
from watchkeep.duty.chat import life
from watchkeep.duty.chat.models import Account, Relay, Room, Workspace
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock

HOME = "/settings/chat"
SECRET = "xoxb-very-secret"
GIVEN = {"name": "Nordwind", "command": "incident", "rooms_from": 2, "tells_from": 1, "channel": "ops"}


@pytest.fixture
def admin(client):
    client.force_login(make.admin())
    return client


def test_a_workspace_is_added_and_its_secrets_are_on_no_page(admin):
    answer = admin.post(f"{HOME}/add/slack", GIVEN | {"token": SECRET, "secret": SECRET})
    row = Workspace.objects.get()
    assert answer.headers["location"] == f"{HOME}/{row.pk}"
    assert (row.kind, row.token, row.rooms_from, row.tells_from) == ("slack", SECRET, 2, 1)
    pages = [HOME, f"{HOME}/{row.pk}", f"{HOME}/{row.pk}/change"]
    shown = [admin.get(page).content.decode() for page in pages]
    assert not any(SECRET in page for page in shown)
    assert f"/chat/{row.key}/actions" in shown[1]


def test_what_is_missing_stands_at_its_field(admin):
    answer = admin.post(f"{HOME}/add/mattermost", GIVEN | {"address": "mm", "team": "x", "token": "t", "secret": "s"})
    assert answer.status_code == 422
    assert "https:// or http://" in answer.content.decode()
    assert admin.get(f"{HOME}/add/irc").status_code == 404


@pytest.mark.parametrize("kind", ["slack", "mattermost", "teams_bot", "teams"])
def test_each_kind_is_changed_without_giving_its_secrets_again(admin, kind):
    row = make.workspace(kind)
    assert admin.get(f"{HOME}/add/{kind}").status_code == 200
    given = GIVEN | {"name": "Other", "team": row.team, "app_id": row.app_id, "tenant": row.tenant}
    given["address"] = row.address if kind == "mattermost" else ""
    assert admin.post(f"{HOME}/{row.pk}/change", given).status_code == 302
    kept = Workspace.objects.get(pk=row.pk)
    assert (kept.name, kept.secret, kept.address, kept.token) == ("Other", row.secret, row.address, row.token)


def test_a_bot_in_teams_is_added_by_its_ids_and_its_page_says_what_it_was_refused_for(admin):
    ids = {name: BOT[name] for name in ("app_id", "tenant", "team")}
    answer = admin.post(f"{HOME}/add/teams_bot", GIVEN | ids | {"token": SECRET, "tenant": "nordwind.example"})
    assert answer.status_code == 422
    assert "This is an id such as" in answer.content.decode()
    admin.post(f"{HOME}/add/teams_bot", GIVEN | ids | {"token": SECRET})
    row = Workspace.objects.get()
    assert (row.address, row.token, row.tenant) == ("https://smba.trafficmanager.net/teams", SECRET, ids["tenant"])
    life.note_doubt(row, "the token is for another bot")
    shown = admin.get(f"{HOME}/{row.pk}").content.decode()
    assert f"/chat/{row.key}/bot" in shown
    assert "the token is for another bot" in shown
    assert SECRET not in shown + admin.get(f"{HOME}/{row.pk}/change").content.decode()


def test_it_is_tested_paused_and_used_again(admin):
    row = make.workspace()
    admin.post(f"{HOME}/{row.pk}/test")
    assert Delivery.objects.get(channel="chat").headers["do"] == "test"
    assert "Watchkeep speaks here" in admin.get(f"{HOME}/{row.pk}").content.decode()
    for is_active in (False, True):
        admin.post(f"{HOME}/{row.pk}/switch")
        assert Workspace.objects.get(pk=row.pk).is_active is is_active


def test_an_audience_is_told_there_and_no_longer(admin):
    row, audience = make.workspace(), make.audience("team", name="Operators")
    assert admin.post(f"{HOME}/{row.pk}/relays/add", {"audience": audience.pk, "channel": "ops"}).status_code == 302
    assert "Operators" in admin.get(f"{HOME}/{row.pk}").content.decode()
    admin.post(f"{HOME}/relays/{Relay.objects.get().pk}/remove")
    assert not Relay.objects.exists()


def test_whoever_may_not_sees_nothing_of_it(client):
    row = make.workspace()
    client.force_login(make.ana())
    for page in (HOME, f"{HOME}/add/slack", f"{HOME}/{row.pk}", f"{HOME}/{row.pk}/change"):
        assert client.get(page).status_code == 403, page
    client.force_login(make.auditor())
    assert client.get(f"{HOME}/{row.pk}").status_code == 200
    assert client.post(f"{HOME}/{row.pk}/test").status_code == 403


def test_the_room_leads_to_its_channel_or_opens_one(client):
    row, incident = make.workspace(), make.incident(severity=4)
    client.force_login(make.ana())
    page = f"/incidents/{incident.number}"
    assert "Open a channel" in client.get(page).content.decode()
    assert client.post(f"{page}/chat/{row.pk}").status_code == 302
    assert "being made" in client.get(page).content.decode()
    Room.objects.update(channel="c1", url="https://chat.example/inc", made_at=clock.now())
    shown = client.get(page).content.decode()
    assert 'href="https://chat.example/inc"' in shown
    assert "Open a channel" not in shown
    client.force_login(make.stranger())
    assert client.post(f"{page}/chat/{row.pk}").status_code == 404


def test_my_accounts_are_linked_by_a_code_and_unlinked(client):
    row, ana, bo = make.workspace(), make.ana(), make.bo()
    client.force_login(ana)
    assert "/incident link " in client.post("/profile/chat/code").content.decode()
    mine, other = make.account(ana, row), make.account(bo, row, "U9")
    assert "ana" in client.get("/profile/chat").content.decode()
    assert client.post(f"/profile/chat/{other.pk}/unlink").status_code == 404
    assert client.post(f"/profile/chat/{mine.pk}/unlink").status_code == 302
    assert list(Account.objects.all()) == [other]
