"""Looking at the weeks ahead: once a day, soon after a change, and before a change is made at all."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.models import PageCheck, PageFinding
from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules.pageability import HOLE, SINGLE, Finding, Reason
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many

DAILY = timedelta(days=1)
SOON = timedelta(minutes=1)
KEPT_FINDINGS = 5000
KEPT_RUNS = 60

Cause = tuple[int, tuple[Reason, ...]]


class Foreseen(Refused):
    """The change was not made: it was only asked about, or it would open holes that nobody agreed to."""

    def __init__(self, foresight: queries.Foresight, *, was_asked: bool) -> None:
        words = _("Nothing has been saved yet.") if was_asked else _("Then nobody could be paged. Please look again.")
        super().__init__(words, code="looked" if was_asked else "opens_hole")
        self.foresight = foresight


@transaction.atomic
def carefully(act: Callable[[], object], *, agreed: str = "", only_look: bool = False) -> queries.Foresight:
    """Do it, unless it would open a hole in the coming weeks: then it is undone, and `Foreseen` says what it would do.

    `agreed` is the mark of the holes that somebody has seen and agreed to. With `only_look` it is undone in any case.
    """
    before = queries.outlook()
    act()
    foresight = queries.difference(before, queries.outlook())
    if only_look or (foresight.opened and agreed != foresight.mark):
        raise Foreseen(foresight, was_asked=only_look)
    return foresight


@transaction.atomic
def look_ahead(*, by: Actor) -> PageCheck:
    """Look through every service, severity and moment of the next four weeks, and tell what is new."""
    by.need(P.MANAGE, _("check who could be paged"))
    began, now = time.monotonic(), clock.now()
    before = PageCheck.objects.first()
    seen = queries.outlook(now)
    found = [(service, one) for service in seen.services for one in seen.of(service)]
    kept = sorted(found, key=lambda pair: (pair[1].kind, pair[1].starts_at))[:KEPT_FINDINGS]
    check = PageCheck.objects.create(
        ran_at=now,
        starts_at=seen.starts_at,
        ends_at=seen.ends_at,
        took_ms=round((time.monotonic() - began) * 1000),
        services=len(seen.services),
        holes=sum(one.kind == HOLE for _service, one in found),
        singles=sum(one.kind == SINGLE for _service, one in found),
        kept=len(kept),
        next_at=now + DAILY,
    )
    PageFinding.objects.bulk_create((_row(check, seen, service, one) for service, one in kept), batch_size=1000)
    _tell(check, before, by)
    _forget(check)
    live.changed("oncall")
    return check


def look_ahead_soon() -> None:
    """Something changed: look again within a minute or so, however much else changes until then."""
    newest, soon = PageCheck.objects.first(), clock.now() + SOON
    if newest:
        PageCheck.objects.filter(pk=newest.pk, next_at__gt=soon).update(next_at=soon)


def _row(check: PageCheck, seen: queries.Outlook, service: int, found: Finding) -> PageFinding:
    return PageFinding(
        check_run=check,
        service_id=service,
        policy_id=seen.services[service][1],
        kind=found.kind,
        severities=list(found.severities),
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        reasons=[asdict(reason) for reason in found.reasons],
    )


def _tell(check: PageCheck, before: PageCheck | None, by: Actor) -> None:
    """Tell of the run, and of each cause of holes that was not there at the last one, or is there no more."""
    tell(
        events.PagingChecked(record=check.pk, by=by, services=check.services, holes=check.holes, singles=check.singles)
    )
    old, new = _causes(before), _causes(check)
    found = [
        events.HoleFound(
            record=cause[0],
            by=by,
            check=check.pk,
            severities=sorted({level for hole in holes for level in hole.severities}),
            starts_at=holes[0].starts_at,
            ends_at=holes[0].ends_at,
            why=_whys(cause),
        )
        for cause, holes in new.items()
        if cause not in old
    ]
    gone = [
        events.HoleGone(record=cause[0], by=by, check=check.pk, severities=holes[0].severities, why=_whys(cause))
        for cause, holes in old.items()
        if cause not in new
    ]
    told = tell_many(found)
    tell_many(gone)
    if before:
        _write_to_leads(told)


def _causes(check: PageCheck | None) -> dict[Cause, list[PageFinding]]:
    """The holes of a run by what makes them, so that next Saturday's hole is the same as last Saturday's."""
    causes: defaultdict[Cause, list[PageFinding]] = defaultdict(list)
    if check:
        for hole in check.findings.filter(kind=HOLE):
            causes[hole.service_id, tuple(hole.why())].append(hole)
    return causes


def _whys(cause: Cause) -> list[str]:
    return sorted({reason.why for reason in cause[1]})


def _write_to_leads(found: Iterable[events.HoleFound]) -> None:
    """One message to each lead whose services have new holes. It can wait: it is about the weeks ahead."""
    told: defaultdict[Person, list[tuple[Service, int]]] = defaultdict(list)
    holes = {fact.record: fact.id for fact in found}
    for service in Service.objects.filter(pk__in=holes).select_related("owner_team"):
        for lead in notices.leads_of(service.owner_team_id):
            told[lead].append((service, holes[service.pk]))
    for lead, services in told.items():
        notify.notify(
            lead,
            fact_id=services[0][1],
            subject=ngettext(
                "Nobody could be paged for %(n)d service", "Nobody could be paged for %(n)d services", len(services)
            )
            % {"n": len(services)},
            body=_("There are times ahead at which nobody could be paged for: %(names)s.")
            % {"names": ", ".join(service.name for service, _fact in services[:20])},
            link=f"{settings.BASE_URL}/on-call/pageability",
            link_text=_("See when and why"),
            urgency=Urgency.LOW,
        )


def _forget(check: PageCheck) -> None:
    """Findings are kept for the newest run only, runs for about two months of days."""
    PageFinding.objects.exclude(check_run=check).delete()
    kept = PageCheck.objects.values("pk")[:KEPT_RUNS]
    PageCheck.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
