"""GitLab: deployment, pipeline and release events of a project's or group's webhook.

https://docs.gitlab.com/user/project/integrations/webhook_events/. A pipeline counts for the environments that its jobs
name; one that names none is no deployment by itself, only a rule of the source makes it one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from watchkeep.doors.integrations.pipelines.words import Said, first, instant, mentions, need, several, text, within
from watchkeep.work.changes.models import Progress, Report

STATUSES = {
    "created": Progress.STARTED, "running": Progress.STARTED, "success": Progress.SUCCEEDED,
    "failed": Progress.FAILED, "canceled": Progress.FAILED,
}  # fmt: skip


def read(headers: Mapping[str, str], said: Said) -> list[Report]:  # noqa: ARG001  # one of the providers
    """What an event tells. Raises Unreadable."""
    reader = READERS.get(text(said.get("object_kind")))
    return reader(said) if reader else []


def mark(headers: Mapping[str, str]) -> str:
    """What tells a delivery from another; one that is tried again has the same."""
    return headers.get("Webhook-Id") or headers.get("Idempotency-Key") or ""


def _deployment(said: Said) -> list[Report]:
    if (progress := STATUSES.get(need(text(said.get("status")), "status"))) is None:
        return []
    user, tier = within(said, "user"), text(said.get("environment_tier"))
    return [
        Report(
            external_id=f"deployment/{need(text(said.get('deployment_id')), 'deployment_id')}",
            subject=_project(said),
            environment=text(said.get("environment")),
            progress=progress,
            at=instant(said.get("status_changed_at")),
            revision=text(said.get("ref"), 120),
            commit=first(_full_commit(said), said.get("short_sha"), most=64),
            who=first(user.get("username"), user.get("name")),
            url=first(said.get("deployable_url"), said.get("commit_url"), most=500),
            is_production=tier == "production" if tier else None,
            mentions=mentions(said.get("ref"), said.get("commit_title")),
        )
    ]


def _full_commit(said: Said) -> str:
    """A deployment tells the commit whole only in the address of its page."""
    return text(said.get("commit_url"), 500).rpartition("/-/commit/")[2]


def _pipeline(said: Said) -> list[Report]:
    one, commit, user = within(said, "object_attributes"), within(said, "commit"), within(said, "user")
    progress = STATUSES.get(text(one.get("status")))
    if progress is None or text(one.get("status")) == "created":
        return []
    places = [within(job, "environment") for job in several(said.get("builds"))]
    place: Said = next((here for here in reversed(places) if here.get("action") == "start"), {})
    tier, is_over = text(place.get("deployment_tier")), progress != Progress.STARTED
    return [
        Report(
            external_id=f"pipeline/{need(text(one.get('id')), 'object_attributes.id')}",
            subject=f"{_project(said)}:pipeline",
            environment=text(place.get("name")),
            progress=progress,
            at=instant(one.get("finished_at") if is_over else one.get("created_at")),
            title=first(one.get("name"), commit.get("title"), most=200),
            revision=text(one.get("ref"), 120),
            commit=text(one.get("sha"), 64),
            who=first(user.get("username"), user.get("name")),
            url=text(one.get("url"), 500),
            is_production=tier == "production" if tier else None,
            mentions=mentions(
                one.get("ref"), one.get("name"), commit.get("title"), commit.get("message"),
                within(said, "merge_request").get("title"), within(said, "merge_request").get("source_branch"),
            ),
        )
    ]  # fmt: skip


def _release(said: Said) -> list[Report]:
    if said.get("action") != "create":
        return []
    commit = within(said, "commit")
    return [
        Report(
            external_id=f"release/{need(text(said.get('id')), 'id')}",
            subject=_project(said),
            environment="release",
            progress=Progress.SUCCEEDED,
            at=instant(said.get("released_at")),
            title=first(said.get("name"), said.get("tag"), most=200),
            revision=text(said.get("tag"), 120),
            commit=text(commit.get("id"), 64),
            who=text(within(commit, "author").get("name")),
            url=text(said.get("url"), 500),
            mentions=mentions(said.get("name"), said.get("tag"), said.get("description")),
        )
    ]


def _project(said: Said) -> str:
    return need(text(within(said, "project").get("path_with_namespace")), "project.path_with_namespace")


READERS: Mapping[str, Callable[[Said], list[Report]]] = {
    "deployment": _deployment, "pipeline": _pipeline, "release": _release,
}  # fmt: skip
