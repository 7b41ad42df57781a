"""Pages of pipelines, gate and drift: accessible and within their frame; and the gate's program at a real server."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import looking, make
from watchkeep.estate.services.life import attach_item
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Asking, Change, Fate

GO, WAIT, STOP, TROUBLE = 0, 2, 3, 4


@pytest.fixture
def program(address, tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program as a pipeline downloads and starts it, with nothing of ours around it."""
    _source, key = make.pipeline()
    with urllib.request.urlopen(f"{address}/gate.py") as answer:
        (tmp_path / "gate.py").write_bytes(answer.read())

    def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        surroundings = {
            "PATH": os.environ["PATH"], "WATCHKEEP_URL": address, "WATCHKEEP_KEY": key, "CI_PIPELINE_ID": "7",
            "CI_PROJECT_PATH": "nordwind/shop", "CI_COMMIT_SHA": "abc",
        } | env  # fmt: skip
        return subprocess.run(
            [sys.executable, "-I", str(tmp_path / "gate.py"), *arguments],
            env=surroundings, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return run


def test_the_program_says_go_wait_and_stop_by_its_exit_code(program):
    shop = make.shop()
    make.change_model("Release", is_standard=True)
    waits = program("--service", shop.slug)
    assert (waits.returncode, "no_change" in waits.stdout) == (WAIT, True)
    goes = program("--service", shop.slug, "--model", "release", "--json")
    said = json.loads(goes.stdout)
    assert (goes.returncode, said["verdict"]) == (GO, "go")
    again = program("--service", shop.slug, "--model", "release", "--json")
    assert json.loads(again.stdout)["change"] == said["change"]
    other = program("--service", shop.slug, "--model", "release", CI_PIPELINE_ID="8")
    assert (other.returncode, other.stdout.split()[0], said["change"] in other.stdout) == (STOP, "STOP", True)
    ended = program("--service", shop.slug, "--report", "success")
    assert (ended.returncode, Change.objects.get().state) == (GO, "evaluating")
    assert Asking.objects.count() == 2


def test_the_program_says_what_went_wrong(program):
    assert "no service" in (none := program("--service", "none")).stderr
    assert none.returncode == TROUBLE
    wrong = program("--service", "shop", WATCHKEEP_KEY="pl_wrong")
    assert (wrong.returncode, "opens nothing" in wrong.stderr) == (TROUBLE, True)
    assert program("--service", "shop", WATCHKEEP_URL="").returncode == TROUBLE
    assert "begins with" in program("--service", "shop", WATCHKEEP_URL="file:///etc/passwd").stderr


def test_what_goes_live_is_marked_on_the_map_while_it_does(visit: Callable[..., Page]):
    shop = make.shop()
    desk = make.service("Orders desk", needs=(shop,))
    page = visit(f"/services/{desk.slug}")
    page.wait_for_selector("html[data-live]")
    row = make.deployment()
    mark = page.locator("#map .map-mark")
    expect(mark).to_have_text(re.compile(f"Goes live: {row.change.number}"), timeout=30_000)
    expect(page.get_by_role("heading", name="Under way now")).to_be_visible()
    item = make.item("web-frontend-1")
    attach_item(shop, item, by=make.actor(make.admin()))
    for service in (desk, shop):
        make.change("implementing", services=[service], items=[item], title="Move the web shop to the new rack")
    assert looking.faults(page, (f"/services/{desk.slug}", f"/items/{item.pk}/map")) == []
    page.goto(f"/services/{shop.slug}")
    page.wait_for_selector("html[data-live]")
    make.deployment(progress="succeeded")
    expect(page.locator("#under-way")).not_to_contain_text("Goes live", timeout=30_000)
    expect(page.locator("#map")).to_contain_text("2 changes under way")


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page]):
    make.manager()
    source, _key = make.pipeline("Deployments of the web shop and all that belongs to it", "github")
    rules = [{"subject": "nordwind/web-*", "environment": "prod-eu", "service": make.shop(), "counts": "yes"}]
    life.set_rules(source, rules, by=make.actor(make.admin()))
    kept = life.keep(source, mark="1", event="deployment_status", body=b'{"deployment": {"id": 1}}')
    life.settle(kept, fate=Fate.REFUSED, why="“repository.full_name” is missing.")
    life.note_doubt(source, "the signature is wrong")
    rows = [make.deployment(str(number), progress=end) for number, end in enumerate(("succeeded", "failed", "started"))]
    life.ask_gate(life.Question(service="shop", revision="v15"), by=make.actor(make.admin()))
    open_, raised = make.drift("db-1"), make.drift("web-frontend-1.production.nordwind.example")
    life.raise_drift(raised, by=make.actor(make.ana()), reason="A hole had to be closed at night.")
    paths = (
        "/changes/pipelines", f"/changes/pipelines/{source.pk}", f"/changes/pipelines/{source.pk}/rules",
        f"/changes/pipelines/deliveries/{kept.pk}", "/changes/deployments", f"/changes/deployments/{rows[2].pk}",
        "/changes/gate", "/changes/drift", "/changes/drift?state=all", f"/changes/drift/{open_.pk}",
        f"/changes/drift/{raised.pk}", f"/changes/drift/{open_.pk}/justify", "/changes/drift/watched",
        "/changes/pipelines/add/gitlab", "/changes/drift/watched/new",
    )  # fmt: skip
    assert looking.faults(visit("/changes/drift", as_=make.admin()), paths) == []
