"""Sorting: each message is read and becomes what it asks for: a request, a reply, a report, or nothing.

In order, so that an answer finds the message that it answers. Some messages are one transaction, and everything that
one of them leads to stands or falls as a whole: if the process dies here, nothing of them happened and they are still
due. Those of them that have nothing to do with each other are a run, and sorted together; where one of a run fails, all
of it is sorted anew one by one, so that only what fails is set aside. A try is counted before it begins, so that a
message on which the process itself dies is given up instead of coming back for ever; whatever was tried before is taken
alone.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate, takewhile
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.work.correspondence import events, queries
from watchkeep.work.correspondence.life import entering, knowing
from watchkeep.work.correspondence.life.knowing import InHand, Known
from watchkeep.work.correspondence.life.steps import LIFE
from watchkeep.work.correspondence.models import Act, Mail, Proving, SenderRule
from watchkeep.work.correspondence.rules import reading as read
from watchkeep.work.correspondence.rules.bounces import Bounce
from watchkeep.work.correspondence.rules.loops import Kind
from watchkeep.work.correspondence.rules.parsing import Unreadable
from watchkeep.work.correspondence.rules.proofs import Verdict
from watchkeep.work.correspondence.rules.reading import Reading
from watchkeep.work.tickets.models import Ticket

log = logging.getLogger(__name__)

SOME = 50
MOST_BYTES = 30 * 2**20
"""How much of their sources is in hand at once, unless one message alone is more."""
MOST_TRIES = 5
MOST_IN_A_THREAD = 12
"""Mails of one sender on one ticket in an hour. People do not write more; machines that answer each other do."""


def sort_some() -> int:
    """Sort the messages that are due longest, some of them. Returns how many."""
    taken = _take()
    with transaction.atomic():
        for run in knowing.runs(_read(taken)):
            _sort_or_part(run)
    return len(taken)


@transaction.atomic
def _take() -> list[int]:
    """The next ones, each with its try counted. One that was tried before is taken alone: it may take us with it."""
    due = list(Mail.objects.due(clock.now()).values_list("pk", "attempts", "size")[:SOME])
    sizes = accumulate(size for _pk, _attempts, size in due)
    fitting = takewhile(lambda row: not row[0][1] and row[1] <= MOST_BYTES, zip(due, sizes, strict=True))
    taken = [pk for (pk, _attempts, _size), _sum in fitting] or [pk for pk, _attempts, _size in due[:1]]
    Mail.objects.filter(pk__in=taken).update(attempts=F("attempts") + 1)
    return taken


def _read(pks: Sequence[int]) -> Iterator[InHand]:
    """Read these messages, in order. What cannot be read is set aside."""
    rows = Mail.objects.select_related("mailbox__service", "mailbox__guests").defer(None).in_bulk(pks)
    for pk in pks:
        try:
            reading = _reading(rows[pk])
        except Exception as error:
            log.exception("mail %s could not be read", pk)
            _stumble(pk, error)
        else:
            if reading:
                yield InHand(rows[pk], reading)


def _reading(mail: Mail) -> Reading | None:
    try:
        return read.read(
            bytes(mail.source),
            envelope_from=mail.envelope_from,
            trusted=mail.mailbox.trusted_server,
            own_mark=queries.own_mark(),
        )
    except Unreadable as no:
        with transaction.atomic():
            _hold(mail, "give_up", str(no))
        return None


def _sort_or_part(run: Sequence[InHand]) -> None:
    """Sort a run; when anything in it fails, each of its messages anew and alone."""
    try:
        _sort(run)
    except Exception as error:
        if len(run) == 1:
            log.exception("mail %s could not be sorted", run[0].mail.pk)
            _stumble(run[0].mail.pk, error)
            return
        log.info("%s messages are sorted one by one: %r", len(run), error)
        for one in _read([one.mail.pk for one in run]):
            _sort_or_part([one])


@transaction.atomic
def _sort(run: Sequence[InHand]) -> None:
    known = Known(run)
    for one in run:
        for field, value in _what_it_says(one.reading).items():
            setattr(one.mail, field, value)
    letters = [one for one in run if not _is_no_letter(one, known) and not _waits(one, known)]
    opening = []
    for one, writer in zip(letters, entering.writers(letters, known), strict=True):
        if isinstance(writer, str):
            _hold(one.mail, "wait", writer)
        elif _is_new(one, writer, known):
            opening.append((one, writer))
    if opening:
        _open(opening)


def _is_no_letter(one: InHand, known: Known) -> bool:
    """Whether it is a copy, a report or automatic; then it is put where it belongs."""
    mail, rule = one.mail, known.rule(one)
    if original := known.original(one):
        number, ticket = original
        _settle(mail, "repeat", why=_("It is a copy of mail %(number)s.") % {"number": number}, ticket_id=ticket)
    elif one.reading.bounce:
        _report(one, one.reading.bounce, known)
    elif why := _why_automatic(one, known):
        _settle(mail, "set_aside", why=why, ticket=known.ticket(one))
    elif rule and rule.act == Act.DISCARD and not mail.is_let_in:
        _settle(mail, "refuse", why=_("A rule says so: %(rule)s") % {"rule": rule.pattern})
    else:
        return False
    return True


def _waits(one: InHand, known: Known) -> bool:
    """Whether it waits for somebody, whoever wrote it."""
    if why := _why_wait(one, known.rule(one)):
        _hold(one.mail, "wait", why)
    return bool(why)


def _is_new(one: InHand, person: Person, known: Known) -> bool:
    """Whether it becomes a request of its own. One too many waits, and what belongs to a ticket becomes a reply."""
    by = entering.actor(person)
    ticket = known.ticket(one) or queries.ticket_by_key(one.reading.parsed.subject, by)
    if why := _why_capped(one, ticket, known):
        _hold(one.mail, "cap", why, person=person, ticket=ticket)
    elif ticket:
        _reply(one, ticket, person)
    else:
        return True
    return False


def _reply(one: InHand, ticket: Ticket, person: Person) -> None:
    try:
        kept = entering.reply(one, ticket, person)
    except (Refused, NotAllowed) as no:
        _hold(one.mail, "wait", no.message, person=person, ticket=ticket)
        return
    _settle(one.mail, "answer", **kept)
    tell(events.Answered(
        record=one.mail.pk, by=CLOCK, ticket=ticket.pk, person=person.pk, comment=kept["comment"].pk,
    ))  # fmt: skip


def _open(letters: Sequence[tuple[InHand, Person]]) -> None:
    """These become requests. One that may not waits; of several that cannot all, nobody knows yet which."""
    try:
        kept = entering.open_(letters)
    except (Refused, NotAllowed) as no:
        if len(letters) > 1:
            raise
        ((one, person),) = letters
        _hold(one.mail, "wait", no.message, person=person)
        return
    for (one, _person), values in zip(letters, kept, strict=True):
        _settle(one.mail, "open", **values)
    tell_many([_opened(one) for one, _person in letters])


def _opened(one: InHand) -> events.Opened:
    mail = one.mail
    confirm = mail.mailbox.answers and one.reading.automatic is None
    return events.Opened(
        record=mail.pk, by=CLOCK, ticket=mail.ticket_id or 0, person=mail.person_id or 0, confirm=confirm
    )


def _report(one: InHand, bounce: Bounce, known: Known) -> None:
    """A mail server reports on a mail of ours."""
    mail, ticket = one.mail, known.ticket(one)
    said = " ".join(filter(None, (bounce.action, bounce.status, bounce.recipient, bounce.said)))
    _settle(mail, "bounce", why=said[:300], ticket=ticket)
    marks = queries.marks_in(bounce.ids)
    if bounce.is_final:
        tell(events.Bounced(
            record=mail.pk, by=CLOCK, marks=marks, recipient=bounce.recipient, status=bounce.status, said=bounce.said,
        ))  # fmt: skip


def _why_automatic(one: InHand, known: Known) -> str:
    """Why it becomes nothing; empty when a person wrote it, or somebody wants it all the same."""
    if known.is_ours(one):
        return _("It bears the address of a mailbox of ours as its sender.")
    mail, rule, found = one.mail, known.rule(one), one.reading.automatic
    if found is None or mail.is_let_in:
        return ""
    if found.kind in {Kind.OWN, Kind.REPLY, Kind.REPORT}:
        return found.why
    if rule and rule.takes_automatic and rule.act == Act.ACCEPT:
        return ""
    return "" if found.kind is Kind.LIST and mail.mailbox.takes_lists else found.why


def _why_capped(one: InHand, ticket: Ticket | None, known: Known) -> str:
    """Why it is one too many; empty when it is not."""
    if one.mail.is_let_in:
        return ""
    if known.lately(one) >= one.mail.mailbox.most_an_hour:
        return _("This sender has written too often within an hour.")
    if ticket and known.lately(one, ticket) >= MOST_IN_A_THREAD:
        return _("This sender has answered here too often within an hour.")
    return ""


def _why_wait(one: InHand, rule: SenderRule | None) -> str:
    """Why it waits; empty when it may come in."""
    mail, reading = one.mail, one.reading
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
