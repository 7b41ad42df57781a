from watchkeep.demo import cast, estate, racking
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.services import queries
from watchkeep.kernel.actors import Actor


def test_what_the_services_stand_on_hangs_together():
    by = Actor.system("demo", "The demo")
    people = cast.invite_everybody(by)
    estate.build(by, people)
    racking.rack(by, people)
    assert 60 <= Item.objects.count() <= 120
    assert Relation.objects.open().count() == 54
    hit = queries.impact_of([], items=[Item.objects.get(name="fw-01").pk])
    assert {"Web shop", "Orders database", "Payments"} <= set(hit.names)
