"""Teams: made, joined, led, left."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.people import life
from watchkeep.kernel.errors import NotAllowed, Refused


def test_a_team_is_made_joined_led_and_left():
    mia, ana = make.actor(make.manager()), make.ana()
    team = life.add_team(by=mia, name="Web platform")
    life.join_team(team, ana, by=mia)
    assert team.pk in make.actor(ana).teams
    life.join_team(team, ana, by=mia, is_lead=True)
    assert team.memberships.get().is_lead
    life.leave_team(team, ana, by=mia)
    assert team.pk not in make.actor(ana).teams
    assert told("team", team.pk) == ["team.added", "team.joined", "team.joined", "team.left"]


def test_twice_in_or_twice_out_is_refused():
    mia, ana, team = make.actor(make.manager()), make.ana(), make.team("Web platform")
    life.join_team(team, ana, by=mia)
    with pytest.raises(Refused):
        life.join_team(team, ana, by=mia)
    life.leave_team(team, ana, by=mia)
    with pytest.raises(Refused):
        life.leave_team(team, ana, by=mia)


def test_names_are_unique_and_the_inactive_do_not_join():
    mia = make.actor(make.manager())
    life.add_team(by=mia, name="Web platform")
    with pytest.raises(Refused):
        life.add_team(by=mia, name="Web platform")
    with pytest.raises(Refused):
        life.join_team(make.team("Other"), make.person("Gone", is_active=False), by=mia)


def test_agents_may_not():
    with pytest.raises(NotAllowed):
        life.add_team(by=make.actor(make.ana()), name="Mine")
    with pytest.raises(NotAllowed):
        life.edit_team(make.team(), by=make.actor(make.ana()), name="Mine")
