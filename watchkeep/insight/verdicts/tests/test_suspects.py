from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.services import life as services
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.models import Verdict
from watchkeep.insight.verdicts.rules.suspects import Deed, score
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed
from watchkeep.kernel.facts import told
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Link, Relation

FAILED = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def begun(service, **before):
    """A change that was begun so long before it failed and never ended."""
    with clock.frozen(FAILED - timedelta(**before)):
        return make.change("implementing", services=[service])


def failed(service):
    with clock.frozen(FAILED):
        return make.incident(service=service)


def points(*, ended=None, distance=0, risk=None, finding=""):
    at = FAILED - timedelta(hours=1 if ended is None else ended + 1)
    done = None if ended is None else FAILED - timedelta(hours=ended)
    return score(Deed(at, done, distance, risk, finding), FAILED).points


def test_time_distance_risk_and_verdict_each_make_more_of_a_suspect():
    assert points() > points(ended=1) > points(ended=6) > points(ended=60)
    assert points() > points(distance=1) > points(distance=3)
    assert points(risk=90) > points(risk=10)
    assert points(finding="worse") > points() > points(finding="same") > points(finding="better")
    worst = score(Deed(FAILED, None, 0, 100, "worse"), FAILED)
    assert worst.points == 100 == sum(part.most for part in worst.parts)
    assert [part.words for part in worst.parts] == [
        "It was under way then.", "It touched this very service.", "Its risk is 100 of 100.", "Its verdict is worse.",
    ]  # fmt: skip


def test_an_incident_names_the_nearest_latest_change_first_and_not_what_cannot_have_been_it():
    shop, database, elsewhere = make.shop(), make.service("Database"), make.service("Elsewhere")
    services.depend_on(shop, database, by=CLOCK)
    here, below = begun(shop, minutes=20), begun(database, minutes=10)
    begun(elsewhere, minutes=5)
    begun(shop, hours=100)
    incident = failed(shop)
    found = queries.suspects_of(incident, make.actor(make.ana()))
    assert [one.change for one in found] == [here, below]
    Verdict.objects.filter(pk=below.pk).update(finding="worse")
    Verdict.objects.filter(pk=here.pk).update(finding="better")
    first, second = queries.suspects_of(incident, CLOCK)
    assert (first.change, first.points > second.points) == (here, True)
    assert queries.suspects_of(failed(make.service("Quiet")), CLOCK) == []


def test_people_say_that_it_was_this_or_not_and_may_think_again():
    shop, ana = make.shop(), make.actor(make.ana())
    first, second = begun(shop, minutes=20), begun(shop, minutes=10)
    incident = failed(shop)

    def said():
        return [(one.change, one.is_named, one.is_ruled_out) for one in queries.suspects_of(incident, ana)]

    life.rule_out(incident, second, by=ana)
    life.rule_out(incident, second, by=ana)
    assert said() == [(first, False, False), (second, False, True)]
    life.name_suspect(incident, second, by=ana)
    life.name_suspect(incident, second, by=ana)
    assert said() == [(second, True, False), (first, False, False)]
    assert Link.objects.get(source=incident.ticket).relation == Relation.CAUSED
    life.suspect_again(incident, second, by=ana)
    assert not Link.objects.exists()
    kinds = [row.kind for row in told("ticket", incident.pk) if row.kind.startswith("suspect")]
    assert kinds == ["suspect.ruled_out", "suspect.named", "suspect.back"]
    with pytest.raises(NotAllowed):
        life.name_suspect(incident, second, by=make.actor(make.employee()))


def test_more_changes_cost_no_more_statements():
    shop = make.shop()
    incident = Incident.objects.select_related("ticket").get(pk=failed(shop).pk)
    counted = []
    for _round in range(2):
        for minutes in (5, 6, 7):
            begun(shop, minutes=minutes)
        with CaptureQueriesContext(connection) as asked:
            queries.suspects_of(incident, CLOCK)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6
