"""Pipelines at the door: who is heard, what becomes of what they send, and what nobody should send."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from testing import make
from watchkeep.doors.integrations.pipelines import taking
from watchkeep.doors.integrations.pipelines.tests import said
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Asking, Change, Delivery, Deployment, Fate, PipelineSource

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ACCEPTED, BAD, UNPROVEN = 202, 400, 401


@pytest.fixture(autouse=True)
def _half_past_nine():
    with clock.frozen(NINE):
        yield


class Door:
    """A pipeline that reports."""

    def __init__(self, provider, **given):
        self.source, self.key = life.add_source(by=CLOCK, name=f"Pipeline by {provider}", provider=provider, **given)
        self.client = Client(enforce_csrf_checks=True)

    def tell(self, told, *, key=None, **headers):
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        address = f"/pipelines/{key or self.key}"
        return self.client.post(address, body, content_type="application/json", headers=headers)

    def github(self, event, told, number="1", secret=None):
        body = json.dumps(told).encode()
        own = hmac.new((secret or self.source.secret).encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-GitHub-Event": event, "X-GitHub-Delivery": number, "X-Hub-Signature-256": f"sha256={own}"}
        return self.tell(body, **headers)

    def ask(self, **question):
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.client.post(
            "/pipelines/gate", json.dumps(question), content_type="application/json", headers=headers
        )


def fates():
    return list(Delivery.objects.order_by("pk").values_list("fate", flat=True))


def test_a_signed_deployment_is_kept_then_read_and_becomes_a_change():
    service = make.service("Shop")
    door = Door("github")
    assert door.github("deployment", said.github_deployment()).status_code == ACCEPTED
    assert (fates(), Deployment.objects.count()) == ([Fate.WAITING], 0)
    assert taking.take_due() == 1
    assert door.github("deployment_status", said.github_status(), "2").status_code == ACCEPTED
    taking.take_due()
    row, change = Deployment.objects.get(), Change.objects.get()
    assert (row.service, row.change, row.progress, row.who) == (service, change, "succeeded", "bo")
    assert (change.state, change.kind, change.source) == ("evaluating", "normal", "pipeline")
    assert "unannounced" in change.ticket.tags
    assert fates() == [Fate.READ, Fate.READ]


def test_a_repeat_is_counted_and_read_once():
    make.service("Shop")
    door = Door("github")
    for _again in range(3):
        assert door.github("deployment", said.github_deployment()).status_code == ACCEPTED
    taking.take_due()
    assert Delivery.objects.get().repeats == 2
    assert Deployment.objects.count() == Change.objects.count() == 1


def test_what_is_not_proven_is_not_read_and_the_source_says_so():
    door = Door("github")
    assert door.github("deployment", said.github_deployment(), secret="another").status_code == UNPROVEN
    assert door.tell(said.github_deployment(), **{"X-GitHub-Event": "deployment"}).status_code == UNPROVEN
    assert door.tell(b"{", **{"X-Hub-Signature-256": "sha256=\u00e9"}).status_code == UNPROVEN
    assert door.tell(said.github_deployment(), key="pl_nobody").json()["error"] == "This key opens nothing."
    assert Delivery.objects.count() == 0
    assert PipelineSource.objects.get().doubt == "the signature is wrong"


def test_gitlab_proves_by_its_token_or_by_a_fresh_signature():
    door = Door("gitlab")
    secret, body = door.source.secret, json.dumps(said.gitlab_deployment()).encode()

    def signed(at, key=secret):
        plain = f"m1.{at}.".encode() + body
        own = hmac.new(base64.b64decode(key.removeprefix("whsec_")), plain, hashlib.sha256).digest()
        signature = f"v1,{base64.b64encode(own).decode()}"
        return {"Webhook-Id": "m1", "Webhook-Timestamp": str(at), "Webhook-Signature": signature}

    now = int(NINE.timestamp())
    other = f"whsec_{base64.b64encode(bytes(32)).decode()}"
    assert door.tell(body, **{"X-Gitlab-Token": secret}).status_code == ACCEPTED
    assert door.tell(body, **signed(now)).status_code == ACCEPTED
    assert door.tell(body, **signed(now - 600)).status_code == UNPROVEN
    assert door.tell(body, **signed(now, other), **{"X-Gitlab-Token": secret}).status_code == UNPROVEN
    assert door.tell(body, **{"X-Gitlab-Token": "guess"}).status_code == UNPROVEN


def test_terraform_signs_with_sha_512():
    door = Door("terraform")
    body = json.dumps(said.terraform(None, "verification")).encode()
    own = hmac.new(door.source.secret.encode(), body, hashlib.sha512).hexdigest()
    assert door.tell(body, **{"X-TFE-Notification-Signature": own}).status_code == ACCEPTED
    assert door.tell(body, **{"X-TFE-Notification-Signature": "0" * 128}).status_code == UNPROVEN


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", BAD), (b"[]", BAD), (b"", BAD), (json.dumps({"id": 1}).encode(), BAD), (b" " * (4 * 2**20 + 1), 413)],
)
def test_odd_bodies_are_told_what_is_wrong_and_kept_with_it(body, status):
    door = Door("json")
    answer = door.tell(body)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    kept = Delivery.objects.first()
    assert kept is None if status == 413 else (kept.fate, bool(kept.why)) == (Fate.REFUSED, True)
    assert door.client.get(f"/pipelines/{door.key}").status_code == 405


def test_what_fails_for_a_reason_of_ours_is_tried_again_and_nothing_is_lost(monkeypatch):
    make.service("Shop")
    door = Door("json")
    door.tell({"id": "1", "service": "shop", "state": "started", "environment": "live"})

    def broken(*_args, **_more):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(life, "report", broken)
        taking.take_due()
    kept = Delivery.objects.get()
    assert (kept.fate, kept.attempts, "disk is full" in kept.why) == (Fate.WAITING, 1, True)
    with clock.frozen(NINE + timedelta(minutes=5)):
        taking.take_due()
    assert (fates(), Deployment.objects.count()) == ([Fate.READ], 1)


def test_kubernetes_hears_that_it_may_go_on():
    answer = Door("kubernetes").tell(said.admission()).json()
    assert (answer["kind"], answer["response"]) == ("AdmissionReview", {"uid": "r1", "allowed": True})


def test_the_gate_answers_by_the_key_of_a_source():
    make.service("Shop")
    make.change_model("Release", is_standard=True)
    door = Door("json")
    said_ = door.ask(service="shop", model="release", key="run-1", commit=said.SHA).json()
    assert (said_["verdict"], [one["code"] for one in said_["reasons"]]) == ("go", ["standard"])
    assert door.ask(service="shop", model="release", key="run-1").json()["change"] == said_["change"]
    assert Asking.objects.get().times == 2
    ended = door.ask(key="run-1", state="succeeded", service="shop")
    assert (ended.json()["change"], Change.objects.get().state) == (said_["change"], "evaluating")
    assert door.ask(service="none").json()["field"] == "service"
    assert door.ask(service=7).status_code == BAD
    assert door.ask(key="unknown", state="succeeded").status_code == 422
    stranger = door.client.post("/pipelines/gate", "{}", content_type="application/json")
    assert stranger.status_code == UNPROVEN


def test_the_program_is_handed_out_as_one_file():
    answer = Client().get("/gate.py")
    assert answer["Content-Type"].startswith("text/x-python")
    compile(answer.content, "gate.py", "exec")
