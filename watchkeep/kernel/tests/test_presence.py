import pytest

from watchkeep.kernel import clock, presence


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    monkeypatch.setattr(presence, "_signs", {})


def people(topic="here:1"):
    return [(one.person, one.is_typing) for one in presence.on(topic)]


def test_who_looks_is_known_for_a_while_and_who_types_for_seconds():
    presence.note("here:1", 7, presence.LOOKING)
    presence.note("here:1", 8, presence.TYPING)
    assert people() == [(8, True), (7, False)]
    with clock.travel(seconds=10):
        assert people() == [(7, False), (8, False)]
    with clock.travel(seconds=60):
        assert people() == []
    assert people("here:2") == []


def test_whoever_leaves_is_gone():
    presence.note("here:1", 7, presence.TYPING)
    presence.note("here:1", 7, presence.GONE)
    assert people() == []
    assert presence._signs == {}


def test_what_another_process_says_is_remembered():
    assert presence.heard("here:1 7 typing") == "here:1"
    assert people() == [(7, True)]


def test_memory_is_bounded_and_the_longest_silent_goes_first(monkeypatch):
    monkeypatch.setattr(presence, "MOST", 2)
    for number in (1, 2, 1, 3):
        presence.note(f"here:{number}", 7, presence.LOOKING)
    assert list(presence._signs) == ["here:1", "here:3"]
