"""A cluster whose API answers in the documented shapes, over https with an authority of its own."""

from urllib.parse import parse_qs, urlsplit

import pytest

from testing import make
from watchkeep.doors.integrations.cloud import asking
from watchkeep.doors.integrations.cloud.tests.loopback import Loopback
from watchkeep.doors.integrations.cloud.tests.test_aws import looked
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.discovery import life
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db
TOKEN = "token-of-tests"
UUIDS = {"node-1": "ec2e1916-9099-7caf-fd21-012345abcdef", "node-2": "ec2e1916-9099-7caf-fd21-012345abcde0"}


def named(name, **more):
    return {"name": name, "namespace": "shop", "uid": f"uid-{name}"} | more


def owned(name, kind, by):
    return named(name, ownerReferences=[{"kind": kind, "name": by, "controller": True}])


def node(name):
    info = {
        "systemUUID": UUIDS[name], "osImage": "Debian GNU/Linux 12", "containerRuntimeVersion": "containerd://1.7.2",
        "architecture": "amd64", "kernelVersion": "6.1.0", "kubeletVersion": "v1.31.2",
    }  # fmt: skip
    addresses = [{"type": "InternalIP", "address": "10.9.0.1"}, {"type": "Hostname", "address": name}]
    capacity = {"cpu": "4", "memory": "16393244Ki"}
    return {"metadata": {"name": name}, "status": {"nodeInfo": info, "addresses": addresses, "capacity": capacity}}


def pod(name, on, kind, by, phase="Running"):
    return {"metadata": owned(name, kind, by), "spec": {"nodeName": on}, "status": {"phase": phase}}


def workload(name, image):
    return {
        "metadata": named(name),
        "spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "a", "image": image}]}}},
    }


SAID = {
    "/version": {"gitVersion": "v1.31.2"},
    "/api/v1/namespaces/kube-system": {"metadata": {"name": "kube-system", "uid": "0f1e-uid"}},
    "/api/v1/nodes": [node("node-1"), node("node-2")],
    "/apis/apps/v1/deployments": [workload("web", "registry.example:5000/web:2.4@sha256:abc"), "no object", {}],
    "/apis/apps/v1/statefulsets": [workload("db", "postgres:16")],
    "/apis/apps/v1/daemonsets": [],
    "/apis/apps/v1/replicasets": [{"metadata": owned("web-5d", "Deployment", "web")}],
    "/api/v1/pods": [
        pod("web-5d-a", "node-1", "ReplicaSet", "web-5d"),
        pod("web-5d-b", "node-2", "ReplicaSet", "web-5d", phase="Succeeded"),
        pod("db-0", "node-2", "StatefulSet", "db"),
        {"metadata": named("alone"), "spec": {"nodeName": "node-1"}, "status": {"phase": "Running"}},
    ],
}


def cluster(said=SAID, closed=(), token=TOKEN):
    def answer(_method, path, headers, _body):
        parts = urlsplit(path)
        if headers.get("Authorization") != f"Bearer {token}":
            return 401, {"kind": "Status", "code": 401}
        if parts.path in closed:
            return 403, {"kind": "Status", "code": 403}
        told = said[parts.path]
        if not isinstance(told, list):
            return 200, told
        at = int(parse_qs(parts.query).get("continue", ["0"])[0])
        more = {"continue": str(at + 1)} if at + 1 < len(told) else {}
        return 200, {"metadata": more, "items": told[at : at + 1]}

    return Loopback(answer, tls=True)


def job(server, **more):
    make.open_network("127.0.0.0/8")
    given = {"server": server.url, "token": TOKEN, "authority": server.authority, "cluster": "prod"} | more
    return life.add_job(by=CLOCK, kind="kubernetes", name="Cluster", given=given)


def test_nodes_and_workloads_are_in_the_register_with_what_runs_where_and_the_same_again_changes_nothing():
    make.found(make.machine("agent", serial="", uuid=UUIDS["node-1"], kind="virtual_machine"))
    with cluster() as server:
        one = job(server)
        run, again = looked(one), looked(one)
    assert (run.state, run.why, run.refused) == ("done", "", 0)
    assert (again.new, again.changed) == (0, 0)
    items = {item.name: item for item in Item.objects.filter(merged_into=None).select_related("cls")}
    assert items["node-1"].cls.slug == "virtual_machine"  # the agent's machine is the node
    assert (items["node-2"].cls.slug, items["node-2"].values["memory"]) == ("container_host", 16393244 * 1024)
    assert (items["shop/web"].cls.slug, items["shop/web"].values["version"]) == ("application", "2.4")
    hangs = {(row.from_item.name, row.kind, row.to_item.name) for row in Relation.objects.open()}
    assert {
        ("shop/web", "runs_on", "node-1"),
        ("shop/db", "runs_on", "node-2"),
        ("shop/db", "part_of", "prod"),
        ("node-2", "part_of", "prod"),
    } <= hangs
    assert ("shop/web", "runs_on", "node-2") not in hangs


def test_what_may_not_be_read_is_noted_and_the_rest_is_looked_at():
    with cluster(closed={"/api/v1/pods"}) as server:
        run = looked(job(server))
    assert (run.state, Item.objects.filter(name="shop/web").exists()) == ("done", True)
    assert any("/api/v1/pods" in words and "read this" in words for _at, words in run.log)


@pytest.mark.parametrize(
    ("said", "more", "words"),
    [
        (SAID, {"token": "old"}, "wrong, or have expired"),
        (SAID, {"authority": ""}, "does not prove who it is"),
        (SAID | {"/api/v1/namespaces/kube-system": {"metadata": 7}}, {}, "has no uid"),
        (SAID | {"/version": [1, 2]}, {}, ""),
    ],
)
def test_what_cannot_be_had_is_said_in_words_and_nothing_is_written(said, more, words):
    with cluster(said) as server:
        run = looked(job(server, **more))
    if words:
        assert (run.state, words in run.why, Item.objects.count()) == ("failed", True, 0)
    else:
        assert run.state == "done"


@pytest.mark.parametrize(
    ("status", "told", "words"),
    [
        (200, b'{"metadata": {"uid": "a"', "did not answer in JSON"),
        (200, b"[" * 50_000, "did not answer in JSON"),
        (503, {}, "answered 503"),
        (200, b'{"a": "' + b"x" * 300 + b'"}', "more than"),
    ],
)
def test_answers_that_are_broken_or_too_large_end_the_run_in_words(monkeypatch, status, told, words):
    monkeypatch.setattr(asking, "MOST_BYTES", 200 if words == "more than" else 2**20)
    monkeypatch.setattr(asking, "LONGEST_WAIT", 0.01)
    with Loopback(lambda *_: (status, told), tls=True) as server:
        run = looked(job(server))
    assert (run.state, words in run.why, Item.objects.count()) == ("failed", True, 0)


def test_pages_that_never_end_are_left(monkeypatch):
    monkeypatch.setattr("watchkeep.doors.integrations.cloud.kubernetes.MOST_PAGES", 3)

    def answer(_method, path, *_):
        if path.endswith("kube-system") or path == "/version":
            return 200, SAID["/api/v1/namespaces/kube-system"]
        return 200, {"metadata": {"continue": "again"}, "items": []}

    with Loopback(answer, tls=True) as server:
        run = looked(job(server))
    assert (run.state, "has no end" in run.why) == ("failed", True)
