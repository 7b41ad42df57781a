"""A Kubernetes cluster: its nodes, its workloads, and on which nodes these run.

A cluster is known by the identifier of its namespace ``kube-system``, which lives as long as it does. Source: the API
reference of Kubernetes (core/v1, apps/v1), with pages by ``limit`` and ``continue``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from watchkeep.doors.integrations.cloud.asking import Api, Denied, dig, rows, text
from watchkeep.doors.integrations.discovering.ports import CannotLook, Part, Task
from watchkeep.estate.discovery.models import Found, Link

PAGE = 500
MOST_PAGES = 2_000
WORKLOADS = ("deployments", "statefulsets", "daemonsets")
_KIND = {"deployments": "Deployment", "statefulsets": "StatefulSet", "daemonsets": "DaemonSet"}
_ALIVE = frozenset({"Running", "Pending"})
Owner = tuple[str, str, str]
"""A workload: its kind, namespace and name."""


def look(task: Task) -> Generator[Part, None, None]:
    """Nodes first, then what runs on them."""
    settings = task.settings
    api = Api(task, settings.server, bearer=settings.token, authority=settings.authority)
    home = _home(api, settings.cluster, task)
    yield Part(found=[home], doing=home.name, done=5)
    nodes = {text(one, "metadata", "name"): _node(one, home) for one in _read(task, api, "/api/v1/nodes")}
    yield Part(found=[*nodes.values()], doing="nodes", done=30)
    runs_on = _runs_on(task, api)
    for number, plural in enumerate(WORKLOADS, start=1):
        told = _read(task, api, f"/apis/apps/v1/{plural}")
        found = [_workload(_KIND[plural], one, home, nodes, runs_on) for one in told]
        yield Part(found=found, doing=plural, done=40 + 20 * number)


def _home(api: Api, name: str, task: Task) -> Found:
    """The cluster itself. Without knowing which one it is nothing is told of it."""
    try:
        told = api.get("/api/v1/namespaces/kube-system")
    except Denied as no:
        raise CannotLook(f"{no} It must be able to read the namespace kube-system.") from no
    uid = text(told, "metadata", "uid")
    if not uid:
        raise CannotLook("It does not say which cluster it is: kube-system has no uid.")
    try:
        version = text(api.get("/version"), "gitVersion")
    except Denied as no:
        task.note(str(no))
        version = ""
    mark = f"kubernetes:{uid}"
    told = {"technology": "Kubernetes", "version": version}
    return Found(key=mark, kind="cluster", name=name or f"kubernetes-{uid[:8]}", cloud_id=mark, links=(),
                 attributes={key: value for key, value in told.items() if value})  # fmt: skip


def _read(task: Task, api: Api, path: str) -> list[dict[str, Any]]:
    try:
        return [*_every(api, path)]
    except Denied as no:
        task.note(f"{path}: {no}")
        return []


def _every(api: Api, path: str) -> Iterator[dict[str, Any]]:
    """What lies under a path, page by page. A server whose pages never end is left."""
    asked: dict[str, Any] = {"limit": PAGE}
    for _page in range(MOST_PAGES):
        told = api.get(f"{path}?{urlencode(asked)}")
        yield from rows(told, "items")
        if not (more := text(told, "metadata", "continue")):
            return
        asked["continue"] = more
    raise CannotLook(f"{path} has no end.")


def _node(one: Mapping[str, Any], home: Found) -> Found:
    name, info = text(one, "metadata", "name"), dig(one, "status", "nodeInfo") or {}
    addresses = [text(each, "address") for each in rows(one, "status", "addresses")
                 if text(each, "type") in {"InternalIP", "ExternalIP"}]  # fmt: skip
    labels = dig(one, "metadata", "labels") or {}
    told = {
        "hostname": text(labels, "kubernetes.io/hostname"),
        "os": text(info, "osImage"),
        "kernel": text(info, "kernelVersion"),
        "architecture": text(info, "architecture"),
        "engine": text(info, "containerRuntimeVersion").partition("://")[0],
        "engine_version": text(info, "containerRuntimeVersion").partition("://")[2],
        "kubelet": text(info, "kubeletVersion"),
        "cores": _whole(text(one, "status", "capacity", "cpu")),
        "memory": _memory(text(one, "status", "capacity", "memory")),
        "provider_id": text(one, "spec", "providerID"),
        "region": text(labels, "topology.kubernetes.io/region"),
        "uuid": text(info, "systemUUID").lower(),
        "ips": addresses,
    }
    return Found(
        key=f"{home.key}/nodes/{name}", kind="container_host", name=name, uuid=text(info, "systemUUID"),
        attributes={key: value for key, value in told.items() if value},
        links=(Link(relation="part_of", other=home),),
    )  # fmt: skip


def _runs_on(task: Task, api: Api) -> dict[Owner, set[str]]:
    """The nodes on which each workload has a pod."""
    sets = {
        (text(one, "metadata", "namespace"), text(one, "metadata", "name")): _owner(one)
        for one in _read(task, api, "/apis/apps/v1/replicasets")
    }
    found: dict[Owner, set[str]] = {}
    for pod in _read(task, api, "/api/v1/pods"):
        node, owner = text(pod, "spec", "nodeName"), _owner(pod)
        if owner and owner[0] == "ReplicaSet":
            owner = sets.get(owner[1:])
        if node and owner and text(pod, "status", "phase") in _ALIVE:
            found.setdefault(owner, set()).add(node)
    return found


def _owner(one: Mapping[str, Any]) -> Owner | None:
    """What controls a pod or a set of them."""
    for each in rows(one, "metadata", "ownerReferences"):
        if each.get("controller") is True:
            return text(each, "kind"), text(one, "metadata", "namespace"), text(each, "name")
    return None


def _workload(
    kind: str, one: Mapping[str, Any], home: Found, nodes: Mapping[str, Found], runs_on: Mapping[Owner, set[str]]
) -> Found:
    name, space = text(one, "metadata", "name"), text(one, "metadata", "namespace")
    images = [text(each, "image") for each in rows(one, "spec", "template", "spec", "containers")]
    replicas = dig(one, "spec", "replicas")
    told = {
        "namespace": space,
        "workload": kind,
        "images": list(filter(None, images)),
        "version": next((tag for image in images if (tag := _tag(image))), ""),
        "replicas": replicas if isinstance(replicas, int) else None,
    }
    mark = f"{home.key}/{kind}/{space}/{name}"
    on = [nodes[each] for each in sorted(runs_on.get((kind, space, name), ())) if each in nodes]
    return Found(
        key=mark, kind="application", name=f"{space}/{name}", cloud_id=mark,
        attributes={key: value for key, value in told.items() if value not in (None, "", [])},
        links=(Link(relation="part_of", other=home), *(Link(relation="runs_on", other=each) for each in on)),
    )  # fmt: skip


def _tag(image: str) -> str:
    """The tag of an image; a digest is none, nor is the port of a registry."""
    last = image.partition("@")[0].rpartition("/")[2]
    return last.partition(":")[2]


def _whole(quantity: str) -> int | None:
    return int(quantity) if quantity.isdecimal() else None


def _memory(quantity: str) -> int | None:
    """Bytes of a quantity such as 16393244Ki (Kubernetes: Quantity)."""
    units = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "K": 10**3, "M": 10**6, "G": 10**9, "": 1}
    digits = quantity.rstrip("KMGTi")
    factor = units.get(quantity[len(digits) :])
    return int(digits) * factor if digits.isdecimal() and len(digits) < 19 and factor else None
