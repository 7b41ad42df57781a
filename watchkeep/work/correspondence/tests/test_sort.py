import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.correspondence import jobs, life, queries
from watchkeep.work.correspondence.life import Arrived
from watchkeep.work.correspondence.models import Mail
from watchkeep.work.correspondence.tests.letters import bounce, letter, many
from watchkeep.work.tickets.models import Attachment, Comment, Ticket, Watcher

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kunde():
    return make.customer()


def first():
    return make.mail(letter())


def test_a_mail_becomes_a_request_of_its_writer(kunde):
    mail = make.mail(letter("It burns.\n\n-- \nKarin", subject="Re: Printer"))
    ticket, karin = mail.ticket, Person.objects.get(email="karin@kunde.example")
    assert (mail.state, ticket.title, ticket.description) == ("opened", "Printer", "It burns.")
    assert (ticket.requester, ticket.organisation, karin.name) == (karin, kunde, "Karin Kunde")
    assert (mail.signature, bytes(mail.source)[:5], mail.person) == ("Karin", b"From:", karin)
    assert not karin.has_usable_password()
    assert told("mail", mail.pk) == ["mail.opened"]


def test_the_same_mail_offered_again_is_no_second_one():
    raw = letter(message_id="one@kunde.example")
    mail = make.mail(raw)
    again = b"Received: from elsewhere\r\nDelivered-To: support@nordwind.example\r\n" + raw
    assert make.mail(again).pk == mail.pk
    assert (Mail.objects.count(), Ticket.objects.count()) == (1, 1)


def test_an_answer_to_what_we_received_is_a_reply():
    mail = first()
    answer = make.mail(letter("Out now.\n\n> It burns.", headers=f"In-Reply-To: <{mail.message_id}>", subject="x"))
    comment = Comment.objects.get()
    assert (answer.state, answer.ticket, comment.body, comment.is_public) == ("replied", mail.ticket, "Out now.", True)
    assert (comment.author.email, comment.folded) == ("karin@kunde.example", "> It burns.")
    assert last_told("ticket", mail.ticket_id, "ticket").data["from_desk"] is False


def test_an_answer_to_what_we_sent_is_a_reply():
    ticket = first().ticket
    ours = f"{'0' * 8}-0000-0000-0000-{'0' * 12}.{queries.token_of(ticket.pk)}@nordwind.example"
    assert make.mail(letter("Yes", headers=f"References: <a@b> <{ours}>")).ticket == ticket


def test_an_answer_to_an_address_with_a_token_is_a_reply():
    ticket = first().ticket
    to = f"support+{queries.token_of(ticket.pk)}@nordwind.example"
    assert make.mail(letter("By header", to=to.upper(), subject="Anything")).ticket == ticket
    assert make.mail(letter("By envelope", subject="Anything"), envelope_to=to).ticket == ticket


def test_a_token_that_somebody_made_up_proves_nothing():
    ticket = first().ticket
    forged = queries.token_of(ticket.pk + 1).partition("-")[2]
    to = f"support+t{ticket.pk}-{forged}@nordwind.example"
    assert make.mail(letter("Mine", to=to, subject="Anything")).ticket != ticket


def test_the_number_in_the_subject_counts_for_those_who_may_see_the_ticket():
    ticket = first().ticket
    assert make.mail(letter("Again", subject=f"About {ticket.number}")).ticket == ticket
    make.customer("Other", "other.example")
    stranger = letter("Let me in", subject=ticket.number, sender="eve@other.example")
    assert make.mail(stranger).ticket != ticket


def test_the_same_sender_and_title_alone_are_another_matter():
    assert first().ticket != make.mail(letter("Another one burns.")).ticket


def test_an_agent_answers_by_mail_as_the_desk():
    ticket, ana = first().ticket, make.ana()
    to = f"support+{queries.token_of(ticket.pk)}@nordwind.example"
    make.mail(letter("Water is coming.", sender=ana.email, to=to))
    assert (Comment.objects.get().author, last_told("ticket", ticket.pk, "ticket").data["from_desk"]) == (ana, True)


def test_an_answer_to_what_is_over_takes_it_up_again():
    karin = make.person("Karin", roles=("customer",), email="karin@kunde.example")
    incident = make.incident("resolved", requester=karin)
    token = queries.token_of(incident.pk)
    make.mail(letter("Still broken", to=f"support+{token}@nordwind.example"))
    incident.ticket.refresh_from_db()
    assert incident.ticket.is_open


@pytest.mark.parametrize(
    "headers",
    ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: bulk", "List-Id: <all.kunde.example>"],
)
def test_automatic_mail_opens_nothing_and_answers_nothing(headers):
    ticket = first().ticket
    mail = make.mail(letter("I am away", headers=headers, to=f"support+{queries.token_of(ticket.pk)}@nordwind.example"))
    assert (mail.state, mail.ticket, Comment.objects.count(), Ticket.objects.count()) == ("automatic", ticket, 0, 1)
    assert mail.why


def test_mail_with_a_null_return_path_opens_nothing():
    assert make.mail(letter(), envelope_from="").state == "automatic"


def test_our_own_mail_that_comes_back_opens_nothing():
    assert make.mail(letter(headers=f"{queries.OWN_HEADER}: {queries.own_mark()}")).state == "automatic"
    assert make.mail(letter(sender="support+x@nordwind.example")).state == "automatic"


def test_a_mailbox_that_is_a_list_itself_takes_what_comes_through_it_and_confirms_nothing():
    box = make.mailbox("group@nordwind.example", takes_lists=True)
    mail = make.mail(letter(headers="List-Id: <group.nordwind.example>\nPrecedence: list"), to=box)
    assert (mail.state, last_told("mail", mail.pk).data["confirm"]) == ("opened", False)
    assert make.mail(letter(headers="Auto-Submitted: auto-replied"), to=box).state == "automatic"


def test_a_lists_copy_of_a_mail_is_no_second_message():
    mail = first()
    body = "The printer on the third floor is on fire.\n____\nall@kunde.example - https://lists.kunde.example"
    copy = letter(body, message_id=mail.message_id, subject="[all] Printer", headers="List-Id: <all.kunde.example>")
    found = make.mail(copy)
    assert (found.state, found.ticket, Ticket.objects.count()) == ("duplicate", mail.ticket, 1)


@pytest.mark.parametrize("footer", ["", "\n____\nall@kunde.example"])
def test_a_lists_copy_that_comes_first_does_not_hide_the_mail_itself(footer):
    body, head = "The printer on the third floor is on fire.", "List-Id: <all.kunde.example>"
    copy = make.mail(letter(body + footer, message_id="first@kunde.example", headers=head))
    assert (copy.state, make.mail(letter(body, message_id="first@kunde.example")).state) == ("automatic", "opened")


def test_a_device_that_gives_every_mail_the_same_id_loses_none():
    one = make.mail(letter("Toner is low on floor 1", message_id="printer"))
    other = make.mail(letter("Paper jam on floor 2, call somebody", message_id="printer"))
    assert (one.state, other.state, one.ticket != other.ticket) == ("opened", "opened", True)


def test_a_delivery_report_is_told_with_the_marks_of_what_it_answers():
    ticket, mark = first().ticket, "c0ffee00-0000-4000-8000-00000000abcd"
    mail = make.mail(bounce(f"{mark}.{queries.token_of(ticket.pk)}@nordwind.example"), envelope_from="")
    fact = last_told("mail", mail.pk)
    assert (mail.state, fact.kind) == ("bounced", "mail.bounced")
    assert (fact.data["marks"], fact.data["status"]) == ([mark], "5.1.1")
    assert Ticket.objects.count() == 1


def test_too_many_mails_of_one_sender_wait():
    box = make.mailbox(most_an_hour=2)
    states = [make.mail(letter(f"Mail number {n}"), to=box).state for n in range(3)]
    assert states == ["opened", "opened", "capped"]
    with clock.travel(hours=2):
        assert make.mail(letter("Later"), to=box).state == "opened"


def test_two_machines_that_answer_each_other_on_a_ticket_are_stopped():
    mail = first()
    head = f"In-Reply-To: <{mail.message_id}>"
    states = [make.mail(letter(f"Thank you for your message {n}", headers=head)).state for n in range(13)]
    assert states == ["replied"] * 11 + ["capped"] * 2


def test_an_unknown_sender_waits_where_it_is_set_so_and_is_let_in_by_a_person():
    box = make.mailbox(strangers="wait")
    mail = make.mail(letter(), to=box)
    assert (mail.state, Ticket.objects.count(), told("mail", mail.pk)) == ("waiting", 0, ["mail.held"])
    life.let_in(mail, by=make.actor(make.ana()))
    jobs.sort_due()
    mail.refresh_from_db()
    assert (mail.state, mail.person.name) == ("opened", "Karin Kunde")
    assert make.mail(letter("Another one"), to=box).state == "opened"


def test_a_sender_of_no_organisation_waits_or_is_a_guest():
    raw = letter(sender="joe@nowhere.example")
    assert make.mail(raw).state == "waiting"
    guests = make.organisation("Guests", "customer")
    mail = make.mail(raw, to=make.mailbox("open@nordwind.example", guests=guests))
    assert (mail.state, mail.person.organisation) == ("opened", guests)


def test_an_address_that_is_none_waits():
    assert make.mail(letter(sender="karin@-kunde-.kunde.example")).state == "waiting"


def test_somebody_who_has_left_waits():
    make.person("Karin", roles=("customer",), email="karin@kunde.example", is_active=False)
    assert make.mail(letter()).state == "waiting"


@pytest.mark.parametrize(
    ("proving", "said", "state"),
    [
        ("nothing", "dmarc=fail", "opened"),
        ("not_failed", "dmarc=fail", "waiting"),
        ("not_failed", "none", "opened"),
        ("proven", "none", "waiting"),
        ("proven", "dmarc=pass header.from=kunde.example", "opened"),
    ],
)
def test_what_is_asked_of_a_sender(proving, said, state):
    box = make.mailbox(proving=proving, trusted_server="mx.nordwind.example")
    assert make.mail(letter(headers=f"Authentication-Results: mx.nordwind.example; {said}"), to=box).state == state


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ({"@kunde.example": "wait"}, "waiting"),
        ({"@example": "discard"}, "discarded"),
        ({"@kunde.example": "discard", "karin@kunde.example": "accept"}, "opened"),
        ({"@example": "wait", "@kunde.example": "accept"}, "opened"),
    ],
)
def test_the_nearest_rule_decides(rules, state):
    for pattern, act in rules.items():
        life.set_rule(by=CLOCK, pattern=pattern, act=act)
    assert make.mail(letter()).state == state


def test_a_rule_of_the_mailbox_beats_one_of_all():
    life.set_rule(by=CLOCK, pattern="kunde.example", act="discard")
    life.set_rule(by=CLOCK, pattern="@kunde.example", act="accept", mailbox=make.mailbox())
    assert make.mail(letter()).state == "opened"
    assert make.mail(letter(), to=make.mailbox("other@nordwind.example")).state == "discarded"


def test_a_rule_lets_a_machine_in_but_never_an_automatic_reply():
    life.set_rule(by=CLOCK, pattern="@kunde.example", act="accept", takes_automatic=True)
    assert make.mail(letter("Disk full", headers="Auto-Submitted: auto-generated")).state == "opened"
    assert make.mail(letter("Away", headers="Auto-Submitted: auto-replied")).state == "automatic"


def test_files_are_kept_and_what_is_not_taken_is_named():
    png = "iVBORw0KGgoAAAANSUhEUg=="
    mail = make.mail(many(
        "Content-Type: text/plain\r\n\r\nLook.",
        f"Content-Type: image/png; name=shot.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{png}",
        "Content-Type: application/x-msdownload; name=tool.exe\r\nContent-Transfer-Encoding: base64\r\n\r\nTVqQ",
    ))  # fmt: skip
    assert list(Attachment.objects.values_list("name", flat=True)) == ["shot.png"]
    assert [one["name"] for one in mail.left_out] == ["tool.exe"]
    assert "tool.exe" in mail.ticket.description


def test_a_mail_without_words_says_what_came_along():
    png = "Content-Type: image/png; name=shot.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUg=="
    assert "shot.png" in make.mail(many(png)).ticket.description


def test_what_cannot_be_read_is_kept_with_what_was_wrong():
    mail = make.mail(b"this is no mail at all")
    assert (mail.state, bytes(mail.source), "sent it" in mail.why) == ("unreadable", b"this is no mail at all", True)
    assert told("mail", mail.pk) == ["mail.held"]


def test_a_mail_on_which_sorting_fails_is_tried_again_and_given_up_in_the_end(monkeypatch):
    box = make.mailbox()
    life.receive(box, [Arrived(source=letter())])
    monkeypatch.setattr(life.sorting.entering, "open_", lambda *_, **__: 1 / 0)
    mail = Mail.objects.get()
    for hours in range(6):
        with clock.travel(hours=hours):
            jobs.sort_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, "ZeroDivisionError" in mail.why) == ("unreadable", 5, True)
    monkeypatch.undo()
    life.let_in(mail, by=CLOCK)
    jobs.sort_due()
    mail.refresh_from_db()
    assert mail.state == "opened"


def test_what_a_person_discards_stays_on_record():
    mail = make.mail(letter(sender="joe@nowhere.example"))
    life.discard(mail, by=make.actor(make.ana()))
    assert (mail.state, Mail.objects.count(), told("mail", mail.pk)[-1]) == ("discarded", 1, "mail.discarded")


@pytest.mark.parametrize("who", ["employee", "stranger"])
def test_others_see_and_decide_nothing(who):
    mail, actor = make.mail(letter(sender="joe@nowhere.example")), make.actor(getattr(make, who)())
    assert list(queries.log(actor)) == list(queries.mailboxes(actor)) == list(queries.rules(actor)) == []
    with pytest.raises(Exception, match="may not"):
        life.let_in(mail, by=actor)


PROVEN = "Authentication-Results: mx.nordwind.example; dmarc=pass header.from=kunde.example"


@pytest.mark.parametrize(
    ("is_set", "proof", "follow"), [(True, PROVEN, True), (False, PROVEN, False), (True, "X-Nothing: proven", False)]
)
def test_colleagues_in_copy_follow_along_when_it_is_set_and_proven_who_wrote(kunde, is_set, proof, follow):
    box = make.mailbox(copies_follow=is_set, trusted_server="mx.nordwind.example")
    colleague = make.person("Kolja", roles=("customer",), organisation=kunde, email="kolja@kunde.example")
    make.person("Eve", roles=("employee",), email="eve@nordwind.example")
    copies = "Cc: kolja@kunde.example, eve@nordwind.example, nobody@kunde.example"
    ticket = make.mail(letter(headers=f"{proof}\n{copies}"), to=box).ticket
    watchers = Watcher.objects.filter(ticket=ticket).values_list("person", flat=True)
    assert list(watchers) == ([colleague.pk] if follow else [])


def test_sources_are_let_go_once_their_time_is_over_and_what_was_read_stays():
    box = make.mailbox(keep_days=30)
    raw = letter("It burns.")
    old, waits = make.mail(raw, to=box), make.mail(b"no mail at all", to=box)
    assert waits.wants_somebody
    with clock.travel(days=31):
        fresh = make.mail(letter("It burns again."), to=box)
        assert (jobs.erase_due(), jobs.erase_due()) == (1, 0)
        many = Mail.objects.count()
        make.mail(raw, to=box)
        assert Mail.objects.count() == many
        answer = make.mail(letter("Out now.", headers=f"In-Reply-To: <{old.message_id}>"), to=box)
    left = {one.pk: bytes(one.source) != b"" for one in Mail.objects.defer(None)}
    assert left == {old.pk: False, waits.pk: True, fresh.pk: True, answer.pk: True}
    kept = Mail.objects.get(pk=old.pk)
    assert (kept.text, kept.ticket, answer.ticket) == ("It burns.", old.ticket, old.ticket)
