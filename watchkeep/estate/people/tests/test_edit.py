"""Correcting what is known of somebody."""

import pytest

from testing import make
from watchkeep.estate.people import life
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told


def test_it_tells_which_fields_changed_but_not_what_stood_there():
    ana = make.ana()
    life.edit(ana, by=make.actor(make.manager()), name="Ana Lund", phone="+49 30 1", time_zone=ana.time_zone)
    assert told("person", ana.pk).get().data == {"changed": ["name", "phone"]}


def test_a_manager_cannot_redirect_an_administrators_mail():
    with pytest.raises(NotAllowed):
        life.edit(make.admin(), by=make.actor(make.manager()), email="mine@nordwind.example")


def test_nobody_manages_themselves():
    ana = make.ana()
    with pytest.raises(Refused):
        life.edit(ana, by=make.actor(make.admin()), manager=ana)


def test_one_edits_only_ones_own_profile():
    ana = make.ana()
    life.edit_profile(ana, by=make.actor(ana), name="Ana", time_zone="Asia/Tokyo", phone="")
    with pytest.raises(NotAllowed):
        life.edit_profile(ana, by=make.actor(make.bo()), name="Bo was here", time_zone="UTC", phone="")
    with pytest.raises(Refused) as no:
        life.edit_profile(ana, by=make.actor(ana), name="Ana", time_zone="Mars/Olympus", phone="")
    assert no.value.field == "time_zone"


def test_organisations_are_added_and_edited_by_those_who_may():
    mia = make.actor(make.manager())
    acme = life.add_organisation(by=mia, name="Acme", kind="customer", domains=["acme.example"])
    life.edit_organisation(acme, by=mia, name="Acme Ltd")
    assert [row.kind for row in told("organisation", acme.pk)] == ["organisation.added", "organisation.edited"]
    with pytest.raises(Refused):
        life.add_organisation(by=mia, name="Acme Ltd")
    with pytest.raises(NotAllowed):
        life.add_organisation(by=make.actor(make.ana()), name="Other")
