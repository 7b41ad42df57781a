"""SCIM as Entra and Okta really speak it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from testing import make
from testing.harness import last_told, told
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Group, Identity, Person, ScimClient, Session, Source
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
USER = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
    "userName": "Eva.Lund@nordwind.example",
    "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
    "active": True,
    "displayName": "Eva Lund",
    "emails": [{"primary": True, "type": "work", "value": "eva@nordwind.example"}],
    "name": {"formatted": "Eva Lund", "familyName": "Lund", "givenName": "Eva"},
    "title": "Engineer",
}
GROUP = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Operations"}


class Sender:
    """A program that sends people."""

    def __init__(self, **more):
        self.source = make.source("scim", **more)
        self.key = make.scim_key(self.source)
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, method, path, body=None, **headers):
        given = {"headers": {"Authorization": f"Bearer {self.key}", **headers}}
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/scim+json"}
        return self.client.generic(method, f"/scim/v2{path}", **content, **given)

    def user(self, **more):
        return self.ask("POST", "/Users", USER | more).json()

    def patch(self, path, *operations, **headers):
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)

    def find(self, what, asked):
        return self.ask("GET", f"/{what}?filter={asked}").json()


@pytest.fixture
def entra():
    return Sender()


def test_somebody_new_is_taken_in_without_a_mail(entra):
    said = entra.ask("POST", "/Users", USER)
    shown = said.json()
    eva = Person.objects.get(email="eva@nordwind.example")
    assert (said.status_code, said.headers["Location"]) == (201, f"http://127.0.0.1:8000/scim/v2/Users/{eva.pk}")
    assert (shown["id"], shown["userName"], shown["active"]) == (str(eva.pk), USER["userName"], True)
    assert (eva.name, eva.organisation) == ("Eva Lund", entra.source.organisation)
    assert told("person", eva.pk) == ["person.taken_in", "person.linked"]
    assert last_told("person", eva.pk).by == f"source:{entra.source.pk}"


def test_who_is_there_is_a_conflict_whatever_the_case(entra):
    entra.user()
    again = entra.ask("POST", "/Users", USER | {"userName": "EVA.LUND@NORDWIND.EXAMPLE"})
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    same_id = {"userName": "bo@nordwind.example", "emails": [{"value": "bo@nordwind.example"}]}
    assert entra.ask("POST", "/Users", USER | same_id).status_code == 409


def test_whom_we_have_is_found_and_taken_over(entra):
    ana = make.ana()
    found = entra.find("Users", f'userName eq "{ana.email.upper()}"')
    assert (found["totalResults"], found["Resources"][0]["id"]) == (1, str(ana.pk))
    entra.patch(f"/Users/{ana.pk}", {"op": "Add", "path": "externalId", "value": "ext-1"})
    assert Identity.objects.get(person=ana).subject == "ext-1"
    assert entra.find("Users", 'externalId eq "ext-1"')["totalResults"] == 1
    assert entra.find("Users", 'externalId eq "EXT-1"')["totalResults"] == 0


def test_a_customer_of_ours_is_nobody_to_it(entra):
    stranger = make.stranger()
    assert entra.ask("GET", f"/Users/{stranger.pk}").status_code == 404
    assert entra.find("Users", f'userName eq "{stranger.email}"')["totalResults"] == 0
    taken = entra.ask("POST", "/Users", USER | {"emails": [{"value": stranger.email}]})
    assert taken.status_code == 409


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "path": "active", "value": False},
        {"op": "replace", "value": {"active": False}},
        {"op": "Replace", "value": {"active": "False"}},
    ],
)
def test_a_leaver_is_out_in_the_same_moment(entra, operation):
    eva = Person.objects.get(pk=entra.user()["id"])
    make.session(eva)
    _row, plain = make.key_of(eva)
    assert entra.patch(f"/Users/{eva.pk}", operation).status_code == 204
    assert entra.ask("GET", f"/Users/{eva.pk}").json()["active"] is False
    assert not Session.objects.filter(person=eva).exists()
    assert queries.actor_for_token(plain) is None
    assert told("person", eva.pk)[-1] == "person.deactivated"
    entra.patch(f"/Users/{eva.pk}", {"op": "Replace", "path": "active", "value": "True"})
    assert told("person", eva.pk)[-1] == "person.activated"


def test_whom_an_administrator_shut_out_stays_out(entra):
    eva = Person.objects.get(pk=entra.user()["id"])
    life.deactivate(eva, by=make.actor(make.admin()))
    said = entra.ask("PUT", f"/Users/{eva.pk}", USER | {"displayName": "Eva L."})
    assert (said.json()["displayName"], said.json()["active"]) == ("Eva L.", False)


def test_the_last_administrator_stays(entra):
    ada = make.admin()
    said = entra.patch(f"/Users/{ada.pk}", {"op": "replace", "path": "active", "value": False})
    assert (said.status_code, "last administrator" in said.json()["detail"]) == (400, True)
    ada.refresh_from_db()
    assert ada.is_active


def test_deleted_is_out_and_gone_and_may_come_again(entra):
    eva = entra.user()["id"]
    assert entra.ask("DELETE", f"/Users/{eva}").status_code == 204
    assert [entra.ask(method, f"/Users/{eva}").status_code for method in ("GET", "DELETE")] == [404, 404]
    assert not Person.objects.get(pk=eva).is_active
    assert entra.find("Users", 'userName eq "eva.lund@nordwind.example"')["totalResults"] == 0
    assert entra.user()["id"] == eva
    assert Person.objects.get(pk=eva).is_active


def test_what_entra_patches(entra):
    eva, boss = entra.user(), make.person("Boss")
    path = f"/Users/{eva['id']}"
    entra.patch(
        path,
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "eva.l@nordwind.example"},
        {"op": "Add", "path": 'phoneNumbers[type eq "work"].value', "value": "+49 30 1"},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": str(boss.pk)},
        {"op": "Replace", "path": "name.givenName", "value": "Evi"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Operations"},
    )
    person = Person.objects.get(pk=eva["id"])
    assert (person.email, person.phone, person.manager) == ("eva.l@nordwind.example", "+49 30 1", boss)
    shown = entra.ask("GET", path).json()
    assert (shown["name"]["givenName"], shown[ENTERPRISE]["manager"]["value"]) == ("Evi", str(boss.pk))
    entra.patch(path, {"op": "Remove", "path": f"{ENTERPRISE}:manager"})
    person.refresh_from_db()
    assert person.manager is None


def test_what_okta_sends(entra):
    given = {
        "schemas": USER["schemas"][:1], "userName": "isaac@nordwind.example", "active": True, "password": "x",
        "name": {"givenName": "Isaac", "familyName": "Brock"}, "locale": "en-US", "groups": [],
        "emails": [{"primary": True, "value": "isaac@nordwind.example", "type": "work", "display": "i"}],
    }  # fmt: skip
    made = entra.ask("POST", "/Users", given)
    assert (made.status_code, made.json()["displayName"], "password" in made.text) == (201, "Isaac Brock", False)
    put = entra.ask("PUT", f"/Users/{made.json()['id']}", given | {"active": False})
    assert (put.status_code, put.json()["active"]) == (200, False)


def test_a_user_name_that_is_an_address_is_address_enough(entra):
    said = entra.ask("POST", "/Users", {"schemas": USER["schemas"][:1], "userName": "bo.lind@nordwind.example"})
    assert (said.status_code, said.json()["emails"][0]["value"]) == (201, "bo.lind@nordwind.example")
    bad = entra.ask("POST", "/Users", {"schemas": USER["schemas"][:1], "userName": "bo"})
    assert bad.status_code == 400


def test_a_domain_that_is_not_ours_is_refused():
    okta = Sender(domains=["nordwind.example"])
    said = okta.ask("POST", "/Users", USER | {"emails": [{"value": "eva@evil.example"}]})
    assert (said.status_code, said.json()["scimType"]) == (400, "invalidValue")


def test_groups_bring_teams_and_roles(entra):
    admin, agent = make.actor(make.admin()), make.builtin_roles().get(slug="agent")
    life.map_group(entra.source, by=admin, group="Operations", role=agent)
    eva = entra.user()["id"]
    group = entra.ask(
        "POST",
        "/Groups",
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Operations", "externalId": "g-1"},
    ).json()["id"]
    entra.patch(f"/Groups/{group}", {"op": "Add", "path": "members", "value": [{"value": eva}]})
    person = Person.objects.get(pk=eva)
    assert agent in person.roles.all()
    found = entra.ask("GET", '/Groups?excludedAttributes=members&filter=displayName eq "operations"').json()
    assert (found["totalResults"], "members" in found["Resources"][0]) == (1, False)
    assert entra.ask("GET", f"/Groups/{group}").json()["members"][0]["value"] == eva
    assert entra.ask("GET", f"/Users/{eva}").json()["groups"][0]["display"] == "Operations"
    assert entra.find("Groups", f'members[value eq "{eva}"]')["totalResults"] == 1
    entra.patch(f"/Groups/{group}", {"op": "Remove", "path": f'members[value eq "{eva}"]'})
    assert agent not in person.roles.all()
    entra.patch(f"/Groups/{group}", {"op": "Add", "path": "members", "value": [{"value": eva}]})
    entra.patch(f"/Groups/{group}", {"op": "Remove", "path": "members", "value": [{"value": eva}]})
    assert not Group.objects.get(pk=group).members.exists()
    assert entra.ask("DELETE", f"/Groups/{group}").status_code == 204


def test_a_group_may_become_a_team():
    okta = Sender(makes_teams=True)
    eva = okta.user()["id"]
    okta.ask(
        "POST",
        "/Groups",
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": "Night watch",
            "members": [{"value": eva}],
        },
    )
    assert [team.name for team in Person.objects.get(pk=eva).teams.all()] == ["Night watch"]


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ('userName eq "EVA.LUND@nordwind.example"', True),
        ('userName sw "eva" and active eq true', True),
        ("not (active eq true)", False),
        ('emails[type eq "work" and value ew "nordwind.example"]', True),
        ('emails.value co "@nord"', True),
        ('displayName ne "Eva Lund"', False),
        ('name.familyName eq "lund" or userName eq "x"', True),
        ("externalId pr", True),
        ("phoneNumbers pr", False),
        ('meta.lastModified gt "2020-01-01T00:00:00Z"', True),
        ('id eq "no number"', False),
    ],
)
def test_filters(entra, asked, finds):
    eva = entra.user()["id"]
    found = {one["id"] for one in entra.find("Users", asked).get("Resources", [])}
    assert (eva in found) is finds


@pytest.mark.parametrize("asked", ["userName eq", 'title eq "x"', "(((", 'userName zz "x"', 'id gt "1"'])
def test_a_filter_that_says_nothing_is_a_bad_request(entra, asked):
    said = entra.ask("GET", f"/Users?filter={asked}")
    assert (said.status_code, said.json()["schemas"]) == (400, ["urn:ietf:params:scim:api:messages:2.0:Error"])


def test_pages(entra):
    make.person("A"), make.person("B"), make.person("C")
    found = entra.ask("GET", "/Users?startIndex=2&count=2").json()
    assert (found["startIndex"], found["itemsPerPage"], len(found["Resources"])) == (2, 2, 2)
    assert found["totalResults"] == Person.objects.filter(organisation=entra.source.organisation).count()


def test_tags_say_who_was_first(entra):
    eva = entra.ask("POST", "/Users", USER)
    path, tag = f"/Users/{eva.json()['id']}", eva.headers["ETag"]
    assert entra.ask("GET", path, **{"If-None-Match": tag}).status_code == 304
    life.edit(Person.objects.get(pk=eva.json()["id"]), by=make.actor(make.admin()), phone="+49")
    late = entra.patch(path, {"op": "replace", "path": "displayName", "value": "E"}, **{"If-Match": tag})
    assert late.status_code == 412


def test_a_token_is_for_what_it_is_for(entra):
    eva = entra.user()["id"]
    ScimClient.objects.update(may_write=False, has_groups=False)
    assert entra.ask("GET", f"/Users/{eva}").status_code == 200
    assert entra.ask("DELETE", f"/Users/{eva}").status_code == 403
    assert entra.ask("GET", "/Groups").status_code == 403


def test_a_new_token_leaves_the_old_one_a_day_or_none(entra):
    old, admin = entra.key, make.actor(make.admin())
    entra.key = life.issue_key(entra.source, by=admin)
    new = entra.key
    assert entra.ask("GET", "/Users").status_code == 200
    entra.key = old
    assert entra.ask("GET", "/Users").status_code == 200
    with clock.travel(hours=25):
        assert entra.ask("GET", "/Users").status_code == 401
    entra.key = new
    life.issue_key(entra.source, by=admin, at_once=True)
    assert entra.ask("GET", "/Users").status_code == 401


def test_without_a_token_or_with_a_paused_one_there_is_nothing(entra):
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        said = Client().get("/scim/v2/Users", headers=headers)
        assert (said.status_code, said.headers["WWW-Authenticate"]) == (401, 'Bearer realm="SCIM"')
    Source.objects.update(is_active=False)
    assert entra.ask("GET", "/Users").status_code == 401


def test_guessing_tokens_ends_soon(entra):
    codes = [Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer x{n}"}).status_code for n in range(25)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_nonsense_is_answered_in_scims_own_words(entra):
    for method, path, body in (
        ("POST", "/Users", b"{"), ("POST", "/Users", b"[]"), ("PATCH", "/Users/1", b"{}"), ("GET", "/Nowhere", None),
        ("PUT", "/Schemas", b"{}"), ("GET", "/Users/x", None), ("POST", "/Bulk", b"{}"), ("GET", "/Me", None),
    ):  # fmt: skip
        content = {} if body is None else {"data": body, "content_type": "application/scim+json"}
        said = entra.client.generic(
            method, f"/scim/v2{path}", headers={"Authorization": f"Bearer {entra.key}"}, **content
        )
        assert 400 <= said.status_code < 600, (method, path)
        assert said.status_code != 500, (method, path)
        assert said.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"], (method, path)


def test_a_list_asks_as_many_questions_however_long_it_is(entra, django_assert_max_num_queries):
    for number in range(12):
        address = f"u{number}@nordwind.example"
        entra.user(userName=address, emails=[{"value": address}], externalId=f"e{number}")
    with django_assert_max_num_queries(9):
        entra.ask("GET", "/Users")


def test_the_page_of_a_token_is_used_and_says_so(entra):
    entra.ask("GET", "/Users")
    used = ScimClient.objects.get(source=entra.source).last_used_at
    assert clock.now() - used < timedelta(minutes=1)
