"""What palette and search find of people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor

TITLE = _("People")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find people by the beginning of a name or an address."""
    found = people.alike(Person.objects.visible_to(actor).active(), words)[:size]
    return [Find(one.name, reverse("console:person", args=[one.pk]), "person", one.email) for one in found]
