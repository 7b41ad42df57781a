"""What people say of things: the same, different, and back again. Nothing is lost on the way there or back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import events, queries
from watchkeep.estate.discovery.life import doubting, identifying
from watchkeep.estate.discovery.models import Doubt, Trace, Verdict
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def say_same(doubt: Doubt, *, by: Actor) -> None:
    """They are one thing: one item stands for both, and what each brought stays its own."""
    _answer(doubt, Doubt.Outcome.SAME, by=by)


@transaction.atomic
def say_different(doubt: Doubt, *, by: Actor) -> None:
    """They are two things, whatever they share."""
    _answer(doubt, Doubt.Outcome.DIFFERENT, by=by)


@transaction.atomic
def merge(item: Item, other: Item, *, by: Actor) -> None:
    """These two are one thing, though nothing that was found says so. The older one stands for both."""
    by.need(P.JUDGE, _("say what things are"))
    if item.pk == other.pk:
        raise Refused(_("It is the same item."), field="other")
    one, two = (_first_trace(each) for each in (item, other))
    _write(one, two, is_same=True, by=by)
    identifying.bring_together({one.pk, two.pk}, by=by)


@transaction.atomic
def split(trace: Trace, *, by: Actor) -> None:
    """What was told under this trace is of another thing than what else was told of its item."""
    by.need(P.JUDGE, _("say what things are"))
    locks.wait_for("identification")
    trace.refresh_from_db()
    kin = [one for one in queries.traces_of(queries.standing_for(trace.item_id or 0)) if one.pk != trace.pk]
    if not kin:
        raise Refused(_("There is nothing else that it could be split from."))
    for one in kin:
        _write(trace, one, is_same=False, by=by)
    identifying.bring_together({trace.pk, *(one.pk for one in kin)}, by=by)


@transaction.atomic
def take_back(verdict: Verdict, *, by: Actor) -> None:
    """What was said of two traces holds no more: the marks decide again."""
    by.need(P.JUDGE, _("say what things are"))
    locks.wait_for("identification")
    one, other = verdict.one_id, verdict.other_id
    if not Verdict.objects.filter(pk=verdict.pk).delete()[0]:
        raise Refused(_("It has been taken back already."))
    tell(events.Told(record=one, by=by, other=other, said="taken back"))
    identifying.bring_together({one, other}, by=by)


def _answer(doubt: Doubt, outcome: Doubt.Outcome, *, by: Actor) -> None:
    """Of two who answer at once one wins."""
    by.need(P.JUDGE, _("say what things are"))
    locks.wait_for("identification")
    doubt = Doubt.objects.select_related("trace", "other_trace").get(pk=doubt.pk)
    if doubt.settled_at:
        raise Refused(_("It has been settled already."))
    doubting.settle(doubt, outcome, by=by)
    _write(doubt.trace, doubt.other_trace, is_same=outcome == Doubt.Outcome.SAME, by=by)
    identifying.bring_together({doubt.trace_id, doubt.other_trace_id}, by=by)


def _first_trace(item: Item) -> Trace:
    locks.wait_for("identification")
    found = next(iter(queries.traces_of(item.merged_into_id or item.pk)), None)
    if found is None:
        raise Refused(_("%(name)s was not found by any source.") % {"name": item.name}, field="other")
    return found


def _write(one: Trace, other: Trace, *, is_same: bool, by: Actor) -> None:
    first, second = sorted((one.pk, other.pk))
    said = {"is_same": is_same, "by": str(by), "at": clock.now()}
    Verdict.objects.update_or_create(one_id=first, other_id=second, defaults=said)
    tell(events.Told(record=first, by=by, other=second, said="same" if is_same else "different"))
