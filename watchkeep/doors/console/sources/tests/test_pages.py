"""Pages on the sources of people."""

import pytest
from django.urls import reverse

from testing import make
from testing.harness import told
from watchkeep.estate.people import life
from watchkeep.estate.people.models import GroupLine, Identity, LdapDirectory, Source, SyncRun
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db
SHARED = {"creates": "on", "links": "never", "factor": "own"}
GIVEN = {
    "oidc": {
        "issuer": "https://id.example", "client_id": "watchkeep", "client_secret": "s3cret", "scopes": "openid email",
        "email_claim": "email", "name_claim": "name", "domains": "Nordwind.example, @sued.example",
    },
    "saml": {"entity_id": "https://id.example/saml", "sign_on_url": "https://id.example/sso"},
    "ldap": {
        "flavour": "openldap", "url": "ldaps://ldap.example", "people_base": "ou=people",
        "password": "never shown",
        "people_filter": "(uid=*)", "groups_filter": "(cn=*)", "email_attribute": "mail", "name_attribute": "cn",
        "every_minutes": 60, "most_leavers": 10,
    },
    "scim": {"may_write": "on", "has_groups": "on"},
}  # fmt: skip


@pytest.fixture
def ada(client):
    somebody = make.admin()
    client.force_login(somebody)
    return somebody


def add(client, kind, **more):
    home = make.organisation().pk
    given = {"name": f"The {kind}", "organisation": home, **SHARED, **GIVEN[kind], **more}
    if kind == "saml":
        given["certificates"] = make.source("saml").saml.certificates
    return client.post(reverse("console:source-add", args=[kind]), given, follow=True)


@pytest.mark.parametrize("kind", ["oidc", "saml", "ldap", "scim"])
def test_each_kind_is_added_shown_and_changed_without_its_secrets(client, ada, kind):
    assert client.get(reverse("console:source-add", args=[kind])).status_code == 200
    page = add(client, kind)
    source = Source.objects.get(name=f"The {kind}")
    assert (page.status_code, source.is_active) == (200, False)
    shown = [client.get(reverse(f"console:{name}", args=[source.pk])) for name in ("source", "source-change")]
    assert [one.status_code for one in shown] == [200, 200]
    assert not any(secret in one.text for one in shown for secret in ("s3cret", "never shown", "PRIVATE KEY"))
    assert source.name in client.get(reverse("console:sources")).text


def test_a_token_is_shown_once(client, ada):
    page = add(client, "scim")
    source = Source.objects.get(kind="scim")
    key = page.text.partition("data-fresh-token>")[2].partition("<")[0]
    life.start_source(source, by=make.actor(ada))
    said = client.get("/scim/v2/Users", headers={"Authorization": f"Bearer {key}"})
    assert said.status_code == 200
    assert key not in client.get(reverse("console:source", args=[source.pk])).text
    page = client.post(reverse("console:source-key", args=[source.pk]), {"at_once": "on"})
    assert "data-fresh-token" in page.text
    assert client.get("/scim/v2/Users", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_an_empty_secret_stays(client, ada):
    add(client, "oidc")
    source = Source.objects.get(name="The oidc")
    assert source.domains == ["nordwind.example", "sued.example"]
    given = {"name": "Renamed", "organisation": make.organisation().pk, **SHARED, **GIVEN["oidc"], "client_secret": ""}
    client.post(reverse("console:source-change", args=[source.pk]), given)
    source.refresh_from_db()
    assert (source.name, source.oidc.client_secret) == ("Renamed", "s3cret")
    assert told("source", source.pk) == ["source.added", "source.edited"]


def test_nonsense_is_said_at_its_field(client, ada):
    page = client.post(
        reverse("console:source-add", args=["saml"]),
        {"name": "S", "organisation": make.organisation().pk, **SHARED, **GIVEN["saml"], "certificates": "not one"},
    )
    assert (page.status_code, "not a certificate" in page.text) == (422, True)


def test_a_directory_starts_after_a_dry_run_alone(client, ada):
    add(client, "ldap")
    source = Source.objects.get(name="The ldap")
    page = client.post(reverse("console:source-switch", args=[source.pk]))
    assert (page.status_code, "dry run" in page.text) == (409, True)
    client.post(reverse("console:source-run", args=[source.pk]), {"what": "trial"})
    assert LdapDirectory.objects.get(source=source).asked == "trial"
    LdapDirectory.objects.update(was_tried=True)
    client.post(reverse("console:source-switch", args=[source.pk]))
    source.refresh_from_db()
    assert source.is_active


def test_runs_are_shown_in_words(client, ada):
    source = make.source("ldap")
    lines = [["leaver", "Eva", "is disabled there"], ["new", "Bo", "bo@nordwind.example"], ["odd", "X", ""]]
    run = SyncRun.objects.create(
        source=source, outcome="held", counts={"leaver": 40, "new": 1}, differences=lines, ended_at=clock.now()
    )
    page = client.get(reverse("console:sync-run", args=[run.pk])).text
    assert "Run beyond the cap" in page
    assert "And 38 more" in page
    for outcome in ("done", "failed", "running"):
        SyncRun.objects.filter(pk=run.pk).update(outcome=outcome, differences=[], counts={})
        assert client.get(reverse("console:sync-run", args=[run.pk])).status_code == 200
    assert client.get(reverse("console:source", args=[source.pk])).status_code == 200


def test_lines_are_added_and_removed(client, ada):
    source, team = make.source(), make.team()
    add_line = reverse("console:source-line-add", args=[source.pk])
    assert client.post(add_line, {"group": "ops"}).status_code == 422
    client.post(add_line, {"group": "ops", "team": team.pk})
    line = GroupLine.objects.get()
    assert team.name in client.get(reverse("console:source", args=[source.pk])).text
    client.post(reverse("console:source-line-remove", args=[line.pk]))
    assert not GroupLine.objects.exists()


def test_a_mark_is_seen_at_the_person_and_unlinked(client, ada):
    bo = make.bo()
    identity = make.identity(bo, make.source(name="Keycloak"))
    assert "Keycloak" in client.get(reverse("console:person", args=[bo.pk])).text
    client.post(reverse("console:identity-unlink", args=[identity.pk]))
    assert not Identity.objects.exists()
    assert told("person", bo.pk)[-1] == "person.unlinked"


def test_a_source_is_removed_when_it_is_paused(client, ada):
    source = make.source()
    remove = reverse("console:source-remove", args=[source.pk])
    assert client.post(remove).status_code == 409
    client.post(reverse("console:source-switch", args=[source.pk]))
    client.post(remove)
    assert not Source.objects.exists()


def test_the_trail_tells_it(client, ada):
    add(client, "oidc")
    page = client.get(reverse("console:audit-area", args=["sources"])).text
    assert "is a new source of people" in page


def test_a_manager_looks_and_does_not_touch(client):
    source = make.source()
    client.force_login(make.manager())
    assert client.get(reverse("console:source", args=[source.pk])).status_code == 200
    for name in ("source-change", "source-line-add"):
        assert client.get(reverse(f"console:{name}", args=[source.pk])).status_code == 403
    assert client.post(reverse("console:source-switch", args=[source.pk])).status_code == 403
    client.force_login(make.bo())
    assert client.get(reverse("console:sources")).status_code == 403


def test_the_door_has_a_button_for_each_house_in_use(client):
    house, paused = make.source(name="Keycloak"), make.source(name="Paused", is_active=False)
    page = client.get("/login?next=/services").text
    assert f"/sso/{house.key}?next=/services" in page
    assert paused.name not in page
