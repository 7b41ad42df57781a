import pytest

from testing import make
from watchkeep.estate.knowledge import queries, rules


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to jo.do+x@mail.example.org now", "Write to [e-mail] now"),
        ("Call +49 (30) 123 45-67 or 030/1234567", "Call [telephone] or [telephone]"),
        ("from 10.1.2.3/24 and 192.168.0.1:8080", "from [IP address] and [IP address]:8080"),
        ("at fe80::1ff:fe23:4567:890a today", "at [IP address] today"),
        ("password: hunter2, then", "password: [secret] then"),
        ('token = "a b c"', "token = [secret]"),
        ("Authorization: Bearer abcdefgh12345", "Authorization: Bearer [secret]"),
        ("postgres://ana:pw@db/shop", "postgres://[secret]@db/shop"),
        ("ghp_0123456789abcdefABCDEF", "[secret]"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "[secret]"),
        ("3f786850e387550fdab836ed7e6dc881de23001b", "[secret]"),
        ("version 10.1.2 of 2026-11-28 at 12:30:05, INC-1042, port 8080", None),
        ("Error 0x80070005 on db-prod-01 after 1 200 300 rows", None),
    ],
)
def test_what_tells_who_or_opens_doors_is_masked_and_nothing_else(text, masked):
    assert rules.mask(text) == (masked or text)


def test_people_are_found_by_their_names_and_those_involved_also_by_a_part():
    make.person("Mark Baker")
    text = "Mark Baker and Jo Doe's laptop: Jo baked, Mark marked"
    assert queries.masked(text, ["Jo Doe"]) == "[name] and [name] laptop: Jo baked, Mark marked"
    assert rules.mask("Doe said so", involved=["Jo Doe"]) == "[name] said so"
