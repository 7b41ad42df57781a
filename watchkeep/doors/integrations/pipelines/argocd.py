"""Argo CD: its notifications, by a webhook template whose body is ``{"app": {{toJson .app}}}``.

https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/services/webhook/. What is read is the
application and the operation that it tells of (``status.operationState``). Send it on sync running, succeeded, failed
and degraded.
"""

from __future__ import annotations

from collections.abc import Mapping

from watchkeep.doors.integrations.pipelines.words import Said, Unreadable, first, instant, mentions, need, text, within
from watchkeep.work.changes.models import Progress, Report

PHASES = {
    "running": Progress.STARTED, "terminating": Progress.STARTED, "succeeded": Progress.SUCCEEDED,
    "failed": Progress.FAILED, "error": Progress.FAILED,
}  # fmt: skip


def read(headers: Mapping[str, str], said: Said) -> list[Report]:  # noqa: ARG001  # one of the providers
    """What a notification tells. Raises Unreadable."""
    app = within(said, "app") or (said if said.get("kind") == "Application" else {})
    if not app:
        raise Unreadable('Send the application: {"app": {{toJson .app}}}.')
    operation = within(app, "status", "operationState")
    if (progress := PHASES.get(text(operation.get("phase")).lower())) is None:
        return []
    if progress == Progress.SUCCEEDED and within(app, "status", "health").get("status") == "Degraded":
        progress = Progress.FAILED
    return [_report(said, app, operation, progress)]


def mark(headers: Mapping[str, str]) -> str:  # noqa: ARG001  # one of the providers
    """Its notifications carry no number: a body that is the same is the same."""
    return ""


def _report(said: Said, app: Said, operation: Said, progress: Progress) -> Report:
    about, sync = within(app, "metadata"), within(operation, "operation", "sync")
    name, labels = need(text(about.get("name")), "app.metadata.name"), within(about, "labels")
    begun, place = operation.get("startedAt"), within(app, "spec", "destination").get("namespace")
    is_over = progress != Progress.STARTED
    revision = first(
        within(operation, "syncResult").get("revision"), sync.get("revision"),
        within(app, "status", "sync").get("revision"), most=120,
    )  # fmt: skip
    return Report(
        external_id=f"{first(about.get('uid'), name, most=120)}/{text(begun, 40)}",
        subject=name,
        environment=first(labels.get("environment"), labels.get("env"), place),
        progress=progress,
        at=instant((operation.get("finishedAt") if is_over else None) or begun),
        began_at=instant(begun),
        title=f"Sync of {name}"[:200],
        revision=revision,
        commit=revision if len(revision) == 40 else "",
        who=text(within(operation, "operation", "initiatedBy").get("username")),
        url=text(said.get("url"), 500),
        mentions=mentions(operation.get("message"), within(app, "spec", "source").get("targetRevision")),
    )
