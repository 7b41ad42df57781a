"""Coming in: who wrote, what they may do by mail, and the reply or request that their message becomes."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from watchkeep.estate.people import life as people
from watchkeep.estate.people import queries as known
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.correspondence import queries
from watchkeep.work.correspondence.models import Mail, Strangers
from watchkeep.work.correspondence.rules.parsing import File
from watchkeep.work.correspondence.rules.proofs import Verdict
from watchkeep.work.correspondence.rules.reading import Reading
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Source
from watchkeep.work.requests.permissions import P as Requests
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Comment, Ticket
from watchkeep.work.tickets.permissions import P as Tickets

MAIL = Actor.system("rule:mail", "Mail")
BY_MAIL = frozenset({Requests.ASK.value, Tickets.REPLY.value, Tickets.ATTACH.value, Tickets.WATCH.value})
"""What everybody may who may write to us at all."""
MOST_COPIES = 20
"""People in copy who can follow one message."""


def writer(mail: Mail, reading: Reading, *, is_welcome: bool) -> tuple[Person | None, str]:
    """Who wrote it, known or become known now; or None, and why it waits."""
    person = queries.person_with(reading.sender)
    if person is not None:
        return (person, "") if person.is_active else (None, _("%(name)s has left.") % {"name": person.name})
    if mail.mailbox.strangers == Strangers.WAIT and not (is_welcome or mail.is_let_in):
        return None, _("Nobody here knows this sender.")
    organisation = known.organisation_of(reading.sender) or mail.mailbox.guests
    if organisation is None:
        return None, _("The sender belongs to no organisation that we know, and the mailbox names none for guests.")
    try:
        return people.meet(by=MAIL, email=reading.sender, name=reading.name, organisation=organisation), ""
    except Refused as no:
        return None, no.message


def actor(person: Person) -> Actor:
    """The person as somebody who writes: their roles, and what everybody may by mail."""
    found = known.actor_for(person)
    return Actor(
        key=found.key,
        name=found.name,
        permissions=found.permissions | BY_MAIL,
        person=found.person,
        organisation=found.organisation,
        teams=found.teams,
    )


def become(mail: Mail, reading: Reading, ticket: Ticket | None, *, by: Actor, person: Person) -> dict[str, Any]:
    """What the message becomes: a reply on that ticket, or a ticket of its own. Answers what the message keeps."""
    came = _files(mail, reading)
    done = _reply(reading, came, ticket, by=by) if ticket else _open(mail, reading, came, by=by, person=person)
    _let_follow(mail, reading, done["ticket"], by=by, person=person)
    return done


def _let_follow(mail: Mail, reading: Reading, ticket: Ticket, *, by: Actor, person: Person) -> None:
    """Colleagues in copy follow along, where the mailbox is set so and it is proven who wrote.

    Only people whom we know, of the writer's own organisation: a copy shows nobody else what is not theirs to see.
    """
    is_set = mail.mailbox.copies_follow and reading.proof.verdict is Verdict.PASS
    if not is_set or ticket.requester_id != person.pk:
        return
    there = Person.objects.active().filter(email__in=reading.parsed.cc, organisation=person.organisation_id)
    for one in there.exclude(pk=person.pk)[:MOST_COPIES]:
        tickets.watch(ticket, by=by, person=one)


def _reply(reading: Reading, came: "_Files", ticket: Ticket, *, by: Actor) -> dict[str, Any]:
    comment = tickets.reply(ticket, by=by, body=_body(reading, came), folded=reading.split.folded)
    came.attach(ticket, by=by, comment=comment)
    return {"ticket": ticket, "comment": comment, "left_out": came.left_out}


def _open(mail: Mail, reading: Reading, came: "_Files", *, by: Actor, person: Person) -> dict[str, Any]:
    request = requests.open_(
        by=by,
        title=reading.title,
        description=_body(reading, came),
        service=mail.mailbox.service,
        requester=person,
        source=Source.MAIL,
    )
    came.attach(request.ticket, by=by)
    return {"ticket": request.ticket, "left_out": came.left_out}


@dataclass(frozen=True)
class _Files:
    """The files that a ticket takes, and those that it does not, each with the reason."""

    taken: list[File]
    left_out: list[dict[str, str]]

    def attach(self, ticket: Ticket, *, by: Actor, comment: Comment | None = None) -> None:
        """Keep them on the ticket."""
        for one in self.taken:
            tickets.attach(
                ticket, by=by, file=ContentFile(one.content, name=one.name), name=one.name, declared=one.declared,
                comment=comment,
            )  # fmt: skip


def _files(mail: Mail, reading: Reading) -> _Files:
    taken, left_out = [], list(mail.left_out)
    for one in reading.files:
        try:
            tickets.content_type(tickets.safe_name(one.name), one.declared, one.content[:4096], len(one.content))
        except Refused as no:
            left_out.append({"name": one.name[:200], "why": no.message[:200]})
        else:
            taken.append(one)
    return _Files(taken, left_out)


def _body(reading: Reading, came: _Files) -> str:
    """What is new; a message without words says what came along, and any message what was not taken."""
    names = ", ".join(one.name for one in came.taken)
    text = reading.split.new or (_("(Without words: %(names)s)") % {"names": names} if names else _("(Without words)"))
    lost = ", ".join(one["name"] for one in came.left_out)
    return f"{text}\n\n{_('(Not taken from this mail: %(names)s)') % {'names': lost}}" if lost else text
