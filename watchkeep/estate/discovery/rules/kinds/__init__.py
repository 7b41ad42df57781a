"""The kinds of scheduled discovery: what each asks for, and what it is as a source.

A new kind takes two files. Here a chapter with its settings, named in ``KINDS``; in ``doors/integrations`` a module
with ``look``, named in ``doors/integrations/discovering/ports.py``. Form, page, API, schedule, runs and their log are
there already. ``look`` is given a task and yields parts of what it found; it writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import SourceKind
from watchkeep.estate.discovery.rules.kinds.base import Settings
from watchkeep.estate.discovery.rules.kinds.certificates import CertificateScan
from watchkeep.estate.discovery.rules.kinds.clouds import AwsAccount, AzureSubscriptions, KubernetesCluster
from watchkeep.estate.discovery.rules.kinds.network import NetworkScan
from watchkeep.estate.discovery.rules.kinds.snmp import SnmpScan
from watchkeep.kernel import parameters

__all__ = ["KINDS", "CertificateScan", "Kind", "NetworkScan", "Settings", "SnmpScan", "read"]


@dataclass(frozen=True)
class Kind:
    """A way of looking. ``has_targets``: it goes to addresses that are named, within the networks that are allowed."""

    label: Any
    says: Any
    settings: type[Settings]
    source: SourceKind
    has_targets: bool = False


KINDS: Mapping[str, Kind] = {
    "network": Kind(
        _("Network scan"), _("Hosts, services and systems in networks, with nmap."), NetworkScan, SourceKind.NETWORK,
        has_targets=True,
    ),
    "snmp": Kind(
        _("Network devices"), _("Switches, routers and printers by SNMP: interfaces, serial numbers, neighbours."),
        SnmpScan, SourceKind.NETWORK, has_targets=True,
    ),
    "certificates": Kind(
        _("Certificates"), _("What is shown at addresses and ports, and until when it counts."), CertificateScan,
        SourceKind.NETWORK, has_targets=True,
    ),
    "aws": Kind(
        _("Amazon Web Services"), _("Machines, databases, buckets, functions, load balancers and users of an account."),
        AwsAccount, SourceKind.CLOUD,
    ),
    "azure": Kind(
        _("Microsoft Azure"), _("Whatever Resource Graph knows of subscriptions."), AzureSubscriptions,
        SourceKind.CLOUD,
    ),
    "kubernetes": Kind(
        _("Kubernetes"), _("Nodes and workloads of a cluster, and what runs where."), KubernetesCluster,
        SourceKind.CLOUD,
    ),
}  # fmt: skip


def read(kind: str, given: Mapping[str, Any]) -> Settings:
    """The settings of a kind, checked. Raises Refused with the field that is wrong."""
    settings = parameters.read(KINDS[kind].settings, dict(given))
    settings.check()
    return settings
