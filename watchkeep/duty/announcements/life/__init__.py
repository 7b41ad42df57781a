"""The life of what the public reads, in chapters: pages, how things stand, saying, maintenance, hearing, copying."""

from watchkeep.duty.announcements.life.copying import (
    add_bucket,
    copy_again,
    note_keys,
    remove_bucket,
    settle_copy,
    take_copy,
    want_copies,
)
from watchkeep.duty.announcements.life.following import propose_resolved, propose_update
from watchkeep.duty.announcements.life.maintaining import (
    call_off,
    follow_window,
    propose_for_window,
    reschedule,
    step_due,
)
from watchkeep.duty.announcements.life.pages import (
    add_page,
    edit_page,
    remove_group,
    renew_key,
    save_component,
    save_group,
    set_status,
)
from watchkeep.duty.announcements.life.programs import ask_program, subscribe_program, take_answer, take_loss
from watchkeep.duty.announcements.life.saying import announce, discard, draft, drafted, post, publish, revise
from watchkeep.duty.announcements.life.steps import LIFE, UPDATES, phases_of
from watchkeep.duty.announcements.life.subscribing import (
    choose,
    confirm,
    forget_unconfirmed,
    knows,
    stop_token,
    subscribe,
    subscriber_of,
    tell_subscribers,
    unsubscribe,
)

__all__ = [
    "LIFE",
    "UPDATES",
    "add_bucket",
    "add_page",
    "announce",
    "ask_program",
    "call_off",
    "choose",
    "confirm",
    "copy_again",
    "discard",
    "draft",
    "drafted",
    "edit_page",
    "follow_window",
    "forget_unconfirmed",
    "knows",
    "note_keys",
    "phases_of",
    "post",
    "propose_for_window",
    "propose_resolved",
    "propose_update",
    "publish",
    "remove_bucket",
    "remove_group",
    "renew_key",
    "reschedule",
    "revise",
    "save_component",
    "save_group",
    "set_status",
    "settle_copy",
    "step_due",
    "stop_token",
    "subscribe",
    "subscribe_program",
    "subscriber_of",
    "take_answer",
    "take_copy",
    "take_loss",
    "tell_subscribers",
    "unsubscribe",
    "want_copies",
]
