"""Values that tell nothing apart, said and taken back; what bears them is judged again, some at a time.

Traces keep their marks, and a placeholder is asked for whenever one is judged. So what stands in the end is what would
stand if it had been known from the start, and without it what would stand if it had never been said. Each batch is one
transaction: when the process dies, the next one goes on where the last was committed.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.life import identifying
from watchkeep.estate.discovery.models import Agent, Crowd, Identifier, MarkKind, Placeholder, Rejudging, Trace
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock, locks, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

BATCH = 200


@transaction.atomic
def add_placeholder(*, kind: str, value: str, by: Actor) -> Placeholder:
    """This value tells nothing apart. What was matched by it is judged again, as if that had always been known."""
    by.need(P.CONFIGURE, _("say what tells nothing apart"))
    clean = value.replace("\x00", "").strip()[:320]
    if kind not in MarkKind.values:
        raise Refused(_("There is no such mark."), field="kind")
    if not clean:
        raise Refused(_("Give the value."), field="value", code="missing")
    made, is_new = Placeholder.objects.get_or_create(kind=kind, value=clean, defaults={"by": str(by)})
    if not is_new:
        raise Refused(_("It is known already."), field="value")
    Crowd.objects.filter(kind=kind, value=clean).delete()
    tell(events.PlaceholderAdded(record=made.pk, by=by, mark=kind, value=clean[:200]))
    _judge_again(kind, clean, by=by)
    return made


@transaction.atomic
def remove_placeholder(placeholder: Placeholder, *, by: Actor) -> None:
    """It tells things apart after all: what bears it is judged again."""
    by.need(P.CONFIGURE, _("say what tells nothing apart"))
    pk, kind, value = placeholder.pk, placeholder.kind, placeholder.value
    if not Placeholder.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It is gone already."))
    tell(events.PlaceholderRemoved(record=pk, by=by, mark=kind, value=value[:200]))
    _judge_again(kind, value, by=by)


@transaction.atomic
def judge_bearers() -> bool:
    """Sweep: judge some of those that bear a mark whose meaning changed. False when nothing is due."""
    due = Rejudging.objects.filter(next_step_at__lte=clock.now()).order_by("next_step_at", "pk")
    row = due.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    locks.wait_for("identification")
    bearers = Identifier.objects.filter(kind=row.kind, value=row.value, trace__gt=row.upto).order_by("trace")
    ids = list(bearers.values_list("trace", flat=True)[:BATCH])
    if ids:
        row.upto, row.judged, row.moved = ids[-1], row.judged + len(ids), row.moved + _judge(ids)
    else:
        row.next_step_at, row.ended_at = None, clock.now()
        tell(events.BearersJudged(
            record=row.pk, by=CLOCK, mark=row.kind, value=row.value[:200], judged=row.judged, moved=row.moved
        ))  # fmt: skip
    row.save()
    return True


def _judge_again(kind: str, value: str, *, by: Actor) -> None:
    """From the beginning, if it is being judged already."""
    begun = {"by": str(by), "upto": 0, "judged": 0, "moved": 0, "next_step_at": clock.now(), "began_at": clock.now()}
    Rejudging.objects.update_or_create(kind=kind, value=value, ended_at=None, defaults=begun)
    queue.nudge("placeholders")


def _judge(ids: list[int]) -> int:
    """How many are of another thing now. What their agents say next is read whole, so that each item gets its own."""
    before = _standing(ids)
    placed = identifying.bring_together({*ids}, by=CLOCK)
    moved = [pk for pk in ids if placed[pk][1] != before.get(pk)]
    if moved:
        Agent.objects.filter(trace__in=placed).update(meaning=None)
        _follow(moved, {pk: home for pk, (_row, home) in placed.items()})
    return len(moved)


def _follow(moved: list[int], homes: dict[int, int]) -> None:
    """The agents whose machine is another item now."""
    agents = list(Agent.objects.filter(trace__in=moved))
    for agent in agents:
        agent.item_id = homes[agent.trace_id or 0]
    Agent.objects.bulk_update(agents, ["item"])


def _standing(ids: list[int]) -> dict[int, int]:
    """The item that stands for each trace now."""
    of = dict(Trace.objects.filter(pk__in=ids).values_list("pk", "item"))
    rows = Item.objects.filter(pk__in={item for item in of.values() if item}).values_list("pk", "merged_into")
    home = {pk: into or pk for pk, into in rows}
    return {trace: home[item] for trace, item in of.items() if item}
