"""The rules of the register, whatever is said in whatever order."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from watchkeep.estate.assets.rules.authority import Claim, Rulebook, Trust, judge
from watchkeep.estate.assets.rules.joining import ANY, Joins
from watchkeep.estate.assets.rules.undoing import undone
from watchkeep.estate.assets.rules.worth import worth

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CLAIMS = some.builds(
    Claim,
    source=some.sampled_from(["glpi", "scan", "people", "aws"]),
    kind=some.sampled_from(["agent", "network", "person", "cloud"]),
    value=some.integers(0, 3),
    seen_at=some.integers(0, 90).map(lambda days: NOW - timedelta(days=days)),
    confidence=some.integers(0, 100),
    is_pinned=some.booleans(),
)
SAID = some.lists(CLAIMS, unique_by=lambda claim: claim.source, min_size=1)
TRUST = some.builds(
    Trust,
    order=some.permutations(["agent", "aws", "network", "person"]).map(tuple),
    fresh=some.none() | some.integers(1, 60).map(lambda days: timedelta(days=days)),
)
EDITS = some.lists(some.tuples(some.sampled_from("abc"), some.none() | some.integers(0, 3)))


@given(SAID, TRUST, some.randoms())
def test_the_order_in_which_sources_speak_changes_nothing(claims, trust, random):
    shuffled = [*claims]
    random.shuffle(shuffled)
    assert judge(claims, trust, NOW) == judge(shuffled, trust, NOW)


@given(SAID, TRUST)
def test_what_is_pinned_wins_and_what_is_fresh_goes_before_what_is_not(claims, trust):
    winner = judge(claims, trust, NOW).claim
    if any(claim.is_pinned for claim in claims):
        assert winner.is_pinned
    elif any(not trust.is_stale(claim, NOW) for claim in claims):
        assert not trust.is_stale(winner, NOW)
        fresh = [claim for claim in claims if not trust.is_stale(claim, NOW)]
        assert trust.rank(winner) == min(trust.rank(claim) for claim in fresh)


@given(SAID, TRUST)
def test_when_it_says_to_look_again_nothing_has_changed_before(claims, trust):
    verdict = judge(claims, trust, NOW)
    if verdict.judge_at:
        before = verdict.judge_at - timedelta(seconds=1)
        assert judge(claims, trust, before).claim.source == verdict.claim.source


@given(EDITS, some.integers(0, 30))
def test_what_was_is_what_a_replay_from_the_start_would_say(edits, upto):
    def replayed(some_edits):
        known = {}
        for name, value in some_edits:
            known = {**known, name: value} if value is not None else {k: v for k, v in known.items() if k != name}
        return known

    changes = [(name, replayed(edits[:at]).get(name)) for at, (name, _value) in enumerate(edits)]
    assert undone(replayed(edits), reversed(changes[upto:])) == replayed(edits[:upto])


def test_the_nearest_rule_holds_and_one_for_the_attribute_before_one_for_all():
    own, of_class, of_all, for_os = (Trust((name,)) for name in "abcd")
    book = Rulebook({("h.c", "os"): own, ("h", ""): of_class, ("", ""): of_all, ("", "os"): for_os})
    assert book.trust(["h", "h.c"], "os") is own
    assert book.trust(["h"], "os") is for_os
    assert book.trust(["h", "h.c"], "ram") is of_class
    assert book.trust(["x"], "ram") is of_all
    assert Rulebook().trust(["x"], "ram") == Trust()


def test_a_class_may_be_joined_as_those_above_it_may_unless_a_rule_forbids_it():
    server, machine = ["hardware", "hardware.computer", "hardware.computer.server"], ["virtual_machine"]
    joins = Joins([("runs_on", "virtual_machine", "hardware", True), ("depends_on", ANY, ANY, True)])
    assert joins.may_join(machine, "runs_on", server)
    assert not joins.may_join(server, "runs_on", machine)
    assert not joins.may_join(server, "hugs", machine)
    assert joins.may_join(["x"], "depends_on", ["y"])
    fewer = Joins([("runs_on", "virtual_machine", "hardware", True), ("runs_on", ANY, "hardware.computer", False)])
    assert fewer.may_join(machine, "runs_on", ["hardware"])
    assert not fewer.may_join(machine, "runs_on", server)


def test_a_thing_is_written_off_month_by_month():
    bought, price = date(2026, 1, 31), Decimal(1200)
    days = {date(2026, 2, 27): 1200, date(2026, 3, 31): 1000, date(2027, 1, 31): 0, date(2020, 1, 1): 1200}
    assert {day: worth(price, bought, 12, day) for day in days} == days
    assert worth(price, bought, 0, date(2030, 1, 1)) == 1200
