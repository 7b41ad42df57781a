import threading
from datetime import UTC, datetime

import pytest
from django.core import signing
from django.db import connection

from watchkeep.kernel import clock, locks, numbering, search, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed


def test_time_can_be_held_and_let_go():
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    with clock.frozen(at):
        assert clock.now() == at
        with clock.travel(hours=2):
            assert clock.now() == datetime(2026, 3, 29, 3, 30, tzinfo=UTC)
        assert clock.now() == at
    assert clock.now() != at


def test_a_key_is_shown_once_and_kept_as_a_digest():
    plain, kept = secrets.new_key("wk_")
    assert plain.startswith("wk_")
    assert secrets.digest(plain) == kept
    assert len(kept) == 32


def test_a_signature_holds_for_its_purpose_only():
    text = secrets.sign({"page": 7}, "ack")
    assert secrets.unsign(text, "ack", 60) == {"page": 7}
    assert secrets.unsign(text, "reset", 60) is None
    assert secrets.unsign(text + "x", "ack", 60) is None


def test_a_signature_grows_old(monkeypatch):
    text = secrets.sign(1, "ack")
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 61)
    assert secrets.unsign(text, "ack", 60) is None


def test_a_secret_is_not_readable_where_it_lies():
    kept = secrets.encrypt("smtp password")
    assert "password" not in kept
    assert secrets.decrypt(kept) == "smtp password"


def test_an_actor_without_the_permission_is_told_so():
    actor = Actor.system("person:1", "Ana", may=("incident.work",))
    actor.need("incident.work")
    with pytest.raises(NotAllowed, match="Ana may not close"):
        actor.need("incident.close", "close")


@pytest.mark.parametrize("text", ["'", "!!", "&|", "", "   ", "<->", "\\"])
def test_a_search_for_signs_alone_is_no_search(text):
    assert search.query(text) is None


@pytest.mark.parametrize("text", ["web'shop", "a & b | !c", "host-01.example.net", "ünïcode 'x':*", "a\\b"])
def test_anything_typed_is_a_valid_search(text):
    query = search.query(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsquery('simple', %s)", (query.source_expressions[1].value,))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The shop is down", "('down' & 'shop')"),
        ("Payments fail at 0210", "('payments' & 'fail')"),
        ("DiskAlmostFull", "'diskalmostfull'"),
        ("It is down", None),
        ("& | '", None),
    ],
)
def test_what_is_alike_shares_two_telling_words(text, terms):
    found = search.alike(text)
    assert (found and found.source_expressions[1].value) == terms


def test_numbers_are_unique_under_load(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS number_tst START 1001")
    given: list[str] = []

    def take():
        given.extend(numbering.next_number("TST") for _ in range(50))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(given)) == 200
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE number_tst")


def test_a_series_has_a_plain_name():
    with pytest.raises(ValueError):
        numbering.next_number("INC'; drop")


def test_a_named_lock_has_one_holder(transactional_db):
    seen = []

    def other():
        with locks.only_one("a test") as mine:
            seen.append(mine)
        connection.close()

    with locks.only_one("a test") as mine:
        assert mine
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert seen == [False]
