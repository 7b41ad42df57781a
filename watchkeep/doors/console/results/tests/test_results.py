"""How changes went: the same figures on the page and by the API, each for who may see it."""

from datetime import timedelta

from testing import make
from testing.turning import come, page
from watchkeep.insight.verdicts import queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change


def ended(outcome, days, *, services, **given):
    """A change that ended so many days ago, as it is kept."""
    change = make.change("closed", services=services, **given)
    at = clock.now() - timedelta(days=days)
    Change.objects.filter(pk=change.pk).update(begun_at=at - timedelta(hours=1), ended_at=at, outcome=outcome)
    return change


def test_a_month_is_counted_beside_the_month_before(django_assert_num_queries):
    shop, other = make.shop(), make.service("Warehouse")
    model = make.change_model()
    for outcome in ("successful", "backed_out", "failed", "with_issues"):
        ended(outcome, 3, services=[shop], model=model)
    harmful = ended("successful", 10, services=[shop, other], model=model)
    life.find_harm(harmful, by=CLOCK)
    ended("successful", 40, services=[other])
    ended("successful", 100, services=[other])
    ended("", 1, services=[other])
    life.cancel(make.change(), by=CLOCK, reason="Not needed")
    with django_assert_num_queries(8):
        report = queries.results(CLOCK, days=30, until=clock.now())
    now = report.now
    assert (now.ended, now.known, now.successful, now.harmful, now.untold) == (6, 5, 1, 1, 1)
    assert (now.with_issues, now.backed_out, now.failed, now.cancelled, now.percent) == (1, 1, 1, 1, 20)
    assert (report.before.ended, report.before.percent, report.before.cancelled) == (1, 100, 0)
    assert sum(week.ended for week in report.weeks) == 6
    assert report.wrong == 4
    assert [(one.name, one.ended, one.known, one.wrong) for one in report.services] == [
        (shop.name, 5, 5, 4), (other.name, 2, 1, 1),
    ]  # fmt: skip
    assert [(one.name, one.ended, one.percent) for one in report.models] == [(model.name, 5, 20)]
    ana = come(make.ana())
    assert "Of 6 changes that ended in the last 30 days 4 went wrong." in page(ana, "/changes/results")
    assert "Of 7 changes that ended in the last 90 days 4 went wrong." in page(ana, "/changes/results?days=90")


def test_whoever_may_not_see_verdicts_sees_no_figure_of_them():
    ended("successful", 3, services=[make.shop()])
    may = Actor(key="person:8", name="Reader", permissions=frozenset({"change.see"}))
    shown = queries.results(may, days=30, until=clock.now()).now
    assert (shown.ended, shown.worse, shown.harm_reviewed) == (1, None, None)
    assert queries.results(Actor(key="person:9", name="Stranger"), days=30, until=clock.now()).now.ended == 0
