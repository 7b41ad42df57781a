"""Suppliers: from whom we buy, and the ways to their help."""

from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Record
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Contact, Supplier
from watchkeep.estate.suppliers.permissions import P

router = Resource("Suppliers")
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Fjord Hosting"])]
Role = Annotated[str, Field(max_length=120)]
Phone = Annotated[str, Field(max_length=60, examples=["+49 30 5550 1400"])]
Address = Annotated[str, Field(max_length=254, examples=["help@fjord.example"])]
Link = Annotated[str, Field(max_length=300, examples=["https://fjord.example/help"])]
OurNumber = Annotated[str, Field(max_length=80)]
Notes = Annotated[str, Field(max_length=5000)]
SAME = (
    "name", "website", "support_phone", "support_email", "support_portal", "customer_number", "notes", "is_active",
)  # fmt: skip


class SupplierOut(Record):
    """A firm from which we buy."""

    id: int
    name: str
    website: str
    support_phone: str
    support_email: str
    support_portal: str
    customer_number: str
    """Ours, as they ask for it."""
    notes: str
    is_active: bool

    @classmethod
    def of(cls, supplier: Supplier) -> "SupplierOut":
        """Show a supplier."""
        return cls(id=supplier.pk, **{name: getattr(supplier, name) for name in SAME})

    def href(self) -> str:
        """Where the supplier is found."""
        return f"/api/v1/suppliers/{self.id}"


class SupplierContactOut(Record):
    """Somebody at a supplier."""

    id: int
    name: str
    role: str
    email: str
    phone: str

    @classmethod
    def of(cls, contact: Contact) -> "SupplierContactOut":
        """Show somebody."""
        return cls(id=contact.pk, **{name: getattr(contact, name) for name in ("name", "role", "email", "phone")})


class SupplierFilters(BaseModel):
    """Which suppliers."""

    name: Annotated[str, Field(max_length=120, description="A part of the name.")] | None = None
    is_active: bool | None = None


class SupplierKnown(Change):
    """What may be known of a supplier."""

    website: Link = ""
    support_phone: Phone = ""
    support_email: Address = ""
    support_portal: Link = ""
    customer_number: OurNumber = ""
    notes: Notes = ""


class SupplierNew(SupplierKnown):
    """One more firm from which we buy."""

    name: Name


class SupplierEdit(SupplierKnown):
    """What is known of it. What is left out stays."""

    name: Name = ""


class SupplierContactKnown(Change):
    """What may be known of somebody there."""

    role: Role = ""
    email: Address = ""
    phone: Phone = ""


class SupplierContactNew(SupplierContactKnown):
    """Whom to call there."""

    name: Name


class SupplierContactEdit(SupplierContactKnown):
    """What is known of them. What is left out stays."""

    name: Name = ""


@router.list("", SupplierOut, may=P.SEE)
def list_suppliers(request: Call, filters: Query[SupplierFilters], paging: Query[Paging]) -> Listing[SupplierOut]:
    """Suppliers, from A to Z."""
    rows = Supplier.objects.visible_to(request.auth)
    if filters.name is not None:
        rows = rows.filter(name__icontains=filters.name.replace("\0", ""))
    if filters.is_active is not None:
        rows = rows.filter(is_active=filters.is_active)
    return answers.listed(request, rows, SupplierOut.of, paging, order=("name", "id"))


@router.create("", SupplierOut, may=P.MANAGE)
def add_supplier(request: Call, body: SupplierNew) -> SupplierOut:
    """Buy from one more firm."""
    return SupplierOut.of(life.add_supplier(by=request.auth, **body.given()))


@router.read("/{int:supplier}", SupplierOut)
def get_supplier(request: Call, supplier: Id) -> SupplierOut:
    """One supplier."""
    return SupplierOut.of(_found(request, supplier))


@router.edit("/{int:supplier}", SupplierOut, may=P.MANAGE)
def edit_supplier(request: Call, supplier: Id, body: SupplierEdit) -> SupplierOut:
    """Correct what is known of it."""
    row = _found(request, supplier)
    answers.seen(request, SupplierOut.of(row))
    life.edit_supplier(row, by=request.auth, **body.given())
    return SupplierOut.of(row)


@router.verb("/{int:supplier}/retire", SupplierOut, may=P.MANAGE)
def retire_supplier(request: Call, supplier: Id) -> SupplierOut:
    """Buy there no longer. Refused while a contract is in force; what was known of it stays."""
    row = _found(request, supplier)
    life.retire_supplier(row, by=request.auth)
    return SupplierOut.of(row)


@router.verb("/{int:supplier}/revive", SupplierOut, may=P.MANAGE)
def revive_supplier(request: Call, supplier: Id) -> SupplierOut:
    """Buy there again."""
    row = _found(request, supplier)
    life.revive_supplier(row, by=request.auth)
    return SupplierOut.of(row)


@router.list("/{int:supplier}/contacts", SupplierContactOut)
def list_supplier_contacts(request: Call, supplier: Id, paging: Query[Paging]) -> Listing[SupplierContactOut]:
    """Whom to call there."""
    rows = _found(request, supplier).contacts.all()
    return answers.listed(request, rows, SupplierContactOut.of, paging, order=("id",))


@router.create("/{int:supplier}/contacts", SupplierContactOut, may=P.MANAGE)
def add_supplier_contact(request: Call, supplier: Id, body: SupplierContactNew) -> SupplierContactOut:
    """Write down somebody to call."""
    row = _found(request, supplier)
    return SupplierContactOut.of(life.add_contact(row, by=request.auth, **body.given()))


@router.read("/{int:supplier}/contacts/{int:supplier_contact}", SupplierContactOut)
def get_supplier_contact(request: Call, supplier: Id, supplier_contact: Id) -> SupplierContactOut:
    """Somebody to call."""
    return SupplierContactOut.of(_contact(request, supplier, supplier_contact))


@router.edit("/{int:supplier}/contacts/{int:supplier_contact}", SupplierContactOut, may=P.MANAGE)
def edit_supplier_contact(
    request: Call, supplier: Id, supplier_contact: Id, body: SupplierContactEdit
) -> SupplierContactOut:
    """Correct what is known of somebody there."""
    row = _contact(request, supplier, supplier_contact)
    answers.seen(request, SupplierContactOut.of(row))
    life.edit_contact(row, by=request.auth, **body.given())
    return SupplierContactOut.of(row)


@router.remove("/{int:supplier}/contacts/{int:supplier_contact}", may=P.MANAGE)
def remove_supplier_contact(request: Call, supplier: Id, supplier_contact: Id) -> None:
    """Call them no more."""
    life.remove_contact(_contact(request, supplier, supplier_contact), by=request.auth)


def _found(request: Call, key: int) -> Supplier:
    return finding.one(request, Supplier.objects.visible_to(request.auth), key)


def _contact(request: Call, supplier: int, key: int) -> Contact:
    return finding.one(request, _found(request, supplier).contacts.all(), key)
