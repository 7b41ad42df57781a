"""What providers send, in our own words: each has a module that reads its bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from watchkeep.doors.integrations.pipelines import argocd, github, gitlab, jenkins, kubernetes, plain, terraform
from watchkeep.doors.integrations.pipelines.words import Said, Unreadable
from watchkeep.work.changes.models import Provider, Report

KEPT_HEADERS = ("X-GitHub-Event", "X-Gitlab-Event")
"""What of the headers it takes to read a body again."""


class Reader(Protocol):
    """A provider: what its bodies tell, and what tells one delivery from another."""

    def read(self, headers: Mapping[str, str], said: Said) -> list[Report]:
        """What a body tells; nothing when it is of no concern. Raises Unreadable."""

    def mark(self, headers: Mapping[str, str]) -> str:
        """The number of a delivery, where there is one."""


READERS: Mapping[str, Reader] = {
    Provider.GITHUB: github, Provider.GITLAB: gitlab, Provider.ARGOCD: argocd, Provider.JENKINS: jenkins,
    Provider.KUBERNETES: kubernetes, Provider.TERRAFORM: terraform, Provider.JSON: plain,
}  # fmt: skip


def decoded(body: bytes) -> Said:
    """The object that a body is. Raises Unreadable."""
    try:
        said = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable("This is no JSON.") from error
    if not isinstance(said, dict):
        raise Unreadable("This is JSON, but no object.")
    return said


def reports(provider: str, headers: Mapping[str, str], said: Said) -> list[Report]:
    """What a body tells of deployments. Raises Unreadable."""
    return READERS[provider].read(headers, said)
