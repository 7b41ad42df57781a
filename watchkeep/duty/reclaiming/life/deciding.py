"""What people do: keep a seat, have it taken back, and say that it was, with evidence."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.reclaiming.events import Kept, TakenBack
from watchkeep.duty.reclaiming.life.acting import begin_all
from watchkeep.duty.reclaiming.life.ending import settle_case
from watchkeep.duty.reclaiming.life.steps import LIFE, MACHINE, OF_THE_MACHINE, hold
from watchkeep.duty.reclaiming.models import Reclaim
from watchkeep.estate.licences import life as licences
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell


@transaction.atomic
def keep(reclaim: Reclaim, *, by: Actor, reason: str) -> None:
    """They need the seat where they are now, for this reason."""
    case, reason = hold(reclaim), _cleaned(reason, 300)
    LIFE.move(reclaim, "keep", by=by, reason=reason, **reclaim.settled(by, clock.now()))
    tell(Kept(record=case.pk, by=by, seat=reclaim.seat_id, reason=reason))
    settle_case(case)


@transaction.atomic
def take_back(reclaim: Reclaim, *, by: Actor) -> None:
    """They do not need the seat any more: the machine takes it back, or people do."""
    case = hold(reclaim)
    LIFE.move(reclaim, "take_back", by=by)
    begin_all([reclaim])
    settle_case(case)


@transaction.atomic
def confirm(reclaim: Reclaim, *, by: Actor, proof: str) -> None:
    """It is taken back by hand, and this is the evidence: the seat is free."""
    case, proof = hold(reclaim), _cleaned(proof, 4000)
    LIFE.move(reclaim, "confirm", by=by, proof=proof, **reclaim.settled(by, clock.now()))
    licences.free_seat(reclaim.seat, by=MACHINE, reason=_("Taken back by %(name)s.") % {"name": by.name})
    tell(TakenBack(record=case.pk, by=by, seat=reclaim.seat_id, run=None))
    settle_case(case)


@transaction.atomic
def settle(seat: int, *, reason: str) -> None:
    """A seat was given back on another way: nothing is left to take back."""
    line = Reclaim.objects.open().filter(seat=seat).first()
    if line is None:
        return
    case = hold(line)
    words = _("Given back: %(reason)s") % {"reason": reason}
    OF_THE_MACHINE.move(line, "settle", by=MACHINE, proof=words, **line.settled(MACHINE, clock.now()))
    tell(TakenBack(record=case.pk, by=MACHINE, seat=seat, run=None))
    settle_case(case)


def _cleaned(text: str, most: int) -> str:
    return text.replace("\x00", "").strip()[:most]
