"""Software: products, titles as they were read, and the rules that read them."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Licence, Origin, Product, Reading, Rule
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person

router = Resource("Software")
titles = Resource("Software titles")
rules = Resource("Software rules")
LicenceName = Annotated[Licence, among(Licence)]
OriginName = Annotated[Origin, among(Origin)]
ProductName = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Ledger"])]
PublisherName = Annotated[str, Field(max_length=120)]
IdleDays = Annotated[Whole, Field(ge=1, le=730)]
Edition = Annotated[str, Field(max_length=80)]
PatternText = Annotated[str, Field(max_length=200, examples=["quill ledger*"])]
Part = Annotated[str, Field(max_length=120, description="A part of the name.")]


class SoftwareProductOut(Record):
    """A piece of software as its publisher sells it."""

    volatile = frozenset({"installations"})
    id: int
    name: str
    publisher: str
    licence: LicenceName
    notes: str
    owner: Named | None
    """Is told when licences are missing, and of seats that lie idle."""
    idle_days: int
    """A seat is idle after so many days without a sign-in."""
    installations: int
    """Titles that mean it on items, when that was last counted."""

    @classmethod
    def of(cls, product: Product) -> "SoftwareProductOut":
        """Show a product whose installations are counted."""
        same = {name: getattr(product, name) for name in ("name", "publisher", "notes", "idle_days")}
        counted = product.installed  # type: ignore[attr-defined]  # annotated by the query
        return cls(
            id=product.pk, licence=Licence(product.licence), owner=Named.of(product.owner), installations=counted,
            **same,
        )  # fmt: skip

    def href(self) -> str:
        """Where the product is found."""
        return f"/api/v1/software-products/{self.id}"


class SoftwareTitleOut(Record):
    """A title as a source names it, and what it was read as."""

    id: int
    name: str
    publisher: str
    version: str
    manager: str
    """The package manager that told it."""
    purl: str
    cpe: str
    product: Named | None
    """What it means; null while no rule reads it."""
    edition: str
    read_version: str
    """The version that it means."""
    rule: int | None
    installations: int
    set_aside: str
    """Why nobody needs to know what it is; empty otherwise."""

    @classmethod
    def of(cls, reading: Reading) -> "SoftwareTitleOut":
        """Show a reading whose title and product are loaded."""
        told = {
            name: getattr(reading.title, name) for name in ("name", "publisher", "version", "manager", "purl", "cpe")
        }
        return cls(
            id=reading.pk, product=Named.of(reading.product), edition=reading.edition, read_version=reading.version,
            rule=reading.rule_id, installations=reading.installations, set_aside=reading.set_aside, **told,
        )  # fmt: skip


class SoftwareRuleOut(Record):
    """Titles that are called so mean this product."""

    id: int
    origin: OriginName
    name: str
    """A star stands for anything."""
    publisher: str
    product: Named
    edition: str

    @classmethod
    def of(cls, rule: Rule) -> "SoftwareRuleOut":
        """Show a rule whose product is loaded."""
        return cls(
            id=rule.pk, origin=Origin(rule.origin), name=rule.name, publisher=rule.publisher, edition=rule.edition,
            product=Named(id=rule.product_id, name=rule.product.name),
        )  # fmt: skip


class SoftwareProductFilters(BaseModel):
    """Which products."""

    name: Part | None = None
    licence: LicenceName | None = None


class SoftwareTitleFilters(BaseModel):
    """Which titles. `unknown`: those that wait for somebody to say what they are."""

    product: Id | None = None
    unknown: bool | None = None
    name: Part | None = None


class SoftwareRuleFilters(BaseModel):
    """Which rules."""

    product: Id | None = None
    origin: OriginName | None = None


class SoftwareProductNew(Change):
    """A product that titles can mean."""

    name: ProductName
    publisher: PublisherName = ""
    licence: LicenceName = Licence.UNSURE
    notes: Annotated[str, Field(max_length=5000)] = ""
    owner: Ref | None = None
    idle_days: IdleDays = 60


class SoftwareProductEdit(Change):
    """What is known of it. What is left out stays."""

    name: ProductName = ""
    publisher: PublisherName = ""
    licence: LicenceName = Licence.UNSURE
    notes: Annotated[str, Field(max_length=5000)] = ""
    owner: Ref | None = None
    idle_days: IdleDays = 60


class SoftwareCorrection(Change):
    """What a title is. `pattern`: which others mean it, too; as near as we can tell from the name, when left out."""

    called: ProductName
    """The name of a product that is there, or of a new one."""
    pattern: PatternText = ""
    edition: Edition = ""


class SoftwareRuleNew(Change):
    """Which titles mean a product."""

    product: Ref
    name: PatternText
    publisher: Annotated[str, Field(max_length=200)] = ""
    edition: Edition = ""


class SoftwareReason(Change):
    """Why nobody needs to know what it is."""

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


@router.list("", SoftwareProductOut, may=P.SEE)
def list_software_products(
    request: Call, filters: Query[SoftwareProductFilters], paging: Query[Paging]
) -> Listing[SoftwareProductOut]:
    """Products, from A to Z."""
    rows = _products(request)
    if filters.name is not None:
        rows = rows.filter(name__icontains=filters.name.replace("\0", ""))
    if filters.licence is not None:
        rows = rows.filter(licence=filters.licence)
    return answers.listed(request, rows, SoftwareProductOut.of, paging, order=("name", "id"))


@router.create("", SoftwareProductOut, may=P.MANAGE)
def add_software_product(request: Call, body: SoftwareProductNew) -> SoftwareProductOut:
    """Make a product that titles can mean."""
    return _shown(request, life.add_product(by=request.auth, **_owned(request, body)))


@router.read("/{int:software_product}", SoftwareProductOut)
def get_software_product(request: Call, software_product: Id) -> SoftwareProductOut:
    """One product."""
    return SoftwareProductOut.of(finding.one(request, _products(request), software_product))


@router.edit("/{int:software_product}", SoftwareProductOut, may=P.MANAGE)
def edit_software_product(request: Call, software_product: Id, body: SoftwareProductEdit) -> SoftwareProductOut:
    """Correct what is known of it."""
    row = finding.one(request, Product.objects.visible_to(request.auth), software_product)
    answers.seen(request, _shown(request, row))
    life.edit_product(row, by=request.auth, **_owned(request, body))
    return _shown(request, row)


@titles.list("", SoftwareTitleOut, may=P.SEE)
def list_software_titles(
    request: Call, filters: Query[SoftwareTitleFilters], paging: Query[Paging]
) -> Listing[SoftwareTitleOut]:
    """Titles as they were read, the most frequent first."""
    rows = _readings(request)
    if filters.product is not None:
        rows = rows.filter(product=filters.product)
    if filters.unknown is not None:
        waiting = Reading.objects.unknown()
        rows = rows.filter(pk__in=waiting) if filters.unknown else rows.exclude(pk__in=waiting)
    if filters.name is not None:
        rows = rows.filter(title__name__icontains=filters.name.replace("\0", ""))
    return answers.listed(request, rows, SoftwareTitleOut.of, paging, order=("-installations", "title_id"))


@titles.read("/{int:software_title}", SoftwareTitleOut)
def get_software_title(request: Call, software_title: Id) -> SoftwareTitleOut:
    """One title, and what it was read as."""
    return SoftwareTitleOut.of(finding.one(request, _readings(request), software_title))


@titles.verb("/{int:software_title}/correct", SoftwareRuleOut, may=P.MANAGE)
def correct_software_title(request: Call, software_title: Id, body: SoftwareCorrection) -> SoftwareRuleOut:
    """Say what it is. That becomes a rule, by which its like are read within seconds."""
    row, given = finding.one(request, _readings(request), software_title), body.given()
    return SoftwareRuleOut.of(life.correct(row, by=request.auth, new_product=given.pop("called"), **given))


@titles.verb("/{int:software_title}/set-aside", SoftwareTitleOut, may=P.MANAGE)
def set_software_title_aside(request: Call, software_title: Id, body: SoftwareReason) -> SoftwareTitleOut:
    """Say why nobody needs to know what it is."""
    row = finding.one(request, _readings(request), software_title)
    life.set_aside(row, by=request.auth, reason=body.reason)
    return SoftwareTitleOut.of(row)


@titles.verb("/{int:software_title}/take-up", SoftwareTitleOut, may=P.MANAGE)
def take_software_title_up(request: Call, software_title: Id) -> SoftwareTitleOut:
    """Let it wait again for somebody to say what it is."""
    row = finding.one(request, _readings(request), software_title)
    life.take_up(row, by=request.auth)
    return SoftwareTitleOut.of(row)


@rules.list("", SoftwareRuleOut, may=P.SEE)
def list_software_rules(
    request: Call, filters: Query[SoftwareRuleFilters], paging: Query[Paging]
) -> Listing[SoftwareRuleOut]:
    """Rules, in the order in which they count."""
    rows = _rules(request).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, SoftwareRuleOut.of, paging, order=("-origin", "position", "id"))


@rules.create("", SoftwareRuleOut, may=P.MANAGE)
def add_software_rule(request: Call, body: SoftwareRuleNew) -> SoftwareRuleOut:
    """Let titles of this name mean a product."""
    product = answers.referred(Product.objects.visible_to(request.auth), body.product, "product")
    made = life.add_rule(by=request.auth, **body.given() | {"product": product})
    return SoftwareRuleOut.of(made)


@rules.remove("/{int:software_rule}", may=P.MANAGE)
def remove_software_rule(request: Call, software_rule: Id) -> None:
    """Let titles of this name mean what the other rules say. Bundled rules stay."""
    life.remove_rule(finding.one(request, _rules(request), software_rule), by=request.auth)


def _products(request: Call) -> QuerySet[Product]:
    return queries.with_installations(Product.objects.visible_to(request.auth).select_related("owner"))


def _owned(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "owner" in given:
        given["owner"] = answers.refer(Person.objects.visible_to(request.auth), given["owner"], "owner")
    return given


def _shown(request: Call, product: Product) -> SoftwareProductOut:
    return SoftwareProductOut.of(_products(request).get(pk=product.pk))


def _readings(request: Call) -> QuerySet[Reading]:
    return Reading.objects.visible_to(request.auth).select_related("title", "product")


def _rules(request: Call) -> QuerySet[Rule]:
    return Rule.objects.visible_to(request.auth).select_related("product")
