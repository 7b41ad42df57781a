"""Whoever planned for a time that is frozen hears so: once, of all that is theirs, and again when it is lifted."""

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life


def told_to(person):
    return Delivery.objects.filter(person=person).order_by("pk")


def test_owners_and_implementers_of_what_it_stops_hear_once_and_once_more_when_it_is_lifted():
    ana, bo = make.ana(), make.bo()
    mine = make.change("scheduled", owner=ana)
    make.change("assessing", owner=ana, title="Another", implementer=bo)
    make.change("draft", owner=bo, title="Only thought of")
    elsewhere = make.change("assessing", services=[make.service("Mail", owner_team=make.team("Post"))], owner=bo)
    run_later()
    Delivery.objects.all().delete()
    freeze = make.freeze(services=[make.shop()])
    run_later()
    life.follow_freeze(freeze.pk)
    run_later()
    (one,) = told_to(ana)
    assert (mine.number in one.body, "Another" in one.body, freeze.name in one.subject) == (True, True, True)
    assert told_to(bo).count() == 1
    assert told("ticket", mine.pk)[-1] == "change.caught_by_freeze"
    assert "change.caught_by_freeze" not in told("ticket", elsewhere.pk)
    life.change_freeze(freeze, by=CLOCK, is_everywhere=True)
    run_later()
    assert (told_to(ana).count(), told_to(bo).count()) == (1, 2), "only what is new is told"
    life.lift_freeze(freeze, by=CLOCK)
    run_later()
    assert (told_to(ana).count(), told_to(bo).count()) == (2, 3)
    assert told("ticket", mine.pk)[-1] == "change.freed_of_freeze"
