import pytest

from testing import make
from watchkeep.duty.communications import life, queries
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def names(audience, incident):
    crowd = queries.crowd_of(audience, incident)
    return sorted([person.name for some in crowd.chunks() for person in some] + crowd.strangers)


@pytest.fixture
def shop():
    return make.service("Web shop")


@pytest.fixture
def incident(shop):
    return make.incident("in_progress", service=shop)


def test_a_team_is_the_one_that_is_named_or_those_that_own_what_failed(incident):
    make.ana(), make.bo()
    web = make.team("Web", members=(make.person("Wim"),))
    assert names(make.audience("team"), incident) == ["Ana", "Bo"]
    assert names(make.audience("team", team=web), incident) == ["Wim"]


def test_managers_are_leads_and_whoever_leads_the_people_concerned(shop):
    lead, above, boss = make.person("Lea"), make.person("Abe"), make.person("Boss")
    make.person("Tom", teams=(shop.owner_team,), manager=above)
    make.team("Operations", members=(lead,))
    shop.owner_team.memberships.filter(person=lead).update(is_lead=True)
    reporter = make.person("Eve", roles=("employee",), manager=boss)
    incident = make.incident("in_progress", service=shop, requester=reporter)
    assert names(make.audience("managers"), incident) == ["Abe", "Boss", "Lea"]


def test_all_staff_are_people_of_the_house_who_may_come_in(incident):
    make.ana(), make.stranger(), make.person("Gone", is_active=False)
    assert names(make.audience("staff"), incident) == ["Ana"]


def test_customers_are_the_people_of_those_who_use_what_fails_or_hangs_on_it(shop):
    stranger, other = make.stranger(), make.organisation("Other", "customer")
    make.person("Olga", roles=("customer",), organisation=other)
    database = make.service("Database")
    life.set_uses(shop, by=CLOCK, organisations=[stranger.organisation])
    customers = make.audience("customers")
    assert names(customers, make.incident(service=shop)) == ["Stranger"]
    assert names(customers, make.incident(service=database)) == []
    shop.needs.create(depends_on=database)
    assert names(customers, make.incident(service=database)) == ["Stranger"]


def test_only_customers_use_a_service_in_this_sense(shop):
    with pytest.raises(Refused):
        life.set_uses(shop, by=CLOCK, organisations=[make.organisation()])
    with pytest.raises(NotAllowed):
        life.set_uses(shop, by=make.actor(make.ana()), organisations=[])


def test_an_address_of_a_list_that_is_a_persons_is_that_person(incident):
    ana = make.ana()
    gone = make.person("Gone", is_active=False)
    press = make.audience("list", addresses=[ana.email.upper(), "press@paper.example", gone.email])
    assert names(press, incident) == ["Ana", "press@paper.example"]


def test_whoever_is_out_of_reach_is_named(incident):
    ana = make.ana()
    ana.email = ""
    ana.save()
    crowd = queries.crowd_of(make.audience("staff"), incident)
    assert [person.name for person in crowd.out_of_reach()] == ["Ana"]


def test_the_count_of_a_preview_is_capped(incident, monkeypatch):
    make.ana(), make.bo()
    monkeypatch.setattr("watchkeep.duty.communications.queries.crowds.CAP", 1)
    assert queries.crowd_of(make.audience("staff"), incident).count == (1, True)


def test_a_list_needs_an_address_and_a_known_language():
    with pytest.raises(Refused, match="at least one address"):
        make.audience("list", addresses=[" "])
    with pytest.raises(Refused, match="languages"):
        make.audience("staff", languages=["xx"])


def test_customers_are_outside_whatever_was_asked_for():
    assert make.audience("customers", is_outside=False).is_outside
    assert not make.audience("staff", is_outside=True).is_outside


def test_whoever_may_not_configure_is_refused():
    with pytest.raises(NotAllowed):
        life.save_audience(by=make.actor(make.ana()), name="Mine", kind="staff")
