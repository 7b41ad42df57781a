"""Coming in: who wrote, what they may do by mail, and the reply or request that their message becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import life as people
from watchkeep.estate.people import queries as roles
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.correspondence.life.knowing import InHand, Known
from watchkeep.work.correspondence.models import Act, Strangers
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


def writers(letters: Sequence[InHand], known: Known) -> list[Person | str]:
    """Who wrote each of them, known or become known now; or why it waits."""
    found = [_writer(one, known) for one in letters]
    writing = [one for one in found if isinstance(one, Person)]
    people.meet([one for one in writing if one.pk is None], by=MAIL)
    roles.look_up(writing)
    return found


def _writer(one: InHand, known: Known) -> Person | str:
    mail, reading = one.mail, one.reading
    if person := known.person(one):
        return person if person.is_active else _("%(name)s has left.") % {"name": person.name}
    rule = known.rule(one)
    is_welcome = mail.is_let_in or (rule is not None and rule.act == Act.ACCEPT)
    if mail.mailbox.strangers == Strangers.WAIT and not is_welcome:
        return _("Nobody here knows this sender.")
    organisation = known.organisation(one) or mail.mailbox.guests
    if organisation is None:
        return _("The sender belongs to no organisation that we know, and the mailbox names none for guests.")
    try:
        return people.newcomer(email=reading.sender, name=reading.name, organisation=organisation)
    except Refused as no:
        return no.message


def actor(person: Person) -> Actor:
    """The person as somebody who writes: their roles, and what everybody may by mail."""
    found = roles.actor_for(person)
    return Actor(
        key=found.key,
        name=found.name,
        permissions=found.permissions | BY_MAIL,
        person=found.person,
        organisation=found.organisation,
        teams=found.teams,
    )


@transaction.atomic
def reply(one: InHand, ticket: Ticket, person: Person) -> dict[str, Any]:
    """The message becomes a reply on that ticket. Answers what the message keeps."""
    came, by = _files(one), actor(person)
    comment = tickets.reply(ticket, by=by, body=_body(one.reading, came), folded=one.reading.split.folded)
    came.attach(ticket, by=by, comment=comment)
    _let_follow(one, ticket, by=by, person=person)
    return {"person": person, "ticket": ticket, "comment": comment, "left_out": came.left_out}


@transaction.atomic
def open_(letters: Sequence[tuple[InHand, Person]]) -> list[dict[str, Any]]:
    """The messages become requests, all or none of them. Answers what each message keeps."""
    came = [_files(one) for one, _person in letters]
    wishes = [_wish(one, files, person) for (one, person), files in zip(letters, came, strict=True)]
    kept = []
    for (one, person), files, request in zip(letters, came, requests.open_all(wishes), strict=True):
        files.attach(request.ticket, by=actor(person))
        _let_follow(one, request.ticket, by=actor(person), person=person)
        kept.append({"person": person, "ticket": request.ticket, "left_out": files.left_out})
    return kept


def _wish(one: InHand, came: "_Files", person: Person) -> requests.Wish:
    return requests.Wish(
        by=actor(person),
        title=one.reading.title,
        description=_body(one.reading, came),
        service=one.mail.mailbox.service,
        requester=person,
        source=Source.MAIL,
    )


def _let_follow(one: InHand, ticket: Ticket, *, by: Actor, person: Person) -> None:
    """Colleagues in copy follow along, where the mailbox is set so and it is proven who wrote.

    Only people whom we know, of the writer's own organisation: a copy shows nobody else what is not theirs to see.
    """
    is_set = one.mail.mailbox.copies_follow and one.reading.proof.verdict is Verdict.PASS
    if not is_set or ticket.requester_id != person.pk:
        return
    there = Person.objects.active().filter(email__in=one.reading.parsed.cc, organisation=person.organisation_id)
    for colleague in there.exclude(pk=person.pk)[:MOST_COPIES]:
        tickets.watch(ticket, by=by, person=colleague)


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


def _files(one: InHand) -> _Files:
    taken, left_out = [], list(one.mail.left_out)
    for file in one.reading.files:
        try:
            tickets.content_type(tickets.safe_name(file.name), file.declared, file.content[:4096], len(file.content))
        except Refused as no:
            left_out.append({"name": file.name[:200], "why": no.message[:200]})
        else:
            taken.append(file)
    return _Files(taken, left_out)


def _body(reading: Reading, came: _Files) -> str:
    """What is new; a message without words says what came along, and any message what was not taken."""
    names = ", ".join(one.name for one in came.taken)
    text = reading.split.new or (_("(Without words: %(names)s)") % {"names": names} if names else _("(Without words)"))
    lost = ", ".join(one["name"] for one in came.left_out)
    return f"{text}\n\n{_('(Not taken from this mail: %(names)s)') % {'names': lost}}" if lost else text
