"""The rows of the reviews slice, in chapters."""

from watchkeep.insight.reviews.models.actions import Action, ActionState, ActionType
from watchkeep.insight.reviews.models.causes import Category, CategoryState, Edge, Node, NodeKind, Requirement
from watchkeep.insight.reviews.models.preventive import Kept, Occurrence, Task
from watchkeep.insight.reviews.models.returns import Comeback, Day
from watchkeep.insight.reviews.models.reviews import TEXTS, UNFINISHED, Addendum, Participant, Review, State
from watchkeep.insight.reviews.models.timeline import Correction, Entry
from watchkeep.insight.reviews.models.upkeep import Makes, Origin, UpkeepPolicy

__all__ = [
    "TEXTS",
    "UNFINISHED",
    "Action",
    "ActionState",
    "ActionType",
    "Addendum",
    "Category",
    "CategoryState",
    "Comeback",
    "Correction",
    "Day",
    "Edge",
    "Entry",
    "Kept",
    "Makes",
    "Node",
    "NodeKind",
    "Occurrence",
    "Origin",
    "Participant",
    "Requirement",
    "Review",
    "State",
    "Task",
    "UpkeepPolicy",
]
