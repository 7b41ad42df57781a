"""The life of a notification, in chapters: ways to reach somebody, programs that listen, and each delivery."""

from watchkeep.duty.notify.life.deliveries import (
    LIFE,
    Letter,
    publish,
    resend,
    send_outside,
    send_to,
    withdraw_from,
    withdraw_pages,
)
from watchkeep.duty.notify.life.endpoints import (
    add_endpoint,
    change_endpoint,
    pause_endpoint,
    renew_secret,
    resume_endpoint,
    try_endpoint,
)
from watchkeep.duty.notify.life.habits import notify, send_digests, set_habits
from watchkeep.duty.notify.life.inviting import invite
from watchkeep.duty.notify.life.many import News, notify_all, notify_each, withdraw_fact
from watchkeep.duty.notify.life.methods import (
    LONGEST_DELAY,
    add_method,
    ask_to_verify,
    remove_method,
    send_test,
    set_rules,
    verify_method,
)
from watchkeep.duty.notify.life.proving import send_code
from watchkeep.duty.notify.life.reaching import new_secret, way_by
from watchkeep.duty.notify.life.sending import bounce, due_lanes, forget_old, settle, take
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.duty.notify.rules.ways import Way, Wish
from watchkeep.duty.notify.rules.words import Message

__all__ = [
    "LIFE",
    "LONGEST_DELAY",
    "Answer",
    "Letter",
    "Message",
    "News",
    "Way",
    "Wish",
    "add_endpoint",
    "add_method",
    "ask_to_verify",
    "bounce",
    "change_endpoint",
    "due_lanes",
    "forget_old",
    "invite",
    "new_secret",
    "notify",
    "notify_all",
    "notify_each",
    "pause_endpoint",
    "publish",
    "remove_method",
    "renew_secret",
    "resend",
    "resume_endpoint",
    "send_code",
    "send_digests",
    "send_outside",
    "send_test",
    "send_to",
    "set_habits",
    "set_rules",
    "settle",
    "take",
    "try_endpoint",
    "verify_method",
    "way_by",
    "withdraw_fact",
    "withdraw_from",
    "withdraw_pages",
]
