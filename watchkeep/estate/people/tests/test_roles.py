"""Roles are data: made, edited and removed by those who may do at least as much."""

import pytest

from testing import make
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Role
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import permissions
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told


def test_six_roles_are_there_from_the_beginning():
    slugs = ["administrator", "manager", "agent", "employee", "customer", "auditor"]
    assert list(make.builtin_roles().filter(is_builtin=True).values_list("slug", flat=True)) == slugs


def test_what_they_mean():
    means = {role.slug: queries.allowed(role.permissions) for role in make.builtin_roles()}
    assert means["administrator"] == permissions.every()
    assert means["manager"] >= means["agent"]
    assert P.AUDIT in means["auditor"]
    assert all(name.partition(".")[2].startswith(("see", "read")) for name in means["auditor"])
    assert P.SEE not in means["customer"] | means["employee"]
    assert P.AUDIT not in means["agent"]


def test_every_pattern_of_a_built_in_role_means_something():
    idle = {
        (role.slug, pattern)
        for role in make.builtin_roles()
        for pattern in role.permissions
        if not queries.allowed([pattern])
    }
    assert idle == set()


def test_a_role_of_our_own_is_made_edited_and_removed():
    ada = make.actor(make.admin())
    role = life.add_role(by=ada, name="Night watch", permissions=["person.see"])
    life.edit_role(role, by=ada, name="Night watch", permissions=["person.see", "item.see"], needs_second_factor=True)
    assert told("role", role.pk).last().data == {
        "granted": ["item.see"],
        "withdrawn": [],
        "needs_second_factor": True,
    }
    life.remove_role(role, by=ada)
    assert not make.builtin_roles().filter(slug="night-watch").exists()


def test_what_is_built_in_or_held_stays():
    ada = make.actor(make.admin())
    with pytest.raises(Refused):
        life.remove_role(make.builtin_roles().get(slug="auditor"), by=ada)
    role = life.add_role(by=ada, name="Night watch", permissions=["person.see"])
    life.change_roles(make.bo(), by=ada, roles=[role])
    with pytest.raises(Refused):
        life.remove_role(role, by=ada)


def test_the_administrator_role_always_allows_everything():
    role = make.builtin_roles().get(slug="administrator")
    with pytest.raises(Refused):
        life.edit_role(role, by=make.actor(make.admin()), name=role.name, permissions=["person.see"])
    life.edit_role(role, by=make.actor(make.admin()), name=role.name, permissions=["*"], needs_second_factor=True)


def test_nobody_grants_more_than_they_have():
    half = make.person("Half", roles=())
    keeper = Role.objects.create(name="Keeper", slug="keeper", permissions=["role.manage", "person.see"])
    half.roles.add(keeper)
    with pytest.raises(NotAllowed):
        life.edit_role(keeper, by=make.actor(half), name="Keeper", permissions=["*"])
    with pytest.raises(NotAllowed):
        life.add_role(by=make.actor(make.manager()), name="Mine", permissions=["person.see"])
