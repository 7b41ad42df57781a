"""Who hears that a certificate or a warranty ends: whoever owns it or what it protects, else who looks after items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery import queries as discovery
from watchkeep.estate.discovery.models import Ending
from watchkeep.estate.people.queries import with_permission

if TYPE_CHECKING:
    from watchkeep.estate.discovery import events


def tell_end_ahead(fact: events.EndAhead) -> None:
    """It ends soon, or has ended: somebody renews it in time, or lets it go."""
    item = Item.objects.get(pk=fact.record)
    what, names = Ending(fact.what).label, discovery.protected_by(item.pk)
    body = _("Its last day is %(day)s.") % {"day": fact.ends_on.isoformat()}
    if names:
        body = f"{body}\n\n{_('It protects: %(names)s') % {'names': ', '.join(names)}}"
    for person in queries.people(discovery.owners_of(item.pk)) or with_permission(P.MANAGE):
        life.notify(
            person, fact_id=fact.id, subject=f"{item.number} · {what} {_left(fact.days_left)}: {item.name}", body=body,
            link=f"{settings.BASE_URL}/items/{item.pk}", link_text=_("Open %(number)s") % {"number": item.number},
            urgency=Urgency.LOW,
        )  # fmt: skip


def _left(days: int) -> str:
    if days < 0:
        return _("has ended")
    return _("ends today") if not days else ngettext("ends in %(n)d day", "ends in %(n)d days", days) % {"n": days}
