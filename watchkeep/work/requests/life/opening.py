"""The beginning: somebody asks, from the catalogue or in their own words."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Person, Team, Way
from watchkeep.estate.services.models import Service
from watchkeep.kernel import live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell_many
from watchkeep.kernel.numbering import next_numbers
from watchkeep.work.requests.events import Opened
from watchkeep.work.requests.life import approving, filling, reserving
from watchkeep.work.requests.models import CatalogueItem, Edition, Request, Source, Upload
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.rules.forms import Ask
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Kind, Link, Relation, Ticket

MOST = 1000
USUAL_PRIORITY = 4
LONGEST_VOUCHER = 200


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Something that somebody asks for; see `open_`."""

    by: Actor
    title: str = ""
    description: str = ""
    item: CatalogueItem | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    quantity: int = 1
    requester: Person | None = None
    service: Service | None = None
    team: Team | None = None
    priority: int | None = None
    tags: Iterable[str] = ()
    source: str = Source.PORTAL
    follows: Ticket | None = None
    proof: str = ""
    vouched: str = ""


Draft = tuple[Ticket, dict[str, Any]]
"""A ticket, still without a number, and what only a request has."""
Drafted = tuple[Wish, Draft]


def open_(
    *,
    by: Actor,
    title: str = "",
    description: str = "",
    item: CatalogueItem | None = None,
    answers: Mapping[str, Any] | None = None,
    quantity: int = 1,
    requester: Person | None = None,
    service: Service | None = None,
    team: Team | None = None,
    priority: int | None = None,
    tags: Iterable[str] = (),
    source: str = Source.PORTAL,
    follows: Ticket | None = None,
    proof: str = "",
    vouched: str = "",
) -> Request:
    """Ask for something, from the catalogue or (without an item) in one's own words.

    Who works on requests asks for others; everybody else for themselves. Refused with the field ``answers.NAME``,
    ``item`` (not for the requester) or ``quantity`` (nothing is left). Whoever must agree is asked at once.
    An item may want to be sure who asks: ``proof`` is the key of a fresh proof; who asks for others says how they made
    sure (``vouched``). Refused with that field, as ``proof_required``, without it.
    """
    wish = Wish(
        by=by, title=title, description=description, item=item, answers=answers or {}, quantity=quantity,
        requester=requester, service=service, team=team, priority=priority, tags=tags, source=source, follows=follows,
        proof=proof, vouched=vouched,
    )  # fmt: skip
    return open_all([wish])[0]


@transaction.atomic
def open_all(wishes: Sequence[Wish]) -> list[Request]:
    """Open what several people ask for at one moment, such as mails that came together: all of it, or nothing."""
    known = Known(wishes)
    return _open([(wish, _draft(wish, known)) for wish in wishes])


@transaction.atomic
def open_sound(wishes: Sequence[Wish]) -> list[Request | None]:
    """The same for people who have nothing to do with each other: None for a wish that is refused.

    Refused, and nothing is opened, where only writing them down shows that there is not enough for all of them.
    """
    known = Known(wishes)
    sound: dict[int, Drafted] = {}
    for place, wish in enumerate(wishes):
        with suppress(Refused, NotAllowed):
            sound[place] = (wish, _draft(wish, known))
    opened = dict(zip(sound, _open(list(sound.values())), strict=True)) if sound else {}
    return [opened.get(place) for place in range(len(wishes))]


class Known:
    """What is read once for all that is asked for at one moment: who asks, and the editions in force."""

    def __init__(self, wishes: Sequence[Wish]) -> None:
        asking = {wish.by.person for wish in wishes if wish.requester is None and wish.by.person}
        self._asking = Person.objects.select_related("organisation").in_bulk(asking) if asking else {}
        self._editions: dict[tuple[int, int | str], Edition | None] = {}

    def asking(self, by: Actor) -> Person | None:
        """The person who asks for themselves; None when no person acts."""
        return self._asking[by.person] if by.person else None

    def edition(self, item: CatalogueItem, person: Person | None, by: Actor) -> Edition | None:
        """The edition in force of an item, if it is offered to whom it is for."""
        key = (item.pk, person.pk if person else by.key)
        if key not in self._editions:
            offered = CatalogueItem.objects.offered_to(person) if person else _offered_by(by)
            found = offered.filter(pk=item.pk).select_related("edition").first()
            self._editions[key] = found.edition if found else None
        return self._editions[key]


def _open(drafted: Sequence[Drafted]) -> list[Request]:
    """Write down what was drafted, tell of it, and see to what follows at once."""
    opened = list(
        zip(_written([draft for _wish, draft in drafted]), [wish.by for wish, _draft in drafted], strict=True)
    )
    tell_many([_told_of(request, by=by) for request, by in opened])
    for (request, by), (wish, _drafted) in zip(opened, drafted, strict=True):
        if wish.follows:
            Link.objects.create(source=request.ticket, target=wish.follows, relation=Relation.FOLLOWS)
        if request.edition:
            reserving.reserve(request, request.edition, request.ticket.requester)
            _attach(request, request.edition, by)
    approving.ask_or_clear(opened)
    live.changed("queue")
    return [request for request, _by in opened]


def _draft(wish: Wish, known: Known) -> Draft:
    """The ticket, still without a number, and what only a request has. Refused where the wish itself is at fault."""
    by, item = wish.by, wish.item
    by.need(P.ASK, _("ask for something"))
    person = _asked_for(by, wish.requester, known)
    _refuse_unsound(by, wish.priority, wish.quantity, wish.source)
    edition = _edition(item, person, by, known)
    said = filling.check_or_refuse(edition, wish.answers, by=by) if edition else {}
    service, team = _belongs(item, wish.service, wish.team)
    ticket = Ticket(
        kind=Kind.REQUEST, title=tickets.clean_title(wish.title or (item.name if item else "")), service=service,
        description=wish.description.replace("\x00", "")[: tickets.MAX_TEXT], team=team, requester=person,
        priority=wish.priority or (item.priority if item else USUAL_PRIORITY), tags=tickets.clean_tags(wish.tags),
        organisation_id=person.organisation_id if person else None,
    )  # fmt: skip
    if person and Person.organisation.is_cached(person):  # what was read of them is not read again to show the ticket
        ticket.organisation = person.organisation
    return ticket, {
        "item": item, "edition": edition, "answers": said, "quantity": wish.quantity, "source": wish.source,
        **_opener(by, person), "proof": _sure(item, person, by, wish.proof, wish.vouched),
    }  # fmt: skip


def _opener(by: Actor, requester: Person | None) -> dict[str, Any]:
    return {"opened_by": requester} if requester and requester.pk == by.person else {"opened_by_id": by.person}


def _written(drafts: Sequence[Draft]) -> list[Request]:
    """Give each its number and write them all: one statement for the tickets, one for what only requests have."""
    spines = [ticket for ticket, _about in drafts]
    for ticket, number in zip(spines, next_numbers("REQ", len(spines)), strict=True):
        ticket.number = number
    Ticket.objects.bulk_create(spines)
    return Request.objects.bulk_create([Request(ticket=ticket, **about) for ticket, about in drafts])


def _told_of(request: Request, *, by: Actor) -> Opened:
    ticket = request.ticket
    return Opened(
        record=ticket.pk, by=by, at=ticket.opened_at, number=ticket.number, source=request.source,
        item=request.item_id, edition=request.edition_id, service=ticket.service_id, team=ticket.team_id,
        priority=ticket.priority, requester=ticket.requester_id,
    )  # fmt: skip


def _asked_for(by: Actor, requester: Person | None, known: Known) -> Person | None:
    if requester is None:
        return known.asking(by)
    if requester.pk != by.person and not by.may(P.WORK):
        raise NotAllowed(_("You may ask for yourself only."), permission=P.WORK)
    if not requester.is_active:
        raise Refused(_("%(name)s has left.") % {"name": requester.name}, field="requester")
    return requester


def _refuse_unsound(by: Actor, priority: int | None, quantity: int, source: str) -> None:
    if priority is not None and (not by.may(P.WORK) or not 1 <= priority <= 5):
        raise Refused(_("Priorities go from 1 to 5."), field="priority")
    if not 1 <= quantity <= MOST:
        raise Refused(_("From 1 to %(most)s.") % {"most": MOST}, field="quantity")
    if source not in Source.values:
        raise Refused(_("There is no such way."), field="source")


def _sure(item: CatalogueItem | None, person: Person | None, by: Actor, proof: str, vouched: str) -> str:
    """How it was made sure who asks, in words; empty when nothing is asked for. Refused as ``proof_required``."""
    if item is None or not item.needs_proof:
        return ""
    if person is not None and person.pk == by.person:
        return str(Way(people.use_proof(person, proof)).label)
    words = " ".join(vouched.replace("\x00", "").split())[:LONGEST_VOUCHER]
    if not words:
        raise Refused(_("Say how you made sure that it is them."), field="vouched", code="proof_required")
    return words


def _edition(item: CatalogueItem | None, person: Person | None, by: Actor, known: Known) -> Edition | None:
    """The edition in force of an item that is offered to whom it is for."""
    if item is None:
        return None
    edition = known.edition(item, person, by)
    if edition is None:
        raise Refused(_("This is not offered, or not to them."), field="item", code="not_offered")
    return edition


def _offered_by(actor: Actor) -> QuerySet[CatalogueItem]:
    """What can be ordered by who is no person."""
    return CatalogueItem.objects.visible_to(actor).offered()


def _belongs(
    item: CatalogueItem | None, service: Service | None, team: Team | None
) -> tuple[Service | None, Team | None]:
    """Service and team: those that were said, else the item's, else the service's."""
    service = service or (item.service if item else None)
    return service, team or (item.team if item else None) or (service.owner_team if service else None)


def _attach(request: Request, edition: Edition, by: Actor) -> None:
    """Files that were given with the form become attachments; the answer keeps their names."""
    answers, changed = dict(request.answers), False
    for question in edition.questions:
        if question.ask != Ask.FILE or question.name not in answers:
            continue
        found = {row.key: row for row in Upload.objects.filter(key__in=answers[question.name], person=by.person)}
        rows = [found[key] for key in answers[question.name]]
        for row in rows:
            with row.file.open() as file:
                tickets.attach(request.ticket, by=by, file=file, name=row.name, declared=row.content_type)
        answers[question.name], changed = [row.name for row in rows], True
    if changed:
        Request.objects.filter(pk=request.pk).update(answers=answers)
        request.answers = answers
