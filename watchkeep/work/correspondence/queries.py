"""What sorting, sending and pages ask: whose mail it is, where it belongs, how an answer finds its way back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Count, Max, QuerySet

from watchkeep.kernel import secrets
from watchkeep.kernel.actors import Actor
from watchkeep.work.correspondence.models import Mail, Mailbox, SenderRule, State
from watchkeep.work.correspondence.rules import loops, settings, tokens
from watchkeep.work.tickets.models import Ticket

OWN_HEADER = loops.OWN_HEADER
HOUR = timedelta(hours=1)
MOST_REFERENCES = 12
_MARK = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[.@]")


@dataclass(frozen=True)
class Thread:
    """How a mail of ours about a ticket joins what was written before: its token, and the ids that it refers to."""

    token: str
    references: tuple[str, ...]


def token_of(ticket_id: int) -> str:
    """The signed token of a ticket."""
    return tokens.write(ticket_id, secrets.stamp(str(ticket_id), "ticket"))


def own_mark() -> str:
    """What every mail of ours bears, so that we know it when it comes back."""
    return secrets.stamp("mail", "own")


def thread_for(ticket_id: int, *, to: str, before: datetime) -> Thread:
    """The ids that a mail about a ticket refers to: what came in on it, and last what this reader wrote."""
    rows = Mail.objects.filter(ticket=ticket_id, received_at__lte=before).exclude(message_id="").order_by("-id")
    came = list(reversed(rows.values_list("message_id", "sender")[:MOST_REFERENCES]))
    came.sort(key=lambda one: one[1] == to.lower())
    return Thread(token_of(ticket_id), tuple(dict.fromkeys(message_id for message_id, _sender in came)))


def answers_to(ticket_id: int | None) -> str:
    """The address to which answers about a ticket go, with its token; empty when no mailbox takes them."""
    if ticket_id is None:
        return ""
    usable = Mailbox.objects.filter(is_active=True)
    through = Mail.objects.filter(ticket=ticket_id).order_by("id").values("mailbox")[:1]
    box = usable.filter(pk__in=through).first() or usable.filter(is_default=True).first()
    if box is None:
        return ""
    return tokens.with_token(box.address, token_of(ticket_id)) if box.takes_plus else box.address


def imap_of(mailbox: Mailbox) -> settings.Imap:
    """How a mailbox is fetched, secrets among it."""
    kept = mailbox.settings | msgspec.json.decode(mailbox.secrets or "{}")
    return msgspec.convert(kept, type=settings.Imap, strict=False)


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    """All mailboxes, from A to Z."""
    return Mailbox.objects.visible_to(actor).select_related("service", "guests").order_by("name")


def mailbox_for(recipient: str) -> Mailbox | None:
    """The mailbox that a mail server hands a recipient's mail to; None when the address is none of ours."""
    plain = tokens.without_token(recipient)
    found = Mailbox.objects.filter(is_active=True, way="handed", address__in={recipient.lower(), plain})
    return found.first()


def log(actor: Actor, *, state: str = "", mailbox: int = 0, sender: str = "", ticket: str = "") -> QuerySet[Mail]:
    """What was received, the newest first, as far as this actor may see it, narrowed."""
    wanted = {"state": state, "mailbox": mailbox, "sender": sender.lower(), "ticket__number": ticket}
    rows = Mail.objects.visible_to(actor).filter(**{name: value for name, value in wanted.items() if value})
    return rows.select_related("mailbox", "person", "ticket").order_by("-id")


def counts(actor: Actor) -> dict[str, int]:
    """How many messages want somebody, by outcome."""
    rows = Mail.objects.visible_to(actor).wanting_somebody().order_by().values("state").annotate(many=Count("pk"))
    return {row["state"]: row["many"] for row in rows}


def waiting_senders(actor: Actor) -> list[dict[str, Any]]:
    """Senders whose mail waits, with how many and since when: the newest first, two hundred at most."""
    rows = Mail.objects.visible_to(actor).filter(state=State.WAITING).order_by().values("sender", "mailbox__name")
    found = rows.annotate(many=Count("pk"), latest=Max("received_at"), mail=Max("pk")).order_by("-latest")
    return [dict(row) for row in found[:200]]


def rules(actor: Actor) -> QuerySet[SenderRule]:
    """The rules about senders."""
    return SenderRule.objects.visible_to(actor).select_related("mailbox").order_by("pattern", "id")


def ticket_by_key(subject: str, actor: Actor) -> Ticket | None:
    """The ticket whose number stands in a subject, for somebody who may see it."""
    keys = tokens.keys_in(subject)
    return Ticket.objects.visible_to(actor).filter(number__in=keys).order_by("-id").first() if keys else None


def marks_in(ids: Iterable[str]) -> list[str]:
    """The marks of deliveries in message ids that are ours: a mark, a dot, a token, and our domain."""
    return list(dict.fromkeys(found.group(1) for one in ids if (found := _MARK.match(one))))


def proven(text: str) -> list[int]:
    """The tickets whose tokens a text holds."""
    return [pk for pk, mark in tokens.read(text) if mark == secrets.stamp(str(pk), "ticket")]
