"""What fits an incident, and how it did before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from watchkeep.duty.automation.models import Procedure, Run, Tie
from watchkeep.duty.automation.rules import ranking
from watchkeep.duty.automation.rules.ranking import Record
from watchkeep.work.tickets.models import Ticket

Labels = Mapping[str, str]
MOST_TIES = 500
MOST_OFFERS = 8


@dataclass(frozen=True)
class Offer:
    """A procedure that fits an incident: why, and how it did before."""

    procedure: Procedure
    why: str
    record: Record


def offers(ticket: Ticket, alerts: Callable[[], Iterable[Labels]], *, without: Iterable[int] = ()) -> list[Offer]:
    """What applies to an incident, best first. ``alerts`` gives their labels, asked only when a tie wants to know.

    One query, whatever the number of procedures (the closest tie of each counts).
    """
    ties = Tie.objects.for_ticket_of(ticket.service_id).filter(procedure__in=Procedure.objects.offered())
    rows = ties.exclude(procedure__in=list(without)).select_related("procedure", "procedure__owner_team")
    runs = Q(procedure__runs__helped__isnull=False)
    counted = rows.annotate(
        rated=Count("procedure__runs", filter=runs, distinct=True),
        good=Count("procedure__runs", filter=Q(procedure__runs__helped=True), distinct=True),
    )
    found = list(counted[:MOST_TIES])
    labels = list(alerts()) if any(one.matchers for one in found) else []
    best: dict[int, Offer] = {}
    for one in found:
        offer = Offer(one.procedure, _why(one), Record(getattr(one, "rated", 0), getattr(one, "good", 0)))
        if one.matchers and not ranking.fits(one.matchers, labels):
            continue
        if one.procedure_id not in best or _rank(offer) > _rank(best[one.procedure_id]):
            best[one.procedure_id] = offer
    return sorted(best.values(), key=lambda offer: (-_rank(offer), offer.procedure.name))[:MOST_OFFERS]


def records_of(procedures: Iterable[int]) -> dict[int, Record]:
    """How each procedure did, of those that somebody rated."""
    rated = Run.objects.filter(procedure__in=list(procedures), helped__isnull=False).order_by()
    rows = rated.values_list("procedure").annotate(rated=Count("pk"), good=Count("pk", filter=Q(helped=True)))
    return {procedure: Record(count, helped) for procedure, count, helped in rows}


def _why(one: Tie) -> str:
    if one.matchers:
        return ranking.ALERTS
    return ranking.SERVICE if one.service_id else ranking.CLASS


def _rank(offer: Offer) -> float:
    return ranking.score(offer.why, offer.record)
