"""Two at once cannot both win."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from testing import make
from testing.harness import told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident

THREADS = 8


def race(*runs):
    """Start all at the same moment; return what each came to: None or the exception."""
    barrier, ends = Barrier(len(runs)), [None] * len(runs)

    def one(place, run):
        barrier.wait()
        try:
            run()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is an end
            ends[place] = error
        finally:
            connection.close()

    threads = [Thread(target=one, args=(place, run)) for place, run in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


@pytest.mark.parametrize("verb", ["resolve", "acknowledge", "cancel"])
def test_of_eight_who_press_the_same_button_one_wins(transactional_db, verb):
    given = {"resolve": {"fix": "Restarted"}, "cancel": {"reason": "A test"}}.get(verb, {})
    incident = make.incident()
    before = len(told("ticket", incident.pk, "incident", "ticket"))
    twins = [fresh(incident) for _ in range(THREADS)]
    ends = race(*(lambda twin=twin: getattr(life, verb)(twin, by=CLOCK, **given) for twin in twins))
    assert ends.count(None) == 1
    assert all(isinstance(end, Refused) for end in ends if end is not None)
    assert len(told("ticket", incident.pk, "incident", "ticket")) == before + 1


def test_two_who_merge_crosswise_do_not_make_a_circle(transactional_db):
    for _ in range(5):
        one, two = make.incident(), make.incident()
        pairs = [(fresh(one), fresh(two)), (fresh(two), fresh(one))] * 2
        ends = race(*(lambda a=a, b=b: life.merge(a, by=CLOCK, into=b) for a, b in pairs))
        assert ends.count(None) == 1
        assert all(isinstance(end, Refused) for end in ends if end is not None)
        assert [fresh(row).is_merged for row in (one, two)].count(True) == 1


def test_two_who_make_each_other_the_parent_do_not_make_a_circle(transactional_db):
    for _ in range(5):
        one, two = make.incident(), make.incident()
        pairs = [(fresh(one), fresh(two)), (fresh(two), fresh(one))]
        ends = race(*(lambda a=a, b=b: life.set_parent(a, by=CLOCK, parent=b) for a, b in pairs))
        assert ends.count(None) == 1
        assert [fresh(row).parent_id is None for row in (one, two)].count(True) == 1


def test_numbers_are_unique_under_load(transactional_db):
    made = []
    ends = race(*(lambda: made.extend(make.incident().number for _ in range(10)) for _ in range(THREADS)))
    assert ends == [None] * THREADS
    assert len(set(made)) == 10 * THREADS
