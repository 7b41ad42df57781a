"""Rows of discovery, and what was found, in our own words."""

from watchkeep.estate.discovery.models.agents import Agent, Gateway, Inventory, Patience, State
from watchkeep.estate.discovery.models.answering import OpenPort
from watchkeep.estate.discovery.models.bills import Ingredient
from watchkeep.estate.discovery.models.deadlines import Deadline, Ending, Notice
from watchkeep.estate.discovery.models.found import DOCKING, OWN, VIRTUAL, Answer, Found, Link, Nic, Program
from watchkeep.estate.discovery.models.jobs import ALIVE, Job, OpenNetwork, Run, RunState
from watchkeep.estate.discovery.models.nodes import Node
from watchkeep.estate.discovery.models.ports import Plug
from watchkeep.estate.discovery.models.traces import (
    Crowd,
    Doubt,
    Identifier,
    MarkKind,
    Placeholder,
    Rejudging,
    Trace,
    Verdict,
)

__all__ = [
    "ALIVE",
    "DOCKING",
    "OWN",
    "VIRTUAL",
    "Agent",
    "Answer",
    "Crowd",
    "Deadline",
    "Doubt",
    "Ending",
    "Found",
    "Gateway",
    "Identifier",
    "Ingredient",
    "Inventory",
    "Job",
    "Link",
    "MarkKind",
    "Nic",
    "Node",
    "Notice",
    "OpenNetwork",
    "OpenPort",
    "Patience",
    "Placeholder",
    "Plug",
    "Program",
    "Rejudging",
    "Run",
    "RunState",
    "State",
    "Trace",
    "Verdict",
]
