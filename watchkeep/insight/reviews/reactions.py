"""What reviews do when something is told elsewhere, and who hears of what reviews tell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as reach
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.people.models import Person
from watchkeep.insight.reviews import events, life, queries
from watchkeep.insight.reviews.models import UNFINISHED, Action, Addendum, Node, Participant, Review, Task
from watchkeep.kernel import wires
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import Fact
from watchkeep.work.changes import events as changes
from watchkeep.work.changes.models import Change, Outcome
from watchkeep.work.incidents import events as incidents
from watchkeep.work.incidents.models import Incident, State
from watchkeep.work.problems import events as problems
from watchkeep.work.requests import events as requests
from watchkeep.work.tickets import events as tickets
from watchkeep.work.tickets.models import Ticket

MAY_ASK_FOR_A_REVIEW: tuple[type[Any], ...] = (incidents.Restored, incidents.Resolved, incidents.ClosingPutOff)
_OVER = (State.RESTORED, State.RESOLVED)
PEOPLE = ("person:", "token:")
"""How facts name somebody, and somebody's program."""


def open_review(fact: incidents.Restored | incidents.Resolved | incidents.ClosingPutOff) -> None:
    """Whatever was bad enough is reviewed once the service is back; what was forgotten, when closing it is refused."""
    incident = Incident.objects.select_related("ticket__service__hours").get(pk=fact.record)
    days = None if wires.is_importing() else life.is_wanted(incident)
    if days is not None:
        life.open_review(incident, by=life.RULE, days=days)


def follow_severity(fact: incidents.SeverityChanged | incidents.Reprioritised | incidents.MajorDeclared) -> None:
    """It was worse than it looked: then it is reviewed, and required, as what it was."""
    incident = Incident.objects.select_related("ticket__service__hours").get(pk=fact.record)
    if incident.state in _OVER and not wires.is_importing() and (days := life.is_wanted(incident)):
        life.open_review(incident, by=life.RULE, days=days)
    life.follow_severity(incident)


def follow_merge(fact: incidents.Merged) -> None:
    """What was merged is reviewed where it is read and worked, as the worse of the two."""
    if Review.objects.filter(incident=fact.record, severity__isnull=False).exists():
        into = Incident.objects.select_related("ticket__service__hours").get(pk=fact.into)
        life.open_review(into, by=life.RULE)
        life.follow_family(into)


def follow_unmerge(fact: incidents.Unmerged) -> None:
    """What was taken out of an incident is reviewed by itself; whatever that one is merged into follows as well."""
    into: int | None = fact.out_of
    while into is not None:
        incident = Incident.objects.select_related("ticket__service__hours").get(pk=into)
        life.follow_family(incident)
        into = incident.merged_into_id


def follow_pin(fact: tickets.EntryPinned) -> None:
    """What tells the story in the room tells it in the review."""
    life.follow_pin(fact.record, fact.entry)


def refuse_unlearned(fact: incidents.Closed) -> None:
    """Nobody closes an incident whose required root cause is not known, and only people close a major one.

    An import is history.
    """
    if wires.is_importing():
        return
    incident = Incident.objects.get(pk=fact.record)
    if words := queries.hindrance(incident):
        raise Refused(words, code="root_cause_missing")
    if not str(fact.by).startswith(PEOPLE) and queries.is_major(incident):
        raise Refused(_("A major incident is closed by a person, never by a rule."), code="needs_a_person")


def drop_review(fact: incidents.Cancelled) -> None:
    """It was no incident: nothing is left to review."""
    if review := Review.objects.filter(incident=fact.record, state__in=UNFINISHED).first():
        life.waive(review, by=life.RULE, reason=_("The incident was cancelled."))


def look_for_recurrence(fact: incidents.Opened | incidents.Reopened) -> None:
    """Actions that should have prevented it are open again; what comes back often may be a problem."""
    incident = Incident.objects.get(pk=fact.record)
    life.look_for_recurrence(incident, at=fact.at)
    life.suggest_problem(incident)


def look_for_cause(fact: events.CauseRecorded | events.CauseEdited) -> None:
    """The same for a cause that is now known."""
    rows = Node.objects.select_related("review__incident__ticket__service", "category__parent", "item")
    if node := rows.filter(pk=fact.node).first():
        life.look_for_cause(node)
        life.suggest_problem_of(node)


def look_for_linked(fact: problems.IncidentLinked) -> None:
    """The same for an incident that somebody says was caused by a problem."""
    life.look_for_linked(Ticket.objects.get(pk=fact.other), problem=fact.record)


def tell_opened(fact: events.ReviewOpened) -> None:
    """Whoever owns the review hears of it; when nobody does, the leads of the team."""
    review = _review(fact.review)
    words = {"at": f"{review.due_at:%Y-%m-%d}", "title": review.incident.ticket.title}
    body = _("%(title)s is to be reviewed by %(at)s. The timeline is there already.") % words
    _tell(_owners(review), fact, review, _("Review due"), body)


def tell_nudge(fact: events.ReviewNudged) -> None:
    """Owner first, then the leads, then the owner's manager as well."""
    review = _review(fact.review)
    people = _owners(review)
    if fact.stage != "soon":
        people = [*people, *reach.leads_of(review.incident.ticket.team_id)]
    if fact.stage == "escalated" and review.owner:
        people = [*people, *reach.people([review.owner.manager_id])]
    body = _("It was to be published by %(at)s.") if fact.stage != "soon" else _("It is to be published by %(at)s.")
    what = _("Review late") if fact.stage != "soon" else _("Review due soon")
    _tell(people, fact, review, what, body % {"at": f"{review.due_at:%Y-%m-%d %H:%M} UTC"})


def invite(fact: events.MeetingSet) -> None:
    """Everybody who took part when it was set, and still does, gets an invitation that their calendar understands."""
    review = _review(fact.record)
    guests = queries.guests_of(review)
    _invite([one for one in guests if fact.guests is None or one.pk in fact.guests], fact, review)


def invite_late(fact: events.ParticipantAdded) -> None:
    """Whoever takes part from now on is invited to a meeting that was set before."""
    if fact.meeting_at:
        _invite(reach.people([fact.person]), fact, _review(fact.record))


def uninvite(fact: events.ParticipantRemoved) -> None:
    """The meeting leaves the calendar of whoever no longer takes part, unless they still own the review."""
    review = _review(fact.record)
    if fact.meeting_at and fact.person != review.owner_id:
        _call_off(reach.people([fact.person]), fact, review, fact.meeting_at)


def invite_owner(fact: events.ReviewEdited) -> None:
    """Whoever owns it from now on meets with the others; the former owner does not, unless they take part."""
    if not fact.meeting_at:
        return
    review = _review(fact.record)
    part = set(Participant.objects.filter(review=review).values_list("person_id", flat=True))
    _invite(reach.people([fact.owner] if fact.owner not in part else []), fact, review)
    if fact.was_owner not in part | {review.owner_id}:
        _call_off(reach.people([fact.was_owner]), fact, review, fact.meeting_at)


def call_off(fact: events.MeetingCalledOff) -> None:
    """It leaves everybody's calendar."""
    review = _review(fact.record)
    _call_off(queries.guests_of(review), fact, review, fact.meeting_at)


def tell_signers(fact: events.SignOffAsked) -> None:
    """Those who must sign hear that it waits for them."""
    body = _("It is written and waits for your sign-off.")
    _tell(reach.people(fact.signers), fact, _review(fact.record), _("Please sign off"), body)


def tell_published(fact: events.ReviewPublished) -> None:
    """Everybody who took part hears that it can be read, and that somebody may close its incident now."""
    review = _review(fact.review)
    ticket = review.incident.ticket
    part = Participant.objects.filter(review=review).values_list("person_id", flat=True)
    is_waiting = ticket.state == State.RESOLVED and queries.is_major(review.incident)
    left = _("%(number)s can be closed now: a person does that.") % {"number": ticket.number} if is_waiting else ""
    body = "\n\n".join(filter(None, (left, review.narrative[:1500])))
    _tell(reach.people([review.owner_id, *part]), fact, review, _("Review published"), body)


def keep_lesson(fact: events.ReviewPublished) -> None:
    """What it teaches is found among the articles from now on."""
    life.keep_lesson(_review(fact.review))


def keep_addendum(fact: events.AddendumAdded) -> None:
    """So is what became known afterwards."""
    life.keep_addendum(Addendum.objects.select_related("review").get(pk=fact.addendum))


def tell_action(fact: events.ActionOpened | events.ActionEdited) -> None:
    """Whoever is to do it hears so."""
    if isinstance(fact, events.ActionEdited) and fact.owner == fact.was_owner:
        return
    action = Action.objects.select_related("owner").get(pk=fact.record)
    words = {"title": action.title, "at": action.due_on.isoformat()}
    body = "\n\n".join([_("%(title)s. It is due on %(at)s.") % words, action.detail[:1500]])
    _send([action.owner], fact, f"{action.number} · {_('Yours to do')}", body, _at(action))


def tell_reopened(fact: events.ActionReopened) -> None:
    """Its owner hears that it did not help."""
    action = Action.objects.select_related("owner").get(pk=fact.record)
    body = _("%(title)s is open again: %(reason)s") % {"title": action.title, "reason": fact.reason}
    _send([action.owner], fact, f"{action.number} · {_('Open again')}", body, _at(action))


def tell_action_nudge(fact: events.ActionNudged) -> None:
    """Owner first, then the leads of the team, and the owner's manager."""
    action = Action.objects.select_related("owner").get(pk=fact.record)
    what = _("Due soon") if fact.stage == "soon" else _("Late")
    body = _("%(title)s is due on %(at)s.") % {"title": action.title, "at": action.due_on.isoformat()}
    _send(_above(action, fact.stage), fact, f"{action.number} · {what}", body, _at(action))


def tell_task_nudge(fact: events.TaskNudged) -> None:
    """The same for a preventive task."""
    task = Task.objects.select_related("owner").get(pk=fact.record)
    what = _("Due soon") if fact.stage == "soon" else _("Late")
    body = _("%(title)s is due on %(at)s.") % {"title": task.title, "at": task.next_on.isoformat()}
    address = f"{settings.BASE_URL}/preventive/{task.number}"
    _send(_above(task, fact.stage), fact, f"{task.number} · {what}", body, (address, task.number))


def _invite(people: Iterable[Person], fact: Fact, review: Review) -> None:
    at, calendar = review.meeting_at, queries.invitation(review)
    words = {"at": f"{at:%Y-%m-%d %H:%M}" if at else "", "place": review.meeting_place}
    _send_calendar(people, fact, review, _("We meet on %(at)s UTC. %(place)s") % words, calendar)


def _call_off(people: Sequence[Person], fact: Fact, review: Review, at: datetime) -> None:
    body = _("The meeting on %(at)s UTC takes place without you, or not at all.") % {"at": f"{at:%Y-%m-%d %H:%M}"}
    _send_calendar(people, fact, review, body, queries.cancellation(review, at, people))


def _send_calendar(people: Iterable[Person], fact: Fact, review: Review, body: str, calendar: str) -> None:
    subject = _("Review of %(title)s") % {"title": review.incident.ticket.title}
    for person in people:
        notify.invite(
            person, fact_id=fact.id, subject=f"{review.number} · {subject}", body=body, calendar=calendar,
            link=f"{settings.BASE_URL}/reviews/{review.number}",
            link_text=_("Open %(number)s") % {"number": review.number},
        )  # fmt: skip


def _above(row: Action | Task, stage: str) -> list[Person]:
    """Who hears of it at this stage: its owner; once it is escalated also the team's leads and the owner's manager."""
    if stage != "escalated":
        return [row.owner]
    leads = reach.leads_of(row.team_id) if row.team_id else []
    return [row.owner, *leads, *reach.people([row.owner.manager_id])]


def _review(pk: int) -> Review:
    return Review.objects.select_related("incident__ticket__service", "owner").get(pk=pk)


def take_change(fact: changes.Closed) -> None:
    """The change of a preventive task ended: what went well is its evidence, what did not leaves it due."""
    change = Change.objects.select_related("ticket__assignee").get(pk=fact.record)
    if fact.outcome not in {Outcome.SUCCESSFUL, Outcome.WITH_ISSUES}:
        life.take_nothing(change.ticket)
        return
    steps = change.steps.filter(state="done").order_by("pk").values_list("title", flat=True)
    said = "\n".join([*(f"• {title}" for title in steps), change.outcome_note]).strip()
    life.take_done(change.ticket, f"{change.get_outcome_display()}\n{said}")


def take_request(fact: requests.Fulfilled) -> None:
    """The request of a preventive task was fulfilled: its result is the evidence."""
    life.take_done(Ticket.objects.select_related("assignee").get(pk=fact.record), fact.result)


def take_nothing(fact: changes.Cancelled | requests.Cancelled | requests.Refused) -> None:
    """What was made of a preventive task will not be: it is still due."""
    life.take_nothing(Ticket.objects.get(pk=fact.record))


BECOMES_EVIDENCE: Mapping[type[Fact], Callable[[Any], None]] = {
    changes.Closed: take_change, changes.Cancelled: take_nothing, requests.Fulfilled: take_request,
    requests.Cancelled: take_nothing, requests.Refused: take_nothing,
}  # fmt: skip
"""What becomes of the changes and requests that preventive tasks were made into."""


def _owners(review: Review) -> list[Person]:
    return [review.owner] if review.owner else reach.leads_of(review.incident.ticket.team_id)


def _tell(people: Iterable[Person], fact: Fact, review: Review, what: str, body: str) -> None:
    link = (f"{settings.BASE_URL}/reviews/{review.number}", review.number)
    _send(people, fact, f"{review.number} · {what}: {review.incident.ticket.title}", body, link)


def _at(action: Action) -> tuple[str, str]:
    return f"{settings.BASE_URL}/corrective-actions/{action.number}", action.number


def _send(people: Iterable[Person], fact: Fact, subject: str, body: str, link: tuple[str, str]) -> None:
    for person in {person.pk: person for person in people}.values():
        if f"person:{person.pk}" != str(fact.by):
            notify.notify(
                person, fact_id=fact.id, subject=subject, body=body, link=link[0],
                link_text=_("Open %(number)s") % {"number": link[1]}, urgency=Urgency.LOW,
            )  # fmt: skip


TELLS: Mapping[type[Fact], tuple[Callable[[Any], None], ...]] = {
    events.ReviewOpened: (tell_opened,),
    events.ReviewEdited: (invite_owner,),
    events.ReviewNudged: (tell_nudge,),
    events.ReviewPublished: (tell_published, keep_lesson),
    events.AddendumAdded: (keep_addendum,),
    events.SignOffAsked: (tell_signers,),
    events.MeetingSet: (invite,),
    events.MeetingCalledOff: (call_off,),
    events.ParticipantAdded: (invite_late,),
    events.ParticipantRemoved: (uninvite,),
    events.ActionOpened: (tell_action,),
    events.ActionEdited: (tell_action,),
    events.ActionReopened: (tell_reopened,),
    events.ActionNudged: (tell_action_nudge,),
    events.TaskNudged: (tell_task_nudge,),
}
"""Who hears of what reviews tell, as jobs: a mail that cannot be written never undoes the act that it tells of."""
