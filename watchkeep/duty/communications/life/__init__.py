"""The life of communication: first the map of a message (``steps``), then every verb as it is lived."""

from watchkeep.duty.communications.life.defining import (
    remove_template,
    save_audience,
    save_template,
    set_uses,
    try_template,
)
from watchkeep.duty.communications.life.drafting import (
    draft_at_moment,
    draft_by_hand,
    draft_due,
    edit,
    follow_up,
)
from watchkeep.duty.communications.life.expecting import end_expectations, expect, tell_late
from watchkeep.duty.communications.life.sending import (
    approve,
    discard,
    offer_to_status_pages,
    return_,
    send,
    submit,
    withdraw,
)
from watchkeep.duty.communications.life.steps import LIFE
from watchkeep.duty.communications.life.subscribing import (
    link_to_stop,
    subscribe,
    subscription_of_link,
    unsubscribe,
)

__all__ = [
    "LIFE",
    "approve",
    "discard",
    "draft_at_moment",
    "draft_by_hand",
    "draft_due",
    "edit",
    "end_expectations",
    "expect",
    "follow_up",
    "link_to_stop",
    "offer_to_status_pages",
    "remove_template",
    "return_",
    "save_audience",
    "save_template",
    "send",
    "set_uses",
    "submit",
    "subscribe",
    "subscription_of_link",
    "tell_late",
    "try_template",
    "unsubscribe",
    "withdraw",
]
