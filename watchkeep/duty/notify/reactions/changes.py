"""Who hears how a change goes: whoever owns it, carries it out, or asked for it; nobody of what they did themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.notify.rules.words import Message
from watchkeep.estate.people.models import Person
from watchkeep.estate.people.queries import with_permission
from watchkeep.work.changes import events
from watchkeep.work.changes import queries as changes
from watchkeep.work.changes.models import Change, Freeze, Meeting
from watchkeep.work.changes.permissions import P

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from watchkeep.kernel.facts import Fact

MOST_NAMED = 20
"""So many changes are named in one message."""


def tell_approved(fact: events.Approved) -> None:
    """They can go on with it. What needed nobody is no news."""
    if fact.why in {"approved", "again", "after the fact"}:
        change = _change(fact)
        body = _("Everybody has agreed.")
        if fact.why == "after the fact":
            body = _("Everybody has agreed to it after the fact. It can be reviewed and closed.")
        _tell(fact, change, _("Approved"), f"{body}{_when(change)}")


def tell_turned_down(fact: events.TurnedDown) -> None:
    """They read why, and what is to be done about it."""
    change, body = _change(fact), _("They did not agree. The reason:\n\n%(reason)s") % {"reason": fact.reason}
    if change.begun_at is not None:
        body += "\n\n" + _("It has happened all the same: take it back, or say in its review why it stays.")
    _tell(fact, change, _("Not approved"), body, Urgency.HIGH if change.begun_at else Urgency.LOW)


def tell_scheduled(fact: events.Scheduled) -> None:
    """When it will be."""
    change = _change(fact)
    _tell(fact, change, _("Scheduled"), _when(change).strip())


def tell_overran(fact: events.Overran) -> None:
    """It should be over: finish it, take it back, or say how long it goes on."""
    body = _("It should have ended at %(at)s UTC. Finish it, take it back, or say how it stands.")
    _tell(fact, _change(fact), _("Should be over"), body % {"at": f"{fact.ends_at:%Y-%m-%d %H:%M}"}, Urgency.HIGH)


def tell_left_unapproved(fact: events.LeftUnapproved) -> None:
    """An emergency that nobody approved in time: those who look after changes hear so as well."""
    change = _change(fact)
    body = _("It was begun as an emergency and was to be approved by %(at)s UTC. Ask those who must agree.")
    keepers = with_permission(P.MANAGE)
    _tell(fact, change, _("Not approved in time"), body % {"at": f"{fact.regularise_by:%Y-%m-%d %H:%M}"}, also=keepers)


def tell_approver_left(fact: events.ApproverLeft) -> None:
    """It keeps its time and waits for an answer again."""
    name = Person.objects.values_list("name", flat=True).get(pk=fact.person)
    body = _("%(name)s, whose yes decided, has left. Whoever follows them is asked, and it begins after that answer.")
    _tell(fact, _change(fact), _("Waits for approval again"), body % {"name": name})


def tell_cancelled(fact: events.Cancelled) -> None:
    """It will not be."""
    _tell(fact, _change(fact), _("Called off"), fact.reason)


def tell_meeting_called(fact: events.MeetingCalled) -> None:
    """Every member knows when they meet, and reads what is on the agenda."""
    meeting = Meeting.objects.select_related("board").get(pk=fact.record)
    lines = [f"• {one.change} ({one.get_why_display()})" for one in changes.minutes_of(meeting)]
    body = "\n".join([_("On the agenda:"), "", *lines]) if lines else _("Nothing is on the agenda yet.")
    when = f"{meeting.at.astimezone(ZoneInfo(meeting.board.time_zone)):%Y-%m-%d %H:%M %Z}"
    _tell_board(fact, meeting, _("%(board)s meets: %(when)s") % {"board": meeting.board, "when": when}, body)


def tell_minutes(fact: events.MeetingClosed) -> None:
    """Every member reads what was decided, how they answered themselves included."""
    meeting = Meeting.objects.select_related("board", "closed_by").get(pk=fact.record)
    names = ", ".join(meeting.present.values_list("name", flat=True)) or _("nobody")
    lines = [_("There: %(names)s") % {"names": names}, ""]
    for one in changes.minutes_of(meeting):
        votes = _(" (%(for)s for, %(against)s against)") % {"for": one.votes_for, "against": one.votes_against}
        counted = votes if one.votes_for or one.votes_against else ""
        lines.append(f"• {one.change}: {one.get_decision_display()}{counted}")
        lines += [f"  {one.words}"] if one.words else []
    body = "\n".join([*lines, "", meeting.minutes]).strip()
    _tell_board(fact, meeting, _("Minutes: %(meeting)s") % {"meeting": meeting}, body)


def tell_frozen(fact: events.FreezeFollowed) -> None:
    """Whoever owns or carries out changes that a freeze stops, or stops no more, hears of all of theirs at once."""
    freeze = Freeze.objects.get(pk=fact.record)
    words = {
        "name": freeze.name, "reason": freeze.reason, "start": f"{freeze.starts_at:%Y-%m-%d %H:%M}",
        "end": f"{freeze.ends_at:%Y-%m-%d %H:%M}",
    }  # fmt: skip
    if fact.stops:
        subject = _("Freeze “%(name)s” stops what you planned") % words
        body = _("From %(start)s to %(end)s UTC nothing is to be changed: %(reason)s") % words
        after = _("Find them another time, or ask somebody else to let them through.")
    else:
        subject = _("Freeze “%(name)s” no longer stops what you planned") % words
        body, after = _("The freeze was lifted, moved or narrowed. These changes have the time that they had:"), ""
    _tell_owners(fact, subject, body, after, fact.changes)


def _tell_owners(fact: Fact, subject: str, body: str, after: str, ids: Sequence[int]) -> None:
    """One message each, with what is theirs; nobody hears of what they did themselves."""
    theirs: dict[int, list[Change]] = {}
    for change in Change.objects.filter(pk__in=ids).order_by("starts_at", "pk"):
        for pk in {change.owner_id, change.ticket.assignee_id} - {None}:
            theirs.setdefault(pk or 0, []).append(change)
    letters = []
    for person in queries.people(theirs):
        own = theirs[person.pk]
        lines = [f"• {one} ({one.starts_at:%Y-%m-%d %H:%M})" for one in own[:MOST_NAMED]]
        if len(own) > MOST_NAMED:
            lines.append(_("… and %(more)s more") % {"more": len(own) - MOST_NAMED})
        text = "\n\n".join(filter(None, [body, "\n".join(lines), after]))
        link = f"{settings.BASE_URL}/changes/{own[0].number}" if len(own) == 1 else f"{settings.BASE_URL}/calendar"
        letters.append((person, Message(subject=subject, body=text, link=link, link_text=_("Open it"))))
    life.notify_each(letters, fact_id=fact.id, urgency=Urgency.HIGH)


def _tell_board(fact: Fact, meeting: Meeting, subject: str, body: str) -> None:
    for person in queries.people(meeting.board.places.values_list("person", flat=True)):
        life.notify(
            person, fact_id=fact.id, subject=subject, body=body, urgency=Urgency.LOW,
            link=f"{settings.BASE_URL}/boards/meetings/{meeting.pk}", link_text=_("Open the meeting"),
        )  # fmt: skip


def _change(fact: Fact) -> Change:
    return Change.objects.select_related("owner", "ticket__assignee", "ticket__requester").get(pk=fact.record)


def _when(change: Change) -> str:
    if change.starts_at is None or change.ends_at is None:
        return ""
    words = {"start": f"{change.starts_at:%Y-%m-%d %H:%M}", "end": f"{change.ends_at:%Y-%m-%d %H:%M}"}
    return "\n\n" + _("It is planned from %(start)s to %(end)s UTC.") % words


def _tell(  # noqa: PLR0913, PLR0917  # a message has this many parts
    fact: Fact, change: Change, what: str, body: str, urgency: str = Urgency.LOW, also: Iterable[Person] = ()
) -> None:  # fmt: skip
    people = queries.people([change.owner_id, change.ticket.assignee_id, change.ticket.requester_id])
    hear = {one.pk: one for one in (*people, *also) if f"person:{one.pk}" != str(fact.by)}
    ticket = queries.ticket_in_words(change.pk)
    for person in hear.values():
        life.notify(
            person, fact_id=fact.id, ticket=ticket, subject=queries.subject_for(ticket, what), body=body,
            link=queries.link_to(ticket), link_text=_("Open %(number)s") % {"number": ticket.number}, urgency=urgency,
        )  # fmt: skip


TELLS: dict[type[Any], Callable[[Any], None]] = {
    events.Approved: tell_approved, events.TurnedDown: tell_turned_down, events.Scheduled: tell_scheduled,
    events.Overran: tell_overran, events.LeftUnapproved: tell_left_unapproved, events.ApproverLeft: tell_approver_left,
    events.Cancelled: tell_cancelled, events.MeetingCalled: tell_meeting_called, events.MeetingClosed: tell_minutes,
    events.FreezeFollowed: tell_frozen,
}  # fmt: skip
"""Who is told of what."""
