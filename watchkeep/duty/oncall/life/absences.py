"""Being away, and which holidays are one's own."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.life import covering
from watchkeep.duty.oncall.models import Absence, Homeland
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def add_absence(
    person: Person,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date,
    kind: str = Absence.Kind.VACATION,
    note: str = "",
    ask: bool = False,
) -> Absence:
    """Be away from the first day to the last. Pages pass over whoever is away.

    With `ask`, each rota whose shift is left uncovered is asked at once whether somebody takes it.
    """
    _need_self(person, by)
    absence = Absence(person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, note=note)
    if ends_on < starts_on:
        raise Refused(_("The last day must not come before the first."), field="ends_on")
    if absence.stretch().ends_at <= clock.now():
        raise Refused(_("This lies in the past."), field="ends_on")
    if Absence.objects.filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(_("%(name)s is already away then.") % {"name": person.name}, field="starts_on")
    absence.save()
    tell(events.AbsenceAdded(record=person.pk, by=by, absence=absence.pk, starts_on=starts_on, ends_on=ends_on))
    live.changed("oncall")
    if ask:
        ask_for_absence(absence, by=by)
    return absence


@transaction.atomic
def ask_for_absence(absence: Absence, *, by: Actor) -> int:
    """Ask the rotas about every shift that an absence leaves uncovered and nobody was asked about. Returns how many."""
    asked = 0
    for shift in queries.uncovered(absence):
        try:
            with transaction.atomic():
                covering.ask_cover(
                    shift.schedule, by=by, person=absence.person, starts_at=shift.starts_at, ends_at=shift.ends_at
                )
            asked += 1
        except Refused:  # somebody has been asked already, or there is nobody else in that rota
            continue
    return asked


@transaction.atomic
def remove_absence(absence: Absence, *, by: Actor) -> None:
    """Be there after all. Who took a shift meanwhile keeps it."""
    _need_self(absence.person, by)
    tell(events.AbsenceRemoved(record=absence.person_id, by=by, absence=absence.pk))
    absence.delete()
    live.changed("oncall")


@transaction.atomic
def set_homeland(person: Person, *, by: Actor, country: str, subdivision: str = "") -> None:
    """Keep the public holidays of this country and region; no country, none."""
    _need_self(person, by)
    if country and not calendars.knows_holidays(country):
        raise Refused(_("The holidays of that country are not known."), field="country")
    if subdivision and not calendars.knows_holidays(country, subdivision):
        raise Refused(_("That country has no such region."), field="subdivision")
    if country:
        values = {"country": country, "subdivision": subdivision}
        Homeland.objects.update_or_create(person=person, defaults=values)
    else:
        Homeland.objects.filter(person=person).delete()
    tell(events.HomelandSet(record=person.pk, by=by, country=country, subdivision=subdivision))


def _need_self(person: Person, by: Actor) -> None:
    if by.person != person.pk:
        by.need(P.MANAGE, _("say when somebody else is away"))
