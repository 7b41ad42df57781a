"""The life cycle on a borrowed row: the kernel has no stateful record of its own, so a test table stands in."""

import threading

import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.lifecycle import Lifecycle, Step

LIFE = Lifecycle(
    Step("light", ("dark",), "lit", may="lamp.light"),
    Step("dim", ("lit",), "dark", may="lamp.light", needs=("why",)),
    Step("polish", ("lit", "dark"), None, may="lamp.light"),
)
STRANGER = Actor.system("person:0", "A stranger", may=())

with isolate_apps("watchkeep.kernel"):

    class Lamp(models.Model):
        state = models.CharField(max_length=10, default="dark")
        why = models.CharField(max_length=10, default="")
        turns = models.IntegerField(default=0)

        class Meta:
            app_label = "kernel"


@pytest.fixture
def lamp(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Lamp)
    yield Lamp.objects.create()
    with connection.schema_editor() as editor:
        editor.delete_model(Lamp)


def test_a_step_moves_the_row_and_writes_its_values(lamp):
    LIFE.move(lamp, "light", by=CLOCK, turns=models.F("turns") + 1)
    assert (lamp.state, lamp.turns) == ("lit", 1)
    assert Lamp.objects.get().state == "lit"


def test_a_step_without_an_end_leaves_the_state(lamp):
    LIFE.move(lamp, "polish", by=CLOCK, turns=5)
    assert (lamp.state, lamp.turns) == ("dark", 5)


def test_a_stranger_may_not(lamp):
    with pytest.raises(NotAllowed):
        LIFE.move(lamp, "light", by=STRANGER)
    assert LIFE.open_to(lamp, STRANGER) == []


def test_a_need_that_is_missing_is_named(lamp):
    LIFE.move(lamp, "light", by=CLOCK)
    with pytest.raises(Refused) as refused:
        LIFE.move(lamp, "dim", by=CLOCK)
    assert refused.value.field == "why"
    LIFE.move(lamp, "dim", by=CLOCK, given={"why": "dawn"})


def test_a_wrong_state_is_refused(lamp):
    with pytest.raises(Refused):
        LIFE.move(lamp, "dim", by=CLOCK, why="dawn")


def test_the_buttons_are_the_steps_open_here(lamp):
    assert [step.verb for step in LIFE.open_to(lamp, CLOCK)] == ["light", "polish"]


def test_of_eight_at_once_one_wins(lamp):
    start, won = threading.Barrier(8), []

    def race():
        twin = Lamp.objects.get(pk=lamp.pk)
        start.wait()
        try:
            with transaction.atomic():
                LIFE.move(twin, "light", by=CLOCK)
            won.append(1)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
