"""Planning who is on duty: schedules, the layers in them, and who stands in."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.life import ledger
from watchkeep.duty.oncall.models import Layer, Override, PolicyStep, Schedule, Turn
from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules import rotation
from watchkeep.duty.oncall.rules.rotation import Rhythm
from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def create_schedule(
    *, by: Actor, name: str, time_zone: str, description: str = "", team: Team | None = None
) -> Schedule:
    """Begin a schedule. It is one long gap until it has a layer."""
    by.need(P.MANAGE, _("plan who is on call"))
    schedule = Schedule(name=name, time_zone=time_zone, description=description, team=team)
    _save_schedule(schedule, by, is_new=True)
    return schedule


@transaction.atomic
def change_schedule(
    schedule: Schedule, *, by: Actor, name: str, time_zone: str, description: str = "", team: Team | None = None
) -> None:
    """Change what a schedule is called, or the zone in which its hand-overs are meant."""
    by.need(P.MANAGE, _("plan who is on call"))
    ledger.settle(schedule)
    schedule.name, schedule.time_zone = name, time_zone
    schedule.description, schedule.team = description, team
    _save_schedule(schedule, by, is_new=False)


@transaction.atomic
def remove_schedule(schedule: Schedule, *, by: Actor) -> None:
    """Take a schedule away. Refused while a policy pages it."""
    by.need(P.MANAGE, _("plan who is on call"))
    users = PolicyStep.objects.filter(targets__schedule=schedule).values_list("policy__name", flat=True).distinct()
    if users:
        raise Refused(_("These policies page it: %(names)s.") % {"names": ", ".join(users)}, code="in_use")
    ledger.settle(schedule)
    tell(events.ScheduleRemoved(record=schedule.pk, by=by, name=schedule.name))
    schedule.delete()
    live.changed("oncall")


@transaction.atomic
def add_layer(
    schedule: Schedule,
    *,
    by: Actor,
    name: str,
    people: Sequence[Person],
    rhythm: Rhythm,
    windows: Iterable[dict[str, Any]] = (),
    time_zone: str = "",
) -> Layer:
    """Put a layer on top of a schedule: the first of these people takes over first.

    ``time_zone``: the clock by which it goes, when it is not the schedule's.
    """
    by.need(P.MANAGE, _("plan who is on call"))
    ledger.settle(schedule)
    layer = Layer(schedule=schedule, position=_top(schedule) + 1)
    beat = asdict(rhythm) | {"time_zone": time_zone}
    _save_layer(layer, by, people, is_new=True, name=name, windows=list(windows), **beat)
    return layer


@transaction.atomic
def change_layer(
    layer: Layer,
    *,
    by: Actor,
    name: str,
    people: Sequence[Person],
    rhythm: Rhythm,
    windows: Iterable[dict[str, Any]] = (),
    time_zone: str = "",
) -> None:
    """Change how people take turns. When only the people change, whoever is on duty stays it."""
    by.need(P.MANAGE, _("plan who is on call"))
    ledger.settle(layer.schedule)
    if (rhythm, time_zone) == (layer.rhythm, layer.time_zone):
        people = _turned(layer, people)
    beat = asdict(rhythm) | {"time_zone": time_zone}
    _save_layer(layer, by, people, is_new=False, name=name, windows=list(windows), **beat)


@transaction.atomic
def move_layer(layer: Layer, *, by: Actor, up: bool) -> None:
    """Let a layer count for more (up) or for less than its neighbour. At the end it stays where it is."""
    by.need(P.MANAGE, _("plan who is on call"))
    ledger.settle(layer.schedule)
    siblings = layer.schedule.layers.select_for_update()
    beyond = siblings.filter(position__gt=layer.position) if up else siblings.filter(position__lt=layer.position)
    neighbour = beyond.order_by("position" if up else "-position").first()
    if neighbour is None:
        return
    Layer.objects.filter(pk=neighbour.pk).update(position=layer.position)
    Layer.objects.filter(pk=layer.pk).update(position=neighbour.position)
    layer.position = neighbour.position
    tell(events.LayerMoved(record=layer.schedule_id, by=by, layer=layer.pk, position=layer.position))
    live.changed("oncall")


@transaction.atomic
def remove_layer(layer: Layer, *, by: Actor) -> None:
    """Take a layer away; what lies below shows through."""
    by.need(P.MANAGE, _("plan who is on call"))
    ledger.settle(layer.schedule)
    tell(events.LayerRemoved(record=layer.schedule_id, by=by, layer=layer.pk, name=layer.name))
    Layer.objects.filter(schedule=layer.schedule_id, position__gt=layer.position).update(position=F("position") - 1)
    layer.delete()
    live.changed("oncall")


@transaction.atomic
def add_override(
    schedule: Schedule, *, by: Actor, person: Person, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Override:
    """Let somebody stand in for whoever would be on duty."""
    by.need(P.OVERRIDE, _("change who stands in"))
    if ends_at <= starts_at:
        raise Refused(_("The end must come after the beginning."), field="ends_at")
    if ends_at <= clock.now():
        raise Refused(_("This lies in the past."), field="ends_at")
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, field="person")
    ledger.settle(schedule)
    override = schedule.overrides.create(person=person, starts_at=starts_at, ends_at=ends_at, reason=reason)
    tell(
        events.OverrideAdded(
            record=schedule.pk,
            by=by,
            override=override.pk,
            person=person.pk,
            starts_at=starts_at,
            ends_at=ends_at,
        )
    )
    live.changed("oncall")
    return override


@transaction.atomic
def remove_override(override: Override, *, by: Actor) -> None:
    """Undo an override: one's own, or anybody's for those who plan."""
    if not by.may(P.MANAGE) and not (by.may(P.OVERRIDE) and by.person == override.person_id):
        raise NotAllowed(_("Only who stands in, or who plans, may undo this."), permission=P.MANAGE)
    ledger.settle(override.schedule)
    tell(events.OverrideRemoved(record=override.schedule_id, by=by, override=override.pk, person=override.person_id))
    override.delete()
    live.changed("oncall")


def _save_schedule(schedule: Schedule, by: Actor, *, is_new: bool) -> None:
    if Schedule.objects.filter(name__iexact=schedule.name).exclude(pk=schedule.pk).exists():
        raise Refused(_("There is a schedule of this name."), field="name")
    schedule.save()
    tell(
        events.ScheduleSaved(record=schedule.pk, by=by, name=schedule.name, time_zone=schedule.time_zone, is_new=is_new)
    )
    live.changed("oncall")


def _save_layer(layer: Layer, by: Actor, people: Sequence[Person], *, is_new: bool, **values: Any) -> None:
    for field, value in values.items():
        setattr(layer, field, value)
    layer.save()
    layer.turns.all().delete()
    Turn.objects.bulk_create(Turn(layer=layer, position=n, person=person) for n, person in enumerate(people))
    tell(
        events.LayerSaved(
            record=layer.schedule_id,
            by=by,
            layer=layer.pk,
            name=layer.name,
            people=[person.pk for person in people],
            every=layer.every,
            unit=layer.unit,
            is_new=is_new,
        )
    )
    live.changed("oncall")


def _turned(layer: Layer, people: Sequence[Person]) -> list[Person]:
    """The people in an order that leaves the running shift with whoever has it."""
    by_id = {person.pk: person for person in people}
    ids = [person.pk for person in people]
    turned = rotation.turned(layer.spec(), ids, layer.zone, clock.now())
    return [by_id[pk] for pk in turned.people]


def _top(schedule: Schedule) -> int:
    """The highest place taken, 0 when there is none; nobody else adds a layer until we are done."""
    Schedule.objects.select_for_update(no_key=True).get(pk=schedule.pk)
    return schedule.layers.aggregate(top=Max("position"))["top"] or 0
