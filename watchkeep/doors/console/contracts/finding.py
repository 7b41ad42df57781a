"""A contract, found among those that the reader may see."""

from django.shortcuts import get_object_or_404

from watchkeep.doors.console.asking import Request
from watchkeep.estate.suppliers.models import Contract


def find(request: Request, number: str) -> Contract:
    """Return the contract, if the reader may see it."""
    rows = Contract.objects.visible_to(request.actor).select_related("supplier", "owner")
    return get_object_or_404(rows, number=number.upper())
