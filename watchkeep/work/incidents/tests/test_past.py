"""What worked last time, and what was merged into what."""

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import State


def test_the_same_alert_comes_before_a_title_that_looks_alike_here_and_elsewhere():
    shop = make.service("Shop", tier=3)
    alike = make.incident(State.CLOSED, service=shop, title="The shop is down again")
    same = make.incident(State.RESOLVED, service=shop, title="HTTP 500", fingerprint="abc")
    make.incident(State.CLOSED, service=shop, title="Printer out of paper")
    elsewhere = make.incident(State.CLOSED, service=make.service("Other", tier=3), title="The other shop is down")
    make.incident(State.CLOSED, title="The slide is down")
    make.incident(State.CLOSED, service=shop, title="The shop is down", is_drill=True)
    make.incident(service=shop, title="The shop is down")
    now = make.incident(service=shop, title="The shop is down", fingerprint="abc")
    assert queries.past(now, CLOCK) == [same, alike, elsewhere]


def test_nothing_is_past_that_one_may_not_see():
    shop = make.service("Shop", tier=3)
    make.incident(State.CLOSED, service=shop, fingerprint="abc")
    now = make.incident(service=shop, fingerprint="abc", requester=make.employee())
    assert queries.past(now, make.actor(make.employee())) == []


def test_the_family_is_everything_that_went_in_however_indirectly():
    one, two, three = make.incident(), make.incident(), make.incident()
    life.merge(one, by=CLOCK, into=two)
    life.merge(two, by=CLOCK, into=three)
    assert queries.family(three) == [one, two]
    assert queries.family(one) == []
    life.unmerge(two, by=CLOCK)
    assert queries.family(three) == []
    assert queries.family(two) == [one]
