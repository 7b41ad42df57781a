"""The pages of pipelines: let in, its key shown once, what it sent, what it asked, what went live."""

import json
import re
import shlex

import pytest
import yaml
from django.test import Client

from testing import make
from testing.turning import come, page
from watchkeep.doors.console.pipelines import snippets
from watchkeep.doors.integrations.pipelines import gate, taking
from watchkeep.doors.live.topics import may_hear
from watchkeep.work.changes import life
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
    for topic in ("changes", "deployments", f"deployment:{row.pk}", "gate", "drift"):
        assert may_hear(ana, [topic])
        assert not may_hear(stranger, [topic])


def test_what_is_under_way_stands_on_the_maps_until_it_ends(boss):
    host = make.item("web-1")
    above = make.service("Orders desk", needs=(make.service("Shop", on=(host,)),))
    change = make.change("implementing", items=[host], services=[])
    for at in (f"/services/{above.slug}", f"/items/{host.pk}/map"):
        shown = page(boss, at)
        assert f'<a class="map-mark tone-blue" href="/changes/{change.number}">' in shown
        assert "Under way now" in shown
        assert f"Under way: {change.number}" in shown
    assert "map-mark" not in page(boss, f"/items/{host.pk}/map?at=2026-01-01T00:00")
    second = make.change("implementing", items=[host], services=[])
    assert "2 changes under way" in page(boss, f"/services/{above.slug}")
    for one in (change, second):
        life.back_out(one, by=make.actor(make.ana()), reason="It was slow.")
    assert "map-mark" not in page(boss, f"/services/{above.slug}")


def test_snippets_are_what_their_places_read_and_the_program_understands():
    actions, gitlab, shell = (one.text for one in snippets.asking())
    workflow, job = yaml.load(actions, yaml.BaseLoader), yaml.safe_load(gitlab)["deploy"]  # "on" is a word
    steps = workflow["jobs"]["deploy"]["steps"]
    lines = [one["run"] for one in steps if "run" in one] + job["script"] + job["after_script"] + shell.splitlines()
    lines = [re.sub(r"\$\{\{.*?\}\}", "success", line).removeprefix("test ! -e gate-said-go || ") for line in lines]
    asked = [shlex.split(line, comments=True) for line in lines if line.startswith("python3 gate.py")]
    told = [gate.parser().parse_args([one for one in words[2:] if one not in {"||", "exit", "$?"}]) for words in asked]
    assert [bool(one.report) for one in told] == [False, True, False, True, False, True]
    assert {one.service for one in told} == {"web-shop"}
    assert (workflow["on"], steps[0]["uses"]) == ({"push": {"branches": ["main"]}}, "actions/checkout@v4")
    assert steps[-1]["if"] == f"always() && steps.{steps[2]['id']}.outcome == 'success'", "a stop is no failed run"
    assert [line for line in job["script"] if "gate" in line][-1] == "touch gate-said-go"
    argo = yaml.safe_load(snippets.ARGOCD.format(base="https://w.example", key="pl_1"))
    webhook = yaml.safe_load(argo["template.watchkeep"])["webhook"]["watchkeep"]
    assert webhook["body"].startswith('{"app": {{toJson .app}}')
    assert yaml.safe_load(argo["subscriptions"])[0]["triggers"] == ["on-sync-running", "on-sync-ended"]


def test_who_may_not_set_up_sees_and_changes_nothing():
    ana = come(make.ana())
    assert page(ana, "/changes/pipelines")
    assert ana.get("/changes/pipelines/add/github").status_code == 403
    assert come(make.stranger()).get("/changes/deployments").status_code in {302, 403, 404}


def test_a_pipeline_shows_its_own_service_model_and_place_and_says_who_can_make_a_key(boss):
    shop, model = make.service("Shop"), make.change_model("Release")
    source, key = make.pipeline("CI", "gitlab", service=shop, model=model)
    shown = [one.text for one in snippets.of(source, key)]
    assert [len(shown), "CI_JOB_STATUS" in shown[1]] == [3, True]
    assert all(f"--service {shop.slug} --model {model.slug}" in text for text in shown[1:])
    assert key in shown[2]
    other, _key = make.pipeline("Others")
    assert [snippets.UNKNOWN_SERVICE in one.text for one in snippets.of(other)] == [True, True]
    ana = come(make.ana())
    for at in ("/changes/gate", "/changes/pipelines", f"/changes/pipelines/{source.pk}"):
        assert "Who can make one for you: Mia" in page(ana, at), at
        assert "Who can make one for you" not in page(boss, at), at
