"""Who hears in the morning what of the lists on what does not agree."""

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.assets import life as assets
from watchkeep.estate.reconciliation import jobs, life
from watchkeep.estate.reconciliation.models import Kind
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def test_managers_hear_of_all_and_who_looks_after_a_list_of_that_list_alone():
    boss, ana, bo, rolf = make.manager(), make.ana(), make.bo(), make.person("Rolf", roles=("employee",))
    seen = assets.add_item(by=CLOCK, name="nb-1", cls=make.item_class("laptop"))
    assets.report(seen, by=CLOCK, source=make.reporter(), values={"os": "Debian"})
    run_later()
    sweep(jobs.look_due)
    for kind, person in ((Kind.ORPHAN, ana), (Kind.EXPIRING, bo), (Kind.UNOWNED, boss), (Kind.ORPHAN, rolf)):
        life.keep(kind, by=make.actor(boss), person=person)
    run_later()
    Delivery.objects.all().delete()
    with clock.travel(days=1):
        sweep(jobs.say_good_morning)
        run_later()
    heard = {one.person: (one.subject, one.body, one.link) for one in Delivery.objects.select_related("person")}
    assert {person.name for person in heard} == {boss.name, ana.name}
    assert "1 thing," in heard[boss][0]
    assert "nobody owns" in heard[boss][1]
    subject, body, link = heard[ana]
    assert subject == "This morning: 1 laptop that nobody bought"
    assert "nobody owns" not in body
    assert link.endswith("/reconciliation/orphan")
