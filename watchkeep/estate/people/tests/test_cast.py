"""The cast that every test calls upon, and what each of them sees."""

from testing import make
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.people.permissions import P
from watchkeep.estate.services.models import Service


def test_ana_and_bo_are_agents_of_operations():
    ana, bo = make.actor(make.ana()), make.actor(make.bo())
    assert ana.teams == bo.teams != frozenset()
    assert ana.key == f"person:{make.ana().pk}"
    assert ana.may(P.SEE)
    assert not ana.may(P.MANAGE)


def test_an_administrator_may_do_everything():
    assert make.actor(make.admin()).may(P.ROLES)


def test_a_stranger_sees_only_their_own_organisation():
    make.ana()
    make.service()
    stranger = make.actor(make.stranger())
    assert [person.name for person in Person.objects.visible_to(stranger)] == ["Stranger"]
    assert [one.name for one in Organisation.objects.visible_to(stranger)] == ["Elsewhere"]
    assert not Team.objects.visible_to(stranger).exists()
    assert not Service.objects.visible_to(stranger).exists()


def test_one_address_is_one_login_whatever_its_case():
    ana = make.ana(email="Ana.Berg@Nordwind.Example")
    ana.refresh_from_db()
    assert ana.email == "ana.berg@nordwind.example"
    assert Person.objects.get_by_natural_key("ANA.berg@nordwind.example") == ana
