"""Jenkins: the JSON of the Notification plugin, for jobs that deploy.

https://plugins.jenkins.io/notification/. The environment is a parameter of the job: ``ENVIRONMENT``, ``ENV``,
``TARGET_ENV`` or ``DEPLOY_ENV``, in whichever case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from watchkeep.doors.integrations.pipelines.words import Said, first, instant, mentions, need, text, within
from watchkeep.work.changes.models import Progress, Report

PLACES = ("environment", "env", "target_env", "deploy_env")


def read(headers: Mapping[str, str], said: Said) -> list[Report]:  # noqa: ARG001  # one of the providers
    """What a notification tells. Raises Unreadable."""
    build = within(said, "build")
    phase = need(text(build.get("phase")), "build.phase").upper()
    if phase == "QUEUED":
        return []
    name, number = need(text(said.get("name"), 200), "name"), need(text(build.get("number")), "build.number")
    code, told = within(build, "scm"), within(build, "parameters")
    given = {str(key).lower(): value for key, value in told.items()}
    return [
        Report(
            external_id=f"{name}#{number}",
            subject=name,
            environment=first(*(given.get(place) for place in PLACES)),
            progress=_progress(phase, text(build.get("status")).upper()),
            at=_at(phase, build),
            title=f"{first(said.get('display_name'), name)} #{number}"[:200],
            revision=first(given.get("version"), code.get("branch"), most=120),
            commit=text(code.get("commit"), 64),
            who=_who(code.get("culprits")),
            url=text(build.get("full_url"), 500),
            mentions=mentions(code.get("branch"), build.get("notes"), given.get("change"), _changes(code)),
        )
    ]


def mark(headers: Mapping[str, str]) -> str:  # noqa: ARG001  # one of the providers
    """Its notifications carry no number: a body that is the same is the same."""
    return ""


def _progress(phase: str, status: str) -> Progress:
    """A build that started tells the status of the one before."""
    if phase == "STARTED" or not status:
        return Progress.STARTED
    return Progress.SUCCEEDED if status == "SUCCESS" else Progress.FAILED


def _at(phase: str, build: Said) -> datetime | None:
    """When it started; of its end the notification says no moment, so that it is now."""
    begun = instant(build.get("timestamp"))
    return begun if phase == "STARTED" else None


def _who(culprits: object) -> str:
    return first(*culprits) if isinstance(culprits, list) else ""


def _changes(code: Said) -> str:
    told = code.get("changes")
    return " ".join(text(one) for one in told[:20]) if isinstance(told, list) else ""
