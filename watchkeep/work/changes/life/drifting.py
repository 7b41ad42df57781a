"""Drift: what discovery found changed, looked at when the burst is over, and what people say of it.

A look costs what was told of, and nothing grows with the estate. If the process dies here, the looks are still due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, live, locks
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.work.changes import queries
from watchkeep.work.changes.events import DriftFound, DriftSettled, WatchEnded, WatchSet
from watchkeep.work.changes.life import recording
from watchkeep.work.changes.models import Change, Drift, DriftLook, Settled, Watch
from watchkeep.work.changes.permissions import P
from watchkeep.work.changes.rules.drift import Difference, merged, watched_by

BURST = timedelta(minutes=2)
"""So long after the first word it is looked: an inventory tells of attributes and of software apart."""
BEFORE = timedelta(minutes=1)
"""So long at most before it is told of, a change of an item was written down."""
TOGETHER = timedelta(hours=1)
BATCH = 500
_LOOK = """
INSERT INTO changes_driftlook (item_id, since, due_at)
SELECT d.item, d.at, d.due FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS d(item, at, due)
 WHERE EXISTS (SELECT FROM changes_watch WHERE is_active)
 ORDER BY 1 ON CONFLICT (item_id) DO UPDATE SET since = least(changes_driftlook.since, EXCLUDED.since)
"""


def look_soon(told: Mapping[int, datetime]) -> None:
    """Something else than before was found on these items, at these moments. One statement, however many they are."""
    columns = [*told], [at - BEFORE for at in told.values()], [at + BURST for at in told.values()]
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, columns)


def look_due(most: int = BATCH) -> int:
    """Sweep: look at items of which a burst has been told. Returns how many."""
    with locks.only_one("drift") as is_ours:
        if not is_ours:
            return 0
        due = DriftLook.objects.filter(due_at__lte=clock.now()).order_by("due_at").select_related("item__cls")
        looks = list(due.select_for_update(of=("self",))[:most])
        if looks:
            _look(looks)
            DriftLook.objects.filter(pk__in=[look.pk for look in looks]).delete()
        return len(looks)


@transaction.atomic
def watch(*, by: Actor, cls: Any, **values: Any) -> Watch:
    """Say which attributes of a class nobody changes without a change; with none, it is watched no more."""
    by.need(P.MANAGE, _("say what is watched"))
    attributes = sorted({name.strip() for name in values.pop("attributes", ()) if name.strip()})
    if not attributes:
        raise Refused(_("Name at least one attribute."), field="attributes", code="missing")
    try:
        Watch(attributes=attributes, **values).clean_fields(exclude=["cls"])
    except ValidationError as error:
        field, (words, *_more) = next(iter(error.message_dict.items()))
        raise Refused(words, field=field, code="invalid") from error
    made, _is_new = Watch.objects.update_or_create(cls=cls, defaults={"attributes": attributes, **values})
    tell(WatchSet(record=made.pk, by=by, path=cls.path, attributes=attributes, is_active=made.is_active))
    return made


@transaction.atomic
def justify(drift: Drift, *, by: Actor, reason: str) -> None:
    """It is all right so, for a reason."""
    reason = " ".join(reason.replace("\x00", "").split())[:300]
    if not reason:
        raise Refused(_("Say why."), field="reason", code="missing")
    _settle(drift, Settled.JUSTIFIED, by=by, reason=reason)


@transaction.atomic
def link_drift(drift: Drift, *, by: Actor, change: Change, reason: str = "") -> None:
    """It was done by a change that is on record, only not when or where that one said."""
    _settle(drift, Settled.LINKED, by=by, change=change, reason=reason[:300])


@transaction.atomic
def raise_drift(drift: Drift, *, by: Actor, reason: str) -> Change:
    """It was a change: an emergency on record after the fact, to be approved and reviewed like any other."""
    by.need(P.DRIFT, _("say what becomes of drift"))
    item = drift.item
    change = recording.record_after_the_fact(
        by=by, item=item, reason=reason, at=drift.first_seen_at,
        title=_("Found changed: %(name)s") % {"name": item.name}, purpose=queries.told(drift),
    )  # fmt: skip
    _settle(drift, Settled.RAISED, by=by, change=change, reason=reason[:300])
    return change


@transaction.atomic
def unwatch(row: Watch, *, by: Actor) -> None:
    """Watch this class no more."""
    by.need(P.MANAGE, _("say what is watched"))
    pk, path = row.pk, row.cls.path
    row.delete()
    tell(WatchEnded(record=pk, by=by, path=path))


def _settle(drift: Drift, standing: str, *, by: Actor, change: Change | None = None, reason: str = "") -> None:
    by.need(P.DRIFT, _("say what becomes of drift"))
    values = {
        "standing": standing,
        "reason": reason,
        "change": change,
        "settled_at": clock.now(),
        "settled_by": str(by),
    }
    if not Drift.objects.open().filter(pk=drift.pk).update(**values):
        raise Refused(_("Somebody has said already what becomes of it."), code="wrong_state")
    for name, value in values.items():
        setattr(drift, name, value)
    tell(DriftSettled(record=drift.pk, by=by, item=drift.item_id, how=standing, change=change.pk if change else None))
    live.changed("drift")


def _look(looks: Collection[DriftLook]) -> None:
    watches = {one.cls_id: one for one in Watch.objects.filter(is_active=True)}
    paths = queries.watched_paths(watches)
    watched = {look.item: one for look in looks if (one := watched_by(look.item.cls.line, paths))}
    since = {look.item_id: look.since for look in looks if look.item in watched}
    found = queries.differences({item.pk: one for item, one in watched.items()}, since)
    free = queries.uncovered({item.pk: one for item, one in watched.items()}, found)
    _open({item.pk: free[item.pk] for item in watched if free.get(item.pk)})


def _open(found: Mapping[int, list[Difference]]) -> None:
    """One finding for an item and burst: what is found within the hour joins the one that is open."""
    if not found:
        return
    now = clock.now()
    recent = Drift.objects.open().filter(item__in=[*found], last_seen_at__gte=now - TOGETHER)
    held = {one.item_id: one for one in recent.order_by("id").select_for_update()}
    joined = [_joined(one, found[pk], now) for pk, one in held.items()]
    Drift.objects.bulk_update(joined, ["differences", "sources", "last_seen_at"])
    new = [_new(pk, several, now) for pk, several in found.items() if pk not in held]
    made = Drift.objects.bulk_create(one for one in new if one.differences)
    tell_many([DriftFound(record=one.pk, by=CLOCK, item=one.item_id, what=_names(one)) for one in made])
    live.changed("drift")


def _joined(drift: Drift, found: Iterable[Difference], now: datetime) -> Drift:
    several = merged([*(Difference(**one) for one in drift.differences), *found])
    drift.differences = [one.kept() for one in several]
    drift.sources = sorted({one.source for one in several if one.source})
    drift.last_seen_at = now
    return drift


def _new(item: int, found: Collection[Difference], now: datetime) -> Drift:
    first = min((one.at for one in found), default=now.isoformat())
    return _joined(Drift(item_id=item, differences=[], first_seen_at=datetime.fromisoformat(first)), found, now)


def _names(drift: Drift) -> list[str]:
    return sorted({one["attribute"] for one in drift.differences})[:20]
