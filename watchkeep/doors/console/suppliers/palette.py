"""What palette and search find of suppliers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.estate.suppliers.models import Supplier
from watchkeep.kernel.actors import Actor

TITLE = _("Suppliers")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Find suppliers by a part of the name; the support's telephone stands beside."""
    found = Supplier.objects.visible_to(actor).active().filter(name__icontains=words)[:size]
    return [Find(one.name, reverse("console:supplier", args=[one.pk]), "supplier", one.support_phone) for one in found]
