"""What stands against a change on the side of people: nobody on call for what it touches, or who does it is away."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from watchkeep.duty.oncall.queries import absences, policies, rotas
from watchkeep.kernel import clock
from watchkeep.work.changes.queries import WARNS, Conflict, Plan

MOST = 20
"""So many rotas are looked at."""
MOST_GAPS = 200


def uncovered(plan: Plan) -> Iterable[Conflict]:
    """Gaps in the rotas of what it touches: at its time, or in the stretch in which a free slot is looked for."""
    start = max(plan.start, clock.now())
    if not plan.services or plan.end <= start or plan.end - start > rotas.FARTHEST:
        return
    rows = rotas.with_rota(policies.rotas_for(plan.services), start, plan.end)
    for schedule in rows.order_by("pk")[:MOST]:
        for gap in rotas.gaps(schedule, start, plan.end)[:MOST_GAPS]:
            words = _("Nobody is on call in %(rota)s then.") % {"rota": schedule.name}
            yield Conflict("uncovered", WARNS, words, gap.starts_at, gap.ends_at, schedule.pk)


def away(plan: Plan) -> Iterable[Conflict]:
    """Who carries it out is on leave."""
    if plan.implementer is None:
        return
    for stretch in absences.away(plan.start, plan.end, [plan.implementer]).get(plan.implementer, ())[:MOST]:
        words = _("Whoever is to carry it out is away.")
        yield Conflict("absence", WARNS, words, stretch.starts_at, stretch.ends_at, plan.implementer)
