"""Setting aside: somebody knows why it is so, and until when it may be. Then it is taken up again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.reconciliation.events import SetAside, TakenUp
from watchkeep.estate.reconciliation.life import tallying
from watchkeep.estate.reconciliation.models import Finding
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many

LONGEST = timedelta(days=366)
BATCH = 500


@transaction.atomic
def set_aside(finding: Finding, *, by: Actor, reason: str, until: date) -> None:
    """It may be so until that day, for a reason."""
    by.need(P.WORK, _("set findings aside"))
    today, reason = clock.now().date(), reason.replace("\x00", "").strip()[:300]
    if not reason:
        raise Refused(_("Say why."), field="reason", code="missing")
    if not today < until <= today + LONGEST:
        raise Refused(_("Until a day from tomorrow on, within a year."), field="until")
    _hold(finding)
    if finding.aside_until:
        raise Refused(_("It is set aside already."), code="wrong_state")
    _tally(finding, -1)
    finding.aside_until, finding.aside_reason, finding.aside_by = until, reason, str(by)
    finding.save(update_fields=["aside_until", "aside_reason", "aside_by"])
    tell(SetAside(record=finding.pk, by=by, item=finding.item_id, what=finding.kind, until=until.isoformat()))


@transaction.atomic
def take_up(finding: Finding, *, by: Actor) -> None:
    """It counts again."""
    by.need(P.WORK, _("take findings up"))
    _hold(finding)
    if not finding.aside_until:
        raise Refused(_("It is not set aside."), code="wrong_state")
    finding.aside_until, finding.aside_reason, finding.aside_by = None, "", ""
    finding.save(update_fields=["aside_until", "aside_reason", "aside_by"])
    _tally(finding, 1)
    tell(TakenUp(record=finding.pk, by=by, item=finding.item_id, what=finding.kind))


@transaction.atomic
def take_up_due(most: int = BATCH) -> int:
    """What was set aside until today counts again. Returns how many."""
    locks.wait_for("findings")
    due = list(Finding.objects.set_aside().filter(aside_until__lte=clock.now().date()).order_by("aside_until")[:most])
    for finding in due:
        finding.aside_until, finding.aside_reason, finding.aside_by = None, "", ""
    Finding.objects.bulk_update(due, ["aside_until", "aside_reason", "aside_by"])
    counts, costs = Counter[str](), dict[str, Decimal]()
    tallying.count(due, 1, counts, costs)
    tallying.keep(counts, costs)
    tell_many([TakenUp(record=one.pk, by=CLOCK, item=one.item_id, what=one.kind) for one in due])
    return len(due)


def _hold(finding: Finding) -> None:
    """Nobody else opens, ends or sets aside meanwhile."""
    locks.wait_for("findings")
    finding.refresh_from_db()
    if finding.ended_at:
        raise Refused(_("It agrees again: there is nothing to do."), code="wrong_state")


def _tally(finding: Finding, sign: int) -> None:
    counts, costs = Counter[str](), dict[str, Decimal]()
    tallying.count([finding], sign, counts, costs)
    tallying.keep(counts, costs)
