"""The pages of pipelines: let in, its key shown once, what it sent, what it asked, what went live."""

import json

import pytest
from django.test import Client

from testing import make
from testing.turning import come, page
from watchkeep.doors.integrations.pipelines import taking
from watchkeep.doors.live.topics import may_hear
from watchkeep.work.changes.models import Counting, Deployment, PipelineRule, PipelineSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return come(make.manager())


def send(key, told, address="/pipelines"):
    headers = {"Authorization": f"Bearer {key}"}
    return Client().post(address, json.dumps(told), content_type="application/json", headers=headers)


def test_a_pipeline_is_let_in_speaks_and_is_seen(boss):
    shop = make.service("Shop")
    made = boss.post("/changes/pipelines/add/json", {"name": "CI", "service": shop.pk, "production": "blue, live"})
    source = PipelineSource.objects.get()
    at = f"/changes/pipelines/{source.pk}"
    assert made["Location"] == at
    first = page(boss, at)
    key = first.split('<code class="mono wrap">')[1].split("<")[0]
    assert key not in page(boss, at)
    assert send(key, {"id": "41", "service": "shop", "environment": "live", "state": "started"}).status_code == 202
    assert send(key, {"id": "42"}).status_code == 400
    taking.take_due()
    row = Deployment.objects.get()
    assert row.change.number in page(boss, "/changes/deployments")
    assert row.change.number in page(boss, f"/changes/deployments/{row.pk}")
    assert "Nothing went live here" in page(boss, "/changes/deployments?state=failed")
    assert "is missing" in page(boss, f"{at}?fate=refused")
    bad = source.pk and page(boss, f"{at}?fate=refused").split("/changes/pipelines/deliveries/")[1].split('"')[0]
    assert "42" in page(boss, f"/changes/pipelines/deliveries/{bad}")
    assert boss.post(f"/changes/pipelines/deliveries/{bad}/again").status_code == 302
    assert send(key, {"service": "shop", "environment": "live"}, "/pipelines/gate").json()["verdict"] == "stop"
    assert "is under way" in page(boss, "/changes/gate?answer=stop")
    assert boss.post(f"{at}/key").status_code == 302
    assert send(key, {"id": "1", "service": "shop", "state": "started"}).status_code == 401


def test_rules_are_lines_and_each_wrong_one_is_named(boss):
    shop, model = make.service("Shop"), make.change_model("Release")
    boss.post("/changes/pipelines/add/github", {"name": "GitHub"})
    source = PipelineSource.objects.get()
    at = f"/changes/pipelines/{source.pk}/rules"
    lines = "nordwind/*, prod, shop, release, production\n\n,stag*,shop,,no\n"
    assert boss.post(at, {"rules": lines}).status_code == 302
    rows = list(PipelineRule.objects.filter(source=source))
    assert [(one.subject, one.service, one.model, one.counts) for one in rows] == [
        ("nordwind/*", shop, model, Counting.YES), ("", shop, None, Counting.NO),
    ]  # fmt: skip
    assert "nordwind/*, prod, shop, release, production" in page(boss, at)
    for line, why in (("a,b,none", "Line 1"), ("a,b,shop,none", "no model"), ("a,b,shop,,maybe", "last part")):
        answer = boss.post(at, {"rules": line})
        assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert boss.post(f"/changes/pipelines/{source.pk}/edit", {"name": ""}).status_code == 422
    assert boss.post(f"/changes/pipelines/{source.pk}/switch").status_code == 302
    assert "Off" in page(boss, f"/changes/pipelines/{source.pk}")
    assert boss.get("/changes/pipelines/add/none").status_code == 404


def test_what_goes_live_stands_on_the_service_and_is_heard_of(boss):
    row = make.deployment()
    assert f"/changes/deployments/{row.pk}" in page(boss, f"/services/{row.service.slug}")
    ana, stranger = make.actor(make.ana()), make.actor(make.stranger())
    for topic in ("deployments", f"deployment:{row.pk}", "gate", "drift"):
        assert may_hear(ana, [topic])
        assert not may_hear(stranger, [topic])


def test_who_may_not_set_up_sees_and_changes_nothing():
    ana = come(make.ana())
    assert page(ana, "/changes/pipelines")
    assert ana.get("/changes/pipelines/add/github").status_code == 403
    assert come(make.stranger()).get("/changes/deployments").status_code in {302, 403, 404}
