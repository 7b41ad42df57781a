"""What a service stands on: other services, the items that it runs on, and contracts."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import queries
from watchkeep.estate.services.events import (
    ContractAttached,
    ContractDetached,
    DependencyAdded,
    DependencyRemoved,
    ItemAttached,
    ItemDetached,
)
from watchkeep.estate.services.models import Dependency, Service, ServiceContract, ServiceItem
from watchkeep.estate.services.permissions import P
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def depend_on(service: Service, other: Service, *, by: Actor) -> None:
    """Say that the service fails when the other one does. A circle is refused, named."""
    by.need(P.MANAGE, _("change dependencies"))
    _one_at_a_time()
    if service == other:
        raise Refused(_("A service does not depend on itself."), field="other")
    if queries.stands_on(other.pk, service.pk):
        raise Refused(
            _("%(other)s depends on %(service)s already: that would be a circle.")
            % {"other": other.name, "service": service.name},
            field="other",
        )
    if not Dependency.objects.get_or_create(service=service, depends_on=other)[1]:
        raise Refused(_("That is known already."), field="other")
    tell(DependencyAdded(record=service.pk, by=by, depends_on=other.pk))


@transaction.atomic
def depend_on_no_more(service: Service, other: Service, *, by: Actor) -> None:
    """Say that the service does without the other one."""
    by.need(P.MANAGE, _("change dependencies"))
    if not Dependency.objects.filter(service=service, depends_on=other).delete()[0]:
        raise Refused(_("There is no such dependency."))
    tell(DependencyRemoved(record=service.pk, by=by, depends_on=other.pk))


@transaction.atomic
def attach_item(service: Service, item: Item, *, by: Actor) -> None:
    """Say that the service runs on this item."""
    by.need(P.MANAGE, _("change what a service runs on"))
    if not ServiceItem.objects.get_or_create(service=service, item=item)[1]:
        raise Refused(_("That is known already."), field="item")
    tell(ItemAttached(record=service.pk, by=by, item=item.pk))


@transaction.atomic
def detach_item(service: Service, item: Item, *, by: Actor) -> None:
    """Say that the service no longer runs on this item."""
    by.need(P.MANAGE, _("change what a service runs on"))
    if not ServiceItem.objects.filter(service=service, item=item).delete()[0]:
        raise Refused(_("It does not run on that."))
    tell(ItemDetached(record=service.pk, by=by, item=item.pk))


@transaction.atomic
def attach_contract(service: Service, contract: Contract, *, by: Actor) -> None:
    """Say that the service leans on this contract."""
    by.need(P.MANAGE, _("change what a service leans on"))
    if contract.is_over:
        raise Refused(_("It is over: nothing leans on it any more."), field="contract", code="wrong_state")
    if not ServiceContract.objects.get_or_create(service=service, contract=contract)[1]:
        raise Refused(_("That is known already."), field="service")
    tell(ContractAttached(record=service.pk, by=by, contract=contract.pk))


@transaction.atomic
def detach_contract(service: Service, contract: Contract, *, by: Actor) -> None:
    """Say that the service no longer leans on this contract."""
    by.need(P.MANAGE, _("change what a service leans on"))
    if not ServiceContract.objects.filter(service=service, contract=contract).delete()[0]:
        raise Refused(_("It does not lean on that."))
    tell(ContractDetached(record=service.pk, by=by, contract=contract.pk))


def _one_at_a_time() -> None:
    """Two people who close a circle from both ends must wait for each other: all lock the same row."""
    list(Service.objects.order_by("pk").select_for_update()[:1])
