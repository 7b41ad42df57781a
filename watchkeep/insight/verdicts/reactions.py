"""What verdicts do when changes tell something, and who hears of what they come to."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as reach
from watchkeep.duty.notify.models import Urgency
from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.events import Reached, ReviewAsked, ReviewLate
from watchkeep.insight.verdicts.models import Finding
from watchkeep.kernel import wires
from watchkeep.kernel.facts import Fact
from watchkeep.kernel.wires import concerning
from watchkeep.work.changes import events as changes
from watchkeep.work.changes.models import Change


def stand(fact: changes.Begun) -> None:
    """A change begins: what it could touch is put down as the map is now."""
    life.stand(fact.record)


def expect(fact: changes.Finished) -> None:
    """A change has ended: it is judged from now on."""
    life.expect(Change.objects.get(pk=fact.record))


def stand_and_expect(fact: changes.Recorded) -> None:
    """A change was found done: what it could touch is put down as the map is now, and it is judged from now on."""
    life.stand(fact.record)
    life.expect(Change.objects.get(pk=fact.record))


def look_no_further(fact: changes.BackedOut) -> None:
    """A change was taken back: what comes now is not its doing."""
    life.look_no_further(Change.objects.get(pk=fact.record))


def refuse_unreviewed(fact: changes.Closed) -> None:
    """Nobody closes a change that still has to be reviewed. An import is history."""
    if not wires.is_importing():
        life.refuse_unreviewed(fact.record)


@concerning(lambda fact: fact.is_final and not fact.is_under_way)
def close_by_itself(fact: Reached) -> None:
    """The last look found nothing: a standard change that nobody has closed is closed."""
    life.close_by_itself(fact.record)


@concerning(lambda fact: fact.finding == Finding.WORSE and fact.was != Finding.WORSE)
def tell_worse(fact: Reached) -> None:
    """Whoever owns the change and whoever carried it out hear at once that it did harm."""
    body = ngettext(
        "Worse than to be expected at this time: %(n)s of %(all)s figure of the services it touches.",
        "Worse than to be expected at this time: %(n)s of %(all)s figures of the services it touches.", fact.compared,
    )  # fmt: skip
    said = body % {"n": fact.worse, "all": fact.compared}
    if fact.is_under_way:
        said += " " + _("It is still being carried out: its back-out plan is on its page.")
    if fact.is_endless:
        said += " " + _("It has never ended.")
    _tell(fact, _("It made something worse"), said, Urgency.HIGH)


@concerning(lambda fact: fact.why != "worse")
def tell_review(fact: ReviewAsked) -> None:
    """They hear as well that it has to be reviewed before it is closed."""
    _tell(fact, _("To be reviewed"), _("Somebody answers what the review asks before it is closed."), Urgency.LOW)


def tell_late(fact: ReviewLate) -> None:
    """A review that is late is asked for again; one that stays undone is put before those who lead, once."""
    said = _("The review that it needs should have been done by now.")
    if fact.is_escalated:
        said += " " + _("Nobody has done it after a reminder.")
    _tell(fact, _("Review is late"), said, Urgency.LOW, to_leads=fact.is_escalated)


def _tell(fact: Fact, what: str, body: str, urgency: Urgency, *, to_leads: bool = False) -> None:
    change = Change.objects.get(pk=fact.record)
    own = [] if to_leads else reach.people([change.owner_id, change.ticket.assignee_id])
    people = own or reach.leads_of(change.ticket.team_id)
    for person in {person.pk: person for person in people}.values():
        notify.notify(
            person, fact_id=fact.id, subject=f"{change.number} · {what}: {change.ticket.title}", body=body,
            link=f"{settings.BASE_URL}/changes/{change.number}",
            link_text=_("Open %(number)s") % {"number": change.number}, urgency=urgency,
        )  # fmt: skip
