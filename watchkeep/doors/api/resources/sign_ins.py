"""Sign-in logs of identity providers, what their applications mean, and the groups whose members hold seats."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.software import Edition, PatternText, ProductName, SoftwareReason, SoftwareRuleOut
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Named, Paging, Record, Ref, among
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Application, Product, Provider, SeatGroup, SignInLog
from watchkeep.estate.licences.permissions import P

logs = Resource("Sign-in logs")
applications = Resource("Software applications")
groups = Resource("Seat groups")
ProviderName = Annotated[Provider, among(Provider)]
StateName = Annotated[str, Field(json_schema_extra={"enum": [*queries.STATES]}, max_length=10)]


class SignInLogOut(Record):
    """An identity provider that tells who signs in where."""

    volatile = frozenset({"heard_at"})
    id: int
    name: str
    provider: ProviderName
    is_active: bool
    prefix: str
    """How its key begins."""
    key: str
    """The key, in the answer that makes it and in no other."""
    heard_at: datetime | None

    @classmethod
    def of(cls, log: SignInLog, key: str = "") -> "SignInLogOut":
        """Show a sign-in log."""
        same = {name: getattr(log, name) for name in ("name", "is_active", "prefix", "heard_at")}
        return cls(id=log.pk, provider=Provider(log.provider), key=key, **same)

    def href(self) -> str:
        """Where the sign-in log is found."""
        return f"/api/v1/sign-in-logs/{self.id}"


class SignInLogNew(Change):
    """One more provider that tells."""

    name: Name = Field(examples=["Entra"])
    provider: ProviderName


class SoftwareApplicationOut(Record):
    """Something into which a provider lets people."""

    id: int
    name: str
    sign_in_log: Named
    subject: str
    """By what the provider knows it."""
    product: Named | None
    """What it means; null while no rule reads it."""
    rule: int | None
    sign_ins: int
    """Days of people in it."""
    last_on: date | None
    set_aside: str
    """Why nobody needs to know what it is; empty otherwise."""

    @classmethod
    def of(cls, one: Application) -> "SoftwareApplicationOut":
        """Show an application whose log and product are loaded."""
        same = {name: getattr(one, name) for name in ("name", "subject", "last_on", "set_aside")}
        return cls(
            id=one.pk, sign_in_log=Named(id=one.log_id, name=one.log.name), product=Named.of(one.product),
            rule=one.rule_id, sign_ins=one.people_days, **same,
        )  # fmt: skip


class SoftwareApplicationFilters(BaseModel):
    """Which applications. Without a state all of them."""

    state: StateName = ""


class SoftwareApplicationCorrection(Change):
    """What it is. `pattern`: which others mean it, too; as near as we can tell from the name, when left out."""

    called: ProductName
    """The name of a product that is there, or of a new one."""
    pattern: PatternText = ""
    edition: Edition = ""


class SeatGroupOut(Record):
    """Whoever is in a group of a directory holds a seat of a product."""

    id: int
    source: Named
    """The directory."""
    group: str
    product: Named
    seats: int
    """Held through it."""

    @classmethod
    def of(cls, line: SeatGroup) -> "SeatGroupOut":
        """Show a group whose seats are counted."""
        source, product = line.group.source, line.product
        return cls(
            id=line.pk, source=Named(id=source.pk, name=source.name), group=line.group.name,
            product=Named(id=product.pk, name=product.name), seats=getattr(line, "held", 0),
        )  # fmt: skip


class SeatGroupNew(Change):
    """Which group means seats of what."""

    group: Annotated[str, Field(min_length=1, max_length=340, pattern=r"\S")]
    """Its name; where several have it, with the directory before it: `Entra: Designers`."""
    product: Ref


@logs.list("", SignInLogOut, may=P.SEE)
def list_sign_in_logs(request: Call, paging: Query[Paging]) -> Listing[SignInLogOut]:
    """Providers that tell who signs in where, from A to Z."""
    rows = SignInLog.objects.visible_to(request.auth)
    return answers.listed(request, rows, SignInLogOut.of, paging, order=("name", "id"))


@logs.create("", SignInLogOut, may=P.MANAGE)
def add_sign_in_log(request: Call, body: SignInLogNew) -> SignInLogOut:
    """Let another one tell. Its key is in this answer and in no other."""
    return SignInLogOut.of(*life.add_log(by=request.auth, **body.given()))


@logs.read("/{int:sign_in_log}", SignInLogOut)
def get_sign_in_log(request: Call, sign_in_log: Id) -> SignInLogOut:
    """One of them."""
    return SignInLogOut.of(finding.one(request, SignInLog.objects.visible_to(request.auth), sign_in_log))


@logs.verb("/{int:sign_in_log}/key", SignInLogOut, may=P.MANAGE)
def make_sign_in_log_key(request: Call, sign_in_log: Id) -> SignInLogOut:
    """Make another key. The former one opens nothing from then on."""
    row = finding.one(request, SignInLog.objects.visible_to(request.auth), sign_in_log)
    plain = life.make_log_key(row, by=request.auth)
    row.refresh_from_db()
    return SignInLogOut.of(row, plain)


@logs.verb("/{int:sign_in_log}/switch", SignInLogOut, may=P.MANAGE)
def switch_sign_in_log(request: Call, sign_in_log: Id) -> SignInLogOut:
    """Listen to it no longer, or again."""
    row = finding.one(request, SignInLog.objects.visible_to(request.auth), sign_in_log)
    life.switch_log(row, by=request.auth)
    return SignInLogOut.of(row)


@applications.list("", SoftwareApplicationOut, may=P.SEE)
def list_software_applications(
    request: Call, filters: Query[SoftwareApplicationFilters], paging: Query[Paging]
) -> Listing[SoftwareApplicationOut]:
    """Applications, the most used first."""
    rows = queries.in_state(_applications(request), filters.state)
    return answers.listed(request, rows, SoftwareApplicationOut.of, paging, order=("-people_days", "id"))


@applications.read("/{int:software_application}", SoftwareApplicationOut)
def get_software_application(request: Call, software_application: Id) -> SoftwareApplicationOut:
    """One application, and what it means."""
    return SoftwareApplicationOut.of(finding.one(request, _applications(request), software_application))


@applications.verb("/{int:software_application}/correct", SoftwareRuleOut, may=P.MANAGE)
def correct_software_application(
    request: Call, software_application: Id, body: SoftwareApplicationCorrection
) -> SoftwareRuleOut:
    """Say what it is. That becomes a rule, by which its like are read within seconds, and what waited is counted."""
    row, given = finding.one(request, _applications(request), software_application), body.given()
    made = life.correct_application(row, by=request.auth, new_product=given.pop("called"), **given)
    return SoftwareRuleOut.of(made)


@applications.verb("/{int:software_application}/set-aside", SoftwareApplicationOut, may=P.MANAGE)
def set_software_application_aside(
    request: Call, software_application: Id, body: SoftwareReason
) -> SoftwareApplicationOut:
    """Say why nobody needs to know what it is. What waited is let go."""
    row = finding.one(request, _applications(request), software_application)
    life.set_application_aside(row, by=request.auth, reason=body.reason)
    return SoftwareApplicationOut.of(row)


@applications.verb("/{int:software_application}/take-up", SoftwareApplicationOut, may=P.MANAGE)
def take_software_application_up(request: Call, software_application: Id) -> SoftwareApplicationOut:
    """Let it wait again for somebody to say what it is."""
    row = finding.one(request, _applications(request), software_application)
    life.take_application_up(row, by=request.auth)
    return SoftwareApplicationOut.of(row)


@groups.list("", SeatGroupOut, may=P.SEE_ENTITLEMENTS)
def list_seat_groups(request: Call, paging: Query[Paging]) -> Listing[SeatGroupOut]:
    """Groups whose members hold seats, the newest first."""
    return answers.listed(request, _groups(request), SeatGroupOut.of, paging)


@groups.create("", SeatGroupOut, may=P.MANAGE_ENTITLEMENTS)
def add_seat_group(request: Call, body: SeatGroupNew) -> SeatGroupOut:
    """Let whoever is in a group hold a seat, from now on, even when none is left."""
    product = answers.referred(Product.objects.visible_to(request.auth), body.product, "product")
    line = life.add_seat_group(queries.group_named(body.group), by=request.auth, product=product)
    return SeatGroupOut.of(_groups(request).get(pk=line.pk))


@groups.remove("/{int:seat_group}", may=P.MANAGE_ENTITLEMENTS)
def remove_seat_group(request: Call, seat_group: Id) -> None:
    """Let a group mean no seats any more; who held one through it holds none."""
    life.remove_seat_group(
        finding.one(request, SeatGroup.objects.visible_to(request.auth), seat_group), by=request.auth
    )


def _applications(request: Call) -> QuerySet[Application]:
    return Application.objects.visible_to(request.auth).select_related("log", "product")


def _groups(request: Call) -> QuerySet[SeatGroup]:
    return queries.with_seats(SeatGroup.objects.visible_to(request.auth))
