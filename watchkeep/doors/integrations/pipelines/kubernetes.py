"""Kubernetes: rollouts of Deployments, as a watch, an admission webhook or the audit webhook of its API tells them.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/. How far a rollout is, its
condition ``Progressing`` says. What leaves the template of the pods as it was, such as scaling, is no rollout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchkeep.doors.integrations.pipelines.words import (
    Said,
    Unreadable,
    first,
    instant,
    mentions,
    need,
    several,
    text,
    within,
)
from watchkeep.work.changes.models import Progress, Report

ADMISSION = "AdmissionReview"


def read(headers: Mapping[str, str], said: Said) -> list[Report]:  # noqa: ARG001  # one of the providers
    """The rollouts that a body tells of. Raises Unreadable."""
    found = list(_told(said))
    if not found and said.get("kind") not in {ADMISSION, "EventList"}:
        raise Unreadable("Send a Deployment, a watch event, an AdmissionReview or an EventList of the audit webhook.")
    return [report for thing, who, at in found if (report := _report(thing, who, at))]


def mark(headers: Mapping[str, str]) -> str:  # noqa: ARG001  # one of the providers
    """Its bodies carry no number of a delivery: one that is the same is the same."""
    return ""


def answer(said: Said) -> dict[str, object] | None:
    """An admission webhook wants to hear that it may go on: whoever listens here never stands in the way."""
    if said.get("kind") != ADMISSION:
        return None
    response = {"uid": text(within(said, "request").get("uid")), "allowed": True}
    return {"apiVersion": "admission.k8s.io/v1", "kind": ADMISSION, "response": response}


def _told(said: Said) -> Iterator[tuple[Said, str, object]]:
    """Each Deployment, who asked for it, and when."""
    if said.get("kind") == ADMISSION:
        asked = within(said, "request")
        thing, was = within(asked, "object"), within(asked, "oldObject")
        if _is_rollout(thing) and asked.get("dryRun") is not True and _template(thing) != _template(was):
            yield thing, text(within(asked, "userInfo").get("username")), None
    elif said.get("kind") == "EventList":
        for event in several(said.get("items")):
            thing = within(event, "responseObject") or within(event, "requestObject")
            if event.get("stage") == "ResponseComplete" and _is_rollout(thing):
                yield thing, text(within(event, "user").get("username")), event.get("stageTimestamp")
    else:
        thing = within(said, "object") or said
        if _is_rollout(thing) and said.get("type") != "DELETED":
            yield thing, text(said.get("who")), said.get("at")


def _is_rollout(thing: Said) -> bool:
    return thing.get("kind") == "Deployment"


def _template(thing: Said) -> Said:
    return within(thing, "spec", "template", "spec")


def _report(thing: Said, who: str, at: object) -> Report | None:
    about, labels = within(thing, "metadata"), within(thing, "metadata", "labels")
    name, space = need(text(about.get("name")), "metadata.name"), text(about.get("namespace")) or "default"
    images = [text(one.get("image")) for one in several(_template(thing).get("containers"))]
    if about.get("deletionTimestamp"):
        return None
    progress, since = _progress(thing)
    return Report(
        external_id=f"{first(about.get('uid'), f'{space}/{name}', most=120)}/{text(about.get('generation')) or 1}",
        subject=f"{space}/{name}",
        environment=first(labels.get("environment"), labels.get("env"), space),
        progress=progress,
        at=instant(at) or instant(since),
        title=f"Rollout of {space}/{name}"[:200],
        revision=first(labels.get("app.kubernetes.io/version"), *images, most=120),
        who=who,
        mentions=mentions(within(about, "annotations").get("kubernetes.io/change-cause"), *images),
    )


def _progress(thing: Said) -> tuple[Progress, object]:
    """How far it is, and since when. A condition of an earlier generation says nothing of this one."""
    status = within(thing, "status")
    if status.get("observedGeneration") != within(thing, "metadata").get("generation"):
        return Progress.STARTED, None
    one: Said = next((it for it in several(status.get("conditions")) if it.get("type") == "Progressing"), {})
    if one.get("reason") == "NewReplicaSetAvailable":
        return Progress.SUCCEEDED, one.get("lastUpdateTime")
    if one.get("reason") == "ProgressDeadlineExceeded":
        return Progress.FAILED, one.get("lastUpdateTime")
    return Progress.STARTED, one.get("lastUpdateTime")
