"""What the demo organisation alters on purpose."""

import pytest

from watchkeep.demo import cast, changing, deploying, estate, judging
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.insight.reviews.models import Occurrence
from watchkeep.insight.verdicts.models import ChangeReview, Verdict
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import (
    AgendaItem,
    Asking,
    Change,
    ChangeModel,
    Delivery,
    Deployment,
    Drift,
    PipelineSource,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_releases_go_ahead_the_upgrade_on_saturday_is_risky_and_what_they_did_is_known():
    by = Actor.system("demo", "The demo")
    people = cast.invite_everybody(by)
    services = estate.build(by, people)
    changing.alter(by, people, services)
    release = ChangeModel.objects.get(name="Application release")
    assert (release.standing, release.good, release.runs) == ("standard", 11, 11)
    assert Change.objects.get(ticket__state="implementing").ticket.title.startswith("Release")
    upgrade = Change.objects.get(ticket__state="waiting")
    assert upgrade.risk >= 60
    why = {part["name"]: part["why"] for part in upgrade.risk_parts}
    assert "2 of the 5 changes most like it" in why["record"]
    assert "A freeze is" in why["freeze"]
    assert Change.objects.filter(ticket__state="scheduled").count() == 1
    assert Change.objects.get(kind="emergency").regularise_by
    assert [one.why for one in AgendaItem.objects.filter(meeting__state="open")] == ["emergency"]
    assert [one.decision for one in AgendaItem.objects.filter(meeting__state="closed")] == ["noted"]
    kept = Occurrence.objects.values_list("state", flat=True)
    assert {"done", "late", "missed"} == set(kept)
    assert MaintenanceWindow.objects.filter(plan__isnull=False).exists()
    assert MaintenanceWindow.objects.filter(plan=None, items__name="wms-01").exists()
    deploying.deploy(by, people, services)
    assert set(Delivery.objects.values_list("fate", flat=True)) == {"read"}
    assert not PipelineSource.objects.filter(heard_at=None).exists()
    assert Deployment.objects.get(change__ticket__tags__contains=["unannounced"]).progress == "succeeded"
    assert Deployment.objects.get(progress="started").change.state == "implementing"
    assert sorted(Drift.objects.values_list("standing", flat=True)) == ["justified", "open"]
    judging.judge(by, people, services)
    found = set(Verdict.objects.exclude(judged_at=None).values_list("finding", flat=True))
    assert found == {"better", "same", "worse", "unknown"}
    deploying.ask(services)
    assert set(Asking.objects.values_list("verdict", flat=True)) == {"go", "wait", "stop"}
    words = [one.reasons[0]["words"] for one in Asking.objects.filter(verdict="go", reasons__0__code="standard")]
    release.refresh_from_db()
    assert words == [f"“Application release” is a standard model: {release.good} of {release.runs} runs went well."]
    assert release.good == release.runs - 1
    assert [one.why for one in ChangeReview.objects.exclude(done_at=None)] == ["backed_out", "worse"]
