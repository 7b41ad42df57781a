"""The verbs of the response, in chapters: write plans, follow one, fill its roles, keep those who wait informed."""

from watchkeep.duty.response.life.following import follow, follow_again, stand_down, stand_up_again
from watchkeep.duty.response.life.informing import note_update, rest_updates, tell_late
from watchkeep.duty.response.life.plans import (
    change_plan,
    change_role,
    create_plan,
    create_role,
    remove_plan,
    remove_role,
)
from watchkeep.duty.response.life.seating import give, leave, may_give, seat_responder, take
from watchkeep.duty.response.rules import Filling

__all__ = [
    "Filling",
    "change_plan",
    "change_role",
    "create_plan",
    "create_role",
    "follow",
    "follow_again",
    "give",
    "leave",
    "may_give",
    "note_update",
    "remove_plan",
    "remove_role",
    "rest_updates",
    "seat_responder",
    "stand_down",
    "stand_up_again",
    "take",
    "tell_late",
]
