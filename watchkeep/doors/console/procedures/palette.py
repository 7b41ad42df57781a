"""Runbooks and workflows, found by their names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.automation.models import Procedure
from watchkeep.kernel.actors import Actor

TITLE = _("Runbooks and workflows")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Procedures whose name holds the words."""
    rows = Procedure.objects.visible_to(actor).filter(name__icontains=words)[:size]
    return [Find(one.name, reverse("console:procedure", args=[one.slug]), "book", one.purpose) for one in rows]
