"""What palette and search find here."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.oncall.models import Policy
from watchkeep.kernel.actors import Actor

TITLE = _("Escalation policies")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Policies by name."""
    found = Policy.objects.visible_to(actor).filter(name__icontains=words)[:size]
    return [Find(one.name, reverse("console:policy", args=[one.pk]), "escalate", one.description) for one in found]
