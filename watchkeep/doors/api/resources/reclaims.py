"""Leavers and movers: what they still hold, what becomes of each seat, and by which action seats come back."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.duty.connections import queries as actions
from watchkeep.duty.reclaiming import life, queries
from watchkeep.duty.reclaiming.models import Case, Reclaim, State, Way, Why
from watchkeep.duty.reclaiming.permissions import P

router = Resource("Leavers and movers")
lines = Resource("Leavers and movers")
ways = Resource("Leavers and movers")
WhyName = Annotated[Why, among(Why)]
StateName = Annotated[State, among(State)]
Reason = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
Proof = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]


class ReclaimCaseOut(Record):
    """Somebody left or moved, or an audit refused seats."""

    id: int
    person: Named | None
    """Null for an audit."""
    why: WhyName
    about: str
    """The audit."""
    ticket: str | None
    """The request for what people have to do."""
    seats: int
    left: int
    """For so many seats something is left to do."""
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None
    sha256: str
    """Of the report, once nothing is left."""

    @classmethod
    def of(cls, case: Case) -> "ReclaimCaseOut":
        """Show a case whose seats are counted."""
        same = ("about", "began_at", "due_at", "ended_at", "sha256", "seats", "left")
        return cls(
            id=case.pk, person=Named.of(case.person), why=Why(case.why),
            ticket=case.ticket.number if case.ticket else None, **{name: getattr(case, name) for name in same},
        )  # fmt: skip

    def href(self) -> str:
        """Where the case is found."""
        return f"/api/v1/reclaim-cases/{self.id}"


class ReclaimOut(Record):
    """What is to become of one seat, or became of it."""

    id: int
    case: int
    person: Named
    product: Named
    state: StateName
    action_run: int | None
    failed: str
    """Why the machine did not take it back."""
    reason: str
    """Why it is kept."""
    proof: str
    done_by: str
    done_at: datetime | None

    @classmethod
    def of(cls, line: Reclaim) -> "ReclaimOut":
        """Show a seat whose person and product are loaded."""
        product = line.seat.product
        return cls(
            id=line.pk, case=line.case_id, person=Named(id=line.person_id, name=line.person.name),
            product=Named(id=product.pk, name=product.name), state=State(line.state), action_run=line.action_run_id,
            done_by=line.done_by_name, failed=line.failed, reason=line.reason, proof=line.proof, done_at=line.done_at,
        )  # fmt: skip


class ReclaimWayOut(Record):
    """The action that takes a product's seats back."""

    id: int
    """The product's."""
    product: Named
    action: str
    connection: Named | None
    parameters: dict[str, Any]

    @classmethod
    def of(cls, way: Way) -> "ReclaimWayOut":
        """Show a way whose product and connection are loaded."""
        return cls(
            id=way.product_id, product=Named(id=way.product_id, name=way.product.name), action=way.action,
            connection=Named.of(way.connection), parameters=way.parameters,
        )  # fmt: skip


class ReclaimCaseFilters(BaseModel):
    """Which cases. `is_over`: whether nothing is left."""

    person: Id | None = None
    why: WhyName | None = None
    is_over: Flag | None = None


class ReclaimKeep(Change):
    """Why it is kept."""

    reason: Reason


class ReclaimProof(Change):
    """What shows that it was taken back."""

    proof: Proof


class ReclaimWaySet(Change):
    """An action of the library. Placeholders: email, name, login and external_id of `person`, name of `product`."""

    action: Annotated[str, Field(max_length=40, examples=["scim_user"])]
    connection: Ref | None
    parameters: dict[str, Any]


@router.list("", ReclaimCaseOut, may=P.SEE)
def list_reclaim_cases(
    request: Call, filters: Query[ReclaimCaseFilters], paging: Query[Paging]
) -> Listing[ReclaimCaseOut]:
    """Who left or moved, and which audits refused seats, the newest first."""
    rows = Case.objects.visible_to(request.auth).filter(**filters.model_dump(exclude={"is_over"}, exclude_none=True))
    if filters.is_over is not None:
        rows = rows.filter(over=int(filters.is_over))
    return answers.listed(request, queries.with_counts(rows).defer("report"), ReclaimCaseOut.of, paging)


@router.read("/{int:reclaim_case}", ReclaimCaseOut)
def get_reclaim_case(request: Call, reclaim_case: Id) -> ReclaimCaseOut:
    """One case."""
    rows = queries.with_counts(Case.objects.visible_to(request.auth)).defer("report")
    return ReclaimCaseOut.of(finding.one(request, rows, reclaim_case))


@router.list("/{int:reclaim_case}/seats", ReclaimOut)
def list_reclaims(request: Call, reclaim_case: Id, paging: Query[Paging]) -> Listing[ReclaimOut]:
    """The seats of a case, with what becomes of each."""
    case = finding.one(request, Case.objects.visible_to(request.auth).defer("report"), reclaim_case)
    return answers.listed(request, queries.lines_of(case), ReclaimOut.of, paging, order=("id",))


@router.download("/{int:reclaim_case}/report", types=("text/csv",))
def download_reclaim_report(request: Call, reclaim_case: Id) -> HttpResponseBase:
    """Return the report of a case as CSV: as it is, or as it was when nothing was left."""
    case = finding.one(request, Case.objects.visible_to(request.auth), reclaim_case)
    answer = HttpResponse(queries.report(case), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reclaim-{case.pk}.csv"'
    return answer


@lines.read("/{int:reclaim}", ReclaimOut)
def get_reclaim(request: Call, reclaim: Id) -> ReclaimOut:
    """One seat."""
    return ReclaimOut.of(_line(request, reclaim))


@lines.verb("/{int:reclaim}/keep", ReclaimOut, may=P.WORK)
def keep_reclaim(request: Call, reclaim: Id, body: ReclaimKeep) -> ReclaimOut:
    """Somebody who moved needs the seat where they are now."""
    line = _line(request, reclaim)
    life.keep(line, by=request.auth, reason=body.reason)
    return ReclaimOut.of(_line(request, reclaim))


@lines.verb("/{int:reclaim}/take-back", ReclaimOut, may=P.WORK)
def take_back_reclaim(request: Call, reclaim: Id) -> ReclaimOut:
    """Somebody who moved does not need it any more."""
    life.take_back(_line(request, reclaim), by=request.auth)
    return ReclaimOut.of(_line(request, reclaim))


@lines.verb("/{int:reclaim}/run", ReclaimOut, may=P.WORK)
def run_reclaim(request: Call, reclaim: Id) -> ReclaimOut:
    """Let the product's action try, or try again."""
    life.run(_line(request, reclaim), by=request.auth)
    return ReclaimOut.of(_line(request, reclaim))


@lines.verb("/{int:reclaim}/confirm", ReclaimOut, may=P.WORK)
def confirm_reclaim(request: Call, reclaim: Id, body: ReclaimProof) -> ReclaimOut:
    """It was taken back by hand, and this is the evidence."""
    life.confirm(_line(request, reclaim), by=request.auth, proof=body.proof)
    return ReclaimOut.of(_line(request, reclaim))


@ways.list("", ReclaimWayOut, may=P.SEE)
def list_reclaim_ways(request: Call, paging: Query[Paging]) -> Listing[ReclaimWayOut]:
    """Products whose seats an action takes back."""
    return answers.listed(request, _ways(request), ReclaimWayOut.of, paging, order=("product_id",))


@ways.read("/{int:reclaim_way}", ReclaimWayOut)
def get_reclaim_way(request: Call, reclaim_way: Id) -> ReclaimWayOut:
    """By which action the seats of a product come back. Its id is the product's."""
    return ReclaimWayOut.of(finding.one(request, _ways(request), reclaim_way))


@ways.verb("/{int:software_product}/set", ReclaimWayOut, may=P.CONFIGURE)
def set_reclaim_way(request: Call, software_product: Id, body: ReclaimWaySet) -> ReclaimWayOut:
    """Take a product's seats back by this action from now on."""
    product = finding.one(request, queries.products(request.auth), software_product)
    connection = None
    if body.connection is not None:
        connection = answers.referred(actions.connections(request.auth), body.connection, "connection")
    life.set_way(
        product, by=request.auth, action=body.action, connection=connection, parameters=body.parameters
    )  # fmt: skip
    return ReclaimWayOut.of(_ways(request).get(pk=product.pk))


@ways.remove("/{int:reclaim_way}", may=P.CONFIGURE)
def remove_reclaim_way(request: Call, reclaim_way: Id) -> None:
    """Leave a product's seats to people."""
    life.drop_way(finding.one(request, _ways(request), reclaim_way).product, by=request.auth)


def _line(request: Call, pk: int) -> Reclaim:
    rows = Reclaim.objects.visible_to(request.auth).select_related("person", "seat__product__owner")
    return finding.one(request, rows, pk)


def _ways(request: Call) -> QuerySet[Way]:
    rows = Way.objects.select_related("product", "connection")
    return rows if request.auth.may(P.SEE) else rows.none()
