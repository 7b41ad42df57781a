"""Who hears in the morning how the estate stands: whoever says which findings become tickets, and who keeps a list."""

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
    from watchkeep.estate.people.models import Person
    from watchkeep.estate.reconciliation.events import MorningCame


def say_how_things_stand(fact: MorningCame) -> None:
    """One message a morning: all of it, or the lists that somebody keeps. None when there is nothing on them."""
    words = queries.morning()
    if not any(word.kind for word in words):
        return
    told = {*with_permission(P.CONFIGURE)}
    for person in told:
        _say(fact, person, words, _("This is how the estate stands this morning:"), "/reconciliation")
    for person, kinds in _keepers().items():
        own = [word for word in words if word.kind in kinds]
        if own and person not in told:
            path = f"/reconciliation/{own[0].kind}" if len(own) == 1 else "/reconciliation"
            _say(fact, person, own, _("This is on the lists that you look after:"), path)


def _keepers() -> dict[Person, set[str]]:
    """Who keeps a list and still may see it, with the kinds of their lists."""
    kept: dict[Person, set[str]] = {}
    may = {*with_permission(P.SEE).values_list("pk", flat=True)}
    for kind, rows in queries.keepers().items():
        for row in rows:
            if row.person_id in may:
                kept.setdefault(row.person, set()).add(kind)
    return kept


def _say(fact: MorningCame, person: Person, words: list[queries.Word], first: str, path: str) -> None:
    said = ", ".join(word.text for word in words)
    life.notify(
        person, fact_id=fact.id, subject=_("This morning: %(said)s") % {"said": said[:150]},
        body="\n".join([first, "", *(f"• {one.text}" for one in words)]),
        link=f"{settings.BASE_URL}{path}", link_text=_("Open the lists"), urgency=Urgency.LOW,
    )  # fmt: skip
