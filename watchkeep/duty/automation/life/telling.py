"""A step is late: said once, in the room and to whoever owns it."""

from django.db import transaction

from watchkeep.duty.automation import events
from watchkeep.duty.automation.models import RunStep
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

BATCH = 50


@transaction.atomic
def tell_late() -> int:
    """Say of every step that was due and is not done that it is late; each once, whoever else sweeps."""
    now = clock.now()
    rows = RunStep.objects.late(now).select_related("run").select_for_update(of=("self",), skip_locked=True)[:BATCH]
    late = list(rows)
    RunStep.objects.filter(pk__in=[row.pk for row in late]).update(told_late_at=now)
    for row in late:
        if row.due_at is None:
            continue
        owner = row.person_id or row.owner_id
        tell(
            events.StepLate(
                record=row.run.ticket_id, by=CLOCK, role=row.role, person=owner, due_at=row.due_at, **row.facts
            )
        )
    return len(late)
