"""What pages and programs read: audiences, texts, messages, and an incident's communication at a glance."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from watchkeep.duty.communications.models import Audience, Expectation, Message, State, Subscription, Template, Use
from watchkeep.duty.communications.permissions import P
from watchkeep.duty.communications.rules import choosing
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

LATEST = 5


@dataclass(frozen=True)
class Row:
    """One audience of an incident: what lies ready for it, when it hears more, what it heard last."""

    audience: Audience
    draft: Message | None
    expectation: Expectation | None

    @property
    def due_at(self) -> datetime | None:
        """When they are to hear more."""
        return self.expectation.due_at if self.expectation else None

    @property
    def is_late(self) -> bool:
        """Whether that moment has passed."""
        return bool(self.due_at and self.due_at <= clock.now())

    @property
    def told_at(self) -> datetime | None:
        """When they heard last."""
        return self.expectation.told_at if self.expectation else None


@dataclass(frozen=True)
class Panel:
    """The communication of one incident."""

    rows: list[Row]
    log: list[Message]
    may_send: bool

    @property
    def drafts(self) -> list[Row]:
        """Those for whom words lie ready."""
        return [row for row in self.rows if row.draft]

    @property
    def late(self) -> list[Row]:
        """Those who should have heard by now."""
        return [row for row in self.rows if row.is_late]

    @property
    def next_at(self) -> datetime | None:
        """The next moment at which somebody is to hear."""
        return min((row.due_at for row in self.rows if row.due_at), default=None)


def panel(ticket: int, actor: Actor) -> Panel | None:
    """What the room shows, in two queries; None when nobody is told of this incident."""
    if not actor.may(P.SEE):
        return None
    told = list(Message.objects.filter(ticket=ticket).select_related("audience", "author")[:40])
    expected = list(Expectation.objects.filter(ticket=ticket).select_related("audience"))
    if not told and not expected:
        return None
    drafts: dict[int, Message] = {}
    for message in told:
        if message.is_open:
            drafts.setdefault(message.audience_id, message)
    seen = {one.audience_id: one.audience for one in expected}
    seen |= {one.audience_id: one.audience for one in drafts.values()}
    waiting = {one.audience_id: one for one in expected}
    rows = [Row(audience, drafts.get(pk), waiting.get(pk)) for pk, audience in seen.items()]
    rows.sort(key=lambda row: (row.audience.is_outside, row.audience.name))
    log = [message for message in told if message.state in {State.SENT, State.WITHDRAWN}]
    return Panel(rows, log[:LATEST], actor.may(P.SEND))


def audiences(actor: Actor) -> QuerySet[Audience]:
    """All audiences that this actor may see."""
    return Audience.objects.visible_to(actor).select_related("team")


def templates(actor: Actor) -> QuerySet[Template]:
    """All templates that this actor may see, in the order of an incident's life."""
    return Template.objects.visible_to(actor).select_related("audience")


def messages(actor: Actor, *, ticket: str = "", audience: int | None = None, state: str = "") -> QuerySet[Message]:
    """Messages that this actor may see, the newest first."""
    asked = {"ticket__number": ticket.upper(), "audience": audience, "state": state}
    wanted = {name: value for name, value in asked.items() if value}
    rows = Message.objects.visible_to(actor).filter(**wanted)
    return rows.select_related("audience", "ticket", "ticket__service", "author", "approver")


def may_approve(message: Message, actor: Actor) -> bool:
    """Whether this actor may let these words go outside: not the author, unless nobody else could."""
    if not actor.may(P.APPROVE) or actor.person is None:
        return False
    if message.author_id != actor.person:
        return True
    others = people.with_permission(P.APPROVE).values_list("pk", flat=True)
    return choosing.may_approve(actor.person, message.author_id, others)


def users_of(service: Service) -> QuerySet[Organisation]:
    """The customers that use a service."""
    return Organisation.objects.filter(pk__in=Use.objects.filter(service=service).values("organisation"))


def followed_by(person_id: int | None) -> QuerySet[Subscription]:
    """What somebody follows."""
    return Subscription.objects.filter(person=person_id).select_related("service")


def follows(person_id: int | None, service: Service) -> bool:
    """Whether somebody follows a service."""
    return Subscription.objects.filter(person=person_id, service=service).exists()
