"""What stands against a change on the side of people: nobody on call for what it touches, or who does it is away."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from watchkeep.duty.oncall.models import Layer
from watchkeep.duty.oncall.queries import absences, rotas
from watchkeep.duty.oncall.rules import rotation
from watchkeep.kernel import clock, prepared
from watchkeep.work.changes.queries import WARNS, Conflict, Plan

MOST = 20
"""So many rotas are looked at."""
MOST_GAPS = 200

_LAYERS = f"""
SELECT s.id, s.name, s.time_zone, l.starts_on, l.handover, l.every, l.unit, l.time_zone, l.windows,
       array(SELECT t.person_id FROM oncall_turn t WHERE t.layer_id = l.id ORDER BY t.position)
  FROM (SELECT id, name, time_zone FROM oncall_schedule
         WHERE id IN (SELECT t.schedule_id FROM oncall_policystep p JOIN oncall_steptarget t ON t.step_id = p.id
                       WHERE p.policy_id = ANY(array(
                             SELECT own.policy_id FROM oncall_servicepolicy own
                              WHERE own.service_id = ANY(%(services)s::bigint[])
                              UNION ALL
                             SELECT d.id FROM oncall_policy d
                              WHERE d.is_default AND cardinality(%(services)s::bigint[]) > (
                                    SELECT count(*) FROM oncall_servicepolicy own
                                     WHERE own.service_id = ANY(%(services)s::bigint[])))))
         ORDER BY id LIMIT {MOST}) s
  LEFT JOIN oncall_layer l ON l.schedule_id = s.id
 ORDER BY s.id, l.position
"""  # noqa: S608  # a number of ours
"""The rotas that the policies of services page, by their own or else the default one: a row for each layer."""
_OVERRIDES = """
SELECT schedule_id, person_id, starts_at, ends_at FROM oncall_override
 WHERE schedule_id = ANY(%(rotas)s::bigint[]) AND starts_at < %(end)s AND ends_at > %(start)s
 ORDER BY id
"""


def uncovered(plan: Plan) -> Iterable[Conflict]:
    """Gaps in the rotas of what it touches: at its time, or in the stretch in which a free slot is looked for."""
    start = max(plan.start, clock.now())
    if not plan.services or plan.end <= start or plan.end - start > rotas.FARTHEST:
        return
    for pk, name, rota in _rotas(plan.services, start, plan.end):
        words = _("Nobody is on call in %(rota)s then.") % {"rota": name}
        for gap in rotation.gaps(rota, start, plan.end)[:MOST_GAPS]:
            yield Conflict("uncovered", WARNS, words, gap.starts_at, gap.ends_at, pk)


def away(plan: Plan) -> Iterable[Conflict]:
    """Who carries it out is on leave."""
    if plan.implementer is None:
        return
    for stretch in absences.away(plan.start, plan.end, [plan.implementer]).get(plan.implementer, ())[:MOST]:
        words = _("Whoever is to carry it out is away.")
        yield Conflict("absence", WARNS, words, stretch.starts_at, stretch.ends_at, plan.implementer)


def _rotas(services: Sequence[int], start: datetime, end: datetime) -> Iterable[tuple[int, str, rotation.Rota]]:
    """The rotas of these services between two instants: two statements for any number of them."""
    rows = prepared.rows(_LAYERS, {"services": sorted({*services})})
    if not rows:
        return
    asked = {"rotas": sorted({row[0] for row in rows}), "start": start, "end": end}
    overrides = prepared.rows(_OVERRIDES, asked)
    for (pk, name, zone), layers in groupby(rows, key=itemgetter(0, 1, 2)):
        stand_ins = tuple(rotation.Override(*about) for rota, *about in overrides if rota == pk)
        yield pk, name, rotation.Rota(ZoneInfo(zone), tuple(_layer(*row[3:]) for row in layers if row[3]), stand_ins)


def _layer(*row: Any) -> rotation.Layer:
    *plain, windows, people = row
    names = ("starts_on", "handover", "every", "unit", "time_zone")
    return Layer(**dict(zip(names, plain, strict=True)), windows=json.loads(windows)).taken_by(people)
