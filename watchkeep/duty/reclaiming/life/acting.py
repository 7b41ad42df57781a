"""What the machine does: it asks for the action of a product, and hears what came of it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import life as actions
from watchkeep.duty.connections import queries as library
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.reclaiming import queries
from watchkeep.duty.reclaiming.events import ActionAsked, LeftToPeople, TakenBack
from watchkeep.duty.reclaiming.life.ending import settle_case
from watchkeep.duty.reclaiming.life.steps import LIFE, MACHINE, OF_THE_MACHINE, hold
from watchkeep.duty.reclaiming.models import Reclaim, State, Way
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.estate.licences import life as licences
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell


def begin_all(lines: Sequence[Reclaim]) -> None:
    """Ask for the actions of seats that are to be taken back; what has none is left to people."""
    ways = queries.ways_of(line.seat.product_id for line in lines)
    for line in lines:
        if way := ways.get(line.seat.product_id):
            _ask(line, way)
        else:
            _leave(line, _("No action takes it back."))


@transaction.atomic
def run(reclaim: Reclaim, *, by: Actor) -> None:
    """Let the action try, or try again, where people would have to do it. Somebody has looked at why it failed."""
    by.need(P.WORK, _("take seats back"))
    case = hold(reclaim)
    reclaim.refresh_from_db(fields=["state"])
    way = queries.ways_of([reclaim.seat.product_id]).get(reclaim.seat.product_id)
    if way is None or reclaim.state != State.TO_DO:
        raise Refused(_("No action can take it back now."), code="wrong_state")
    _ask(reclaim, way)
    settle_case(case)


@transaction.atomic
def succeed(run_id: int) -> None:
    """An action took a seat back: the seat is free, and its run is the proof. Nothing when the run is another's."""
    line = _of_run(run_id)
    if line is None:
        return
    case, done = hold(line), ActionRun.objects.get(pk=run_id)
    words = _("Action %(run)s (%(name)s) succeeded.") % {"run": run_id, "name": library.label_of(done.action)}
    OF_THE_MACHINE.move(line, "succeed", by=MACHINE, proof=words, **line.settled(MACHINE, clock.now()))
    licences.free_seat(line.seat, by=MACHINE, reason=words)
    tell(TakenBack(record=case.pk, by=MACHINE, seat=line.seat_id, run=run_id))
    settle_case(case)


@transaction.atomic
def fail(run_id: int, *, why: str) -> None:
    """An action did not take a seat back, for this reason: people do. Nothing when the run is another's."""
    line = _of_run(run_id)
    if line is None:
        return
    case, reason = hold(line), (why or _("The action failed."))[:300]
    OF_THE_MACHINE.move(line, "fail", by=MACHINE, failed=reason)
    _leave(line, reason)
    settle_case(case)


def _ask(line: Reclaim, way: Way) -> None:
    try:
        asked = actions.ask_for(
            way.action, by=MACHINE, parameters=way.parameters, connection=way.connection,
            given=queries.given(line.person, line.seat.product),
        )  # fmt: skip
    except (Refused, NotAllowed) as no:
        Reclaim.objects.filter(pk=line.pk).update(failed=no.message[:300])
        _leave(line, no.message)
        return
    LIFE.move(line, "run", by=MACHINE, action_run=asked, failed="")
    tell(ActionAsked(record=line.case_id, by=MACHINE, seat=line.seat_id, run=asked.pk))


def _leave(line: Reclaim, reason: str) -> None:
    tell(LeftToPeople(record=line.case_id, by=MACHINE, seat=line.seat_id, reason=reason[:200]))


def _of_run(run_id: int) -> Reclaim | None:
    rows = Reclaim.objects.filter(action_run=run_id, state=State.RUNNING)
    return rows.select_related("seat__product", "person").first()
