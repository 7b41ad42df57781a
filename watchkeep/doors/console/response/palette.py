"""Plans, found by their names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.response.models import Plan
from watchkeep.kernel.actors import Actor

TITLE = _("Response plans")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Plans whose name holds the words."""
    rows = Plan.objects.visible_to(actor).filter(name__icontains=words).select_related("service")[:size]
    return [Find(plan.name, reverse("console:plan", args=[plan.pk]), "book", plan.aim) for plan in rows]
