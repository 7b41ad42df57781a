"""Doubts: they wait until somebody says what things are, or until nothing speaks for them any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.models import Doubt, Trace
from watchkeep.estate.discovery.rules import partition
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell, tell_many


def keep_up(doubts: Sequence[partition.Doubt], placed: Mapping[int, tuple[Trace, int]], *, by: Actor) -> None:
    """Let what is in doubt wait for somebody, and what is so no longer fade."""
    homes = {home for _row, home in placed.values()}
    items = homes | {row.item_id for row, _home in placed.values()}
    waiting = {(one.item_id, one.other_id): one for one in Doubt.objects.open().filter(item__in=items)}
    wanted: dict[tuple[int, int], Doubt] = {}
    for one in doubts:
        sides = sorted((placed[pk][1], pk) for pk in (one.one, one.other))
        (item, trace), (other, other_trace) = sides
        wanted.setdefault((item, other), Doubt(
            item_id=item, other_id=other, trace_id=trace, other_trace_id=other_trace, kind=one.mark.kind,
            value=one.mark.value, against=list(one.against),
        ))  # fmt: skip
    opened = Doubt.objects.bulk_create([one for pair, one in wanted.items() if pair not in waiting])
    tell_many([
        events.DoubtOpened(record=one.pk, by=by, item=one.item_id, other=one.other_id, mark=one.kind) for one in opened
    ])  # fmt: skip
    for pair, faded in waiting.items():
        if pair not in wanted:
            settle(faded, Doubt.Outcome.FADED, by=by)


def settle(doubt: Doubt, outcome: Doubt.Outcome, *, by: Actor) -> None:
    """It is known what they are."""
    doubt.settled_at, doubt.outcome, doubt.by = clock.now(), outcome, str(by)
    doubt.save(update_fields=["settled_at", "outcome", "by"])
    tell(events.DoubtSettled(
        record=doubt.pk, by=by, item=doubt.item_id, other=doubt.other_id, outcome=outcome.value
    ))  # fmt: skip
