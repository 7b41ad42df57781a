"""The rows of the communications slice, in chapters."""

from watchkeep.duty.communications.models.audiences import Audience, Kind, Subscription, Use
from watchkeep.duty.communications.models.messages import Expectation, Message, State
from watchkeep.duty.communications.models.templates import Language, Phase, Template

__all__ = [
    "Audience",
    "Expectation",
    "Kind",
    "Language",
    "Message",
    "Phase",
    "State",
    "Subscription",
    "Template",
    "Use",
]
