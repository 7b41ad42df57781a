"""Who hears of audits of seats: whoever has to look at some, once they begin and while something is undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.licences import events
from watchkeep.estate.licences import queries as licences
from watchkeep.estate.licences.models import Campaign, CampaignState

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchkeep.kernel.facts import Fact


def tell_started(fact: events.AuditStarted) -> None:
    """Each reviewer is asked to look at their seats."""
    body = _("Please say of each seat until %(day)s whether it is still needed.") % {"day": fact.due_on.isoformat()}
    _tell(fact, fact.number, _("Who still needs a seat?"), body)


def tell_reminded(fact: events.AuditReminded) -> None:
    """Whoever has not decided everything is reminded."""
    days = abs(fact.days_left)
    left = ngettext("%(n)d day is left.", "%(n)d days are left.", days) % {"n": days}
    late = ngettext("It was due %(n)d day ago.", "It was due %(n)d days ago.", days) % {"n": days}
    body = _("Some of your seats are not decided.")
    when = late if fact.days_left < 0 else left if days else _("It is due today.")
    _tell(fact, fact.number, _("Seats to decide"), f"{body} {when}")


def _tell(fact: Fact, number: str, what: str, body: str) -> None:
    campaign = Campaign.objects.get(pk=fact.record)
    if campaign.state != CampaignState.RUNNING:
        return
    for person in licences.reviewers_waiting(campaign.pk):
        life.notify(
            person, fact_id=fact.id, subject=f"{number} · {what}: {campaign.name}", body=body,
            link=f"{settings.BASE_URL}/audits/{number}?mine=1", link_text=_("Open %(number)s") % {"number": number},
            urgency=Urgency.LOW,
        )  # fmt: skip


TELLS: dict[type[Any], Callable[[Any], None]] = {
    events.AuditStarted: tell_started, events.AuditReminded: tell_reminded,
}  # fmt: skip
"""Who is told of what."""
