"""Houses that know people: who may set them up, what they are believed, and what their groups mean."""

from dataclasses import replace
from datetime import timedelta

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.estate.people import jobs, life, queries, rules
from watchkeep.estate.people.life.keypairs import read_certificates
from watchkeep.estate.people.models import Arrival, Factor, GroupLine, Identity, Known, Role, Source, SpentProof, Told
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

EVA = Known(subject="eva-1", email="eva@nordwind.example", name="Eva", is_verified=True)


def by():
    return make.actor(make.admin())


def test_only_who_may_do_everything_says_who_people_are(db):
    source, almost = make.source(), by()
    almost = replace(almost, permissions=almost.permissions - {"incident.open"})
    with pytest.raises(NotAllowed, match="every permission"):
        life.edit_source(source, by=almost, name="Mine")
    with pytest.raises(NotAllowed):
        life.issue_key(make.source("scim"), by=make.actor(make.manager()))
    assert P.SOURCES not in queries.actor_for(make.manager()).permissions


def test_a_directory_that_is_asked_otherwise_is_tried_again(db):
    source = make.source("ldap")
    life.edit_source(source, by=by(), every_minutes=30, most_leavers=3)
    source.refresh_from_db()
    assert source.is_active
    life.edit_source(source, by=by(), people_filter="(uid=a*)")
    source.refresh_from_db()
    assert (source.is_active, source.ldap.was_tried, told("source", source.pk)[-2:]) == (
        False, False, ["source.paused", "source.edited"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told_signs", "wanted", "is_enough"),
    [(["mfa"], [], True), (["pwd"], [], False), (["hwk"], ["hwk"], True), (["mfa"], ["hwk"], False), ([], [], False)],
)
def test_signs_of_a_second_factor(told_signs, wanted, is_enough):
    assert rules.says_second_factor(told_signs, wanted) is is_enough


def test_what_groups_mean_is_a_matter_of_lines_alone():
    lines = [("Ops", 1, None), ("ops", None, 7), ("HR", 2, None)]
    assert rules.roles_and_teams(["OPS", "lunch"], lines) == ({1}, {1, 2}, {7}, {7})


def test_the_last_administrator_stays_one_whatever_a_group_says(db):
    source, ada = make.source(), make.admin()
    life.map_group(source, by=by(), group="root", role=Role.objects.get(slug="administrator"))
    make.identity(ada, source, "ada-1")
    life.arrive(source, Known(subject="ada-1", name="Ada", groups=()))
    assert ada.roles.filter(slug="administrator").exists()


def test_a_line_means_one_thing_once(db):
    source, team = make.source(), make.team()
    life.map_group(source, by=by(), group=" ops ", team=team)
    for wrong in ({"group": "ops", "team": team}, {"group": "ops"}):
        with pytest.raises(Refused):
            life.map_group(source, by=by(), **wrong)
    assert GroupLine.objects.get().group == "ops"


def test_a_second_mark_is_no_way_to_the_same_account(db):
    source = make.source(links="always")
    eva = life.arrive(source, EVA)
    with pytest.raises(Refused, match="not linked"):
        life.arrive(source, replace(EVA, subject="eva-2"))
    assert Identity.objects.get(person=eva).subject == "eva-1"


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_account():
    source = make.source(links="always")
    ends = race(*(lambda: life.arrive(source, EVA) for _ in range(4)))
    assert ends == [None] * 4
    assert Identity.objects.filter(subject="eva-1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_the_same_assertion_one_is_refused():
    source = make.source("saml")
    until = clock.now() + timedelta(minutes=5)
    ends = race(*(lambda: life.spend(source, "assertion-1", until=until) for _ in range(4)))
    assert (ends.count(None), {type(end) for end in ends if end}) == (1, {life.Unproven})


def test_proofs_and_tickets_are_forgotten_in_time(db):
    source = make.source("saml")
    ticket = life.keep_arrival(source, EVA, asked="r-1", next="/x")
    life.spend(source, "a", until=clock.now() + timedelta(minutes=5))
    with clock.travel(minutes=2):
        assert life.take_arrival(source, ticket) is None
    with clock.travel(minutes=10):
        jobs.forget_old()
    assert not Arrival.objects.exists()
    assert not SpentProof.objects.exists()


def test_a_ticket_gives_back_what_was_proved_once(db):
    source = make.source("saml")
    known = replace(EVA, groups=("a",), signs=("mfa",))
    ticket = life.keep_arrival(source, known, asked="r-1", next="/x")
    assert life.take_arrival(make.source("saml"), ticket) is None
    assert life.take_arrival(source, ticket) == (known, "r-1", "/x")
    assert life.take_arrival(source, ticket) is None


def test_people_from_outside_get_no_link_for_a_password(db):
    source = make.source()
    eva = life.arrive(source, EVA)
    life.ask_for_reset(eva.email, address="192.0.2.1")
    assert "person.reset_asked" not in told("person", eva.pk)
    life.pause_source(source, by=by())
    life.ask_for_reset(eva.email, address="192.0.2.1")
    assert "person.reset_asked" in told("person", eva.pk)


def test_people_without_a_password_are_told_so_where_one_is_asked_for(db):
    eva = life.arrive(make.source(), EVA)
    with pytest.raises(Refused, match="no password here"):
        life.confirm(eva, "guess", address="192.0.2.1")


def test_trust_in_a_factor_is_as_set(db):
    source = Source(factor=Factor.TRUSTED)
    assert life.is_strong(source, EVA)
    source.factor = Factor.OWN
    assert not life.is_strong(source, replace(EVA, signs=("mfa",)))


def test_what_is_the_same_is_no_difference(db):
    source = make.source("ldap", links="always")
    one = Told(subject="1", email="eva@nordwind.example", name="Eva", place="uid=eva")
    life.take_in(source, one, by=source.actor())
    assert queries.differences(source, [one], {"1"}) == []
    changed = queries.differences(source, [replace(one, phone="+49")], {"1"})
    assert [(found.kind, found.what) for found in changed] == [("changed", "telephone: none → +49")]
    odd = [
        Told(subject="2", email="", name="X"),
        Told(subject="3", email="off@nordwind.example", name="Y", is_off=True),
    ]
    assert [found.kind for found in queries.differences(source, odd, None)] == ["refused"]


def test_a_certificate_is_read_with_or_without_its_frame():
    pem = make.new_certificate()
    bare = "".join(pem.strip().splitlines()[1:-1])
    assert read_certificates(bare) == read_certificates(pem) == pem
    with pytest.raises(Refused):
        read_certificates("not one")
