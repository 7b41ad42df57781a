"""Answers of communication to an incident's moments. Drafts are made later: words that fail never stop an incident."""

from watchkeep.duty.communications import events, life
from watchkeep.duty.communications.life.expecting import expect_soon
from watchkeep.duty.communications.models import Expectation, Message, Phase
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incident
from watchkeep.work.incidents.models import Incident


def lay_first_words(fact: incident.Opened) -> None:
    """Something broke that people are told of."""
    found = _incident(fact)
    if found and life.expect(found, since=fact.at):
        life.draft_at_moment(found, by=CLOCK, phase=Phase.FIRST, moment=fact.id)


def lay_words_for_severity(fact: incident.SeverityChanged | incident.Reprioritised) -> None:
    """It got worse or better: those who knew hear an update, those who are told from now on a first word."""
    was = fact.was if isinstance(fact, incident.SeverityChanged) else fact.was_severity
    found = _incident(fact)
    if found is None or fact.severity == was or not found.is_open:
        return
    knew = Expectation.objects.filter(ticket=found.pk, told_at__isnull=False).exists()
    is_new = life.expect(found, since=fact.at)
    if knew or is_new or Expectation.objects.filter(ticket=found.pk).exists():
        life.draft_at_moment(found, by=CLOCK, phase=Phase.UPDATE if knew else Phase.FIRST, moment=fact.id)


def lay_words_of_return(fact: incident.Restored) -> None:
    """The service is back."""
    _everybody(fact, Phase.RESTORED)


def lay_words_of_end(fact: incident.Resolved) -> None:
    """The cause is dealt with."""
    _everybody(fact, Phase.RESOLVED)


def lay_words_of_relapse(fact: incident.Reopened) -> None:
    """It is back: those who were told it was over hear that it is not."""
    _everybody(fact, Phase.UPDATE)


def lay_words_of_review(fact: Fact) -> None:
    """What was learnt is published. ``fact`` is about the ticket."""
    found = _incident(fact)
    if found:
        life.draft_at_moment(found, by=CLOCK, phase=Phase.REVIEW, moment=fact.id)


def offer_to_status_pages(fact: events.Sent) -> None:
    """Words that went outside are offered where the incident is announced; somebody who may publishes them there."""
    if fact.is_outside and fact.phase in {Phase.FIRST, Phase.UPDATE}:
        life.offer_to_status_pages(Message.objects.get(pk=fact.message))


def expect_no_more(fact: Fact) -> None:
    """It is over, was nothing, or is told of elsewhere."""
    life.end_expectations(fact.record, by=fact.by if not isinstance(fact.by, str) else CLOCK)


def _everybody(fact: Fact, phase: Phase) -> None:
    found = _incident(fact)
    if found:
        expect_soon(found, since=fact.at)
        life.draft_at_moment(found, by=CLOCK, phase=phase, moment=fact.id)


def _incident(fact: Fact) -> Incident | None:
    """The incident, unless it is a drill or read elsewhere."""
    whole = Incident.objects.select_related("ticket__service", "ticket__team", "ticket__assignee")
    return whole.filter(pk=fact.record, ticket__is_drill=False, merged_into=None).first()
