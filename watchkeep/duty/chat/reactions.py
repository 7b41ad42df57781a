"""What a chat is told of an incident. All but one are jobs with a done-mark: a chat that is down stops nothing."""

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.chat import events, life, queries
from watchkeep.duty.chat.models import Room, Workspace
from watchkeep.duty.chat.permissions import P
from watchkeep.duty.communications import events as communications
from watchkeep.duty.communications.models import Message
from watchkeep.duty.notify import events as notices
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notified
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.response import events as response
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incidents
from watchkeep.work.tickets.models import Ticket

OPENER = Actor.system("rule:chat", "Chat", may=[P.OPEN])


def follow_opened(fact: incidents.Opened) -> None:
    """What is bad enough gets a channel, and is told where every incident of its weight is told."""
    ticket = _ticket(fact)
    names = _open_rooms(ticket)
    text = _("Channel: %(names)s") % {"names": ", ".join(names)} if names else ""
    life.say(
        ticket,
        notified.subject_for(ticket),
        text,
        fact_id=fact.id,
        buttons=("ack", "command"),
        in_all=True,
        in_room=False,
    )


def follow_severity(fact: incidents.SeverityChanged | incidents.Reprioritised) -> None:
    """Another severity may want a channel; those who talk about it hear why."""
    was = fact.was if isinstance(fact, incidents.SeverityChanged) else fact.was_severity
    if fact.severity == was:
        return
    ticket = _ticket(fact)
    if not ticket.is_open:
        return
    _open_rooms(ticket)
    title = _("SEV%(now)s now, was SEV%(was)s: %(title)s") % {"now": fact.severity, "was": was, "title": ticket.title}
    is_new = any(one.wants_word(fact.severity) and not one.wants_word(was) for one in Workspace.objects.speaking())
    life.say(ticket, title, fact.reason, fact_id=fact.id, buttons=("command", "update"), in_all=is_new)


def tell_acknowledged(fact: incidents.Acknowledged) -> None:
    """Somebody has it."""
    name = queries.name_of(str(fact.by)) or _("Somebody")
    ticket = _ticket(fact)
    title = _("%(name)s has %(number)s") % {"name": name, "number": ticket.number}
    life.say(ticket, title, fact_id=fact.id, buttons=("command", "update"))
    if fact.person:
        life.invite(ticket, [fact.person], fact_id=fact.id)


def tell_update(fact: incidents.UpdatePosted) -> None:
    """How it stands."""
    ticket = _ticket(fact)
    words = _("Update by %(name)s") if fact.is_public else _("Internal update by %(name)s")
    name = queries.name_of(str(fact.by)) or "Watchkeep"
    text = notified.comment_text(fact.comment)
    if fact.next_update_at:
        text += "\n\n" + _("Next update by %(at)s UTC") % {"at": f"{fact.next_update_at:%H:%M}"}
    life.say(ticket, words % {"name": name}, text, fact_id=fact.id, buttons=("update",))


def tell_role(fact: response.RoleTaken | response.RoleLeft) -> None:
    """Who is what now; whoever came to a role is brought in."""
    ticket = _ticket(fact)
    if isinstance(fact, response.RoleLeft):
        title = _("%(role)s: nobody any more") % {"role": fact.name}
        life.say(ticket, title, fact_id=fact.id, buttons=("command",) if fact.role == "commander" else ())
        return
    name = queries.name_of(f"person:{fact.person}")
    life.say(ticket, _("%(role)s: %(name)s") % {"role": fact.name, "name": name}, fact_id=fact.id)
    life.invite(ticket, [fact.person], fact_id=fact.id)


def remind_of_update(fact: response.UpdateLate) -> None:
    """An update was due, and nobody has said anything."""
    title = _("An update was due at %(at)s UTC") % {"at": f"{fact.due_at:%H:%M}"}
    life.say(_ticket(fact), title, fact_id=fact.id, buttons=("update",))


def tell_restored(fact: incidents.Restored) -> None:
    """The service is back."""
    ticket = _ticket(fact)
    title = _("Service restored: %(title)s") % {"title": notified.subject_for(ticket)}
    life.say(ticket, title, fact_id=fact.id, in_all=True)


def tell_resolved(fact: incidents.Resolved) -> None:
    """The cause is dealt with, and how."""
    ticket = _ticket(fact)
    life.say(ticket, _("Resolved: %(title)s") % {"title": notified.subject_for(ticket)}, fact.fix, fact_id=fact.id,
             in_all=True)  # fmt: skip


def tell_reopened(fact: incidents.Reopened) -> None:
    """It is back; a channel that was archived stays so, and a fresh one is made."""
    ticket = _ticket(fact)
    _open_rooms(ticket)
    title = _("Reopened: %(title)s") % {"title": notified.subject_for(ticket)}
    life.say(ticket, title, fact.reason, fact_id=fact.id, buttons=("ack", "command"), in_all=True)


def end(fact: incidents.Closed | incidents.Cancelled | incidents.Merged) -> None:
    """It is over, was nothing, or is talked about elsewhere: the last word, and the channel is archived."""
    ticket = _ticket(fact)
    life.say(ticket, _last_words(fact, ticket), fact_id=fact.id)
    life.archive_rooms(ticket, fact_id=fact.id)


def relay(fact: communications.Sent) -> None:
    """What an audience was told is posted where it is relayed; its own channel hears that it was told."""
    message = Message.objects.select_related("ticket", "audience").get(pk=fact.message)
    title = _("%(audience)s were told: %(subject)s") % {"audience": fact.audience, "subject": message.subject}
    life.say(message.ticket, title, fact_id=fact.id)
    if message.sent_fact:
        life.relay(message, fact_id=message.sent_fact)


def call_in(fact: events.RoomOpened) -> None:
    """Whoever belongs into a fresh channel is invited."""
    life.call_in(Room.objects.select_related("workspace").get(pk=fact.room), fact_id=fact.id)


def go_on_without(fact: notices.GivenUp) -> None:
    """At once: a channel that could not be made is no longer waited for."""
    if fact.channel != "chat":
        return
    order = Delivery.objects.values_list("headers", flat=True).get(pk=fact.delivery)
    if order.get("do") == "open":
        life.note_not_made(Room.objects.select_related("workspace").get(pk=order["room"]))


def tell_owner(fact: events.AccountLinked) -> None:
    """Whoever can be acted for from a chat learns so: it may not have been them."""
    person = Person.objects.get(pk=fact.record)
    told = {"name": fact.name, "workspace": fact.workspace}
    notify.notify(
        person,
        fact_id=fact.id,
        subject=_("%(name)s in %(workspace)s can act for you now") % told,
        body=_("If this was not you, unlink the account at once."),
        link=f"{settings.BASE_URL}/profile/chat",
        link_text=_("Chat accounts"),
    )


def _ticket(fact: Fact) -> Ticket:
    return Ticket.objects.select_related("service").get(pk=fact.record)


def _open_rooms(ticket: Ticket) -> list[str]:
    """Channels where they are wanted; the names of all that there are."""
    wanting = [one for one in Workspace.objects.speaking() if one.wants_room(ticket.severity)]
    return [life.open_room(workspace, ticket, by=OPENER).name for workspace in wanting]


def _last_words(fact: incidents.Closed | incidents.Cancelled | incidents.Merged, ticket: Ticket) -> str:
    if isinstance(fact, incidents.Merged):
        into = Ticket.objects.values_list("number", flat=True).get(pk=fact.into)
        return _("Merged into %(number)s. Go on there.") % {"number": into}
    if isinstance(fact, incidents.Cancelled):
        return _("Cancelled: %(reason)s") % {"reason": fact.reason}
    return _("%(number)s is closed. This channel is archived.") % {"number": ticket.number}
