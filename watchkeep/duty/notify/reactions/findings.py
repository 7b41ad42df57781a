"""Who hears in the morning how the estate stands: whoever says which findings become tickets, and owners of some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.people.queries import with_permission
from watchkeep.estate.reconciliation import queries
from watchkeep.estate.reconciliation.permissions import P

if TYPE_CHECKING:
    from watchkeep.estate.reconciliation.events import MorningCame


def say_how_things_stand(fact: MorningCame) -> None:
    """One message a morning, and none when all agrees and nothing is new."""
    words = queries.morning()
    if not any(word.kind for word in words):
        return
    said = ", ".join(word.text for word in words)
    for person in with_permission(P.CONFIGURE):
        life.notify(
            person, fact_id=fact.id, subject=_("This morning: %(said)s") % {"said": said[:150]},
            body="\n".join([_("This is how the estate stands this morning:"), "", *(f"• {one.text}" for one in words)]),
            link=f"{settings.BASE_URL}/reconciliation", link_text=_("Open the lists"), urgency=Urgency.LOW,
        )  # fmt: skip
