"""What palette and search find of contracts."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel.actors import Actor

TITLE = _("Contracts")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find contracts by number or a part of the title."""
    fits = Q(number=words.strip().upper()) | Q(title__icontains=words.strip())
    found = Contract.objects.visible_to(actor).filter(fits).select_related("supplier")[:size]
    return [
        Find(str(one), reverse("console:contract", args=[one.number]), "contract", str(one.supplier)) for one in found
    ]
