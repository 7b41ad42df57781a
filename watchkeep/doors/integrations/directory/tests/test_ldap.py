"""A real OpenLDAP: read page by page, followed, and asked about passwords."""

import shutil

import pytest

from testing import make
from testing.harness import sweep, told
from testing.openldap import (
    GROUPS,
    LOCKED_FOR_GOOD,
    PASSWORD,
    PEOPLE,
    READ_AT_ONCE,
    READER,
    SLAPD,
    dn_of,
    openldap,
)
from watchkeep.doors.integrations.directory.ldap import binding, following
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Identity, LdapDirectory, Linking, Person, Session, Source, SyncRun
from watchkeep.kernel.errors import Refused

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SLAPD or not shutil.which(SLAPD), reason="needs slapd")]
HERE = "192.0.2.1"


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with openldap(tmp_path_factory.mktemp("ldap") / "slapd") as directory:
        yield directory


@pytest.fixture(autouse=True)
def _loopback(settings, db):
    settings.OUTGOING_ALLOW = ["127.0.0.0/8"]
    life.ask_elsewhere(binding.opens)


@pytest.fixture
def people(there):
    """Eva, Bob and Cleo, alone in the directory."""
    for dn in (*there.search("(uid=*)"), *there.search("(objectClass=groupOfNames)")):
        there.remove(dn)
    there.person("eva", "eva's own words")
    there.person("bob", "bob's own words", manager="eva", telephoneNumber="+49 30 1")
    there.person("cleo", "cleo's own words")
    there.group("operations", "eva", "bob")
    return there


def directory(there, *, is_tried=True, **more):
    values = {
        "url": there.url, "bind_dn": READER, "password": PASSWORD, "people_base": PEOPLE, "groups_base": GROUPS,
        "people_filter": "(objectClass=inetOrgPerson)", "links": Linking.ALWAYS,
    } | more  # fmt: skip
    source = make.source("ldap", is_active=False, **values)
    if is_tried:
        LdapDirectory.objects.filter(pk=source.pk).update(was_tried=True)
        life.start_source(source, by=by())
    return Source.objects.get(pk=source.pk)


def by():
    return make.actor(make.admin())


def run(source, what="run"):
    life.ask_run(source, by=by(), what=what)
    assert sweep(following.run_due) == 1
    return source.runs.first()


def test_people_groups_and_managers_come(people):
    source = directory(people)
    ops = make.team("Operations")
    life.map_group(source, by=by(), group="operations", team=ops)
    done = run(source)
    assert (done.outcome, done.counts) == ("done", {"new": 3, "manager": 1, "group": 1})
    bob = Person.objects.get(email="bob@nordwind.example")
    assert (bob.name, bob.phone, bob.manager.name) == ("Bob", "+49 30 1", "Eva")
    assert sorted(ops.members.values_list("name", flat=True)) == ["Bob", "Eva"]
    assert not bob.has_usable_password()


def test_a_dry_run_shows_what_would_happen_and_does_nothing(people):
    source = directory(people, is_tried=False)
    make.person("Bobby", email="bob@nordwind.example")
    with pytest.raises(Refused, match="dry run"):
        life.start_source(source, by=by())
    done = run(source, "trial")
    assert (done.is_trial, done.outcome, done.counts) == (True, "done", {"new": 2, "linked": 1, "group": 1})
    assert ["linked", "Bobby", "bob@nordwind.example"] in done.differences
    assert not Identity.objects.filter(source=source).exists()
    life.start_source(source, by=by())


def test_more_people_than_the_server_gives_at_once_are_read_in_pages(people):
    many = READ_AT_ONCE + 30
    for number in range(many):
        people.person(f"user{number:03}")
    done = run(directory(people))
    assert done.counts["new"] == many + 3


def test_the_second_run_reads_what_has_changed_and_sees_who_is_gone(people):
    source = directory(people)
    run(source)
    people.change(dn_of("cleo"), cn="Cleo Maria")
    people.remove(dn_of("bob"))
    done = run(source)
    assert (done.is_full, done.counts["changed"], done.counts["leaver"]) == (False, 1, 1)
    assert Person.objects.filter(name="Cleo Maria").exists()


def test_whoever_leaves_there_is_out_at_once(people):
    source = directory(people)
    run(source)
    eva = Person.objects.get(email="eva@nordwind.example")
    make.session(eva)
    _row, plain = make.key_of(eva)
    people.change(dn_of("eva"), pwdAccountLockedTime=LOCKED_FOR_GOOD)
    run(source)
    eva.refresh_from_db()
    assert not eva.is_active
    assert not Session.objects.filter(person=eva).exists()
    assert queries.actor_for_token(plain) is None
    assert told("person", eva.pk)[-1] == "person.deactivated"
    people.change(dn_of("eva"), pwdAccountLockedTime=None)
    run(source)
    eva.refresh_from_db()
    assert eva.is_active


def test_whom_an_administrator_shut_out_stays_out(people):
    source = directory(people)
    run(source)
    eva = Person.objects.get(email="eva@nordwind.example")
    life.deactivate(eva, by=by())
    people.change(dn_of("eva"), cn="Eva Lund")
    run(source)
    eva.refresh_from_db()
    assert (eva.name, eva.is_active) == ("Eva Lund", False)


def test_a_run_that_would_send_too_many_away_does_nothing(people):
    source = directory(people, most_leavers=1)
    run(source)
    for uid in ("eva", "bob"):
        people.remove(dn_of(uid))
    done = run(source)
    assert (done.outcome, done.counts["leaver"]) == ("held", 2)
    assert Person.objects.filter(email__in=["eva@nordwind.example", "bob@nordwind.example"]).active().count() == 2
    assert told("source", source.pk)[-1] == "source.sync_held"
    assert run(source, "beyond").outcome == "done"
    assert not Person.objects.filter(email__in=["eva@nordwind.example", "bob@nordwind.example"]).active().exists()


def test_an_empty_answer_is_a_mistake_and_no_mass_leaving(people):
    source = directory(people)
    run(source)
    life.edit_source(source, by=by(), people_filter="(objectClass=account)")
    LdapDirectory.objects.update(was_tried=True)
    life.start_source(source, by=by())
    assert run(source).outcome == "failed"
    assert Person.objects.filter(email="eva@nordwind.example").active().exists()


def test_a_wrong_password_of_ours_is_said_in_words(people):
    source = directory(people, password="not it")
    done = run(source)
    assert (done.outcome, done.words) == ("failed", "it does not take the sign-in name and password")
    source.refresh_from_db()
    assert source.failing_since


def test_an_encrypted_line_proves_the_server(people):
    assert run(directory(people, url=people.tls_url, ca=people.ca)).outcome == "done"
    assert run(directory(people, starts_tls=True, ca=people.ca)).outcome == "done"
    strange = run(directory(people, url=people.tls_url))
    assert (strange.outcome, "certificate" in strange.words.lower()) == ("failed", True)


def test_one_signs_in_with_the_directorys_password_and_no_other(people):
    source = directory(people, signs_in=True)
    run(source)
    eva = Person.objects.get(email="eva@nordwind.example")
    eva.set_password("a password of our own")
    eva.save()
    assert life.identify(eva.email, "eva's own words", address=HERE) == eva
    for wrong in ("a password of our own", "", "eva's other words"):
        with pytest.raises(Refused):
            life.identify(eva.email, wrong, address=HERE)
    people.change(dn_of("eva"), userPassword="new words of eva")
    assert life.identify(eva.email, "new words of eva", address=HERE) == eva


def test_a_directory_that_is_away_is_nobodys_failure(people):
    source = directory(people, signs_in=True)
    run(source)
    LdapDirectory.objects.filter(pk=source.pk).update(url="ldap://127.0.0.1:9")
    for _try in range(8):
        with pytest.raises(Refused, match="does not answer"):
            life.identify("eva@nordwind.example", "eva's own words", address=HERE)
    LdapDirectory.objects.filter(pk=source.pk).update(url=people.url)
    assert life.identify("eva@nordwind.example", "eva's own words", address=HERE)


def test_it_goes_only_where_an_administrator_allows(people, settings):
    settings.OUTGOING_ALLOW = []
    done = run(directory(people))
    assert (done.outcome, "private network" in done.words) == ("failed", True)


def test_what_was_interrupted_begins_again(people):
    source = directory(people)
    life.begin_run()
    LdapDirectory.objects.update(next_run_at=source.created_at)
    assert sweep(following.run_due) == 1
    ends = list(SyncRun.objects.filter(source=source).values_list("outcome", flat=True))
    assert ends == ["done", "failed"]
