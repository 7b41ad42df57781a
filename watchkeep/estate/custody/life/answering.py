"""Answering: with one press, by whoever was asked. When, by whom and to which words stays."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.custody.events import Accepted, Finished, Objected
from watchkeep.estate.custody.life.steps import LIFE
from watchkeep.estate.custody.models import Handover, Kind
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def accept(handover: Handover, *, by: Actor) -> None:
    """They have it."""
    _refuse_others(handover, by)
    if handover.kind == Kind.RETURN:
        raise Refused(_("Bring it back: that is the answer."), code="wrong_state")
    LIFE.move(handover, "accept", by=by, answered_at=clock.now(), answered_by=str(by), remind_at=None)
    tell(Accepted(record=handover.pk, by=by, item=handover.item_id))


@transaction.atomic
def object_(handover: Handover, *, by: Actor, note: str) -> None:
    """They do not have it, or not as it should be, and say why."""
    _refuse_others(handover, by)
    note = note.replace("\x00", "").strip()[:300]
    LIFE.move(handover, "object", by=by, note=note, answered_at=clock.now(), answered_by=str(by), remind_at=None)
    tell(Objected(record=handover.pk, by=by, item=handover.item_id, asker=handover.asker_id))


@transaction.atomic
def withdraw(handover: Handover, *, by: Actor) -> None:
    """Nobody has to answer any more."""
    LIFE.move(handover, "withdraw", by=by, remind_at=None)
    tell(Finished(record=handover.pk, by=by, item=handover.item_id, came_back=False))


def _refuse_others(handover: Handover, by: Actor) -> None:
    """Nobody answers for somebody else."""
    if by.person != handover.asked_of_id:
        raise NotAllowed(_("Only who was asked can answer."))
