"""The library: every action that can be asked for."""

from watchkeep.duty.connections.rules.actions.asking import SqlQuery
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.duty.connections.rules.actions.calling import HttpCall
from watchkeep.duty.connections.rules.actions.commanding import SshCommand
from watchkeep.duty.connections.rules.actions.directory import LdapAccount, LdapGroup
from watchkeep.duty.connections.rules.actions.pausing import Ask, Wait
from watchkeep.duty.connections.rules.actions.playing import AnsiblePlaybook
from watchkeep.duty.connections.rules.actions.probing import Probe
from watchkeep.duty.connections.rules.actions.provisioning import ScimUser
from watchkeep.duty.connections.rules.actions.storage import S3Access, S3Bucket
from watchkeep.duty.connections.rules.actions.writing import Mail

_ACTIONS: tuple[type[Action], ...] = (
    HttpCall, SshCommand, AnsiblePlaybook, SqlQuery, LdapAccount, LdapGroup, S3Bucket, S3Access, ScimUser, Mail, Wait,
    Ask, Probe,
)  # fmt: skip
LIBRARY: dict[str, type[Action]] = {kind.about.name: kind for kind in _ACTIONS}

__all__ = [
    "LIBRARY",
    "About",
    "Action",
    "AnsiblePlaybook",
    "Ask",
    "HttpCall",
    "LdapAccount",
    "LdapGroup",
    "Mail",
    "Probe",
    "S3Access",
    "S3Bucket",
    "ScimUser",
    "SqlQuery",
    "SshCommand",
    "Wait",
]
