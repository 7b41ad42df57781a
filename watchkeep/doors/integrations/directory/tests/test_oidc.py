"""Signing in with OpenID Connect, at a real provider in a process of its own."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from testing import make
from testing.harness import last_told, told
from testing.oidc import provider
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Factor, Identity, Linking, Person, Source
from watchkeep.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVA = {"email": "eva@nordwind.example", "email_verified": True, "name": "Eva Lund"}


@pytest.fixture(scope="module")
def there():
    with provider() as found:
        yield found


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.OUTGOING_ALLOW = ["127.0.0.0/8"]


@pytest.fixture
def house(there):
    there.knows("eva-1", **EVA)
    return make.source("oidc", issuer=there.url, client_id="watchkeep", client_secret="s3cret", groups_claim="")


def come(client, there, house, subject="eva-1", *, follow=True, **begin):
    """Press the button, sign in there, come back."""
    way = client.get(reverse("directory:begin", args=[house.key]), begin)
    answer = there.visit(way.headers["Location"], subject)
    assert answer.pop("to") == f"/sso/{house.key}/back"
    return client.get(reverse("directory:back", args=[house.key]), answer, follow=follow)


def who(client):
    return client.get("/profile").context["user"].email if "_auth_user_id" in client.session else ""


def test_somebody_new_gets_an_account_and_is_in(client, there, house):
    page = come(client, there, house, next="/services")
    assert page.redirect_chain[-1][0] == "/services"
    eva = Person.objects.get(email=EVA["email"])
    assert (eva.name, eva.organisation, eva.has_usable_password()) == ("Eva Lund", house.organisation, False)
    assert Identity.objects.get(person=eva).subject == "eva-1"
    assert told("person", eva.pk) == ["person.taken_in", "person.linked", "person.logged_in"]
    assert last_told("person", eva.pk).data["proof"] == house.name
    assert who(client) == EVA["email"]


def test_the_mark_is_whom_it_means_whatever_the_address_becomes(client, there, house):
    come(client, there, house)
    eva = Person.objects.get(email=EVA["email"])
    there.knows("eva-1", **EVA | {"email": "eva.new@nordwind.example"})
    there.knows("eva-2", **EVA)
    client.logout()
    come(client, there, house)
    assert Person.objects.get(pk=client.session["_auth_user_id"]) == eva
    client.logout()
    page = come(client, there, house, "eva-2")
    assert "not linked" in page.text
    assert who(client) == ""


@pytest.mark.parametrize(
    "case", [("never", True, False), ("verified", False, False), ("verified", True, True), ("always", False, True)]
)
def test_an_address_links_as_far_as_the_source_is_believed(client, there, house, case):
    links, verified, is_in = case
    Source.objects.filter(pk=house.pk).update(links=links)
    there.knows("eva-1", **EVA | {"email_verified": verified})
    eva = make.person("Eva", email=EVA["email"])
    come(client, there, house)
    assert (who(client) == EVA["email"]) is is_in
    assert Identity.objects.filter(person=eva).exists() is is_in


def test_an_address_of_another_domain_or_organisation_is_no_link(client, there, house):
    Source.objects.filter(pk=house.pk).update(links=Linking.ALWAYS, domains=["sued.example"])
    make.person("Eva", email=EVA["email"])
    assert "not linked" in come(client, there, house).text
    Source.objects.filter(pk=house.pk).update(domains=[])
    there.knows("cuckoo", email=make.stranger().email, email_verified=True)
    assert "not linked" in come(client, there, house, "cuckoo").text


def test_nobody_new_where_accounts_are_made_by_hand(client, there, house):
    Source.objects.filter(pk=house.pk).update(creates=False)
    assert "no account here yet" in come(client, there, house).text
    assert not Person.objects.filter(email=EVA["email"]).exists()


def test_a_closed_account_stays_closed(client, there, house):
    come(client, there, house)
    client.logout()
    eva = Person.objects.get(email=EVA["email"])
    life.deactivate(eva, by=make.actor(make.admin()))
    assert "not active" in come(client, there, house).text
    assert who(client) == ""


def test_groups_bring_roles_and_teams_and_take_them_again(client, there):
    admin = make.actor(make.admin())
    house = make.source("oidc", issuer=there.url, client_id="watchkeep", groups_claim="realm.groups")
    ops, agent = make.team("Operations"), make.builtin_roles().get(slug="agent")
    life.map_group(house, by=admin, group="Ops", team=ops)
    life.map_group(house, by=admin, group="ops", role=agent)
    there.knows("eva-1", **EVA, realm={"groups": ["ops", "lunch"]})
    come(client, there, house)
    eva = Person.objects.get(email=EVA["email"])
    eva.roles.add(make.builtin_roles().get(slug="auditor"))
    assert ([*eva.teams.all()], agent in eva.roles.all()) == ([ops], True)
    there.knows("eva-1", **EVA, realm={"groups": []})
    client.logout()
    come(client, there, house)
    assert ([*eva.teams.all()], [role.slug for role in eva.roles.all()]) == ([], ["auditor"])


@pytest.mark.parametrize(
    "case",
    [
        (Factor.OWN, ["mfa"], "/login/code"),
        (Factor.CLAIMED, ["pwd"], "/login/code"),
        (Factor.CLAIMED, ["pwd", "mfa"], "/"),
        (Factor.TRUSTED, [], "/"),
    ],
)
def test_the_second_factor_is_asked_for_unless_theirs_counts(client, there, house, case):
    factor, amr, where = case
    come(client, there, house)
    client.logout()
    eva = Person.objects.get(email=EVA["email"])
    life.add_totp(eva, by=make.actor(eva))
    type(eva.totp).objects.update(confirmed_at=clock.now())
    Source.objects.filter(pk=house.pk).update(factor=factor)
    there.knows("eva-1", **EVA, amr=amr)
    page = come(client, there, house)
    assert page.redirect_chain[1][0] == where


def test_who_said_no_is_told_so(client, there, house):
    way = client.get(reverse("directory:begin", args=[house.key]))
    asked = dict(parse_qsl(urlsplit(way.headers["Location"]).query))
    answer = there.deny(way.headers["Location"]) | {"state": asked["state"]}  # the mock forgets it here
    page = client.get(reverse("directory:back", args=[house.key]), answer, follow=True)
    assert "could not be verified" in page.text
    assert last_told("person", 0).data["reason"] == "source"


def test_an_answer_works_once_and_in_its_own_browser(client, there, house):
    way = client.get(reverse("directory:begin", args=[house.key]))
    answer = there.visit(way.headers["Location"], "eva-1")
    back = reverse("directory:back", args=[house.key])
    assert "did not begin in this browser" in Client().get(back, answer, follow=True).text
    client.get(back, answer, follow=True)
    assert who(client)
    client.logout()
    assert "did not begin in this browser" in client.get(back, answer, follow=True).text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(client, there, house, wanted):
    page = come(client, there, house, next=wanted)
    assert [place for place, _status in page.redirect_chain][-1].startswith("/")
    assert "evil" not in str(page.redirect_chain)


def test_a_test_signs_nobody_in_and_says_what_would_happen(client, there, house):
    Source.objects.filter(pk=house.pk).update(is_active=False)
    assert client.get(reverse("directory:begin", args=[house.key])).status_code == 404
    assert client.get(reverse("directory:begin", args=[house.key]), {"trial": ""}).status_code == 404
    ada = make.admin()
    client.force_login(ada)
    page = come(client, there, house, trial="")
    assert "They would get a new account." in page.text
    assert "which it says is verified" in page.text
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert not Person.objects.filter(email=EVA["email"]).exists()


def test_a_test_that_fails_says_why(client, there, house):
    client.force_login(make.admin())
    house.oidc.issuer = there.url + "/elsewhere"
    house.oidc.save()
    page = client.get(reverse("directory:begin", args=[house.key]), {"trial": ""}, follow=True)
    assert "answered 404" in page.text


def test_secrets_are_in_no_page_and_no_row(client, there, house):
    client.force_login(make.admin())
    for name in ("source", "source-change"):
        assert "s3cret" not in client.get(reverse(f"console:{name}", args=[house.pk])).text
    assert "s3cret" not in str(list(type(house.oidc).objects.extra(select={"raw": "client_secret"}).values("raw")))
