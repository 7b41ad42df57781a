"""Hearing of news: asked for, confirmed by whoever reads there, ended in one press. Nobody learns who subscribed."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import events, queries
from watchkeep.duty.announcements.models import Announcement, Component, StatusPage, Subscriber, Update
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify.life import Letter, Message, Way
from watchkeep.estate.people import life as people
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import Fact, tell

VISITOR = Actor.system("visitor", "A visitor", may=())
CONFIRM, STOP = "status.confirm", "status.stop"
CONFIRM_SECONDS = 3 * 24 * 3600
FOR_EVER = 50 * 365 * 24 * 3600
AT_ONCE = 500


@transaction.atomic
def subscribe(
    page: StatusPage, *, address: str, sender: str, language: str, components: Sequence[Component] = ()
) -> None:
    """Ask for mails. A link is sent to the address; whoever asks learns nothing but that.

    ``sender`` is the network address that asks. Raises Refused for what is no address or when it asks too often.
    """
    address = address.strip().replace("\0", "")
    way = notify.way_by("email", address)
    digest = digest_of(Subscriber.Channel.EMAIL, address)
    if not people.may_write(f"subscribe:{page.pk}:{digest.hex()[:40]}", address=sender):
        return
    row, _is_new = Subscriber.objects.get_or_create(
        page=page,
        digest=digest,
        defaults={"channel": Subscriber.Channel.EMAIL, "address": address, "hint": way.hint, "language": language},
    )
    if row.state == Subscriber.State.PENDING:
        row.components.set(components)
    fact = tell(events.SubscriptionAsked(record=row.pk, by=VISITOR, page=page.pk, channel=row.channel))
    with translation.override(language):
        letter = Letter(outsider=f"{row.outsider}:{fact.id}", way=way, message=_asking(page, row, components, language))
    notify.send_outside([letter], fact_id=fact.id)


@transaction.atomic
def confirm(token: str) -> Subscriber:
    """Take the proof that somebody reads there. Raises Refused when the link is wrong or too old."""
    value = secrets.unsign(token, CONFIRM, CONFIRM_SECONDS)
    row = Subscriber.objects.select_related("page").filter(pk=value[0]).first() if value else None
    if value is None or row is None:
        raise Refused(_("This link is not valid any more. Subscribe again to get a new one."))
    row.components.set(Component.objects.filter(page=row.page_id, pk__in=value[1]))
    is_new = Subscriber.objects.filter(pk=row.pk, state=Subscriber.State.PENDING).update(
        state=Subscriber.State.ACTIVE, confirmed_at=clock.now(), language=value[2]
    )
    if is_new:
        tell(events.SubscriptionConfirmed(record=row.pk, by=VISITOR, page=row.page_id))
    row.refresh_from_db()
    return row


@transaction.atomic
def choose(subscriber: Subscriber, components: Sequence[Component], *, by: Actor = VISITOR) -> None:
    """Hear of these components from now on; of all when none is chosen."""
    subscriber.components.set(components)
    tell(events.SubscriptionChanged(
        record=subscriber.pk, by=by, page=subscriber.page_id, components=len(components)
    ))  # fmt: skip


@transaction.atomic
def unsubscribe(subscriber: Subscriber, *, by: Actor = VISITOR) -> None:
    """Stop, and forget them. What still waits for them is taken back."""
    notify.withdraw_from(subscriber.outsider, because=_("They wanted to hear no more."))
    tell(events.SubscriptionEnded(record=subscriber.pk, by=by, page=subscriber.page_id))
    subscriber.delete()


@transaction.atomic
def end_subscriptions(page: StatusPage, *, by: Actor) -> int:
    """Forget everybody who asked for news on the page itself, for others may read it now. Returns how many.

    Programs that we added ourselves stay.
    """
    ours = Subscriber.objects.filter(channel=Subscriber.Channel.WEBHOOK, by_visitor=False)
    rows = list(page.subscribers.exclude(pk__in=ours))
    for row in rows:
        unsubscribe(row, by=by)
    return len(rows)


@transaction.atomic
def forget_unconfirmed(limit: int = 500) -> int:
    """Forget addresses whose owner never said yes. Returns how many."""
    before = clock.now() - timedelta(seconds=CONFIRM_SECONDS)
    old = Subscriber.objects.filter(state=Subscriber.State.PENDING, created_at__lt=before).order_by("created_at")
    rows = list(old[:limit])
    for row in rows:
        unsubscribe(row, by=CLOCK)
    return len(rows)


def tell_subscribers(update: Update, fact: Fact) -> int:
    """Write to everybody who wants to hear of this update. Twice for a fact is once. Returns how many.

    Nobody hears of a page that is not shown.
    """
    announcement = update.announcement
    if not announcement.page.is_active:
        return 0
    hit = {int(one["component"]) for one in update.effects} | set(
        announcement.effects.values_list("component_id", flat=True)
    )
    told = 0
    listening = queries.listening_to(announcement.page, hit).iterator(AT_ONCE)
    while rows := list(islice(listening, AT_ONCE)):
        told += notify.send_outside(list(_letters(rows, announcement, update)), fact_id=fact.id)
    return told


def confirm_token(subscriber: Subscriber, components: Sequence[Component], language: str) -> str:
    """What whoever reads there gives back to agree."""
    return secrets.sign([subscriber.pk, [one.pk for one in components], language], CONFIRM)


def stop_token(subscriber: Subscriber) -> str:
    """The signed part of the link that ends a subscription."""
    return secrets.sign(subscriber.pk, STOP)


def link_to_stop(page: StatusPage, subscriber: Subscriber) -> str:
    """Where whoever gets the news looks after their subscription, and ends it."""
    return f"{queries.address_of(page)}stop/{stop_token(subscriber)}"


def way_of(subscriber: Subscriber) -> Way:
    """The way to a subscriber. What a visitor gave never leads inside."""
    is_program = subscriber.channel == Subscriber.Channel.WEBHOOK
    channel = "visitor" if subscriber.by_visitor and is_program else subscriber.channel
    return notify.way_by(channel, subscriber.address)


def subscriber_of(page: StatusPage, token: str) -> Subscriber | None:
    """Whose link to end a subscription this is; None when it is forged or they have gone already."""
    pk = secrets.unsign(token, STOP, FOR_EVER)
    return Subscriber.objects.filter(pk=pk, page=page).first() if pk else None


def knows(page: StatusPage, token: str) -> bool:
    """Whether a link in a mail is one of this page, to somebody who subscribed there or asked to."""
    asked = secrets.unsign(token, CONFIRM, CONFIRM_SECONDS)
    pk = asked[0] if asked else secrets.unsign(token, STOP, FOR_EVER)
    return Subscriber.objects.filter(pk=pk, page=page).exists() if pk else False


def _letters(rows: Iterable[Subscriber], announcement: Announcement, update: Update) -> Iterator[Letter]:
    page = announcement.page
    codes = queries.languages_of(page)
    said = {code: _news(announcement, update, code) for code in codes}
    told = {code: queries.news_payload(announcement, update, code) for code in codes}
    for row in rows:
        language, stop = row.language if row.language in said else page.language, link_to_stop(page, row)
        if row.channel == Subscriber.Channel.WEBHOOK:
            payload = told[language] | {"data": {**told[language]["data"], "manage_url": stop}}
            message = Message(subject="status.updated", body=json.dumps(payload, ensure_ascii=False))
            yield Letter(outsider=row.outsider, way=way_of(row), message=message, secret=row.secret)
        else:
            message = said[language]
            with translation.override(language):
                why = _("You get this because you subscribed. To choose anew or to stop:")
            yield Letter(
                outsider=row.outsider,
                way=way_of(row),
                message=replace(message, body=f"{message.body}\n\n{why} {stop}"),
                headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            )


def _news(announcement: Announcement, update: Update, language: str) -> Message:
    page = announcement.page
    title = queries.said(announcement, "title", language)
    with translation.override(language):
        phase = queries.phase_words(update.phase)
        return Message(
            subject=f"[{page.name}] {phase}: {title}",
            body=f"{title}\n{phase}\n\n{queries.said(update, 'body', language)}",
            link=f"{queries.address_of(page)}{language}/incident-{announcement.pk}.html",
            link_text=_("Open the status page"),
        )


def _asking(page: StatusPage, row: Subscriber, components: Sequence[Component], language: str) -> Message:
    base = queries.address_of(page)
    if row.state == Subscriber.State.ACTIVE and not components:
        return Message(
            subject=_("You are subscribed to %(page)s") % {"page": page.name},
            body=_("Somebody, most likely you, subscribed with this address, which hears of news already."),
            link=link_to_stop(page, row),
            link_text=_("Your subscription"),
        )
    token = confirm_token(row, components, language)
    return Message(
        subject=_("Confirm your subscription to %(page)s") % {"page": page.name},
        body=_("Somebody, most likely you, wants news of this status page to be sent here. Open the link to agree.")
        + "\n\n"
        + _("If it wasn't you, do nothing: nothing more will come."),
        link=f"{base}confirm/{token}",
        link_text=_("Yes, send me news"),
    )


def digest_of(channel: str, address: str) -> bytes:
    """By what an encrypted address is found."""
    return secrets.digest(f"{channel}:{address.lower() if channel == Subscriber.Channel.EMAIL else address}")
