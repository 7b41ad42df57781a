"""What the looks of older rows have spent is worked out from how many they were."""

from importlib import import_module

import pytest
from django.db import connection

from testing import make
from watchkeep.insight.verdicts.models import Verdict
from watchkeep.insight.verdicts.rules import judging

SPENT = import_module("watchkeep.insight.verdicts.migrations.0008_spent_so_far").SPENT
UNDER_WAY, AFTER = [look.level for _after, look in judging.UNDER_WAY], [look.level for look in judging.LOOKS]


def worked_out(**counters):
    Verdict.objects.update(spent=0, **counters)
    with connection.cursor() as cursor:
        cursor.execute(SPENT)
    return Verdict.objects.get().spent


def test_they_have_spent_the_level_of_each_look_and_all_of_it_after_the_last():
    make.change("implementing")
    for early in range(len(UNDER_WAY) + 1):
        for looks in range(len(AFTER)):
            spent = sum(UNDER_WAY[:early]) + sum(AFTER[:looks])
            assert worked_out(early=early, looks=looks) == pytest.approx(spent), (early, looks)
        assert worked_out(early=early, looks=len(AFTER)) == judging.LEVEL
    assert worked_out(early=0, looks=0) == 0


def test_one_that_never_ended_had_all_that_was_not_spent_under_way_and_the_last_look_and_has_the_rest_left():
    make.change("implementing")
    for early in (0, 4, len(UNDER_WAY)):
        for looks in range(len(AFTER)):
            spent = worked_out(early=early, looks=looks, is_endless=True)
            assert spent == pytest.approx(sum(UNDER_WAY) + AFTER[-1] + sum(AFTER[:looks]))
            left = judging.level_after(looks, spent)
            assert 0 <= left <= judging.LEVEL - spent + 1e-9
