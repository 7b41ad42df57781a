"""Who hears of things that are handed over or asked back: whoever is asked, and whoever asked when they object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.custody.models import Handover, Kind, State
from watchkeep.estate.custody.permissions import P
from watchkeep.estate.people.queries import with_permission

if TYPE_CHECKING:
    from watchkeep.estate.custody import events


def ask_holder(fact: events.HandedOver | events.ReturnAsked | events.Reminded) -> None:
    """They answer with one press in the portal; what has been answered meanwhile is asked no more."""
    row = Handover.objects.select_related("item").get(pk=fact.record)
    if row.state != State.WAITING:
        return
    subject = _("Do you have it? %(name)s") if row.kind == Kind.RECEIPT else _("Please give back: %(name)s")
    for person in queries.people([fact.person]):
        life.notify(
            person, fact_id=fact.id, subject=subject % {"name": row.item.name}, body=row.words,
            link=f"{settings.BASE_URL}/portal/have", link_text=_("Answer"), urgency=Urgency.LOW,
        )  # fmt: skip


def tell_objection(fact: events.Objected) -> None:
    """Whoever handed it over sees to it; when they have left, whoever looks after hand-overs does."""
    row = Handover.objects.select_related("item", "asked_of").get(pk=fact.record)
    words = {"name": row.asked_of.name, "item": row.item.name}
    for person in queries.people([fact.asker]) or with_permission(P.DESTROY):
        life.notify(
            person, fact_id=fact.id, subject=_("%(name)s objects: %(item)s") % words, body=row.note,
            link=f"{settings.BASE_URL}/items/{row.item_id}/custody", link_text=_("Open it"), urgency=Urgency.LOW,
        )  # fmt: skip
