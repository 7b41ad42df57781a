"""Reads: where an incident is talked about, who is who there, who is to be invited."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from watchkeep.duty.chat.models import Account, Kind, Relay, Room, Workspace
from watchkeep.duty.notify import queries as notify
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.response.models import Seat
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket


def workspace_by(key: str) -> Workspace | None:
    """The workspace whose addresses carry this key, if it is in use."""
    return Workspace.objects.speaking().filter(key=key).first()


def person_of(workspace: Workspace, remote: str) -> Person | None:
    """Whose account this is, while they may come in."""
    found = Account.objects.filter(workspace=workspace, remote=remote, person__is_active=True)
    account = found.select_related("person").first()
    return account.person if account else None


def person_named(workspace: Workspace, text: str) -> Person | None:
    """Somebody who may come in, by mail address or by the name of their account there."""
    living = Person.objects.filter(is_active=True)
    if "@" in text.lstrip("@"):
        return living.filter(email=text.lower()).first()
    account = Account.objects.filter(workspace=workspace, name__iexact=text.lstrip("@")).first()
    return living.filter(pk=account.person_id).first() if account else None


def accounts_of(person: Person) -> QuerySet[Account]:
    """A person's own accounts."""
    return Account.objects.filter(person=person).select_related("workspace")


def rooms_of(ticket_id: int) -> QuerySet[Room]:
    """The channels of an incident, the newest first."""
    return Room.objects.filter(ticket=ticket_id).select_related("workspace")


def room_at(workspace: Workspace, channel: str) -> Room | None:
    """The incident whose channel this is."""
    return Room.objects.filter(workspace=workspace, channel=channel).first() if channel else None


def seats(ticket_id: int) -> QuerySet[Seat]:
    """The roles of an incident that somebody has."""
    return Seat.objects.filter(response=ticket_id, holder__isnull=False).select_related("role", "holder")


def crew(ticket: Ticket) -> list[int]:
    """Who belongs into an incident's channel: whoever has a role, and whoever works on it."""
    seated = seats(ticket.pk).values_list("holder_id", flat=True)
    return list(dict.fromkeys([*seated, *([ticket.assignee_id] if ticket.assignee_id else [])]))


def guests(workspace: Workspace, people: Iterable[int]) -> list[tuple[str, str]]:
    """For each of these people who may come in: the account that they proved, and their address."""
    found = Person.objects.filter(pk__in=list(people), is_active=True)
    known = dict(Account.objects.filter(workspace=workspace, person__in=found).values_list("person_id", "remote"))
    return [(known.get(person.pk, ""), person.email) for person in found]


def relays_of(workspace: Workspace) -> QuerySet[Relay]:
    """Which audiences' words are posted there."""
    return Relay.objects.filter(workspace=workspace).select_related("audience")


def latest(workspace: Workspace, actor: Actor, most: int = 20) -> list[Delivery]:
    """What was last said there, and what came of it."""
    return list(notify.log(actor, channel="chat").filter(lane__in=(workspace.lane, workspace.quick_lane))[:most])


def name_of(key: str) -> str:
    """Who did something, by the name that an actor's key leads to; empty for machinery."""
    kind, _colon, pk = key.partition(":")
    if kind != "person" or not pk.isdecimal():
        return ""
    return Person.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


def calls_of(workspace: Workspace) -> list[tuple[str, str]]:
    """The addresses of ours that a workspace must know, and what each is called there."""
    home = f"{settings.BASE_URL}/chat/{workspace.key}"
    if workspace.kind == Kind.BOT:
        return [(_("Messaging endpoint"), f"{home}/bot")]
    if workspace.kind == Kind.TEAMS:
        return [(_("Outgoing webhook"), f"{home}/command")]
    found = [(_("Slash command"), f"{home}/command")]
    return [*found, (_("Interactivity"), f"{home}/actions")] if workspace.kind == Kind.SLACK else found
