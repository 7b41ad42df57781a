"""Matchers, read and applied as Alertmanager does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.kernel.errors import Refused
from watchkeep.kernel.matching import Matcher, fit, parse

LABELS = {"alertname": "HighLatency", "env": "prod", "severity": "critical"}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ('env="prod"', True),
        ('env="test"', False),
        ('env!="test"', True),
        ('env=~"prod|test"', True),
        ('env=~"pro"', False),
        ('env!~"te.*"', True),
        ('missing=""', True),
        ('missing!=""', False),
        ('missing=~".+"', False),
        ("env=prod", True),
        ('{env="prod", severity=~"crit.*"}', True),
        ('env="prod"\nseverity="warning"', False),
        ("", True),
    ],
)
def test_all_conditions_must_hold(text, fits):
    assert fit(parse(text), LABELS) is fits


def test_quotes_and_commas_inside_a_value_belong_to_it():
    assert parse(r'a="x, \"y\"", b!="}"') == (Matcher("a", "=", 'x, "y"'), Matcher("b", "!=", "}"))


@pytest.mark.parametrize("text", ["env", "env ~ prod", '="x"', 'env=~"("', 'env="a" nonsense here="'])
def test_what_cannot_be_read_is_refused_with_its_place(text):
    with pytest.raises(Refused) as refused:
        parse(text)
    assert refused.value.field == "matchers"


def test_a_pattern_from_hell_takes_no_time():
    begun = time.monotonic()
    assert not fit(parse('a=~"(x+x+)+y"'), {"a": "x" * 5000})
    assert time.monotonic() - begun < 5  # one that backtracks takes years


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        parse(text)
    except Refused as refused:
        assert refused.field == "matchers"  # noqa: PT017  # either is fine
