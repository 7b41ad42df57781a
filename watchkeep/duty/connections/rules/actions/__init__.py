"""The library: every action that can be asked for."""

from watchkeep.duty.connections.rules.actions.asking import SqlQuery
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.duty.connections.rules.actions.calling import HttpCall
from watchkeep.duty.connections.rules.actions.commanding import SshCommand
from watchkeep.duty.connections.rules.actions.pausing import Ask, Wait
from watchkeep.duty.connections.rules.actions.playing import AnsiblePlaybook
from watchkeep.duty.connections.rules.actions.probing import Probe

LIBRARY: dict[str, type[Action]] = {
    kind.about.name: kind for kind in (HttpCall, SshCommand, AnsiblePlaybook, SqlQuery, Wait, Ask, Probe)
}

__all__ = [
    "LIBRARY",
    "About",
    "Action",
    "AnsiblePlaybook",
    "Ask",
    "HttpCall",
    "Probe",
    "SqlQuery",
    "SshCommand",
    "Wait",
]
