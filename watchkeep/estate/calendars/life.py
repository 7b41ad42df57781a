"""The life of business hours, and of secret addresses from which calendar programs read."""

from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from watchkeep.estate.calendars.events import HoursAdded, HoursEdited, HoursRemoved
from watchkeep.estate.calendars.models import Address, BusinessHours
from watchkeep.estate.calendars.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.permissions import Permissions
from watchkeep.kernel.records import save

A = TypeVar("A", bound=Address)
MOST_OF_ONE = 50
"""So many open addresses of one sort may one person have."""
NOTED_EVERY = timedelta(hours=1)


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


@transaction.atomic
def issue_address(row: A, owner: Person, *, by: Actor, over: Permissions) -> str:
    """Give somebody an address that shows what ``row`` says, and return its key: it is shown this once.

    ``over``: the permission to do so for somebody else. Whoever keeps the row tells of it.
    """
    _need_owner(owner.pk, by, over)
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=owner.pk).values_list("pk"))
    if type(row).objects.living().filter(owner=owner).count() >= MOST_OF_ONE:
        raise Refused(_("You have %(most)s addresses already: close one first.") % {"most": MOST_OF_ONE})
    key, digest = secrets.new_key("cal_")
    row.owner, row.digest, row.issued_at = owner, digest, clock.now()
    row.save(force_insert=True)
    return key


@transaction.atomic
def revoke_address(row: Address, *, by: Actor, over: Permissions) -> bool:
    """Close an address for good; return whether it was open."""
    _need_owner(row.owner_id, by, over)
    return bool(type(row).objects.living().filter(pk=row.pk).update(revoked_at=clock.now()))


def note_reading(row: Address) -> None:
    """Remember, about once an hour, that somebody's calendar reads this."""
    now = clock.now()
    if row.read_at is None or now - row.read_at > NOTED_EVERY:
        type(row).objects.filter(pk=row.pk).update(read_at=now)


def _need_owner(owner: int, by: Actor, over: Permissions) -> None:
    if by.person != owner and not by.may(over):
        raise NotAllowed(_("Calendar addresses belong to one person."), permission=over)
