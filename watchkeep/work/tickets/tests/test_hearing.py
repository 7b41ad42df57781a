"""Typed questions: operators, negation, ranges, phrases, and a clear word for what is none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import State
from watchkeep.work.tickets.queries import Filters


def found(q, *, by=None, **more):
    return set(queries.queue(make.actor(by or make.ana()), Filters(q=q, **more)))


def refused(q):
    with pytest.raises(Refused) as no:
        found(q)
    assert no.value.field == "q"
    return no.value.message


def test_every_operator_finds_its_own():
    ana, bo, shop, ops = make.ana(), make.bo(), make.service("Web shop"), make.team("Network")
    one = make.ticket(service=shop, team=ops, impact=1, urgency=1, tags=["card", "till"], is_drill=True,
                      requester=make.employee(), title="The till beeps")  # fmt: skip
    life.assign(one, by=CLOCK, person=ana)
    life.watch(one, by=CLOCK, person=ana)
    make.ticket(title="Something else")
    for q in (
        f"service:{shop.slug}", 'service:"web shop"', "service:WEB", f"team:{ops.slug}", "assignee:me", "is:mine",
        f"assignee:{ana.email}", f'assignee:"{ana.name}"', "priority:1", "priority:<2", "priority:p1", "severity:1..2",
        "tag:card", "tag:nothing,till", "is:drill", "is:watched", "is:major", f"requester:{make.employee().email}",
        'service:web state:open assignee:me "till beeps"', "kind:incident till", "-assignee:nobody",
        '-"something else"', "-else", f"{one.number}",
    ):  # fmt: skip
        assert found(q) == {one}, q
    assert found("is:mine", by=bo) == set()
    assert found("tag:card tag:other") == set()
    assert found("-service:web") == found("is:unassigned")


def test_a_state_that_is_asked_for_is_looked_for_everywhere():
    new, resolved = make.ticket(), make.ticket(State.RESOLVED)
    assert found("state:open") == found("is:open") == found("-state:ended") == {new}
    assert found("state:resolved") == found("state:ended") == found("is:ended") == found("-is:open") == {resolved}
    assert found("state:new,resolved") == found("state:open,ended") == {new, resolved}
    assert found("-state:open,ended") == set()


def test_ages_and_days_bound_what_is_found():
    with clock.travel(days=-10):
        old, day = make.ticket(), clock.now().date().isoformat()
    new = make.ticket()
    assert found("opened:>7d") == found(f"opened:{day}") == found(f"opened:<={day}") == {old}
    assert found("opened:<7d") == found("opened:7d") == found(f"opened:>{day}") == {new}
    assert found(f"opened:{day}..2199-01-01") == found(f"opened:>={day}") == {old, new}
    assert found("updated:<1h") == {new}
    assert found(f"opened:<{day}") == set()


def test_closed_looks_among_what_is_over():
    closed = make.ticket(State.CLOSED)
    make.ticket()
    assert found("closed:<1d") == {closed}


def test_what_waiting_costs_can_be_bounded():
    dear = make.ticket(service=make.service(value_per_hour=60_000))
    make.ticket()
    assert found("cost:>10") == {dear}


def test_a_phrase_is_found_in_its_order_and_quotes_keep_colons():
    one = make.ticket(title="error: disk full on db1")
    make.ticket(title="full disk on db1")
    assert found('"disk full"') == {one}
    assert found('"error: disk"') == {one}
    assert found("http://x.example") == set()


@pytest.mark.parametrize(
    ("q", "says"),
    [
        ("colour:red", "There is no “colour:”"),
        ("colour:red", "service:"),
        ("colour:red", '"colour:red"'),
        ("state:sleeping", "use open"),
        ("service:nothing", "No service is called “nothing”"),
        ("opened:soon", "opened:>7d"),
        ("opened:2026-02-31", "opened:>7d"),
        ("priority:x", "priority:<=2"),
        ("assignee:", "needs a value"),
        ("a " * 30, "At most 20"),
    ],
)
def test_what_is_not_understood_is_explained(q, says):
    assert says in refused(q)


@pytest.mark.parametrize(
    "q", ["", "-", ":", '"', '-"', "::", "x:\x00", "-:", "state:,", "🔥:1", "priority:¹", "opened:>", "opened:\n"]
)
def test_no_question_breaks_it(q):
    make.ticket()
    try:
        found(q)
    except Refused as no:
        assert no.field == "q"  # noqa: PT017  # either is right


def test_two_operators_of_a_kind_must_both_hold():
    both = make.ticket(service=make.service("Shop"), title="One")
    assert found("service:shop service:shop") == {both}
    assert found("service:shop", service=(make.service("Other").pk,)) == set()


def test_names_are_only_those_that_the_reader_may_see():
    make.service("Secret engine")
    with pytest.raises(Refused):
        found("assignee:bo", by=make.stranger())


class TestCompletion:
    def complete(self, typed):
        return [one.text for one in queries.complete(make.actor(make.ana()), typed)]

    def test_operators_come_first_then_their_values(self):
        shop = make.service("Web shop")
        assert self.complete("disk st") == ["state:"]
        assert self.complete("-st") == ["-state:"]
        assert self.complete("state:op") == ["state:open"]
        assert self.complete("state:new,clo") == ["state:new,closed"]
        assert self.complete("service:we") == [f"service:{shop.slug}"]
        assert self.complete("assignee:m")[0] == "assignee:me"
        assert self.complete("opened:") == ["opened:>7d"]

    def test_what_is_no_operator_has_no_values(self):
        assert self.complete("colour:r") == self.complete("") == self.complete("zzz") == []


class TestWhatIsWritten:
    def test_words_are_found_wherever_they_stand_on_a_ticket(self):
        one, other = make.ticket(title="Till is silent"), make.ticket(title="Till beeps")
        life.reply(one, by=CLOCK, body="It was the **fuse**, of course.")
        life.note(one, by=CLOCK, body="Ordered a spare bulb")
        for q in ("fuse", "till fuse", "fuse bulb", "bul", '"spare bulb"', "silent -beeps", "till -beeps fuse"):
            assert found(q) == {one}, q
        assert found("till -fuse") == found("till -bulb") == found('till -"spare bulb"') == {other}
        assert found("fuse beeps") == found('"bulb spare"') == set()

    def test_only_who_may_read_notes_finds_them(self):
        one = make.ticket(title="Till is silent", requester=make.employee())
        life.reply(one, by=CLOCK, body="It was the fuse.")
        life.note(one, by=CLOCK, body="Ordered a bulb")
        ines = make.employee()
        assert found("fuse", by=ines) == found("-bulb", by=ines) == {one}
        assert found("bulb", by=ines) == found("fuse", by=make.stranger()) == set()

    def test_what_is_changed_or_gone_is_no_longer_found(self):
        one = make.ticket(title="Till is silent")
        kept, gone = (life.reply(one, by=CLOCK, body=f"The {word} broke") for word in ("fuse", "bulb"))
        life.edit(one, by=CLOCK, title="Till is loud")
        assert found("loud fuse bulb") == {one}
        assert found("silent") == set()
        gone.delete()
        type(kept).objects.filter(pk=kept.pk).update(body="The cable broke", is_public=False)
        assert found("bulb") == found("fuse") == set()
        assert found("cable") == {one}
        assert found("cable", by=make.employee()) == set()

    def test_a_page_of_words_takes_as_many_queries_as_any_other(self):
        ana = make.actor(make.ana())
        for number in range(3):
            life.reply(make.ticket(title=f"Till {number}"), by=CLOCK, body="It was the fuse.")
        with CaptureQueriesContext(connection) as queried:
            assert len(queries.page(ana, Filters(q="fuse")).rows) == 3
        assert len(queried) == 3

    def test_a_thread_that_is_too_long_to_be_searched_whole_still_grows(self):
        one = make.ticket(title="Till is silent")
        for part in range(30):
            life.note(one, by=CLOCK, body=" ".join(f"{part:x}x{number:x}" for number in range(6000)))
        assert found("till 0x1") == {one}
