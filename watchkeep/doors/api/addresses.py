"""Secret calendar addresses of any sort, as the API shows and makes them."""

from datetime import datetime

from django.utils.translation import gettext as _

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.shapes import Record
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import NotAllowed
from watchkeep.kernel.permissions import Permissions


class KeptAddress(Record):
    """A calendar address of yours, as far as it is kept."""

    id: int
    issued_at: datetime
    read_at: datetime | None
    """When a calendar program read it last, to about an hour."""


def owner_of(request: Call, need: Permissions) -> Person:
    """Whose address is made: the person who asks. Raises NotAllowed for what is nobody."""
    owner = Person.objects.filter(pk=request.auth.person or 0).first()
    if owner is None:
        raise NotAllowed(_("A calendar address belongs to a person."), permission=need)
    return owner
