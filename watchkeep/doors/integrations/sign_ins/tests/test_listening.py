"""Identity providers at the door: what each sends, what is counted of it, and what nobody should send."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import run_later, sweep
from watchkeep.doors.integrations.sign_ins.reading import Unreadable, sign_ins
from watchkeep.estate.licences import jobs, life
from watchkeep.estate.licences.models import Application, Provider, Rule, SignIn, WaitingSignIn
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = MONDAY.date()


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(MONDAY):
        yield


def entra(app="Figma", who="bo@nordwind.example", at="2026-03-02T08:00:00Z", code=0, **more):
    named = {"appId": f"id-{app}", "appDisplayName": app, "userPrincipalName": who, "createdDateTime": at}
    return {"id": "66ea54eb", "userId": "0a21f0f2", "status": {"errorCode": code}} | named | more


def okta(result="SUCCESS", **more):
    targets = [
        {"id": "0ua1", "type": "AppUser", "displayName": "Bo"},
        {"id": "0oa1", "type": "AppInstance", "alternateId": "Figma", "displayName": "Figma"},
    ]
    actor = {"id": "00u1", "type": "User", "alternateId": "Bo@Nordwind.example", "displayName": "Bo"}
    said = {"uuid": "f790999f", "published": "2026-03-01T23:30:00.000-02:00", "outcome": {"result": result}}
    return said | {"eventType": "user.authentication.sso", "actor": actor, "target": targets} | more


def keycloak(**more):
    details = {"auth_method": "openid-connect", "username": "bo@nordwind.example", "code_id": "29f06a39"}
    said = {"time": 1772438400000, "type": "LOGIN", "realmId": "shop", "clientId": "figma", "userId": "29f0"}
    return said | {"details": details} | more


class Door:
    """A provider that tells."""

    def __init__(self, provider="entra"):
        self.log, self.key = make.sign_in_log(f"Log of {provider}", provider)
        self.client = Client(enforce_csrf_checks=True)

    def tell(self, told, *, kind="application/json", key=None):
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        return self.client.post(f"/sign-ins/{key or self.key}", body, content_type=kind)


def read(provider, told):
    return [(one.name, one.logins[0], str(one.on)) for one in sign_ins(provider, json.dumps(told).encode())]


@pytest.mark.parametrize(
    ("provider", "told", "expected"),
    [
        (Provider.ENTRA, {"value": [entra()]}, [("Figma", "bo@nordwind.example", "2026-03-02")]),
        (Provider.ENTRA, {"records": [{"properties": entra(), "category": "SignInLogs"}]}, "one"),
        (Provider.ENTRA, [entra(code=50126), entra(status={}), entra(appId="")], []),
        (Provider.OKTA, {"eventType": "com.okta.event_hook", "data": {"events": [okta()]}}, "okta"),
        (Provider.OKTA, [okta("FAILURE"), okta(eventType="user.session.start"), okta(target=None)], []),
        (Provider.KEYCLOAK, keycloak(), [("figma", "bo@nordwind.example", "2026-03-02")]),
        (Provider.KEYCLOAK, [keycloak(type="LOGIN_ERROR", error="x"), keycloak(type="LOGOUT")], []),
        (Provider.KEYCLOAK, [keycloak(time=10**30), keycloak(time="soon"), 7, None, []], []),
        (
            Provider.KEYCLOAK,
            {"type": "access.LOGIN", "time": 1772438400000, "authDetails": {"clientId": "figma", "username": "bo"}},
            [("figma", "bo", "2026-03-02")],
        ),
    ],
)
def test_each_provider_is_read_in_its_own_shapes(provider, told, expected):
    same = {"one": [("Figma", "bo@nordwind.example", "2026-03-02")]}
    same["okta"] = [("Figma", "Bo@Nordwind.example", "2026-03-02")]
    assert read(provider, told) == (same[expected] if isinstance(expected, str) else expected)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"7", b'"words"', b"\xff\xfe"])
def test_what_is_no_list_of_events_is_refused_in_words(body):
    with pytest.raises(Unreadable):
        sign_ins(Provider.OKTA, body)
    door = Door("okta")
    assert door.tell(body).status_code == 400
    assert door.tell(b"x" * (8 * 2**20 + 1)).status_code == 413
    assert door.client.get(f"/sign-ins/{door.key}").status_code == 405


def test_a_sign_in_counts_as_use_of_the_product_that_the_application_means_and_twice_is_once():
    door, studio, bo = Door(), make.product("Figma"), make.bo()
    life.add_rule(by=CLOCK, product=studio, name="figma*")
    make.entitlement(studio, metric="seat", quantity=2)
    seat = make.seat(studio, bo)
    two_days = [entra(who=bo.email.upper()), entra(who=bo.email, at="2026-03-01T23:59:59+00:00")]
    told = {"value": [*two_days, entra(who=bo.email), entra(who=bo.email, at="2026-03-09T08:00:00Z")]}
    assert door.tell(told).json() == {"counted": 2, "waiting": 0, "passed": 1}
    assert door.tell(told).json() == {"counted": 0, "waiting": 0, "passed": 1}
    seat.refresh_from_db()
    assert (seat.used_on, SignIn.objects.filter(product=studio, person=bo).count()) == (TODAY, 2)
    assert Application.objects.get().people_days == 2
    assert make.reckoned(studio).used == 1


def test_what_nobody_knows_waits_and_is_counted_as_soon_as_somebody_says_what_it_is_or_who():
    door, bo = Door(), make.bo()
    new = "eva@nordwind.example"
    assert door.tell([entra("Figma (SSO)", bo.email), entra("Figma (SSO)", new)]).json()["waiting"] == 2
    app = Application.objects.unknown().get()
    rule = life.correct_application(app, by=CLOCK, new_product="Figma", pattern="figma*")
    sweep(jobs.read_applications)
    assert list(SignIn.objects.values_list("product", "person")) == [(rule.product_id, bo.pk)]
    assert door.tell([entra("Figma Board", bo.email)]).json()["counted"] == 0
    eva = make.person(email=new)
    life.count_what_waited(eva.pk)
    assert SignIn.objects.filter(person=eva, on=TODAY).count() == 1
    assert not WaitingSignIn.objects.exists()


def test_somebody_whom_a_directory_brings_later_is_counted_by_the_name_that_the_provider_has_for_them():
    door = Door("keycloak")
    life.add_rule(by=CLOCK, product=make.product("Figma"), name="figma*")
    told = keycloak(userId="mark-1", details={"username": "ELund"})
    assert door.tell(told).json() == {"counted": 0, "waiting": 1, "passed": 0}
    eva = make.person()
    source = make.source("scim")
    identity = make.identity(eva, source, "mark-1")
    identity.user_name = "elund"
    identity.save()
    run_later()
    life.count_what_waited(eva.pk)
    assert SignIn.objects.filter(person=eva).count() == 0, "a name in other letters waits for its next sign-in"
    assert door.tell(told | {"time": 1772352000000}).json()["counted"] == 1


def test_a_rule_that_goes_leaves_its_applications_unknown_and_old_ones_are_forgotten():
    door = Door()
    rule = life.add_rule(by=CLOCK, product=make.product("Figma"), name="figma*")
    door.tell([entra(who="who@nowhere.example")])
    life.remove_rule(Rule.objects.get(pk=rule.pk), by=CLOCK)
    sweep(jobs.read_applications)
    app = Application.objects.unknown().get()
    with clock.frozen(MONDAY + timedelta(days=91)):
        assert life.forget_waiting() == 1
    life.set_application_aside(app, by=CLOCK, reason="Our own")
    assert door.tell([entra()]).json() == {"counted": 0, "waiting": 0, "passed": 0}
    with pytest.raises(Refused):
        life.set_application_aside(app, by=CLOCK, reason="Again")


def test_a_downloaded_table_of_entra_is_read_too():
    head = "Date (UTC),Request ID,User,Username,Application,Application ID,Status\n"
    line = "2026-03-01T10:00:00Z,1,Bo,{who},Figma,id-1,{status}\n"
    body = head + line.format(who="bo@x.example", status="Success") + line.format(who="bo@x.example", status="Failure")
    door = Door()
    assert door.tell(body.encode(), kind="text/csv").json()["waiting"] == 1
    assert WaitingSignIn.objects.get().on == date(2026, 3, 1)
    assert door.tell(b"a,b\n1,2\n", kind="text/csv").status_code == 400
    assert Door("okta").tell(body.encode(), kind="text/csv").status_code == 400


def test_a_key_opens_its_own_log_alone_and_okta_hears_that_this_address_is_meant():
    door = Door("okta")
    asked = door.client.get(
        "/sign-ins", headers={"Authorization": door.key, "X-Okta-Verification-Challenge": "a-challenge"}
    )
    assert asked.json() == {"verification": "a-challenge"}
    assert door.tell([okta()], key="wks_nothing").status_code == 401
    assert door.client.get("/sign-ins", headers={"X-Okta-Verification-Challenge": "x"}).status_code == 401
    bearer = {"Authorization": f"Bearer {door.key}"}
    sent = door.client.post("/sign-ins", json.dumps([okta()]), content_type="application/json", headers=bearer)
    assert sent.status_code == 200
    fresh = life.make_log_key(door.log, by=CLOCK)
    assert door.tell([okta()]).status_code == 401
    life.switch_log(door.log, by=CLOCK)
    assert door.tell([okta()], key=fresh).status_code == 401
    codes = {door.tell([okta()], key=f"wks_{n}").status_code for n in range(40)}
    assert codes == {401, 429}


def test_a_delivery_costs_as_many_questions_however_many_people_signed_in_to_however_many_applications():
    door = Door()
    life.add_rule(by=CLOCK, product=make.product("Figma"), name="figma*")
    people = [make.person() for _one in range(20)]

    def count(who, at):
        with CaptureQueriesContext(connection) as asked:
            assert door.tell([entra(who=one.email, at=at) for one in who]).status_code == 200
        return len(asked)

    count(people[:1], "2026-02-26T08:00:00Z")
    assert count(people, "2026-02-27T08:00:00Z") == count(people[:1], "2026-02-28T08:00:00Z")

    def spread(names, at):
        with CaptureQueriesContext(connection) as asked:
            assert door.tell([entra(app=one, who=people[0].email, at=at) for one in names]).status_code == 200
        return len(asked)

    names = [f"Figma {n}" for n in range(10)] + [f"Unknown {n}" for n in range(10)]
    spread(names, "2026-02-23T08:00:00Z")
    few, many = [*names[:1], *names[-1:]], names
    assert spread(many, "2026-02-24T08:00:00Z") == spread(few, "2026-02-25T08:00:00Z")
    with pytest.raises(Refused):
        life.listen(door.log, [life.SignedIn("a", "a", ("a",), TODAY)] * 20_001)
