"""The life of services, in chapters: offering them, knowing what they stand on, working on them."""

from watchkeep.estate.services.life.footing import count_due, count_footing, note_change
from watchkeep.estate.services.life.keeping import announce_due, step_due
from watchkeep.estate.services.life.maintaining import (
    cancel_maintenance,
    give_up_maintenance,
    may_say_publicly,
    move_maintenance,
    plan_maintenance,
    replan_maintenance,
)
from watchkeep.estate.services.life.offering import add_service, edit_service, retire_service, revive_service
from watchkeep.estate.services.life.planning import edit_plan, end_plan, lay_out_due, make_plan
from watchkeep.estate.services.life.standing import (
    attach_contract,
    attach_item,
    depend_on,
    depend_on_no_more,
    detach_contract,
    detach_item,
)

__all__ = [
    "add_service",
    "announce_due",
    "attach_contract",
    "attach_item",
    "cancel_maintenance",
    "count_due",
    "count_footing",
    "depend_on",
    "depend_on_no_more",
    "detach_contract",
    "detach_item",
    "edit_plan",
    "edit_service",
    "end_plan",
    "give_up_maintenance",
    "lay_out_due",
    "make_plan",
    "may_say_publicly",
    "move_maintenance",
    "note_change",
    "plan_maintenance",
    "replan_maintenance",
    "retire_service",
    "revive_service",
    "step_due",
]
