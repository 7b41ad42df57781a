"""Who hears of licences: whoever owns them, and whoever looks after what was bought when nobody does."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.licences import events
from watchkeep.estate.licences import queries as licences
from watchkeep.estate.licences.models import Entitlement, Product
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.queries import with_permission
from watchkeep.kernel.facts import Fact
from watchkeep.work.requests import queries as requests


def tell_renewal_ahead(fact: events.RenewalAhead) -> None:
    """Its owner decides in time. Who works on requests is given one first, which says the same."""
    one = Entitlement.objects.get(pk=fact.record)
    if fact.is_first and _gets_a_ticket(fact.owner):
        return
    body = "\n\n".join([licences.in_words(one, fact.ends_on, fact.decide_by), *licences.numbers_of(one)])
    _tell(fact, fact.owner, _("%(number)s · Renew or not: %(name)s") % {"number": one.number, "name": one.name}, body)


def tell_expired(fact: events.Expired) -> None:
    """What was bought holds no longer."""
    one = Entitlement.objects.get(pk=fact.record)
    subject = _("%(number)s · Expired: %(name)s") % {"number": one.number, "name": one.name}
    _tell(fact, fact.owner, subject, _("These %(n)s licences hold no longer.") % {"n": one.quantity})


def tell_missing(fact: events.Overused | events.Unlicensed) -> None:
    """More is used than is covered. Who works on requests is given one, which says the same."""
    if _gets_a_ticket(fact.owner):
        return
    product = Product.objects.get(pk=fact.record)
    words = {"owned": fact.owned, "used": fact.used, "n": fact.missing, "cost": fact.cost}
    body = _("Owned: %(owned)s. Used: %(used)s. To buy the %(n)s that are missing costs %(cost)s euro a year.") % words
    _tell(fact, fact.owner, _("%(name)s is used without a licence") % {"name": product.name}, body)


def tell_idle(fact: events.SeatsIdle) -> None:
    """Seats are paid for and not used."""
    product = Product.objects.get(pk=fact.record)
    subject = _("%(name)s: seats lie idle") % {"name": product.name}
    words = {"n": fact.seats, "days": fact.days}
    said = ngettext(
        "%(n)s more seat has not been used for %(days)s days.",
        "%(n)s more seats have not been used for %(days)s days.", fact.seats,
    )  # fmt: skip
    _tell(fact, fact.owner, subject, said % words)


def _gets_a_ticket(owner: int | None) -> bool:
    people = queries.people([owner])
    return bool(people) and requests.takes_requests(people[0])


def _tell(fact: Fact, owner: int | None, subject: str, body: str) -> None:
    for person in queries.people([owner]) or with_permission(P.MANAGE_ENTITLEMENTS):
        life.notify(
            person, fact_id=fact.id, subject=subject, body=body, link=f"{settings.BASE_URL}/software",
            link_text=_("Open software"), urgency=Urgency.LOW,
        )  # fmt: skip


TELLS: dict[type[Fact], Callable[[Any], object]] = {
    events.RenewalAhead: tell_renewal_ahead,
    events.Expired: tell_expired,
    events.Overused: tell_missing,
    events.Unlicensed: tell_missing,
    events.SeatsIdle: tell_idle,
}
"""Of which facts somebody is told."""
