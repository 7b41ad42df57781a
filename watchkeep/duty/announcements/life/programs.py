"""Programs that hear of news: added by us, or asked for by a visitor and told once they answered for themselves.

A visitor's program is asked before anything is sent to it: a signed request holds a challenge, and only an answer 2xx
that is the challenge, or a JSON object with it, counts as a yes. The request also brings the secret that signs the
news and the link that ends them, so that whoever typed the address learns neither.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import events, queries
from watchkeep.duty.announcements.life.subscribing import (
    VISITOR,
    confirm,
    confirm_token,
    digest_of,
    link_to_stop,
    unsubscribe,
)
from watchkeep.duty.announcements.models import Component, StatusPage, Subscriber
from watchkeep.duty.announcements.permissions import P
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as deliveries
from watchkeep.duty.notify.life import Letter, Message
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.people import life as people
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

GONE = "410 "
LOST_IN_A_ROW = 3
LOST_FOR = timedelta(days=1)
"""A program is told no more when so many news in a row were given up, over at least this time."""


@transaction.atomic
def subscribe_program(
    page: StatusPage, *, by: Actor, address: str, language: str = "en", components: Sequence[Component] = ()
) -> Subscriber:
    """Let a program hear a page's news. Its signing secret is made here and handed over by whoever adds it."""
    by.need(P.MANAGE, _("add subscribers"))
    way = notify.way_by("webhook", address.strip())
    known = Subscriber.objects.filter(page=page, digest=digest_of(Subscriber.Channel.WEBHOOK, way.address))
    known.filter(state=Subscriber.State.PENDING).delete()
    if known.exists():
        raise Refused(_("This address hears of the page already."), field="address")
    row = _known_or_new(page, way, language, state=Subscriber.State.ACTIVE, confirmed_at=clock.now())
    row.components.set(components)
    tell(events.SubscriptionConfirmed(record=row.pk, by=by, page=page.pk))
    return row


@transaction.atomic
def ask_program(
    page: StatusPage, *, address: str, sender: str, language: str, components: Sequence[Component] = ()
) -> None:
    """Ask a program, for a visitor, whether it wants to hear. Whoever asks learns nothing of its answer.

    ``sender`` is the network address that asks. Raises Refused for what is no https address, or when it, or anybody
    for that host, asks too often.
    """
    way = notify.way_by("challenge", address.strip().replace("\0", ""))
    digest = digest_of(Subscriber.Channel.WEBHOOK, way.address)
    if not people.may_write(f"subscribe:{page.pk}:{digest.hex()[:40]}", address=sender, host=way.lane):
        return
    row = _known_or_new(page, way, language, by_visitor=True)
    if not row.by_visitor:
        return
    fact = tell(events.SubscriptionAsked(record=row.pk, by=VISITOR, page=page.pk, channel=row.channel))
    told = {
        "type": "subscription.confirm",
        "timestamp": clock.now().isoformat(),
        "data": {
            "challenge": confirm_token(row, components, language),
            "page": {"id": str(page.pk), "name": page.name, "url": queries.address_of(page)},
            "manage_url": link_to_stop(page, row),
        },
    }
    message = Message(subject="subscription.confirm", body=json.dumps(told, ensure_ascii=False))
    letter = Letter(outsider=f"{row.outsider}:{fact.id}", way=way, message=message, secret=row.secret)
    notify.send_outside([letter], fact_id=fact.id)


def take_answer(delivery: Delivery) -> None:
    """A program answered with its challenge: it hears of news from now on, unless it was forgotten meanwhile."""
    try:
        confirm(str(json.loads(delivery.body)["data"]["challenge"]))
    except Refused:
        return


@transaction.atomic
def take_loss(delivery: Delivery, answer: str) -> bool:
    """A program did not take what was sent: forget it when it is gone or has failed for too long. Returns whether."""
    kind, _colon, rest = (delivery.outsider or "").partition(":")
    pk, _colon, _fact = rest.partition(":")
    row = Subscriber.objects.filter(pk=pk).first() if kind == "subscriber" and pk.isdecimal() else None
    if row is None or row.channel != Subscriber.Channel.WEBHOOK:
        return False
    if row.state == Subscriber.State.PENDING:
        unsubscribe(row, by=CLOCK)
        return True
    lost = deliveries.lost_in_a_row(row.outsider, LOST_IN_A_ROW)
    is_gone = answer.startswith(GONE)
    if not is_gone and (len(lost) < LOST_IN_A_ROW or clock.now() - lost[-1] < LOST_FOR):
        return False
    tell(events.ProgramDropped(
        record=row.page_id, by=CLOCK, subscriber=row.pk, hint=row.hint, is_gone=is_gone, answer=answer[:200]
    ))  # fmt: skip
    notify.withdraw_from(row.outsider, because=_("The program is gone."))
    row.delete()
    return True


def _known_or_new(page: StatusPage, way: notify.Way, language: str, **more: Any) -> Subscriber:
    given = {"channel": Subscriber.Channel.WEBHOOK, "address": way.address, "hint": way.hint, "language": language}
    row, _is_new = Subscriber.objects.get_or_create(
        page=page,
        digest=digest_of(Subscriber.Channel.WEBHOOK, way.address),
        defaults={**given, "secret": notify.new_secret(), **more},
    )
    return row
