"""Contracts: what was agreed with a supplier, what it costs, and which day must not be missed."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from ninja import File, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.papers import PaperOut
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.files import handed_out
from watchkeep.doors.api.shapes import Change, Day, Flag, Id, Line, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.people.models import Person
from watchkeep.estate.services import life as services
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P as Services
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Contract, Every, Kind, State, Supplier
from watchkeep.estate.suppliers.permissions import P

router = Resource("Contracts")
KindName = Annotated[Kind, among(Kind)]
StateName = Annotated[State, among(State)]
Euro = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Months = Annotated[Whole, Field(ge=1, le=120)]
Minutes = Annotated[Whole, Field(ge=1, le=525_600)]
NoticeLength = Annotated[Whole, Field(ge=0, le=3650)]
Warnings = Annotated[list[Annotated[Whole, Field(ge=0, le=730)]], Field(max_length=10)]
Rhythm = Annotated[Whole, Field(json_schema_extra={"enum": [1, 3, 12]}, description="In months: 1, 3 or 12.")]
Their = Annotated[str, Field(max_length=120)]
Centre = Annotated[str, Field(max_length=60)]
Notes = Annotated[str, Field(max_length=20_000)]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
SAME = (
    "number", "title", "reference", "starts_on", "ends_on", "renews", "renewal_months", "renewals", "notice",
    "notice_in_months", "notice_by", "notice_given_on", "over_on", "reason", "warn_days", "cost", "cost_every",
    "cost_centre", "response_minutes", "resolution_minutes", "notes",
)  # fmt: skip


class ContractOut(Record):
    """What was agreed with a supplier."""

    id: int
    number: str
    title: str
    supplier: Named
    kind: KindName
    state: StateName
    reference: str
    """The supplier's number for it."""
    owner: Named | None
    starts_on: date | None
    ends_on: date | None
    """The last day; null while no end is agreed."""
    renews: bool
    """Whether it goes on by itself after its end."""
    renewal_months: int
    renewals: int
    """How often it has gone on."""
    notice: int
    notice_in_months: bool
    """Whether `notice` counts months; else days."""
    notice_by: date | None
    """The last day for notice, where it goes on by itself."""
    notice_given_on: date | None
    over_on: date | None
    reason: str
    """Why it ended or was cancelled."""
    warn_days: list[int]
    """So many days before the last day for notice, or before the end, its owner is told."""
    cost: Decimal
    """In euro."""
    cost_every: int
    """In months: the cost comes every month, quarter or year."""
    cost_per_month: Decimal
    """In euro."""
    cost_centre: str
    response_minutes: int | None
    """What the supplier promises, and what our own promises can lean on."""
    resolution_minutes: int | None
    notes: str

    @classmethod
    def of(cls, contract: Contract) -> "ContractOut":
        """Show a contract whose supplier and owner are loaded."""
        return cls(
            id=contract.pk,
            supplier=Named(id=contract.supplier_id, name=contract.supplier.name),
            kind=Kind(contract.kind),
            state=State(contract.state),
            owner=Named.of(contract.owner),
            cost_per_month=round(contract.cost_per_month, 2),
            **{name: getattr(contract, name) for name in SAME},
        )

    def href(self) -> str:
        """Where the contract is found."""
        return f"/api/v1/contracts/{self.id}"


class ContractServiceOut(Record):
    """A service that leans on a contract."""

    id: int
    slug: str
    name: str

    @classmethod
    def of(cls, service: Service) -> "ContractServiceOut":
        """Show a service."""
        return cls(id=service.pk, slug=service.slug, name=service.name)


class LeaningService(Change):
    """The service that leans on it."""

    service: Ref


class ContractFilters(BaseModel):
    """Which contracts. `notice_by` and `ends_by`: those whose last day for notice, or end, comes until then."""

    supplier: Id | None = None
    kind: KindName | None = None
    state: StateName | None = None
    number: Annotated[str, Field(max_length=20, examples=["CON-1042"])] | None = None
    notice_by: Day | None = None
    ends_by: Day | None = None


class ContractKnown(Change):
    """What may be known of a contract."""

    kind: KindName = Kind.SUPPORT
    reference: Their = ""
    owner: Ref | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    renews: Flag = False
    renewal_months: Months = 12
    notice: NoticeLength = 0
    notice_in_months: Flag = True
    warn_days: Warnings = [90, 30, 7]
    cost: Euro = Decimal(0)
    cost_every: Rhythm = Every.MONTH.value
    cost_centre: Centre = ""
    response_minutes: Minutes | None = None
    resolution_minutes: Minutes | None = None
    notes: Notes = ""


class ContractNew(ContractKnown):
    """What is being agreed: a draft that binds nobody."""

    supplier: Ref
    title: Line


class ContractEdit(ContractKnown):
    """What is known of it. What is left out stays."""

    supplier: Ref = 0
    title: Line = ""


class ContractNotice(Change):
    """When notice was given, and with which day it ends: today, and as the contract says, where left out."""

    given_on: Day | None = None
    ends_on: Day | None = None


class ContractReason(Change):
    """Why."""

    reason: Why


@router.list("", ContractOut, may=P.SEE_CONTRACTS)
def list_contracts(request: Call, filters: Query[ContractFilters], paging: Query[Paging]) -> Listing[ContractOut]:
    """Contracts, the newest first."""
    rows = _contracts(request)
    if filters.notice_by is not None:
        rows = rows.filter(pk__in=Contract.objects.notice_until(filters.notice_by))
    if filters.ends_by is not None:
        rows = rows.filter(pk__in=Contract.objects.ending_until(filters.ends_by))
    same = filters.model_dump(include={"supplier", "kind", "state", "number"}, exclude_none=True)
    return answers.listed(request, rows.filter(**same), ContractOut.of, paging)


@router.create("", ContractOut, may=P.MANAGE_CONTRACTS)
def draft_contract(request: Call, body: ContractNew) -> ContractOut:
    """Write down what is being agreed."""
    return _shown(request, life.draft(by=request.auth, **_referred(request, body)))


@router.read("/{int:contract}", ContractOut)
def get_contract(request: Call, contract: Id) -> ContractOut:
    """One contract."""
    return ContractOut.of(finding.one(request, _contracts(request), contract))


@router.edit("/{int:contract}", ContractOut, may=P.MANAGE_CONTRACTS)
def edit_contract(request: Call, contract: Id, body: ContractEdit) -> ContractOut:
    """Correct what is known of it. Its days follow."""
    row = finding.one(request, _contracts(request), contract)
    answers.seen(request, ContractOut.of(row))
    life.edit(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:contract}/put-in-force", ContractOut, may=P.MANAGE_CONTRACTS)
def put_contract_in_force(request: Call, contract: Id) -> ContractOut:
    """It is signed. From now on its owner is warned in time."""
    row = finding.one(request, _contracts(request), contract)
    life.put_in_force(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:contract}/give-notice", ContractOut, may=P.MANAGE_CONTRACTS)
def give_contract_notice(request: Call, contract: Id, body: ContractNotice) -> ContractOut:
    """Say that it will end."""
    row = finding.one(request, _contracts(request), contract)
    life.give_notice(row, by=request.auth, **body.given())
    return _shown(request, row)


@router.verb("/{int:contract}/withdraw-notice", ContractOut, may=P.MANAGE_CONTRACTS)
def withdraw_contract_notice(request: Call, contract: Id, body: ContractReason) -> ContractOut:
    """Both sides agree that it goes on."""
    row = finding.one(request, _contracts(request), contract)
    life.withdraw_notice(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.verb("/{int:contract}/end", ContractOut, may=P.MANAGE_CONTRACTS)
def end_contract(request: Call, contract: Id, body: ContractReason) -> ContractOut:
    """It binds nobody from today on."""
    row = finding.one(request, _contracts(request), contract)
    life.end(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.verb("/{int:contract}/cancel", ContractOut, may=P.MANAGE_CONTRACTS)
def cancel_contract(request: Call, contract: Id, body: ContractReason) -> ContractOut:
    """Nothing comes of a draft."""
    row = finding.one(request, _contracts(request), contract)
    life.cancel(row, by=request.auth, reason=body.reason)
    return _shown(request, row)


@router.list("/{int:contract}/services", ContractServiceOut)
def list_contract_services(request: Call, contract: Id, paging: Query[Paging]) -> Listing[ContractServiceOut]:
    """The services that lean on it."""
    row = finding.one(request, _contracts(request), contract)
    rows = Service.objects.visible_to(request.auth).filter(leans_on__contract=row)
    return answers.listed(request, rows, ContractServiceOut.of, paging, order=("name", "id"))


@router.verb("/{int:contract}/services", None, may=Services.MANAGE)
def attach_contract(request: Call, contract: Id, body: LeaningService) -> None:
    """Say that a service leans on it."""
    row = finding.one(request, _contracts(request), contract)
    service = answers.referred(Service.objects.visible_to(request.auth), body.service, "service")
    services.attach_contract(service, row, by=request.auth)


@router.remove("/{int:contract}/services/{int:service}", may=Services.MANAGE)
def detach_contract(request: Call, contract: Id, service: Id) -> None:
    """Say that a service no longer leans on it."""
    row = finding.one(request, _contracts(request), contract)
    leaning = Service.objects.visible_to(request.auth).filter(leans_on__contract=row)
    services.detach_contract(finding.one(request, leaning, service), row, by=request.auth)


@router.list("/{int:contract}/documents", PaperOut)
def list_contract_documents(request: Call, contract: Id, paging: Query[Paging]) -> Listing[PaperOut]:
    """Its papers."""
    row = finding.one(request, _contracts(request), contract)
    return answers.listed(request, row.documents.all(), PaperOut.of, paging, order=("id",))


@router.create("/{int:contract}/documents", PaperOut, may=P.MANAGE_CONTRACTS)
def add_contract_document(request: Call, contract: Id, file: File[UploadedFile]) -> PaperOut:
    """File a paper: PDF, pictures, Office files, text; at most 25 MB."""
    row = finding.one(request, _contracts(request), contract)
    kept = life.add_document(row, by=request.auth, file=file, name=file.name or "", declared=file.content_type or "")
    return PaperOut.of(kept)


@router.download("/{int:contract}/documents/{int:contract_document}/content")
def download_contract_document(request: Call, contract: Id, contract_document: Id) -> HttpResponseBase:
    """Return the paper itself."""
    row = finding.one(request, _contracts(request), contract)
    return handed_out(finding.one(request, row.documents.all(), contract_document))


@router.remove("/{int:contract}/documents/{int:contract_document}", may=P.MANAGE_CONTRACTS)
def remove_contract_document(request: Call, contract: Id, contract_document: Id) -> None:
    """Take a paper away."""
    row = finding.one(request, _contracts(request), contract)
    life.remove_document(finding.one(request, row.documents.all(), contract_document), by=request.auth)


def _contracts(request: Call) -> QuerySet[Contract]:
    return Contract.objects.visible_to(request.auth).select_related("supplier", "owner")


def _shown(request: Call, contract: Contract) -> ContractOut:
    return ContractOut.of(_contracts(request).get(pk=contract.pk))


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "supplier" in given:
        given["supplier"] = answers.referred(Supplier.objects.visible_to(request.auth), given["supplier"], "supplier")
    if "owner" in given:
        given["owner"] = answers.refer(Person.objects.visible_to(request.auth), given["owner"], "owner")
    return given
