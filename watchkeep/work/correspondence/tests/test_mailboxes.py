import pytest

from testing import make
from testing.harness import told
from testing.makers.correspondence import IMAP
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mailbox, SenderRule
from watchkeep.work.correspondence.tests.letters import letter

pytestmark = pytest.mark.django_db
SECRET = IMAP["password"]


def test_secrets_are_kept_apart_and_encrypted():
    box = make.mailbox(way="imap")
    (kept,) = Mailbox.objects.extra(select={"raw": "secrets"}).values_list("raw", flat=True)
    assert (SECRET in kept, SECRET in str(box.settings), queries.imap_of(box).password) == (False, False, SECRET)
    assert told("mailbox", box.pk) == ["mailbox.added"]


def test_a_secret_that_is_not_given_again_stays_but_never_follows_to_another_place():
    box = make.mailbox(way="imap")
    life.change_mailbox(box, by=CLOCK, given=IMAP | {"password": "", "folder": "Desk"})
    box.refresh_from_db()
    assert (queries.imap_of(box).password, queries.imap_of(box).folder) == (SECRET, "Desk")
    with pytest.raises(Refused) as no:
        life.change_mailbox(box, by=CLOCK, given=IMAP | {"password": "", "host": "imap.evil.example"})
    assert no.value.field == "password"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"host": ""}, "host"),
        ({"port": 0}, "port"),
        ({"security": "ssl3"}, "security"),
        ({"login": "microsoft"}, "client_id"),
        ({"login": "google", "client_id": "x"}, "refresh_token"),
        ({"folder": "Watchkeep"}, "done_folder"),
        ({"user": "a\r\nb"}, "user"),
    ],
)
def test_settings_that_cannot_be_right_are_refused_by_field(given, field):
    with pytest.raises(Refused) as no:
        make.mailbox(way="imap", given=IMAP | given)
    assert no.value.field == field


def test_one_mailbox_at_most_is_the_default():
    one, other = make.mailbox(is_default=True), make.mailbox("other@nordwind.example", is_default=True)
    one.refresh_from_db()
    assert (one.is_default, other.is_default) == (False, True)


def test_answers_go_to_the_mailbox_through_which_a_ticket_came_else_to_the_default():
    make.customer()
    make.mailbox("desk@nordwind.example", is_default=True)
    through = make.mail(letter(), to=make.mailbox("shop@nordwind.example")).ticket
    other = make.ticket()
    assert queries.answers_to(through.pk) == f"shop+{queries.token_of(through.pk)}@nordwind.example"
    assert queries.answers_to(other.pk) == f"desk+{queries.token_of(other.pk)}@nordwind.example"
    Mailbox.objects.update(takes_plus=False)
    assert queries.answers_to(through.pk) == "shop@nordwind.example"


def test_a_mailbox_is_watched_by_one_and_by_another_when_that_one_is_gone():
    box = make.mailbox(way="imap")
    held = life.take_mailbox()
    assert (held, life.take_mailbox(), life.renew(held)) == (box, None, True)
    with clock.travel(seconds=100):
        assert life.take_mailbox() == box
    assert not life.renew(held)


def test_whoever_asks_for_a_test_takes_it_from_whoever_watches():
    box, held = make.mailbox(way="imap"), life.take_mailbox()
    life.check_mailbox(box, by=CLOCK)
    assert (life.renew(held), life.take_mailbox()) == (False, box)


def test_trouble_is_told_once_and_so_is_that_it_works_again():
    box = make.mailbox(way="imap")
    for why in ("No route", "Still none"):
        life.note_trouble(box, why)
    box.refresh_from_db()
    assert (box.trouble, box.failing_since is None) == ("Still none", False)
    life.note_answer(box)
    life.note_answer(box)
    assert told("mailbox", box.pk) == ["mailbox.added", "mailbox.fails", "mailbox.works"]


def test_a_paused_mailbox_takes_nothing():
    box = make.mailbox()
    assert queries.mailbox_for("Support+anything@nordwind.example") == box
    life.pause_mailbox(box, by=CLOCK)
    assert queries.mailbox_for(box.address) is None
    life.resume_mailbox(box, by=CLOCK)
    assert queries.mailbox_for(box.address) == box


def test_only_who_may_sets_mailboxes_up():
    box, ana = make.mailbox(), make.actor(make.ana())
    for act in (
        lambda: life.add_mailbox(by=ana, way="handed", name="x", address="x@nordwind.example"),
        lambda: life.change_mailbox(box, by=ana, name="y"),
        lambda: life.pause_mailbox(box, by=ana),
        lambda: life.check_mailbox(box, by=ana),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("pattern", ["", "a@b", "@", "no way", "a b@c.example", "x" * 300 + "@y.example"])
def test_what_is_no_sender_is_refused(pattern):
    with pytest.raises(Refused):
        life.set_rule(by=CLOCK, pattern=pattern, act="wait")


def test_a_rule_for_the_same_senders_takes_the_place_of_the_old_one():
    life.set_rule(by=CLOCK, pattern="*@kunde.example", act="wait")
    other = life.set_rule(by=CLOCK, pattern="kunde.example", act="accept")
    life.remove_rule(other, by=CLOCK)
    assert not SenderRule.objects.exists()
