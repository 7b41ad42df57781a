"""Tokens: shown once, kept as a digest, within scopes, dead when revoked or too old."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import ApiToken
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused


def issue(person, scopes=("ticket.see",), **more):
    return life.issue_token(person, by=make.actor(person), name="script", scopes=scopes, **more)


def test_it_acts_for_its_owner_within_its_scopes():
    ana = make.ana()
    token, plain = issue(ana)
    actor = queries.actor_for_token(plain)
    assert (actor.key, actor.person, actor.teams) == (f"token:{token.pk}", ana.pk, make.actor(ana).teams)
    assert actor.permissions == {"ticket.see"}
    assert told("person", ana.pk) == ["token.issued"]


def test_only_its_digest_is_kept():
    token, plain = issue(make.ana())
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert plain.startswith(row["prefix"])
    assert not any(plain in str(value) for value in row.values())


def test_everything_i_may_follows_my_roles():
    ana = make.ana()
    _token, plain = issue(ana, scopes=["*"])
    assert queries.actor_for_token(plain).permissions == make.actor(ana).permissions
    ana.roles.clear()
    assert queries.actor_for_token(plain).permissions == frozenset()


def test_it_may_not_do_what_its_owner_may_not():
    with pytest.raises(Refused) as no:
        issue(make.ana(), scopes=["role.manage"])
    assert no.value.field == "scopes"
    with pytest.raises(Refused):
        issue(make.ana(), scopes=[])
    with pytest.raises(NotAllowed):
        issue(make.employee())
    with pytest.raises(NotAllowed):
        life.issue_token(make.bo(), by=make.actor(make.admin()), name="not mine", scopes=["*"])


def test_it_dies_when_its_time_has_come():
    _token, plain = issue(make.ana(), expires_at=clock.now() + timedelta(days=1))
    assert queries.actor_for_token(plain)
    with clock.travel(days=1, seconds=1):
        assert queries.actor_for_token(plain) is None
    with pytest.raises(Refused):
        issue(make.ana(), expires_at=clock.now())


def test_revoked_is_dead_at_once_and_only_once():
    ana = make.ana()
    token, plain = issue(ana)
    life.revoke_token(token, by=make.actor(ana))
    assert queries.actor_for_token(plain) is None
    with pytest.raises(Refused):
        life.revoke_token(token, by=make.actor(ana))


def test_others_revoke_only_as_managers_of_those_below():
    token, _plain = issue(make.admin(), scopes=["*"])
    with pytest.raises(NotAllowed):
        life.revoke_token(token, by=make.actor(make.bo()))
    with pytest.raises(NotAllowed):
        life.revoke_token(token, by=make.actor(make.manager()))
    token, _plain = issue(make.ana())
    life.revoke_token(token, by=make.actor(make.manager()))


@pytest.mark.parametrize("junk", ["", "wk_", "wk_" + "0" * 40, "\0", "x" * 10_000, "ünïcödé \ud800"])
def test_junk_opens_nothing(junk):
    assert queries.actor_for_token(junk) is None


def test_last_use_is_noted_at_most_once_a_minute():
    token, plain = issue(make.ana())
    queries.actor_for_token(plain)
    token.refresh_from_db()
    first = token.last_used_at
    with clock.travel(seconds=30):
        queries.actor_for_token(plain)
    token.refresh_from_db()
    assert token.last_used_at == first
    with clock.travel(seconds=90):
        queries.actor_for_token(plain)
    token.refresh_from_db()
    assert token.last_used_at > first
