"""Where an alert goes: the first rule that fits decides; what it leaves open, the integration decides."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from watchkeep.kernel.matching import Matcher, fit

MAX_KEY = 512


@dataclass(frozen=True)
class Rule:
    """A route as a pure value."""

    id: int
    integration: int | None
    matchers: tuple[Matcher, ...]
    service: int | None
    severity: int | None
    policy: int | None
    group_by: tuple[str, ...]
    opens: bool = True
    spans: bool = False


@dataclass(frozen=True)
class Origin:
    """What the integration says when no route does."""

    id: int
    name: str
    service: int | None
    group_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Where an alert goes, and with which others it shares an incident."""

    route: int | None
    service: int | None
    severity: int | None
    policy: int | None
    key: str
    opens: bool
    spans_services: bool = False


def facets(labels: Mapping[str, str], *, severity: str, source: str, integration: str) -> dict[str, str]:
    """What matchers may look at: the labels, and what every alert has."""
    return {"integration": integration, "source": source, **labels, "severity": severity}


def choose(rules: Sequence[Rule], origin: Origin, facets: Mapping[str, str]) -> Verdict:
    """The verdict of the first rule that fits, or of the integration."""
    for rule in rules:
        if rule.integration in (None, origin.id) and fit(rule.matchers, facets):
            return Verdict(
                route=rule.id,
                service=rule.service or origin.service,
                severity=rule.severity,
                policy=rule.policy,
                key=grouping_key(rule.group_by or origin.group_by, facets),
                opens=rule.opens,
                spans_services=rule.spans,
            )
    return Verdict(None, origin.service, None, None, grouping_key(origin.group_by, facets), opens=True)


def fingerprint(integration: int, key: str) -> str:
    """What tells a fault from others, and is the same when it returns: the alert that a sender knows by its key."""
    text = f"{integration}:{key}".encode("utf-8", "replace")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def grouping_key(names: Iterable[str], facets: Mapping[str, str]) -> str:
    """The text that alerts of one incident share: ``env="prod", shop="ams"``; nothing means all of a service."""
    text = ", ".join(f'{name}="{facets.get(name, "")}"' for name in sorted(names))
    if len(text) <= MAX_KEY:
        return text
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
