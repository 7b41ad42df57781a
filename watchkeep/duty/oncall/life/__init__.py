"""The verbs of on call, in chapters: plan who is on duty, say whom to page, look for somebody, answer."""

from watchkeep.duty.oncall.life.absences import add_absence, ask_for_absence, remove_absence, set_homeland
from watchkeep.duty.oncall.life.answering import acknowledge, answer, stop, why_late
from watchkeep.duty.oncall.life.checking import Foreseen, carefully, look_ahead, look_ahead_soon
from watchkeep.duty.oncall.life.covering import (
    COVER_LIFE,
    accept_cover,
    ask_cover,
    expire_covers,
    refuse_cover,
    withdraw_cover,
)
from watchkeep.duty.oncall.life.escalating import escalate, page_somebody, page_the_spared, pass_over, start
from watchkeep.duty.oncall.life.feeding import issue_feed, revoke_feed
from watchkeep.duty.oncall.life.ledger import set_rates, settle, settle_due
from watchkeep.duty.oncall.life.planning import (
    add_layer,
    add_override,
    change_layer,
    change_schedule,
    create_schedule,
    move_layer,
    remove_layer,
    remove_override,
    remove_schedule,
)
from watchkeep.duty.oncall.life.policies import assign_policy, change_policy, create_policy, remove_policy
from watchkeep.duty.oncall.life.stepping import advance, postpone
from watchkeep.duty.oncall.life.steps import LIFE
from watchkeep.duty.oncall.rules.paging import Position, Step, Target
from watchkeep.duty.oncall.rules.rotation import Rhythm

__all__ = [
    "COVER_LIFE",
    "LIFE",
    "Foreseen",
    "Position",
    "Rhythm",
    "Step",
    "Target",
    "accept_cover",
    "acknowledge",
    "add_absence",
    "add_layer",
    "add_override",
    "advance",
    "answer",
    "ask_cover",
    "ask_for_absence",
    "assign_policy",
    "carefully",
    "change_layer",
    "change_policy",
    "change_schedule",
    "create_policy",
    "create_schedule",
    "escalate",
    "expire_covers",
    "issue_feed",
    "look_ahead",
    "look_ahead_soon",
    "move_layer",
    "page_somebody",
    "page_the_spared",
    "pass_over",
    "postpone",
    "refuse_cover",
    "remove_absence",
    "remove_layer",
    "remove_override",
    "remove_policy",
    "remove_schedule",
    "revoke_feed",
    "set_homeland",
    "set_rates",
    "settle",
    "settle_due",
    "start",
    "stop",
    "why_late",
    "withdraw_cover",
]
