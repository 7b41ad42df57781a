"""What somebody may do: given and taken only by those who may do as much."""

import pytest

from testing import make
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told


def roles(*slugs):
    return make.builtin_roles().filter(slug__in=slugs)


def test_it_tells_what_was_given_and_taken():
    bo = make.bo()
    life.change_roles(bo, by=make.actor(make.admin()), roles=roles("manager"))
    fact = told("person", bo.pk).get()
    assert fact.data == {"given": ["manager"], "taken": ["agent"]}
    assert make.actor(bo).may(P.MANAGE)


def test_it_counts_from_the_next_question_on():
    bo = make.bo()
    assert not queries.actor_for(bo).may(P.MANAGE)
    life.change_roles(bo, by=make.actor(make.admin()), roles=roles("manager"))
    assert queries.actor_for(bo).may(P.MANAGE)


def test_the_same_roles_again_tell_nothing():
    bo = make.bo()
    life.change_roles(bo, by=make.actor(make.admin()), roles=roles("agent"))
    assert not told("person", bo.pk).exists()


def test_a_manager_neither_gives_nor_takes_administration():
    ada, mia = make.admin(), make.actor(make.manager())
    with pytest.raises(NotAllowed):
        life.change_roles(make.bo(), by=mia, roles=roles("administrator"))
    with pytest.raises(NotAllowed):
        life.change_roles(ada, by=mia, roles=[])


def test_the_last_administrator_stays():
    ada = make.admin()
    with pytest.raises(Refused, match="last administrator"):
        life.change_roles(ada, by=make.actor(ada), roles=roles("agent"))
    make.person("Second", roles=("administrator",))
    life.change_roles(ada, by=make.actor(ada), roles=roles("agent"))


def test_agents_may_not():
    with pytest.raises(NotAllowed):
        life.change_roles(make.bo(), by=make.actor(make.ana()), roles=roles("manager"))
