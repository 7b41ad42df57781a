"""HCP Terraform (Terraform Cloud and Enterprise): notifications of a workspace's runs.

https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/notifications. A run begins to change something
when it is applied; one that fails before has changed nothing, and is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping

from watchkeep.doors.integrations.pipelines.words import Said, first, instant, mentions, need, several, text
from watchkeep.work.changes.models import Progress, Report

STATUSES = {
    "applying": Progress.STARTED, "applied": Progress.SUCCEEDED, "errored": Progress.FAILED,
    "canceled": Progress.FAILED, "force_canceled": Progress.FAILED,
}  # fmt: skip


def read(headers: Mapping[str, str], said: Said) -> list[Report]:  # noqa: ARG001  # one of the providers
    """What a notification tells, the latest of what it lists. Raises Unreadable."""
    told = several(said.get("notifications"))
    if any(one.get("trigger") == "verification" for one in told):
        return []
    need("is" if told else "", "notifications")
    known = [(STATUSES.get(text(one.get("run_status"))), one) for one in told]
    return [_report(said, one, progress) for progress, one in known if progress]


def mark(headers: Mapping[str, str]) -> str:  # noqa: ARG001  # one of the providers
    """Its notifications carry no number: a body that is the same is the same."""
    return ""


def _report(said: Said, one: Said, progress: Progress) -> Report:
    workspace = need(text(said.get("workspace_name")), "workspace_name")
    return Report(
        external_id=need(text(said.get("run_id"), 120), "run_id"),
        subject=f"{text(said.get('organization_name'))}/{workspace}",
        environment=workspace,
        progress=progress,
        at=instant(one.get("run_updated_at")),
        title=first(said.get("run_message"), f"Run of {workspace}", most=200),
        who=first(said.get("run_created_by"), one.get("run_updated_by")),
        url=text(said.get("run_url"), 500),
        mentions=mentions(said.get("run_message")),
        only_if_begun=progress == Progress.FAILED,
    )
