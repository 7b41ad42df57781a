"""What a runbook applies to changes: it may be wrong until somebody has read it again."""

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.automation import life
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import life as services
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def shop():
    """A service on a machine, with a runbook of its own, and another one's runbook."""
    service = make.service("Shop", on=(make.item("db1"),))
    made, other = make.procedure(owner_team=make.team("Network", members=(make.ana(),))), make.procedure()
    life.tie(made, by=CLOCK, service=service)
    life.tie(other, by=CLOCK, service=make.service("Mail"))
    return service


def stale():
    run_later()
    return list(Procedure.objects.filter(stale_at__isnull=False).values_list("stale_reason", flat=True))


def test_a_change_of_its_service_or_of_what_that_runs_on_makes_it_doubtful(shop):
    services.edit_service(shop, by=CLOCK, description="Sells things")
    assert stale() == []
    services.edit_service(shop, by=CLOCK, name="Web shop")
    assert stale() == ["Web shop has changed."]
    Procedure.objects.update(stale_at=None, stale_reason="")
    assets.edit_item(shop.runs_on.get().item, by=CLOCK, values={"ram": "8 GB"})
    assert stale() == ["db1 has changed."]


def test_whoever_leads_its_team_is_told_once(shop):
    for name in ("Web shop", "Shop again"):
        services.edit_service(shop, by=CLOCK, name=name)
        run_later()
    (mail,) = Delivery.objects.filter(subject__contains="May be wrong now")
    assert (mail.person, mail.body.splitlines()[0]) == (make.ana(), "Web shop has changed.")


@pytest.mark.parametrize("act", ["review", "publish"])
def test_reading_or_publishing_it_again_settles_it(shop, act):
    services.retire_service(shop, by=CLOCK)
    assert stale() == ["Shop is no longer offered."]
    made = Procedure.objects.get(stale_at__isnull=False)
    if act == "review":
        life.review(made, by=CLOCK, review_on=clock.now().date())
    else:
        life.save_draft(made, by=CLOCK, body="Otherwise", steps=[make.doing("look")])
        life.publish(made, by=CLOCK)
    assert stale() == []
    assert "procedure.marked_stale" in told("procedure", made.pk)
