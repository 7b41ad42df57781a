"""The rows of the announcements slice, in chapters."""

from watchkeep.duty.announcements.models.announcements import (
    OPEN,
    SHOWN,
    Announcement,
    Effect,
    Impact,
    Kind,
    State,
    Update,
)
from watchkeep.duty.announcements.models.copies import Copy
from watchkeep.duty.announcements.models.pages import (
    LANGUAGES,
    Component,
    ComponentGroup,
    Period,
    StatusPage,
    Worth,
)
from watchkeep.duty.announcements.models.subscribers import Subscriber

__all__ = [
    "LANGUAGES",
    "OPEN",
    "SHOWN",
    "Announcement",
    "Component",
    "ComponentGroup",
    "Copy",
    "Effect",
    "Impact",
    "Kind",
    "Period",
    "State",
    "StatusPage",
    "Subscriber",
    "Update",
    "Worth",
]
