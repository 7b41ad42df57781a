"""GitHub: ``deployment``, ``deployment_status``, ``workflow_run`` and ``release`` events of a repository's webhook.

https://docs.github.com/en/webhooks/webhook-events-and-payloads. A workflow's run and a release are no deployments by
themselves: they say no environment, so that only a rule of the source makes one of them count as production.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from watchkeep.doors.integrations.pipelines.words import Said, first, instant, mentions, need, several, text, within
from watchkeep.work.changes.models import Progress, Report

STATUSES = {
    "queued": Progress.STARTED, "pending": Progress.STARTED, "waiting": Progress.STARTED,
    "in_progress": Progress.STARTED, "success": Progress.SUCCEEDED, "failure": Progress.FAILED,
    "error": Progress.FAILED,
}  # fmt: skip
"""``inactive`` says that a newer deployment stands in its place: nothing new."""


def read(headers: Mapping[str, str], said: Said) -> list[Report]:
    """What an event tells. Raises Unreadable."""
    reader = READERS.get(headers.get("X-GitHub-Event", ""))
    return reader(said) if reader else []


def mark(headers: Mapping[str, str]) -> str:
    """What tells a delivery from another; a redelivery has the same."""
    return headers.get("X-GitHub-Delivery", "")


def _deployment(said: Said) -> list[Report]:
    if said.get("action") != "created":
        return []
    return [_of(said, Progress.STARTED, within(said, "deployment").get("created_at"))]


def _status(said: Said) -> list[Report]:
    status = within(said, "deployment_status")
    progress = STATUSES.get(need(text(status.get("state")), "deployment_status.state"))
    return [_of(said, progress, status.get("updated_at") or status.get("created_at"))] if progress else []


def _of(said: Said, progress: Progress, at: object) -> Report:
    one, status, run = within(said, "deployment"), within(said, "deployment_status"), within(said, "workflow_run")
    repository, is_production = within(said, "repository"), one.get("production_environment")
    branches = [within(pull, "head").get("ref") for pull in several(run.get("pull_requests"))]
    return Report(
        external_id=f"deployment/{need(text(one.get('id')), 'deployment.id')}",
        subject=need(text(repository.get("full_name")), "repository.full_name"),
        environment=first(status.get("environment"), one.get("environment")),
        progress=progress,
        at=instant(at),
        revision=text(one.get("ref"), 120),
        commit=text(one.get("sha"), 64),
        who=first(within(one, "creator").get("login"), within(said, "sender").get("login")),
        url=first(status.get("log_url"), status.get("target_url"), repository.get("html_url"), most=500),
        is_production=is_production if isinstance(is_production, bool) else None,
        mentions=mentions(
            one.get("ref"), one.get("description"), status.get("description"), run.get("display_title"),
            run.get("head_branch"), *branches,
        ),
    )  # fmt: skip


def _run(said: Said) -> list[Report]:
    run, repository = within(said, "workflow_run"), within(said, "repository")
    ended = run.get("conclusion") if run.get("status") == "completed" else None
    if ended in {"skipped", "neutral", "stale", "action_required"}:
        return []
    progress = Progress.STARTED
    if ended:
        progress = Progress.SUCCEEDED if ended == "success" else Progress.FAILED
    name = first(run.get("name"), within(said, "workflow").get("name"), run.get("path"))
    subject = need(text(repository.get("full_name")), "repository.full_name")
    return [
        Report(
            external_id=f"run/{need(text(run.get('id')), 'workflow_run.id')}/{text(run.get('run_attempt')) or 1}",
            subject=f"{subject}:{name}",
            progress=progress,
            at=instant(run.get("updated_at") if ended else run.get("run_started_at") or run.get("created_at")),
            title=first(run.get("display_title"), name, most=200),
            revision=text(run.get("head_branch"), 120),
            commit=text(run.get("head_sha"), 64),
            who=first(within(run, "triggering_actor").get("login"), within(run, "actor").get("login")),
            url=text(run.get("html_url"), 500),
            mentions=mentions(
                run.get("display_title"), run.get("head_branch"), within(run, "head_commit").get("message"),
                *(within(pull, "head").get("ref") for pull in several(run.get("pull_requests"))),
            ),
        )
    ]  # fmt: skip


def _release(said: Said) -> list[Report]:
    one, repository = within(said, "release"), within(said, "repository")
    if said.get("action") != "published" or one.get("draft"):
        return []
    return [
        Report(
            external_id=f"release/{need(text(one.get('id')), 'release.id')}",
            subject=need(text(repository.get("full_name")), "repository.full_name"),
            environment="release",
            progress=Progress.SUCCEEDED,
            at=instant(one.get("published_at")),
            title=first(one.get("name"), one.get("tag_name"), most=200),
            revision=text(one.get("tag_name"), 120),
            who=text(within(one, "author").get("login")),
            url=text(one.get("html_url"), 500),
            is_production=False if one.get("prerelease") else None,
            mentions=mentions(one.get("name"), one.get("tag_name"), one.get("body")),
        )
    ]


READERS: Mapping[str, Callable[[Said], list[Report]]] = {
    "deployment": _deployment, "deployment_status": _status, "workflow_run": _run, "release": _release,
}  # fmt: skip
