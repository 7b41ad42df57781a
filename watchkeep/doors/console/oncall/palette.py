"""What palette and search find here."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.oncall.models import Schedule
from watchkeep.kernel.actors import Actor

TITLE = _("On-call schedules")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Schedules by name."""
    found = Schedule.objects.visible_to(actor).filter(name__icontains=words)[:size]
    return [Find(one.name, reverse("console:schedule", args=[one.pk]), "on-call", one.description) for one in found]
