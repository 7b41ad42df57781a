import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.duty.communications import life, queries
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.models import State as Sending
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def to(message):
    rows = Delivery.objects.filter(fact=message.sent_fact)
    return sorted(row.person.name if row.person else row.outsider for row in rows)


@pytest.fixture
def shop():
    return make.service("Web shop")


@pytest.fixture
def incident(shop):
    return make.incident("in_progress", service=shop, severity=1)


@pytest.fixture
def customers(shop):
    life.set_uses(shop, by=CLOCK, organisations=[make.stranger().organisation])
    return make.audience("customers")


def test_inside_a_draft_is_sent_with_one_press_after_editing(incident):
    ana = make.actor(make.ana())
    make.bo()
    message = make.message(incident)
    life.edit(message, by=ana, subject="How it stands", body="We know the cause.")
    assert life.send(message, by=ana) == 2
    assert to(message) == ["Ana", "Bo"]
    mail = Delivery.objects.filter(fact=message.sent_fact).first()
    assert (mail.subject, mail.body, mail.link[-8:]) == ("How it stands", "We know the cause.", incident.number)
    fact = last_told("ticket", incident.pk, "communication")
    assert (fact.kind, fact.data["people"], fact.by) == ("communication.sent", 2, str(ana))


def test_words_for_the_outside_wait_for_somebody_else(incident, customers):
    ana, mia = make.actor(make.ana()), make.actor(make.manager())
    message = make.message(incident, to=customers)
    with pytest.raises(Refused, match="approval first"):
        life.send(message, by=ana)
    life.edit(message, by=ana, subject="Checkout is down", body="We work on it.")
    life.submit(message, by=ana)
    with pytest.raises(NotAllowed):
        life.approve(message, by=ana)
    assert life.approve(message, by=mia) == 1
    assert to(message) == ["Stranger"]
    assert Delivery.objects.get(fact=message.sent_fact).link == ""
    assert message.approver_id == mia.person
    assert told("ticket", incident.pk, "communication")[-2:] == ["communication.submitted", "communication.sent"]


def test_words_for_our_own_people_do_not_follow_an_audience_outside(incident):
    press = make.audience("list", addresses=["press@paper.example"])
    message = make.message(incident, to=press)
    life.save_audience(press, by=CLOCK, is_outside=True)
    message.refresh_from_db()
    with pytest.raises(Refused, match="changed sides"):
        life.send(message, by=CLOCK)


def test_the_record_counts_everybody_who_was_told(incident, monkeypatch):
    make.ana(), make.bo()
    monkeypatch.setattr("watchkeep.duty.communications.queries.crowds.CAP", 1)
    life.send(make.message(incident), by=CLOCK)
    assert last_told("ticket", incident.pk, "communication").data["people"] == 2


def test_an_approver_agrees_to_the_words_that_they_have_read(incident, customers):
    ana, mia = make.actor(make.ana()), make.actor(make.manager())
    message = make.message(incident, to=customers)
    life.submit(message, by=ana)
    read = message.mark
    life.return_(message, by=ana, reason="One more thing")
    life.edit(message, by=ana, subject="Checkout is down", body="It is the supplier's fault.")
    life.submit(message, by=ana)
    with pytest.raises(Refused, match="since you read them"):
        life.approve(message, by=mia, seen=read)
    assert life.approve(message, by=mia, seen=message.mark) == 1


def test_nobody_approves_their_own_words_unless_nobody_else_could(incident, customers):
    mia = make.manager()
    other = make.person("Mo", roles=("manager",))
    message = make.message(incident, to=customers, by=make.actor(mia))
    life.submit(message, by=make.actor(mia))
    with pytest.raises(NotAllowed, match="Somebody else"):
        life.approve(message, by=make.actor(mia))
    other.is_active = False
    other.save()
    life.approve(message, by=make.actor(mia))
    assert last_told("ticket", incident.pk, "communication").data["is_own"]


def test_an_approver_gives_words_back_with_a_reason(incident, customers):
    message = make.message(incident, to=customers)
    life.submit(message, by=make.actor(make.ana()))
    with pytest.raises(Refused):
        life.return_(message, by=make.actor(make.manager()), reason=" ")
    life.return_(message, by=make.actor(make.manager()), reason="Name no supplier")
    assert (message.state, message.reason) == ("draft", "Name no supplier")


def test_nobody_is_told_twice_of_one_moment(incident, shop):
    ana, bo = make.ana(), make.bo()
    life.subscribe(shop, by=make.actor(ana))
    eve = make.person("Eve", roles=("employee",))
    life.subscribe(shop, by=make.actor(eve))
    team, followers = make.audience("team"), make.audience("subscribers")
    for one in (team, followers):
        one.from_severity = 4
        one.save()
    life.expect(incident, since=clock.now())
    drafts = {one.audience: one for one in life.draft_at_moment(incident, by=CLOCK, phase="first", moment=7)}
    life.send(drafts[team], by=CLOCK)
    assert to(drafts[team]) == [ana.name, bo.name]
    life.send(drafts[followers], by=CLOCK)
    assert to(drafts[followers]) == ["Eve"]
    assert drafts[followers].told["told_already"] == 1


def test_a_list_reaches_people_and_bare_addresses_once_each(incident):
    ana = make.ana()
    message = make.message(incident, to=make.audience("list", addresses=[ana.email, "press@paper.example"]))
    assert life.send(message, by=CLOCK) == 2
    assert to(message) == ["Ana", "address:press@paper.example"]


def test_whoever_could_not_be_reached_is_kept_by_name(incident):
    ana = make.ana()
    ana.email = ""
    ana.save()
    message = make.message(incident)
    assert life.send(message, by=CLOCK) == 0
    assert message.told["out_of_reach"] == ["Ana"]


def test_followers_get_a_link_that_stops_it(incident, shop):
    row = life.subscribe(shop, by=make.actor(make.ana()))
    message = make.message(incident, to=make.audience("subscribers"))
    life.send(message, by=CLOCK)
    token = Delivery.objects.get(fact=message.sent_fact).body.rpartition("/")[2]
    assert life.subscription_of_link(token) == row
    assert life.subscription_of_link(token + "x") is None


def test_a_message_is_withdrawn_and_what_waited_stays_here(incident):
    make.ana()
    message = make.message(incident)
    life.send(message, by=CLOCK)
    assert life.withdraw(message, by=CLOCK, reason="Wrong service") == 1
    assert Delivery.objects.get(fact=message.sent_fact).state == Sending.WITHDRAWN
    assert last_told("ticket", incident.pk).data["kept_back"] == 1


def test_a_correction_is_tied_to_what_it_corrects_and_may_be_written_beside_a_draft(incident):
    make.ana()
    message = make.message(incident)
    life.send(message, by=CLOCK)
    make.message(incident, to=message.audience)
    correction = life.follow_up(message, by=make.actor(make.bo()))
    assert correction.corrects == message
    assert correction.subject.startswith("Correction: ")


def test_only_one_draft_for_an_audience_lies_ready(incident):
    message = make.message(incident, by=make.actor(make.ana()))
    with pytest.raises(Refused, match="ready already"):
        make.message(incident, to=message.audience)


@pytest.mark.parametrize("verb", ["edit", "send", "discard", "submit", "withdraw"])
def test_whoever_may_not_is_refused(incident, customers, verb):
    eve = make.actor(make.employee())
    more = {"edit": {"subject": "x", "body": "y"}, "withdraw": {"reason": "x"}}.get(verb, {})
    message = make.message(incident, to=customers if verb == "submit" else None)
    if verb == "withdraw":
        life.send(message, by=CLOCK)
    with pytest.raises(NotAllowed):
        getattr(life, verb)(message, by=eve, **more)


def test_messages_are_seen_by_whoever_may_see_the_ticket(incident):
    message = make.message(incident)
    assert list(queries.messages(make.actor(make.ana()))) == [message]
    assert list(queries.messages(make.actor(make.stranger()))) == []
