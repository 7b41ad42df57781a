"""Which traces are one thing. Each case of the field has a sentence of its own."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from watchkeep.estate.discovery.models.found import DOCKING, Found, Nic
from watchkeep.estate.discovery.rules.marks import SERIAL, Mark, marks_of
from watchkeep.estate.discovery.rules.partition import Trace, decide

DAY = datetime(2026, 3, 1, tzinfo=UTC)
M1, M2, M3 = "00:1b:21:00:00:01", "00:1b:21:00:00:02", "00:1b:21:00:00:03"


def machine(key="a", macs=(M1,), **more):
    values = {"serial": "ABC12345", "manufacturer": "Dell Inc.", "uuid": "4c4c4544-0032-3010-8052-b4c04f564231"} | more
    return Found(key=key, nics=tuple(Nic(name=f"eth{at}", mac=mac) for at, mac in enumerate(macs)), **values)


def traces(*seen):
    """What was heard, as (day, found) in any order: one trace for all that said the same."""
    spans = {}
    for day, found in seen:
        at = DAY + timedelta(days=day)
        first, last = spans.get(key := marks_of(found, source="agents"), (at, at))
        spans[key] = (min(first, at), max(last, at))
    ordered = sorted(spans.items(), key=lambda span: (span[1], sorted(span[0])))
    return [Trace(pk, marks, first, last) for pk, (marks, (first, last)) in enumerate(ordered, start=1)]


def groups(*seen, **said):
    return decide(traces(*seen), **said).groups


def doubts(*seen, **said):
    return [(one.mark.kind, one.against) for one in decide(traces(*seen), **said).doubts]


def test_two_agents_on_one_machine_are_one_thing():
    assert groups((1, machine("a")), (1, machine("b", macs=(M1, M2)))) == ((1, 2),)


def test_new_network_cards_make_no_new_machine():
    seen = [(1, machine()), (2, machine(macs=(M2,)))]
    assert (groups(*seen), doubts(*seen)) == (((1, 2),), [])


def test_new_network_cards_make_no_new_machine_without_a_serial_number_either():
    nameless = {"serial": "", "uuid": ""}
    assert groups((1, machine(**nameless)), (2, machine(macs=(M2,), **nameless))) == ((1, 2),)


def test_a_machine_that_is_set_up_anew_stays_the_same():
    seen = [(1, machine("old", name="old", domain="a.example")), (2, machine("new", name="new", domain="a.example"))]
    assert (groups(*seen), doubts(*seen)) == (((1, 2),), [])


def test_a_cloned_machine_that_speaks_in_turn_with_its_original_is_doubted():
    original, clone = machine("a"), machine("b", macs=(M2,))
    seen = [(1, original), (2, clone), (3, original), (4, clone)]
    assert groups(*seen) == ((1,), (2,))
    assert doubts(*seen) == [("serial", ("mac",))]


def test_a_clone_that_bears_the_name_of_the_agent_as_well_is_doubted_too():
    seen = [(1, machine()), (2, machine(macs=(M2,))), (3, machine())]
    assert (groups(*seen), doubts(*seen)) == (((1,), (2,)), [("serial", ("mac",))])


def test_swapped_disks_change_nothing_about_which_machine_is_which():
    there, here = {"serial": "SER-AAAA1"}, {"serial": "SER-BBBB2", "uuid": "5c4c4544-0032-3010-8052-b4c04f564232"}
    before = [(1, machine("a", **there)), (1, machine("b", macs=(M2,), **here))]
    after = [(3, machine("a", macs=(M2,), **here)), (3, machine("b", **there))]
    found = decide(traces(*before, *after))
    assert ({len(group) for group in found.groups}, len(found.groups), found.doubts) == ({2}, 2, ())


def test_the_same_serial_number_on_two_continents_is_doubted_and_joined_by_nobody():
    other = machine("b", macs=(M2,), uuid="5c4c4544-0032-3010-8052-b4c04f564232")
    seen = [(1, machine("a")), (9, other)]
    assert (groups(*seen), doubts(*seen)) == (((1,), (2,)), [("serial", ("uuid", "mac"))])


def test_serial_numbers_of_other_makers_are_other_serial_numbers():
    seen = [(1, machine("a", uuid="")), (1, machine("b", macs=(M2,), uuid="", manufacturer="Lenovo"))]
    assert (groups(*seen), doubts(*seen)) == (((1,), (2,)), [])


def test_placeholders_never_make_one_thing_of_two():
    for serial in (
        "Default string",
        "To be filled by O.E.M.",
        "System Serial Number",
        "00000000",
        "XXXXXXXXXX",
        "None",
    ):
        shared = {"serial": serial, "uuid": "03000200-0400-0500-0006-000700080009"}
        assert groups((1, machine("a", **shared)), (1, machine("b", macs=(M2,), **shared))) == ((1,), (2,)), serial


def test_a_dock_that_wanders_makes_nothing_one():
    dock = Nic(name="USB Ethernet", mac="00:1b:21:ff:ff:01", kind=DOCKING)
    several = [
        Found(key=key, serial=serial, manufacturer="Dell", nics=(dock,))
        for key, serial in (("a", "SER-AAAA1"), ("b", "SER-BBBB2"))
    ]
    assert groups((1, several[0]), (1, several[1])) == ((1,), (2,))


def at_address(key="10.20.0.2", address="10.20.0.2", **more):
    return Found(key=key, kind="network_device", address=address, **more)


SWITCH = {"key": "FDO1", "serial": "FDO1234X", "manufacturer": "Cisco"}


def test_a_device_without_hardware_address_is_the_one_that_is_managed_there_whichever_came_first():
    for days in ((1, 2), (2, 1)):
        seen = [(days[0], at_address()), (days[1], at_address(**SWITCH))]
        assert (groups(*seen), doubts(*seen)) == (((1, 2),), [])
        (outcome,) = decide(traces(*seen)).joined_by.values()
        assert outcome == Mark("address", "10.20.0.2")


def test_an_address_that_no_single_thing_bears_is_no_mark():
    for address in ("127.0.0.1", "169.254.3.4", "0.0.0.0", "224.0.0.5", "fe80::1", "nonsense", ""):
        assert {mark.kind for mark in marks_of(at_address(address=address), source="s")} == {"agent"}, address
    assert Mark("address", "10.20.0.2") in marks_of(at_address(address="::ffff:10.20.0.2"), source="s")


def test_another_device_at_the_address_is_its_own_thing_and_somebody_says_which_one_answers_there():
    first, later = at_address(**SWITCH), at_address(key="FDO2", serial="FDO9999Y", manufacturer="Cisco")
    seen = [(1, first), (1, at_address()), (5, first), (9, later), (20, at_address())]
    assert doubts(*seen) == [("address", ("serial", "lone_serial"))]
    (doubt,) = (known := decide(traces(*seen))).doubts
    assert len(known.groups) == 2
    pair = frozenset((doubt.one, doubt.other))
    same, apart = decide(traces(*seen), same=[pair]), decide(traces(*seen), apart=[pair])
    assert (pair in {*map(frozenset, same.groups)}, same.doubts) == (True, ())
    assert (apart.groups, apart.doubts) == (known.groups, ())
    assert doubts((1, first), (9, later)) == []


def test_names_that_differ_at_one_address_are_asked_about_unless_machines_take_turns_there():
    by_snmp, by_dns = at_address(key="sw", name="sw-1.example.org"), at_address(key="m", name="sw-1-mgmt.example.org")
    seen = [(1, by_snmp), (1, by_dns)]
    assert (groups(*seen), doubts(*seen)) == (((1,), (2,)), [("address", ("name",))])
    elsewhere = at_address(key="m", name="sw-1-mgmt.example.org", address="10.20.0.9")
    assert doubts(*seen, (3, elsewhere)) == []


def test_a_card_that_was_moved_is_explained_by_time_and_one_in_two_machines_is_not():
    one = machine("a", macs=(M1, M2), uuid="")
    later = machine("a", macs=(M1,), uuid="")
    other = machine("b", macs=(M2,), uuid="", serial="SER-BBBB2")
    assert doubts((1, one), (2, later), (3, other)) == []
    assert doubts((1, one), (3, one), (2, other)) == [("mac", ("serial",))]


def test_what_knows_a_name_and_an_address_alone_joins_what_knows_more():
    scan = Found(key="", name="db-01", domain="nordwind.example", nics=(Nic(name="", mac=M1),))
    assert groups((1, machine()), (1, scan)) == ((1, 2),)


def test_what_people_said_counts_before_all():
    seen = [(1, machine("a")), (2, machine("b", macs=(M2,))), (3, machine("a"))]
    assert (groups(*seen, same={frozenset((1, 2))}), doubts(*seen, same={frozenset((1, 2))})) == (((1, 2),), [])
    assert (groups(*seen, apart={frozenset((1, 2))}), doubts(*seen, apart={frozenset((1, 2))})) == (((1,), (2,)), [])


def test_a_mark_that_many_bear_who_contradict_each_other_is_a_placeholder_that_nobody_knew():
    several = [
        machine(str(at), macs=(f"00:1b:21:00:01:{at:02d}",), uuid=f"5c4c4544-0032-3010-8052-b4c04f56420{at}")
        for at in range(7)
    ]
    seen = [(1, one) for one in several]
    assert (len(groups(*seen)), doubts(*seen)) == (7, [])


VALUES = st.sampled_from(("1", "2", "3"))
KINDS = st.sampled_from(("serial", "uuid", "agent", "mac", "name", "cloud", "lone_serial", "address"))
MARKS = st.frozensets(st.builds(Mark, KINDS, VALUES), min_size=1, max_size=4)
SPANS = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)
KNOWN = st.lists(st.tuples(MARKS, SPANS), min_size=1, max_size=7)


def of(known, order):
    rows = [
        Trace(pk, known[at][0], DAY + timedelta(days=known[at][1][0]), DAY + timedelta(days=known[at][1][1]))
        for pk, at in enumerate(order)
    ]
    found = decide(rows)
    things = {frozenset(order[pk] for pk in group) for group in found.groups}
    asked = {(one.mark, frozenset(_thing(things, order[pk]) for pk in (one.one, one.other))) for one in found.doubts}
    return things, {sides for _mark, sides in asked}


def _thing(things, at):
    return next(thing for thing in things if at in thing)


@settings(max_examples=150, deadline=None)
@given(KNOWN, st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_never_changes_what_they_are(known, chance):
    order = list(range(len(known)))
    expected = of(known, order)
    chance.shuffle(order)
    assert of(known, order) == expected


@settings(max_examples=100, deadline=None)
@given(KNOWN)
def test_everything_is_in_one_thing_and_in_no_second(known):
    things, _doubts = of(known, list(range(len(known))))
    assert sorted(at for thing in things for at in thing) == list(range(len(known)))


@settings(max_examples=100, deadline=None)
@given(KNOWN, st.data())
def test_what_was_merged_and_is_split_again_is_what_it_was(known, data):
    rows = [
        Trace(pk, marks, DAY + timedelta(days=span[0]), DAY + timedelta(days=span[1]))
        for pk, (marks, span) in enumerate(known)
    ]
    before = decide(rows)
    pair = frozenset(data.draw(st.sampled_from(rows)).pk for _side in range(2))
    merged = decide(rows, same={pair} if len(pair) == 2 else ())
    assert any(pair <= set(group) for group in merged.groups)
    assert decide(rows) == before


def test_every_order_of_a_swap_comes_to_the_same():
    seen = [
        Trace(0, frozenset({Mark(SERIAL, "x"), Mark("mac", "1")}), DAY, DAY),
        Trace(1, frozenset({Mark("mac", "1"), Mark("uuid", "u")}), DAY, DAY),
        Trace(2, frozenset({Mark(SERIAL, "y"), Mark("uuid", "u")}), DAY, DAY),
    ]
    found = {decide(order).groups for order in permutations(seen)}
    assert len(found) == 1
