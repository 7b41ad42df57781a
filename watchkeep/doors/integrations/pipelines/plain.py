"""Plain JSON, for whatever else puts things live: one report, or a list of at most a hundred.

``id``, ``service`` or ``subject``, ``state`` (started, succeeded, failed, rolled_back) must be said; ``environment``,
``production``, ``at``, ``revision``, ``commit``, ``who``, ``url``, ``title`` and ``change`` may be.
"""

from __future__ import annotations

from collections.abc import Mapping

from watchkeep.doors.integrations.pipelines.words import Said, Unreadable, first, instant, mentions, need, text
from watchkeep.work.changes.models import Progress, Report

MOST = 100


def read(headers: Mapping[str, str], said: Said) -> list[Report]:  # noqa: ARG001  # one of the providers
    """What it says. Raises Unreadable."""
    told = said.get("deployments", [said])
    if not isinstance(told, list) or not 0 < len(told) <= MOST or not all(isinstance(one, Mapping) for one in told):
        raise Unreadable(f"Send one report, or from 1 to {MOST} of them as “deployments”.")
    return [_report(one) for one in told]


def mark(headers: Mapping[str, str]) -> str:
    """What its sender calls it."""
    return headers.get("Idempotency-Key", "")


def _report(one: Said) -> Report:
    state = need(text(one.get("state")).lower().replace(" ", "_").replace("-", "_"), "state")
    if state not in Progress.values:
        raise Unreadable(f"“state” is one of {', '.join(Progress.values)}.")
    if one.get("at") is not None and instant(one["at"]) is None:
        raise Unreadable("“at” is no instant: write it as 2026-11-29T14:00:00Z.")
    production = one.get("production")
    if not isinstance(production, bool | None):
        raise Unreadable("“production” is true or false.")
    service = text(one.get("service"), 120)
    return Report(
        external_id=need(text(one.get("id"), 200), "id"),
        subject=need(first(one.get("subject"), service), "service"),
        service=service,
        environment=text(one.get("environment"), 120),
        progress=Progress(state),
        at=instant(one.get("at")),
        title=text(one.get("title"), 200),
        revision=text(one.get("revision"), 120),
        commit=text(one.get("commit"), 64),
        who=text(one.get("who")),
        url=text(one.get("url"), 500),
        is_production=production,
        mentions=mentions(one.get("change"), one.get("title"), one.get("revision")),
    )
