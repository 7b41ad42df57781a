"""The life of business hours: they are made, changed and, when nothing uses them, removed."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from watchkeep.estate.calendars.events import HoursAdded, HoursEdited, HoursRemoved
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.calendars.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_hours(*, by: Actor, name: str, **values: Any) -> BusinessHours:
    """Make business hours: a week, a zone, and whose holidays are kept."""
    by.need(P.MANAGE, _("add business hours"))
    hours = BusinessHours()
    save(hours, name=name, **values)
    tell(HoursAdded(record=hours.pk, by=by, name=hours.name))
    return hours


@transaction.atomic
def edit_hours(hours: BusinessHours, *, by: Actor, **changes: Any) -> None:
    """Change business hours. Whatever is reckoned in them hears of it."""
    by.need(P.MANAGE, _("edit business hours"))
    if changed := save(hours, **changes):
        tell(HoursEdited(record=hours.pk, by=by, changed=changed))


@transaction.atomic
def remove_hours(hours: BusinessHours, *, by: Actor) -> None:
    """Remove business hours that nothing uses."""
    by.need(P.MANAGE, _("remove business hours"))
    record, name = hours.pk, hours.name
    try:
        hours.delete()
    except ProtectedError as error:
        raise Refused(_("Something still uses these hours.")) from error
    tell(HoursRemoved(record=record, by=by, name=name))
