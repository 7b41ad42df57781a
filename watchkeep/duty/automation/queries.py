"""Reads: what fits an incident and how it did before, what runs, and the library."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from watchkeep.duty.automation.models import Procedure, Run, RunStep, Tie, Version
from watchkeep.duty.automation.rules import comparing, ranking
from watchkeep.duty.automation.rules.comparing import Line
from watchkeep.duty.automation.rules.ranking import Record
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import Actor
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


def procedure_named(slug: str) -> Procedure | None:
    """The procedure of this short name, if it can be started."""
    return Procedure.objects.offered().filter(slug=slug).first()


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


def runs_of(ticket: int, actor: Actor) -> list[Run]:
    """The runs on an incident, the newest first, with their steps: two queries."""
    return list(with_steps(Run.objects.visible_to(actor).filter(ticket=ticket)))


def with_steps(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Runs with their steps and the people at them."""
    steps = RunStep.objects.select_related("owner", "person", "approver").order_by("position")
    return runs.select_related("ticket", "starter", "rater", "procedure").prefetch_related(
        Prefetch("steps", queryset=steps)
    )


def going_on(ticket: int) -> list[Run]:
    """The runs of an incident that have not ended."""
    return list(Run.objects.going().filter(ticket=ticket))


def output_of(action_run: int) -> str:
    """What the machine said when it did a step."""
    return ActionRun.objects.filter(pk=action_run).values_list("output", flat=True).first() or ""


def library(actor: Actor, *, words: str = "", kind: str = "", retired: bool = False) -> QuerySet[Procedure]:
    """Procedures, narrowed by words of their name, purpose or published text, and by kind."""
    rows = Procedure.objects.visible_to(actor).filter(is_active=not retired).select_related("owner_team")
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split()[:8]:
        texts = Version.objects.filter(body__icontains=word).values("procedure")
        rows = rows.filter(Q(name__icontains=word) | Q(purpose__icontains=word) | Q(pk__in=texts))
    return rows


def current(procedure: Procedure) -> Version | None:
    """The version that is published, or the draft while nothing is."""
    versions = procedure.versions.select_related("author", "publisher")
    if procedure.published_number is None:
        return versions.first()
    return versions.get(number=procedure.published_number)


def compared(before: Version, after: Version) -> list[Line]:
    """What changed from one version to another."""
    return comparing.compare(before.text, after.text)


def _why(one: Tie) -> str:
    if one.matchers:
        return ranking.ALERTS
    return ranking.SERVICE if one.service_id else ranking.CLASS


def _rank(offer: Offer) -> float:
    return ranking.score(offer.why, offer.record)
