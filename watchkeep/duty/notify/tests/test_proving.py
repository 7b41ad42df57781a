"""Codes that are sent to prove who somebody is."""

import contextlib

import pytest

from testing import make
from watchkeep.duty.notify import life
from watchkeep.estate.people.models import SentCode, Throttle
from watchkeep.kernel.errors import Refused, TooSoon

ADDRESS = "192.0.2.7"


def ask(person):
    return life.send_code(person, by=make.actor(person), method=None, address=ADDRESS)


def test_asking_stays_counted_although_it_is_refused():
    ines = make.employee()
    for _letter in range(6):
        with contextlib.suppress(Refused):
            ask(ines)
    assert SentCode.objects.count() == 3
    assert Throttle.objects.get(pk=f"letters:{ADDRESS}").failures == 6
    with pytest.raises(TooSoon) as no:
        ask(ines)
    assert no.value.wait == 300
