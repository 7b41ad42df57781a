"""Sorting: each message is read and becomes what it asks for: a request, a reply, a report, or nothing.

One at a time and in order, so that an answer finds the message that it answers. Some messages are one transaction, and
everything that one of them leads to stands or falls as a whole: if the process dies here, nothing of them happened and
they are still due. A try is counted before it begins, so that a message on which the process itself dies is given up
instead of coming back for ever; whatever was tried before is taken alone.
"""

import logging
from datetime import timedelta
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.correspondence import events, queries
from watchkeep.work.correspondence.life import entering
from watchkeep.work.correspondence.life.steps import LIFE
from watchkeep.work.correspondence.models import Act, Mail, Proving, SenderRule
from watchkeep.work.correspondence.rules import reading as read
from watchkeep.work.correspondence.rules.loops import Kind
from watchkeep.work.correspondence.rules.parsing import Unreadable
from watchkeep.work.correspondence.rules.proofs import Verdict
from watchkeep.work.correspondence.rules.reading import Reading
from watchkeep.work.tickets.models import Ticket

log = logging.getLogger(__name__)

SOME = 25
MOST_TRIES = 5
MOST_IN_A_THREAD = 12
"""Mails of one sender on one ticket in an hour. People do not write more; machines that answer each other do."""


def sort_some() -> int:
    """Sort the messages that are due longest, some of them. Returns how many."""
    taken = _take()
    with transaction.atomic():
        rows = Mail.objects.select_related("mailbox__service", "mailbox__guests").defer(None).in_bulk(taken)
        for pk in taken:
            try:
                _sort(rows[pk])
            except Exception as error:
                log.exception("mail %s could not be sorted", pk)
                _stumble(pk, error)
    return len(taken)


@transaction.atomic
def _take() -> list[int]:
    """The next ones, each with its try counted. One that was tried before is taken alone: it may take us with it."""
    due = list(Mail.objects.due(clock.now()).values_list("pk", "attempts")[:SOME])
    fresh = [pk for pk, _attempts in takewhile(lambda row: not row[1], due)]
    taken = fresh or [pk for pk, _attempts in due[:1]]
    Mail.objects.filter(pk__in=taken).update(attempts=F("attempts") + 1)
    return taken


@transaction.atomic
def _sort(mail: Mail) -> None:
    try:
        reading = read.read(
            bytes(mail.source),
            envelope_from=mail.envelope_from,
            trusted=mail.mailbox.trusted_server,
            own_mark=queries.own_mark(),
        )
    except Unreadable as no:
        _hold(mail, "give_up", str(no))
        return
    for field, value in _what_it_says(reading).items():
        setattr(mail, field, value)
    rule = queries.rule_for(mail.mailbox, reading.sender)
    if not _is_no_letter(mail, reading, rule):
        _letter(mail, reading, rule)


def _is_no_letter(mail: Mail, reading: Reading, rule: SenderRule | None) -> bool:
    """Whether it is a copy, a report or automatic; then it is put where it belongs."""
    if original := queries.copy_of(mail, reading):
        number, ticket = original
        _settle(mail, "repeat", why=_("It is a copy of mail %(number)s.") % {"number": number}, ticket_id=ticket)
    elif reading.bounce:
        _report(mail, reading)
    elif why := _why_automatic(mail, reading, rule):
        _settle(mail, "set_aside", why=why, ticket=queries.ticket_of(reading, mail.envelope_to))
    elif rule and rule.act == Act.DISCARD and not mail.is_let_in:
        _settle(mail, "refuse", why=_("A rule says so: %(rule)s") % {"rule": rule.pattern})
    else:
        return False
    return True


def _letter(mail: Mail, reading: Reading, rule: SenderRule | None) -> None:
    """Somebody wrote to us: it waits, or it becomes a reply or a request."""
    if why := _why_wait(mail, reading, rule):
        _hold(mail, "wait", why)
        return
    person, why = entering.writer(mail, reading, is_welcome=bool(rule and rule.act == Act.ACCEPT))
    if person is None:
        _hold(mail, "wait", why)
        return
    by = entering.actor(person)
    ticket = queries.ticket_of(reading, mail.envelope_to) or queries.ticket_by_key(reading.parsed.subject, by)
    if why := _why_capped(mail, ticket):
        _hold(mail, "cap", why, person=person, ticket=ticket)
        return
    try:
        with transaction.atomic():
            done = entering.become(mail, reading, ticket, by=by, person=person)
    except (Refused, NotAllowed) as no:
        _hold(mail, "wait", no.message, person=person, ticket=ticket)
        return
    _settle(mail, "answer" if ticket else "open", person=person, **done)
    _tell(mail, reading)


def _tell(mail: Mail, reading: Reading) -> None:
    person, ticket = mail.person_id or 0, mail.ticket_id or 0
    if mail.comment_id:
        tell(events.Answered(record=mail.pk, by=CLOCK, ticket=ticket, person=person, comment=mail.comment_id))
    else:
        confirm = mail.mailbox.answers and reading.automatic is None
        tell(events.Opened(record=mail.pk, by=CLOCK, ticket=ticket, person=person, confirm=confirm))


def _report(mail: Mail, reading: Reading) -> None:
    """A mail server reports on a mail of ours."""
    bounce = reading.bounce
    assert bounce is not None  # noqa: S101  # the caller has looked
    ticket = queries.ticket_of(reading, mail.envelope_to)
    said = " ".join(filter(None, (bounce.action, bounce.status, bounce.recipient, bounce.said)))
    _settle(mail, "bounce", why=said[:300], ticket=ticket)
    marks = queries.marks_in(bounce.ids)
    if bounce.is_final:
        tell(events.Bounced(
            record=mail.pk, by=CLOCK, marks=marks, recipient=bounce.recipient, status=bounce.status, said=bounce.said,
        ))  # fmt: skip


def _why_automatic(mail: Mail, reading: Reading, rule: SenderRule | None) -> str:
    """Why it becomes nothing; empty when a person wrote it, or somebody wants it all the same."""
    if queries.is_ours(reading.sender):
        return _("It bears the address of a mailbox of ours as its sender.")
    found = reading.automatic
    if found is None or mail.is_let_in:
        return ""
    if found.kind in {Kind.OWN, Kind.REPLY, Kind.REPORT}:
        return found.why
    if rule and rule.takes_automatic and rule.act == Act.ACCEPT:
        return ""
    return "" if found.kind is Kind.LIST and mail.mailbox.takes_lists else found.why


def _why_capped(mail: Mail, ticket: Ticket | None) -> str:
    """Why it is one too many; empty when it is not."""
    now = clock.now()
    if mail.is_let_in:
        return ""
    if queries.lately_from(mail.sender, now) >= mail.mailbox.most_an_hour:
        return _("This sender has written too often within an hour.")
    if ticket and queries.lately_from(mail.sender, now, ticket=ticket) >= MOST_IN_A_THREAD:
        return _("This sender has answered here too often within an hour.")
    return ""


def _why_wait(mail: Mail, reading: Reading, rule: SenderRule | None) -> str:
    """Why it waits; empty when it may come in."""
    if mail.is_let_in:
        return ""
    if rule and rule.act == Act.WAIT:
        return _("A rule says that mail of %(pattern)s waits.") % {"pattern": rule.pattern}
    verdict, proving = reading.proof.verdict, mail.mailbox.proving
    must = proving == Proving.PROVEN or bool(rule and rule.must_be_proven)
    if must and verdict is not Verdict.PASS:
        return _("It is not proven that this sender wrote it. %(said)s") % {"said": reading.proof.said}
    if proving != Proving.NOTHING and verdict is Verdict.FAIL:
        return _("The sender is false, our mail server says. %(said)s") % {"said": reading.proof.said}
    return ""


def _what_it_says(reading: Reading) -> dict[str, Any]:
    parsed, split = reading.parsed, reading.split
    return {
        "message_id": parsed.message_id[:500],
        "references": [one[:500] for one in parsed.references],
        "sender": reading.sender[:320],
        "sender_name": parsed.sender.name[:200],
        "to": [one[:320] for one in parsed.to],
        "subject": parsed.subject[:500],
        "sent_at": parsed.sent_at,
        "text": split.new,
        "quoted": split.quoted,
        "signature": split.signature,
        "verdict": reading.proof.verdict.value,
        "proof": reading.proof.said,
        "left_out": [{"name": name[:200], "why": why[:200]} for name, why in reading.left_out],
    }


_SAID = (
    "message_id", "references", "sender", "sender_name", "to", "subject", "sent_at", "text", "quoted", "signature",
    "verdict", "proof", "left_out",
)  # fmt: skip


def _settle(mail: Mail, verb: str, *, why: str = "", **more: Any) -> None:
    """Write what was read and what became of it, in one statement."""
    said = {name: getattr(mail, name) for name in _SAID}
    LIFE.move(mail, verb, by=CLOCK, **(said | {"why": why[:300], "next_step_at": None} | more))


def _hold(mail: Mail, verb: str, why: str, **more: Any) -> None:
    """Somebody has to look at it."""
    _settle(mail, verb, why=why.strip(), **more)
    tell(events.Held(record=mail.pk, by=CLOCK, outcome=mail.state, why=mail.why[:200]))


@transaction.atomic
def _stumble(pk: int, error: Exception) -> None:
    """Try again later, and not for ever: then it is kept as unreadable, with what was wrong."""
    mail = Mail.objects.get(pk=pk)
    if mail.attempts >= MOST_TRIES:
        _hold(mail, "give_up", _("It failed %(tries)s times: %(error)s") % {
            "tries": mail.attempts, "error": f"{type(error).__name__}: {error}",
        })  # fmt: skip
    else:
        later = clock.now() + timedelta(seconds=10 * 4**mail.attempts)
        Mail.objects.filter(pk=mail.pk).update(next_step_at=later)
