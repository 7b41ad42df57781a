"""Who has how many: set aside when it is asked for, had once it is fulfilled. Two at once cannot both take the last."""

from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import queries
from watchkeep.work.requests.models import CatalogueItem, Edition, Holding, Request


def reserve(request: Request, edition: Edition, person: Person | None) -> None:
    """Set aside what is asked for, inside a verb. Refused when that is more than is left.

    The item's row is the lock: whoever comes second counts what the first one took.
    """
    if not edition.is_counted:
        return
    if person is None:
        raise Refused(_("Say for whom it is: it is counted who has how many."), field="requester", code="missing")
    list(CatalogueItem.objects.select_for_update().filter(pk=edition.item_id).values_list("pk"))
    right = queries.entitlement(edition, person)
    if right.left is not None and request.quantity > right.left:
        raise Refused(_refusal(right.left, right.held, right.is_sold_out), field="quantity", code="used_up")
    Holding.objects.create(person=person, item_id=edition.item_id, request=request, quantity=request.quantity)


def resize(request: Request, quantity: int) -> None:
    """Set aside another number, inside a verb."""
    held = Holding.objects.standing().filter(request=request).select_related("person").first()
    if held is None or request.edition is None or quantity == held.quantity:
        return
    list(CatalogueItem.objects.select_for_update().filter(pk=held.item_id).values_list("pk"))
    right = queries.entitlement(request.edition, held.person)
    if right.left is not None and quantity > right.left + held.quantity:
        raise Refused(_refusal(right.left, right.held, right.is_sold_out), field="quantity", code="used_up")
    Holding.objects.filter(pk=held.pk).update(quantity=quantity)


def hand_over(request: Request) -> None:
    """They have it now: what was set aside is theirs."""
    Holding.objects.standing().filter(request=request, since=None).update(since=clock.now())


def release(request: Request, reason: str) -> None:
    """What was set aside for this request is free again."""
    Holding.objects.standing().filter(request=request).update(ended_at=clock.now(), end_reason=reason[:200])


def _refusal(left: int, held: int, is_sold_out: bool) -> str:
    if is_sold_out:
        return _("Nothing is left of it at the moment.")
    if left:
        return _("Only %(left)s more can be had.") % {"left": left}
    return _("You have %(held)s already, and that is what everybody may have.") % {"held": held}
