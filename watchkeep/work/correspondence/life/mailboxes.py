"""Mailboxes: added, changed, tried, paused; and how whoever fetches one holds it and says how it goes."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, live, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.correspondence import events, queries
from watchkeep.work.correspondence.models import Mailbox, Way
from watchkeep.work.correspondence.permissions import P
from watchkeep.work.correspondence.rules import settings, tokens
from watchkeep.work.correspondence.rules.settings import Imap

LEASE = timedelta(seconds=90)
PLAIN = (
    "name", "address", "is_default", "service", "strangers", "guests", "proving", "trusted_server", "takes_lists",
    "takes_plus", "answers", "most_an_hour", "copies_follow", "keep_days",
)  # fmt: skip
"""What a form or a program may set of any mailbox."""


@transaction.atomic
def add_mailbox(*, by: Actor, way: str, given: Mapping[str, Any] | None = None, **plain: Any) -> Mailbox:
    """Let people write to another address. ``given`` says how it is fetched, secrets among it; they are encrypted."""
    by.need(P.CONFIGURE, _("add mailboxes"))
    if way not in Way.values:
        raise Refused(_("There is no such way."), field="way")
    mailbox = Mailbox(way=way)
    _fill(mailbox, plain, settings.read(given or {}) if way == Way.IMAP else None)
    tell(events.MailboxAdded(record=mailbox.pk, by=by, name=mailbox.name, address=mailbox.address, way=way))
    return mailbox


@transaction.atomic
def change_mailbox(mailbox: Mailbox, *, by: Actor, given: Mapping[str, Any] | None = None, **plain: Any) -> None:
    """Change where it lies or how its mail is treated. A secret that is left empty stays, unless the place changes."""
    by.need(P.CONFIGURE, _("change mailboxes"))
    mailbox = _held(mailbox)
    before = queries.imap_of(mailbox)
    after = settings.read(given, before=before) if mailbox.way == Way.IMAP and given is not None else None
    what = _fill(mailbox, plain, after)
    if after and after != before:
        what.append("settings")
    if what:
        tell(events.MailboxChanged(record=mailbox.pk, by=by, what=sorted(what)))


@transaction.atomic
def pause_mailbox(mailbox: Mailbox, *, by: Actor) -> None:
    """Let nothing more in. What is on the server stays there."""
    by.need(P.CONFIGURE, _("pause mailboxes"))
    if save(mailbox, is_active=False):
        tell(events.MailboxPaused(record=mailbox.pk, by=by))
        queue.nudge("mailboxes")


@transaction.atomic
def resume_mailbox(mailbox: Mailbox, *, by: Actor) -> None:
    """Let mail in again."""
    by.need(P.CONFIGURE, _("resume mailboxes"))
    if save(mailbox, is_active=True, next_check_at=_first_check(mailbox)):
        tell(events.MailboxResumed(record=mailbox.pk, by=by))
        queue.nudge("mailboxes")


@transaction.atomic
def check_mailbox(mailbox: Mailbox, *, by: Actor) -> None:
    """See now whether it answers, and fetch what is there. The page says what came of it."""
    by.need(P.CONFIGURE, _("test mailboxes"))
    if mailbox.way != Way.IMAP:
        raise Refused(_("Nothing is fetched: a mail server hands this mailbox its mail."))
    if not mailbox.is_active:
        raise Refused(_("It is paused. Resume it first."))
    Mailbox.objects.filter(pk=mailbox.pk).update(next_check_at=clock.now(), answered_at=None, trouble="")
    mailbox.refresh_from_db()
    queue.nudge("mailboxes")


@transaction.atomic
def take_mailbox(*, but: Collection[int] = ()) -> Mailbox | None:
    """Take the mailbox that is due longest to fetch it; nobody else will while the lease lasts."""
    due = Mailbox.objects.due(clock.now()).exclude(pk__in=but).select_for_update(skip_locked=True)
    if mailbox := due.first():
        mailbox.next_check_at = clock.now() + LEASE
        mailbox.save(update_fields=["next_check_at"])
    return mailbox


def renew(mailbox: Mailbox) -> bool:
    """Keep it for another lease. False when it was paused, changed, or somebody asked for it meanwhile."""
    until = clock.now() + LEASE
    ours = Mailbox.objects.filter(pk=mailbox.pk, is_active=True, next_check_at=mailbox.next_check_at)
    if not ours.update(next_check_at=until):
        return False
    mailbox.next_check_at = until
    return True


def release(mailbox: Mailbox, *, again_at: datetime) -> None:
    """Let it go: it is due then, unless somebody asked for it sooner."""
    held = Mailbox.objects.filter(pk=mailbox.pk, next_check_at=mailbox.next_check_at)
    held.update(next_check_at=again_at)


@transaction.atomic
def note_answer(mailbox: Mailbox) -> None:
    """The server let us in."""
    fresh = _held(mailbox)
    is_news = fresh.failing_since is not None or fresh.answered_at is None
    save(fresh, answered_at=clock.now(), failing_since=None, trouble="")
    if is_news:
        tell(events.MailboxWorks(record=mailbox.pk, by=CLOCK))
        live.changed(f"mailbox:{mailbox.pk}")


@transaction.atomic
def note_trouble(mailbox: Mailbox, why: str) -> None:
    """It could not be fetched, and this is why."""
    fresh = _held(mailbox)
    is_news = fresh.failing_since is None
    save(fresh, failing_since=fresh.failing_since or clock.now(), trouble=why[:300])
    if is_news:
        tell(events.MailboxFails(record=mailbox.pk, by=CLOCK, why=why[:200]))
    live.changed(f"mailbox:{mailbox.pk}")


def keep_position(mailbox: Mailbox, *, uid_validity: int, last_uid: int) -> None:
    """How far the folder was read, in the transaction that keeps what was read."""
    mailbox.uid_validity, mailbox.last_uid = uid_validity, last_uid
    mailbox.save(update_fields=["uid_validity", "last_uid"])


@transaction.atomic
def keep_access(mailbox: Mailbox, *, access: str, until: datetime, refresh_token: str = "") -> None:
    """Keep an access token while it is good, and the refresh token that may have come with it."""
    fresh = _held(mailbox)
    fresh.access, fresh.access_until = access, until
    if refresh_token:
        hidden = msgspec.json.decode(fresh.secrets) | {"refresh_token": refresh_token}
        fresh.secrets = msgspec.json.encode(hidden).decode()
    fresh.save(update_fields=["access", "access_until", "secrets"])
    mailbox.access, mailbox.access_until, mailbox.secrets = fresh.access, fresh.access_until, fresh.secrets


def _fill(mailbox: Mailbox, plain: Mapping[str, Any], imap: Imap | None) -> list[str]:
    """Write what was given; answer the names of what changed."""
    values = {name: value for name, value in plain.items() if name in PLAIN}
    if "address" in values:
        values["address"] = tokens.without_token(str(values["address"]).strip())
    if values.get("is_default"):
        Mailbox.objects.filter(is_default=True).exclude(pk=mailbox.pk or 0).update(is_default=False)
    if imap is not None:
        before = queries.imap_of(mailbox)
        mailbox.settings, mailbox.secrets = imap.shown(), msgspec.json.encode(imap.hidden()).decode()
        mailbox.access, mailbox.access_until = "", None
        if before.folder != imap.folder or before.host != imap.host:
            mailbox.uid_validity = mailbox.last_uid = 0
        mailbox.answered_at, mailbox.failing_since, mailbox.trouble = None, None, ""
        mailbox.next_check_at = clock.now()
    changed = save(mailbox, **values)
    mailbox.save()
    queue.nudge("mailboxes")
    return changed


def _held(mailbox: Mailbox) -> Mailbox:
    return Mailbox.objects.select_for_update().get(pk=mailbox.pk)


def _first_check(mailbox: Mailbox) -> datetime | None:
    return clock.now() if mailbox.way == Way.IMAP else None
