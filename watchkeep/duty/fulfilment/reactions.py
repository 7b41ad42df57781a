"""Answers to facts of requests and of runs."""

from django.utils.translation import gettext as _

from watchkeep.duty.automation import events as runs
from watchkeep.duty.fulfilment import events, life, queries
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.notify.models import Urgency
from watchkeep.kernel.wires import concerning
from watchkeep.work.requests import events as requests
from watchkeep.work.requests.models import Request


@concerning(lambda fact: fact.item is not None)
def begin(fact: requests.Cleared) -> None:
    """Everybody agreed, or nobody had to."""
    life.begin(Request.objects.get(pk=fact.record))


def finish(fact: runs.RunFinished) -> None:
    """The plan has come to its end."""
    if run := queries.is_plan(fact.run):
        life.finish(run)


def stop(fact: runs.RunStopped) -> None:
    """A step failed, and somebody has to decide about it."""
    if run := queries.is_plan(fact.run):
        life.give_up(run, reason=_("“%(step)s” failed.") % {"step": run.plan[fact.step].title})


def take_back(fact: runs.Undone) -> None:
    """What was done has been taken back."""
    if run := queries.is_plan(fact.run):
        life.give_up(run, reason=_("A step failed; what was done before it has been taken back."))


def take_in(fact: requests.GivenBack) -> None:
    """Somebody no longer has what they got."""
    request = Request.objects.select_related("item").get(pk=fact.record)
    life.take_in(request, what=request.item.name if request.item else request.ticket.title)


@concerning(lambda fact: fact.item is not None)
def give_seats(fact: requests.Fulfilled) -> None:
    """They have what they asked for: with it seats, where it is one of a product's pool."""
    life.give_seats(Request.objects.select_related("ticket__requester").get(pk=fact.record))


def free_seat(fact: requests.GivenBack) -> None:
    """Somebody no longer has what they got: their seat goes back into the pool."""
    life.free_seat(Request.objects.select_related("ticket").get(pk=fact.record), reason=fact.reason)


def tell_team(fact: events.LeftToPeople) -> None:
    """Whoever works on it, or the leads of its team, hear that it is theirs."""
    ticket = notices.ticket_in_words(fact.record)
    people = notices.people([ticket.assignee_id]) if ticket.assignee_id else notices.leads_of(ticket.team_id)
    for person in people:
        notify.notify(
            person,
            fact_id=fact.id,
            subject=notices.subject_for(ticket, _("Needs you")),
            body=_("The machine does not go on with this: %(reason)s") % {"reason": fact.reason},
            link=notices.link_to(ticket),
            link_text=_("Open %(number)s") % {"number": ticket.number},
            urgency=Urgency.LOW,
            ticket=ticket,
        )
