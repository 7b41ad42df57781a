import pytest

from testing import make
from testing.makers.correspondence import IMAP
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mailbox

HOME = "/settings/mailboxes"
SECRET = IMAP["password"]
ENTERED = {
    "name": "Desk", "address": "desk@nordwind.example", "strangers": "contact", "proving": "not_failed",
    "most_an_hour": 30, "answers": "on", "takes_plus": "on",
}  # fmt: skip
FETCHED = ENTERED | {
    **IMAP, "port": 993, "security": "tls", "login": "password", "folder": "INBOX", "after": "move",
    "done_folder": "Watchkeep",
}  # fmt: skip


@pytest.fixture
def admin(client):
    client.force_login(make.admin())
    return client


def test_a_mailbox_is_added_and_its_secret_is_on_no_page(admin):
    answer = admin.post(f"{HOME}/add/imap", FETCHED)
    row = Mailbox.objects.get()
    assert (answer.headers["location"], queries.imap_of(row).password) == (f"{HOME}/{row.pk}", SECRET)
    pages = [HOME, f"{HOME}/{row.pk}", f"{HOME}/{row.pk}/change"]
    assert [page for page in pages if SECRET in admin.get(page).content.decode()] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": "nobody"}, "valid email"),
        ({"password": ""}, "This is needed"),
        ({"done_folder": "INBOX"}, "another"),
    ],
)
def test_what_is_wrong_stands_at_its_field(admin, wrong, said):
    answer = admin.post(f"{HOME}/add/imap", FETCHED | wrong)
    assert (answer.status_code, said in answer.content.decode(), Mailbox.objects.count()) == (422, True, 0)


def test_it_is_changed_without_giving_its_secret_again(admin):
    row = make.mailbox(way="imap")
    admin.post(f"{HOME}/{row.pk}/change", FETCHED | {"password": "", "name": "Other", "folder": "Desk"})
    row.refresh_from_db()
    assert (row.name, queries.imap_of(row).folder, queries.imap_of(row).password) == ("Other", "Desk", SECRET)


def test_a_mailbox_that_is_handed_its_mail_says_when_nobody_listens(admin, settings):
    admin.post(f"{HOME}/add/handed", ENTERED)
    row = Mailbox.objects.get()
    assert "Nobody listens yet" in admin.get(f"{HOME}/{row.pk}").content.decode()
    settings.MAIL_LISTEN = "lmtp://127.0.0.1:8024"
    page = admin.get(f"{HOME}/{row.pk}").content.decode()
    assert ("Nobody listens yet" in page, "lmtp://127.0.0.1:8024" in page) == (False, True)


def test_it_is_tested_and_what_is_wrong_is_said_in_words(admin):
    row = make.mailbox(way="imap")
    admin.post(f"{HOME}/{row.pk}/test")
    assert "We knock" in admin.get(f"{HOME}/{row.pk}").content.decode()
    life.note_trouble(row, "Nobody listens at this host and port.")
    assert "Nobody listens at this host" in admin.get(f"{HOME}/{row.pk}").content.decode()
    life.note_answer(row)
    assert "The server lets us in" in admin.get(f"{HOME}/{row.pk}").content.decode()


def test_it_is_paused_and_resumed(admin):
    row = make.mailbox(way="imap")
    admin.post(f"{HOME}/{row.pk}/switch")
    assert "Paused" in admin.get(HOME).content.decode()
    admin.post(f"{HOME}/{row.pk}/switch")
    row.refresh_from_db()
    assert row.is_active


def test_an_agent_sees_that_there_is_one_and_changes_nothing(client):
    client.force_login(make.ana())
    row = make.mailbox(way="imap")
    assert row.name in client.get(HOME).content.decode()
    tried = [client.post(f"{HOME}/{row.pk}/{verb}", FETCHED).status_code for verb in ("change", "switch", "test")]
    assert [*tried, client.get(f"{HOME}/add/imap").status_code] == [403] * 4


def test_an_employee_sees_nothing(client):
    client.force_login(make.employee())
    row = make.mailbox()
    assert (client.get(HOME).status_code, client.get(f"{HOME}/{row.pk}").status_code) == (403, 404)


def test_there_is_no_other_way(admin):
    assert admin.get(f"{HOME}/add/pigeon").status_code == 404


def test_it_is_found_by_the_palette(admin):
    row = make.mailbox(name="Complaints")
    assert f"{HOME}/{row.pk}" in admin.get("/search?q=complain").content.decode()
