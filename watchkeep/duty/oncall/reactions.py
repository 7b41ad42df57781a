"""Answers of on call to what happens to incidents and to messages."""

from watchkeep.duty.notify.events import GivenUp
from watchkeep.duty.oncall import life
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incident
from watchkeep.work.incidents.life import LIFE as INCIDENT
from watchkeep.work.tickets.models import Ticket


def look_for_somebody(fact: incident.Opened) -> None:
    """Something broke: page whoever is on call for it."""
    life.start(_ticket(fact), by=CLOCK)


def look_again(fact: incident.Reopened | incident.Unmerged) -> None:
    """It is back, or on its own again, and nobody has it."""
    ticket = _ticket(fact)
    if _waits(ticket):
        life.start(ticket, by=CLOCK)


def page_the_spared(fact: incident.SeverityChanged | incident.Reprioritised) -> None:
    """It got worse: page those whom the lesser severity had spared."""
    before = fact.was if isinstance(fact, incident.SeverityChanged) else fact.was_severity
    if fact.severity is not None and (before is None or fact.severity < before):
        ticket = _ticket(fact)
        if ticket.is_open and ticket.state != "restored":
            life.page_the_spared(ticket, by=fact.by, before=before, is_attended=not _waits(ticket))


def take_the_answer(fact: incident.Acknowledged | incident.Started) -> None:
    """A person has it."""
    life.answer(fact.record, by=fact.by, person=fact.person, why=fact.kind)


def stop_paging(fact: Fact) -> None:
    """Nobody is needed any more: it is back, over, somewhere else, or waits for others."""
    life.stop(fact.record, by=fact.by, why=fact.kind)


def go_on_without(fact: GivenUp) -> None:
    """A page could not be delivered: do not wait for an answer to it."""
    life.pass_over(fact.delivery)


def look_ahead_again(fact: Fact) -> None:  # noqa: ARG001  # whatever it was, it may have opened a hole
    """Who could be paged may have changed: look at the weeks ahead again, soon."""
    life.look_ahead_soon()


def _ticket(fact: Fact) -> Ticket:
    return Ticket.objects.select_related("service").get(pk=fact.record)


def _waits(ticket: Ticket) -> bool:
    """Whether an incident still waits for its first answer."""
    return ticket.state in INCIDENT.steps["acknowledge"].start
