"""Letting people in, and what nobody may give away."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import NotAllowed, Refused


def invite(by, **more):
    values = {"email": "Cleo@nordwind.example", "name": "Cleo", "organisation": make.organisation()} | more
    return life.invite(by=make.actor(by), **values)


def test_it_lets_somebody_in_who_has_no_password_yet():
    cleo = invite(make.manager(), roles=make.builtin_roles().filter(slug="agent"), time_zone="Europe/Berlin")
    assert not cleo.has_usable_password()
    assert Person.objects.get(email="cleo@nordwind.example").time_zone == "Europe/Berlin"
    assert told("person", cleo.pk) == ["person.invited", "person.roles_changed"]


def test_an_address_is_taken_once_whatever_its_case():
    invite(make.admin())
    with pytest.raises(Refused) as no:
        invite(make.admin(), email="CLEO@nordwind.example")
    assert no.value.field == "email"


@pytest.mark.parametrize(("field", "value"), [("email", "not an address"), ("name", ""), ("time_zone", "Mars/Olympus")])
def test_what_does_not_fit_is_refused_by_field(field, value):
    with pytest.raises(Refused) as no:
        invite(make.admin(), **{field: value})
    assert no.value.field == field


def test_agents_may_not_invite():
    with pytest.raises(NotAllowed):
        invite(make.ana())


def test_a_manager_cannot_make_an_administrator():
    with pytest.raises(NotAllowed):
        invite(make.manager(), roles=make.builtin_roles().filter(slug="administrator"))
    assert not Person.objects.filter(name="Cleo").exists()
