"""Whether the reader is on call: it stands on every page, so it is asked at most once a minute."""

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from watchkeep.doors.ui import formats
from watchkeep.doors.ui.frame import Duty
from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor

KEPT_SECONDS = 60


def at_a_glance(request: HttpRequest) -> Duty | None:
    """The reader's duty in words; nothing for those who cannot see rotas."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # asking.Request says it
    person = request.user
    if not isinstance(person, Person) or not actor.may(P.SEE):
        return None
    words = cache.get_or_set(f"duty:{person.pk}", lambda: _words(person), KEPT_SECONDS)
    return Duty(is_on=bool(words), words=words or _("Not on call"), href=_address())


def _words(person: Person) -> str:
    """What they have and until when; nothing when they have nothing."""
    shifts = queries.duties_of(person)
    if not shifts:
        return ""
    until = formats.moment(max(shift.ends_at for shift in shifts))
    return _("On call until %(until)s") % {"until": until}


def _address() -> str:
    try:
        return reverse("console:oncall")
    except NoReverseMatch:
        return reverse("console:now")
