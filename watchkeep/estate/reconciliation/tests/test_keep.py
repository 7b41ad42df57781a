"""Who looks after a list."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.people import life as people
from watchkeep.estate.reconciliation import life, queries
from watchkeep.estate.reconciliation.models import Keeper, Kind
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def test_a_list_is_taken_on_by_oneself_and_given_to_others_by_who_says_the_rules():
    ana, bo, boss = make.ana(), make.bo(), make.actor(make.manager())
    own = life.keep(Kind.STRAY, by=make.actor(ana), person=ana)
    assert life.keep(Kind.STRAY, by=make.actor(ana), person=ana) == own
    with pytest.raises(NotAllowed):
        life.keep(Kind.STRAY, by=make.actor(ana), person=bo)
    given = life.keep(Kind.STRAY, by=boss, person=bo)
    number = given.pk
    assert [one.person for one in queries.keepers()[Kind.STRAY]] == [ana, bo]
    with pytest.raises(NotAllowed):
        life.let_go(given, by=make.actor(ana))
    life.let_go(given, by=make.actor(bo))
    with pytest.raises(Refused):
        life.let_go(given, by=boss)
    assert told("finding_keeper", number) == ["finding_keeper.named", "finding_keeper.left"]
    assert told("finding_keeper", own.pk) == ["finding_keeper.named"]
    with pytest.raises(NotAllowed):
        life.keep(Kind.GHOST, by=make.actor(stranger := make.stranger()), person=stranger)


def test_who_has_left_looks_after_nothing():
    ana, boss = make.ana(), make.actor(make.manager())
    life.keep(Kind.STRAY, by=boss, person=ana)
    people.deactivate(ana, by=make.actor(make.admin()))
    assert queries.keepers() == {}
    with pytest.raises(Refused) as no:
        life.keep(Kind.GHOST, by=boss, person=ana)
    assert no.value.field == "person"


def test_a_list_has_so_many_who_look_after_it_at_most():
    boss = make.actor(make.manager())
    for number in range(20):
        Keeper.objects.create(kind=Kind.GHOST, person=make.person(f"Person {number}"))
    with pytest.raises(Refused) as no:
        life.keep(Kind.GHOST, by=boss, person=make.ana())
    assert no.value.code == "too_many"
