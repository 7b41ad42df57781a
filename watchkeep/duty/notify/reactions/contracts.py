"""Who hears of the days of contracts: whoever owns one, and whoever looks after contracts when nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.people.queries import with_permission
from watchkeep.estate.suppliers.models import Contract
from watchkeep.estate.suppliers.permissions import P
from watchkeep.work.requests import queries as requests

if TYPE_CHECKING:
    from watchkeep.estate.suppliers import events
    from watchkeep.kernel.facts import Fact


def tell_notice_ahead(fact: events.NoticeAhead) -> None:
    """Its owner decides in time whether it goes on. Who works on requests is given one first, which says the same."""
    owner = queries.people([fact.owner])
    if fact.is_first and owner and requests.takes_requests(owner[0]):
        return
    body = _("The last day for notice is %(day)s. Without it the contract goes on after %(end)s by itself.")
    words = {"day": fact.notice_by.isoformat(), "end": fact.ends_on.isoformat()}
    _tell(fact, _left(_("Give notice or not"), fact.days_left), body % words)


def tell_ends_soon(fact: events.EndsSoon) -> None:
    """Its owner sees to what comes after it."""
    body = _("It ends on %(day)s and does not go on by itself.") % {"day": fact.ends_on.isoformat()}
    _tell(fact, _left(_("Ends soon"), fact.days_left), body)


def tell_renewed(fact: events.Renewed) -> None:
    """Its owner hears that it goes on, and when they are asked again."""
    body = _("Nobody gave notice in time: it binds until %(end)s. The next last day for notice is %(day)s.")
    _tell(fact, _("Goes on"), body % {"end": fact.ends_on.isoformat(), "day": fact.notice_by.isoformat()})


def _left(what: str, days: int) -> str:
    return f"{what}, {_('today')}" if not days else ngettext(
        "%(what)s, %(n)d day left", "%(what)s, %(n)d days left", days
    ) % {"what": what, "n": days}  # fmt: skip


def _tell(fact: Fact, what: str, body: str) -> None:
    contract = Contract.objects.select_related("supplier").get(pk=fact.record)
    cost = _("It costs %(month)s euro a month, %(year)s a year.")
    cost %= {"month": f"{contract.cost_per_month:,.2f}", "year": f"{contract.cost_per_month * 12:,.2f}"}
    for person in queries.people([contract.owner_id]) or with_permission(P.MANAGE_CONTRACTS):
        life.notify(
            person, fact_id=fact.id, subject=f"{contract.number} · {what}: {contract.title}",
            body="\n\n".join([f"{contract.supplier}: {contract.title}", body, cost]),
            link=f"{settings.BASE_URL}/contracts/{contract.number}",
            link_text=_("Open %(number)s") % {"number": contract.number}, urgency=Urgency.LOW,
        )  # fmt: skip
