"""Buying from a supplier: known, corrected, left and taken up again; and whom to call there."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.suppliers.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    SupplierAdded,
    SupplierEdited,
    SupplierRetired,
    SupplierRevived,
)
from watchkeep.estate.suppliers.models import Contact, Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

MOST_CONTACTS = 100


@transaction.atomic
def add_supplier(*, by: Actor, name: str, **values: Any) -> Supplier:
    """Buy from one more firm."""
    by.need(P.MANAGE, _("add suppliers"))
    supplier = Supplier()
    _refuse_taken(supplier, name)
    save(supplier, name=name, **values)
    tell(SupplierAdded(record=supplier.pk, by=by, name=supplier.name))
    return supplier


@transaction.atomic
def edit_supplier(supplier: Supplier, *, by: Actor, **changes: Any) -> None:
    """Correct what we know of it."""
    by.need(P.MANAGE, _("edit suppliers"))
    _refuse_taken(supplier, changes.get("name", supplier.name))
    if changed := save(supplier, **changes):
        tell(SupplierEdited(record=supplier.pk, by=by, changed=changed))


@transaction.atomic
def add_contact(supplier: Supplier, *, by: Actor, **values: Any) -> Contact:
    """Write down whom to call there."""
    by.need(P.MANAGE, _("edit suppliers"))
    Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk)
    if supplier.contacts.count() >= MOST_CONTACTS:
        raise Refused(_("At most %(most)s people for a supplier.") % {"most": MOST_CONTACTS}, code="too_many")
    contact = Contact(supplier=supplier)
    save(contact, **values)
    tell(ContactAdded(record=supplier.pk, by=by, contact=contact.pk))
    return contact


@transaction.atomic
def edit_contact(contact: Contact, *, by: Actor, **changes: Any) -> None:
    """Correct what we know of somebody there."""
    by.need(P.MANAGE, _("edit suppliers"))
    if changed := save(contact, **changes):
        tell(ContactEdited(record=contact.supplier_id, by=by, contact=contact.pk, changed=changed))


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    """Call them no more. Nothing of them is kept."""
    by.need(P.MANAGE, _("edit suppliers"))
    pk, supplier = contact.pk, contact.supplier_id
    contact.delete()
    tell(ContactRemoved(record=supplier, by=by, contact=pk))


@transaction.atomic
def retire_supplier(supplier: Supplier, *, by: Actor) -> None:
    """Buy there no longer. Refused while a contract binds us; what was known of it stays."""
    by.need(P.MANAGE, _("retire suppliers"))
    Supplier.objects.select_for_update().get(pk=supplier.pk)
    if supplier.contracts.binding().exists():
        raise Refused(_("A contract with them is in force. End it first."), code="in_use")
    _turn(supplier, on=False, otherwise=_("It has been retired already."))
    tell(SupplierRetired(record=supplier.pk, by=by))


@transaction.atomic
def revive_supplier(supplier: Supplier, *, by: Actor) -> None:
    """Buy there again."""
    by.need(P.MANAGE, _("revive suppliers"))
    _turn(supplier, on=True, otherwise=_("We buy there already."))
    tell(SupplierRevived(record=supplier.pk, by=by))


def _refuse_taken(supplier: Supplier, name: str) -> None:
    """A firm has one name, however it is written."""
    if Supplier.objects.exclude(pk=supplier.pk).filter(name__iexact=name.strip()).exists():
        raise Refused(_("There is a supplier of this name."), field="name", code="taken")


def _turn(supplier: Supplier, *, on: bool, otherwise: str) -> None:
    if Supplier.objects.filter(pk=supplier.pk, is_active=not on).update(is_active=on) != 1:
        raise Refused(otherwise, code="wrong_state")
    supplier.is_active = on
