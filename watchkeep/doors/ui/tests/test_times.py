"""Moments and spans of time in the reader's zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from watchkeep.doors.ui import formats

NIGHT = datetime(2031, 10, 25, 23, 30, tzinfo=UTC)
"""Half past one in Berlin, half an hour before it is two o'clock twice."""


@pytest.mark.parametrize(
    ("zone", "starts_at", "minutes", "said"),
    [
        ("Europe/Berlin", NIGHT - timedelta(days=30), 90, ("26 Sep 2031, 01:30", "03:00 CEST")),
        ("UTC", NIGHT, 90, ("25 Oct 2031, 23:30", "26 Oct 2031, 01:00 UTC")),
        ("Europe/Berlin", NIGHT, 180, ("26 Oct 2031, 01:30 CEST", "03:30 CET")),
        ("America/Sao_Paulo", NIGHT, 15, ("25 Oct 2031, 20:30", "20:45 UTC-03")),
    ],
)
def test_a_span_names_its_day_and_its_zone_once(zone, starts_at, minutes, said):
    with timezone.override(zone):
        assert formats.span(starts_at, starts_at + timedelta(minutes=minutes)) == said
