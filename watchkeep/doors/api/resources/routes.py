"""Routes: which alert goes to which service. They are data, with a preview against the last thousand alerts."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.integrations import Labels
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Name, Named, Paging, Record, Ref, Whole
from watchkeep.duty.oncall.models import Policy
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection import life, queries
from watchkeep.insight.detection.models import Integration, Route
from watchkeep.insight.detection.permissions import P

router = Resource("Routes")
Matchers = Annotated[str, Field(max_length=5000, examples=['severity="critical"'])]
Severity = Annotated[Whole, Field(ge=1, le=4)]


class RouteOut(Record):
    """The first route that fits decides where an alert goes."""

    id: int
    position: int
    """They are asked in this order."""
    name: str
    integration: Named | None
    matchers: str
    """As Alertmanager writes them, one a line: `severity=~"critical|error"`."""
    service: Named | None
    severity: int | None
    policy: Named | None
    group_by: list[str]
    spans_services: bool
    """Alerts of several services that share those labels join one incident, which then affects each of them."""
    opens_incident: bool
    is_active: bool

    @classmethod
    def of(cls, route: Route) -> "RouteOut":
        """Show a route whose integration, service and policy are loaded."""
        names = ("id", "position", "name", "matchers", "severity", "group_by", "spans_services", "opens_incident")
        return cls(
            **{name: getattr(route, name) for name in (*names, "is_active")},
            integration=Named.of(route.integration),
            service=Named.of(route.service),
            policy=Named.of(route.policy),
        )

    def href(self) -> str:
        """Where the route is found."""
        return f"/api/v1/routes/{self.id}"


class RouteNew(Change):
    """A route, asked after all others."""

    name: Name = Field(examples=["Critical shop alerts"])
    integration: Ref | None = None
    matchers: Matchers = ""
    service: Ref | None = None
    severity: Severity | None = None
    policy: Ref | None = None
    group_by: Labels = []
    spans_services: Flag = False
    opens_incident: Flag = True
    is_active: Flag = True


class RouteEdit(RouteNew):
    """What changes about a route."""

    name: Name = ""


class Way(Change):
    """Which way to move it."""

    up: Flag


class MoveOut(Record):
    """Some alerts that would go elsewhere, or would not."""

    before: str
    after: str
    count: int
    examples: list[str]

    @classmethod
    def of(cls, move: queries.Move) -> "MoveOut":
        """Show a move."""
        examples = [str(alert) for alert in move.examples]
        return cls(before=move.before, after=move.after, count=move.count, examples=examples)


class PreviewOut(Record):
    """Where the last thousand alerts would go, beside where they go now; those that would move first."""

    alerts: int
    """How many there are to try it on: a thousand at most."""
    moved: int
    """How many of them would go elsewhere."""
    moves: list[MoveOut]

    @classmethod
    def of(cls, moves: list[queries.Move]) -> "PreviewOut":
        """Show all moves with their sums."""
        moved = sum(move.count for move in moves if move.is_moved)
        return cls(alerts=sum(move.count for move in moves), moved=moved, moves=[MoveOut.of(one) for one in moves])


@router.list("", RouteOut, may=P.SEE)
def list_routes(request: Call, paging: Query[Paging]) -> Listing[RouteOut]:
    """Routes, in the order in which they are asked."""
    return answers.listed(request, _routes(request), RouteOut.of, paging, order=("position", "id"))


@router.create("", RouteOut, may=P.CONFIGURE)
def add_route(request: Call, body: RouteNew) -> RouteOut:
    """Add a route at the end."""
    return RouteOut.of(life.add_route(by=request.auth, **_referred(request, body)))


@router.verb("/preview", PreviewOut, may=P.SEE)
def preview_route(request: Call, body: RouteNew) -> PreviewOut:
    """Where the last thousand alerts would go if this route were added, after all others. Nothing is changed."""
    return _tried(request, Route(**_referred(request, body)))


@router.read("/{int:route}", RouteOut)
def get_route(request: Call, route: Id) -> RouteOut:
    """One route."""
    return RouteOut.of(finding.one(request, _routes(request), route))


@router.edit("/{int:route}", RouteOut, may=P.CONFIGURE)
def change_route(request: Call, route: Id, body: RouteEdit) -> RouteOut:
    """Change a route."""
    row = finding.one(request, _routes(request), route)
    answers.seen(request, RouteOut.of(row))
    life.change_route(row, by=request.auth, **_referred(request, body))
    return RouteOut.of(row)


@router.verb("/{int:route}/preview", PreviewOut, may=P.SEE)
def preview_route_change(request: Call, route: Id, body: RouteEdit) -> PreviewOut:
    """Where the last thousand alerts would go if this route were changed so. Nothing is changed."""
    row = finding.one(request, _routes(request), route)
    for name, value in _referred(request, body).items():
        setattr(row, name, value)
    return _tried(request, row)


@router.verb("/{int:route}/move", RouteOut, may=P.CONFIGURE)
def move_route(request: Call, route: Id, body: Way) -> RouteOut:
    """Let a route be asked one place earlier, or later."""
    life.move_route(finding.one(request, _routes(request), route), by=request.auth, up=body.up)
    return RouteOut.of(finding.one(request, _routes(request), route))


@router.remove("/{int:route}", may=P.CONFIGURE)
def remove_route(request: Call, route: Id) -> None:
    """Take a route away; alerts that it led go on as they are."""
    life.remove_route(finding.one(request, _routes(request), route), by=request.auth)


def _tried(request: Call, planned: Route) -> PreviewOut:
    request.auth.need(P.SEE, "see alerts")
    request.auth.need(P.SEE_INTEGRATIONS, "see routes")
    return PreviewOut.of(queries.preview_route(planned))


def _routes(request: Call) -> QuerySet[Route]:
    return Route.objects.visible_to(request.auth).select_related("integration", "service", "policy")


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given, actor = body.given(), request.auth
    rows: dict[str, QuerySet[Any]] = {
        "integration": Integration.objects.visible_to(actor),
        "service": Service.objects.visible_to(actor),
        "policy": Policy.objects.visible_to(actor),
    }
    return given | {name: answers.refer(rows[name], given[name], name) for name in rows if name in given}
