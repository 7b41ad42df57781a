"""Findings: what was ordered, what is seen and who has it, where they do not agree; and which become tickets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Flag, Id, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.reconciliation import life, queries
from watchkeep.estate.reconciliation.models import Finding, Grouping, Keeper, Kind, Rule
from watchkeep.estate.reconciliation.permissions import P

router = Resource("Findings")
rules = Resource("Finding rules")
KindName = Annotated[Kind, among(Kind)]
GroupingName = Annotated[Grouping, among(Grouping)]
Slug = Annotated[str, Field(max_length=40, examples=["laptop"])]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
Until = Annotated[Day, Field(examples=["2027-01-05"])]


class FindingOut(Record):
    """Something about an item does not agree."""

    id: int
    kind: KindName
    item: Named
    since: datetime
    """Since when it has been so."""
    opened_at: datetime
    """When it was noticed."""
    cost: Decimal | None
    """What the item cost, in euro."""
    owner_team: Named | None
    owner: Named | None
    aside_until: date | None
    aside_reason: str
    ticket: str | None
    """The ticket that it became by a rule."""

    @classmethod
    def of(cls, row: Finding) -> FindingOut:
        """Show a finding with what it points to."""
        same = {name: getattr(row, name) for name in ("since", "opened_at", "cost", "aside_until", "aside_reason")}
        return cls(
            id=row.pk, kind=Kind(row.kind), item=Named(id=row.item_id, name=row.item.name),
            owner_team=Named.of(row.owner_team), owner=Named.of(row.owner_person),
            ticket=row.case.ticket or None if row.case else None, **same,
        )  # fmt: skip

    def href(self) -> str:
        """Where the finding is found."""
        return f"/api/v1/findings/{self.id}"


class HeapOut(Record):
    """The findings of one kind."""

    kind: KindName
    open: int
    new: int
    """Since yesterday; at most 1,000."""
    cost: Decimal
    """What their items cost, in euro."""
    keepers: list[Named]
    """Who looks after the list, and so hears each morning what is on it."""

    @classmethod
    def of(cls, heap: queries.Heap) -> HeapOut:
        """Show a list with who looks after it."""
        keepers = [Named(id=one.person_id, name=one.person.name) for one in heap.keepers]
        return cls(kind=heap.kind, open=heap.count, new=heap.new[0], cost=heap.cost, keepers=keepers)


class FindingKeeping(Change):
    """Which list, and who looks after it."""

    kind: KindName
    person: Ref


class FindingFilters(BaseModel):
    """Which findings: those that are open, or those that are set aside."""

    kind: KindName = Kind.ORPHAN
    team: Id | None = None
    aside: bool = False


class FindingAside(Change):
    """Why it may be so, and until when; on that day it counts again by itself."""

    reason: Why
    until: Until


class FindingRuleOut(Record):
    """Which findings become tickets."""

    id: int
    kind: KindName
    cls: str | None
    """The class's short name; null for every class."""
    min_days: int
    min_cost: Decimal
    team: Named | None
    grouping: GroupingName
    priority: int
    is_active: bool

    @classmethod
    def of(cls, row: Rule) -> FindingRuleOut:
        """Show a rule with what it points to."""
        same = {name: getattr(row, name) for name in ("min_days", "min_cost", "priority", "is_active")}
        return cls(
            id=row.pk, kind=Kind(row.kind), cls=row.cls.slug if row.cls else None, team=Named.of(row.team),
            grouping=Grouping(row.grouping), **same,
        )  # fmt: skip

    def href(self) -> str:
        """Where the rule is found."""
        return f"/api/v1/finding-rules/{self.id}"


class FindingRuleEdit(Change):
    """What a rule says. What is left out stays."""

    kind: KindName = Kind.ORPHAN
    cls: Slug | None = None
    min_days: Annotated[Whole, Field(ge=0, le=3650)] = 0
    min_cost: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] = Decimal(0)
    team: Ref | None = None
    grouping: GroupingName = Grouping.EACH
    priority: Annotated[Whole, Field(ge=1, le=5)] = 4
    is_active: Flag = True


class FindingRuleNew(FindingRuleEdit):
    """Which findings become tickets."""

    kind: KindName


@router.list("", FindingOut, may=P.SEE)
def list_findings(request: Call, filters: Query[FindingFilters], paging: Query[Paging]) -> Listing[FindingOut]:
    """The findings of a kind, the newest first."""
    rows = queries.findings(request.auth, filters.kind, team=filters.team, aside=filters.aside)
    return answers.listed(request, rows, FindingOut.of, paging)


@router.list("/heaps", HeapOut, may=P.SEE)
def list_finding_heaps(request: Call) -> Listing[HeapOut]:
    """How many findings there are of each kind, and what their items cost."""
    shown = [HeapOut.of(one) for one in queries.heaps(request.auth)]
    return Listing(items=shown, next=None, previous=None)


@router.verb("/heaps/keep", HeapOut, may=P.SEE)
def keep_finding_heap(request: Call, body: FindingKeeping) -> HeapOut:
    """Let somebody look after a list: oneself, or whoever it should be with the permission to say the rules."""
    life.keep(body.kind, by=request.auth, person=_person(request, body))
    return _heap(request, body.kind)


@router.verb("/heaps/let-go", HeapOut, may=P.SEE)
def let_finding_heap_go(request: Call, body: FindingKeeping) -> HeapOut:
    """Somebody looks after a list no longer."""
    person = _person(request, body)
    for keeper in Keeper.objects.filter(kind=body.kind, person=person):
        life.let_go(keeper, by=request.auth)
    return _heap(request, body.kind)


@router.read("/{int:finding}", FindingOut)
def get_finding(request: Call, finding: Id) -> FindingOut:
    """One finding."""
    return _shown(request, finding)


@router.verb("/{int:finding}/set-aside", FindingOut, may=P.WORK)
def set_finding_aside(request: Call, finding: Id, body: FindingAside) -> FindingOut:
    """It may be so until a day, for a reason."""
    row = _one(request, finding)
    life.set_aside(row, by=request.auth, reason=body.reason, until=body.until)
    return _shown(request, row.pk)


@router.verb("/{int:finding}/take-up", FindingOut, may=P.WORK)
def take_finding_up(request: Call, finding: Id) -> FindingOut:
    """It counts again."""
    row = _one(request, finding)
    life.take_up(row, by=request.auth)
    return _shown(request, row.pk)


@rules.list("", FindingRuleOut, may=P.CONFIGURE)
def list_finding_rules(request: Call, paging: Query[Paging]) -> Listing[FindingRuleOut]:
    """Which findings become tickets."""
    return answers.listed(request, _rules(request), FindingRuleOut.of, paging)


@rules.create("", FindingRuleOut, may=P.CONFIGURE)
def add_finding_rule(request: Call, body: FindingRuleNew) -> FindingRuleOut:
    """Say which findings become tickets. What is open already follows it, too."""
    return FindingRuleOut.of(life.save_rule(by=request.auth, **_referred(request, body)))


@rules.read("/{int:finding_rule}", FindingRuleOut)
def get_finding_rule(request: Call, finding_rule: Id) -> FindingRuleOut:
    """One rule."""
    return FindingRuleOut.of(finding.one(request, _rules(request), finding_rule))


@rules.edit("/{int:finding_rule}", FindingRuleOut, may=P.CONFIGURE)
def edit_finding_rule(request: Call, finding_rule: Id, body: FindingRuleEdit) -> FindingRuleOut:
    """Say it otherwise."""
    row = finding.one(request, _rules(request), finding_rule)
    answers.seen(request, FindingRuleOut.of(row))
    return FindingRuleOut.of(life.save_rule(row, by=request.auth, **_referred(request, body)))


@rules.remove("/{int:finding_rule}", may=P.CONFIGURE)
def remove_finding_rule(request: Call, finding_rule: Id) -> None:
    """Let nothing become a ticket by it any more."""
    life.remove_rule(finding.one(request, _rules(request), finding_rule), by=request.auth)


def _person(request: Call, body: FindingKeeping) -> Person:
    return answers.referred(Person.objects.visible_to(request.auth), body.person, "person")


def _heap(request: Call, kind: Kind) -> HeapOut:
    return HeapOut.of(next(one for one in queries.heaps(request.auth) if one.kind == kind))


def _findings(request: Call) -> QuerySet[Finding]:
    return Finding.objects.visible_to(request.auth).select_related("item", "owner_team", "owner_person", "case")


def _one(request: Call, key: int) -> Finding:
    return finding.one(request, _findings(request).filter(ended_at=None), key)


def _shown(request: Call, key: int) -> FindingOut:
    return FindingOut.of(finding.one(request, _findings(request), key))


def _rules(request: Call) -> QuerySet[Rule]:
    rows = Rule.objects.select_related("cls", "team")
    return rows if request.auth.may(P.SEE) else rows.none()


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "cls" in given:
        given["cls"] = answers.named(ItemClass.objects.visible_to(request.auth), given["cls"], "cls")
    if "team" in given:
        given["team"] = answers.refer(Team.objects.all(), given["team"], "team")
    return given
