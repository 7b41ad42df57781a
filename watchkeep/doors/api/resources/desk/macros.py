"""Macros and reply templates: one's own, one's teams', and everybody's."""

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.desk.orders import Ordered, shown
from watchkeep.doors.api.resources.desk.tickets import KindName
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref
from watchkeep.estate.people.models import Team
from watchkeep.work.desk import life
from watchkeep.work.desk.models import Macro
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets.models import Kind

router = Resource("Macros")
MacroName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S", examples=["Ask for the log"])]


class MacroOut(Record):
    """What an agent does again and again, under a name."""

    id: int
    name: str
    kinds: list[KindName]
    """For which kinds of ticket; all when empty."""
    team: Named | None
    is_shared: bool
    order: dict[str, Any]
    """What it does: words, changes, a verb."""

    @classmethod
    def of(cls, macro: Macro) -> "MacroOut":
        """Show a macro whose team is loaded."""
        return cls(
            id=macro.pk, name=macro.name, kinds=[Kind(kind) for kind in macro.kinds], team=Named.of(macro.team),
            is_shared=macro.is_shared, order=shown(macro.does),
        )  # fmt: skip

    def href(self) -> str:
        """Where the macro is found."""
        return f"/api/v1/macros/{self.id}"


class MacroNew(Change):
    """A macro to write: for yourself, unless for a team or shared with everybody."""

    name: MacroName
    order: Ordered = Field(examples=[{"way": "note", "body": "Looked at by {{ agent.name }}."}])
    kinds: list[KindName] = []
    team: Ref | None = None
    is_shared: Flag = False


class MacroEdit(Change):
    """What to change; what you leave out stays."""

    name: MacroName = ""
    order: Ordered | None = None
    kinds: list[KindName] = []
    team: Ref | None = None
    is_shared: Flag = False


@router.list("", MacroOut)
def list_macros(request: Call, paging: Query[Paging]) -> Listing[MacroOut]:
    """The macros that you can use."""
    rows = Macro.objects.visible_to(request.auth).select_related("team")
    return answers.listed(request, rows, MacroOut.of, paging, order=("id",))


@router.create("", MacroOut, may=P.MACROS)
def save_macro(request: Call, body: MacroNew) -> MacroOut:
    """Write a macro."""
    team = answers.refer(Team.objects.visible_to(request.auth), body.team, "team")
    return MacroOut.of(
        life.save_macro(
            by=request.auth, name=body.name, order=body.order.order(), kinds=body.kinds, team=team,
            is_shared=body.is_shared,
        )
    )  # fmt: skip


@router.read("/{int:macro}", MacroOut)
def get_macro(request: Call, macro: Id) -> MacroOut:
    """One macro."""
    return MacroOut.of(_found(request, macro))


@router.edit("/{int:macro}", MacroOut, may=P.MACROS)
def edit_macro(request: Call, macro: Id, body: MacroEdit) -> MacroOut:
    """Change a macro."""
    row = _found(request, macro)
    answers.seen(request, MacroOut.of(row))
    given = body.given()
    now: dict[str, Any] = {"name": row.name, "order": row.does, "kinds": row.kinds, "team": row.team}
    now["is_shared"] = row.is_shared
    if body.order:
        given["order"] = body.order.order()
    else:
        given.pop("order", None)
    if "team" in given:
        given["team"] = answers.refer(Team.objects.visible_to(request.auth), body.team, "team")
    return MacroOut.of(life.save_macro(row, by=request.auth, **(now | given)))


@router.remove("/{int:macro}", may=P.MACROS)
def drop_macro(request: Call, macro: Id) -> None:
    """Forget a macro. What it did stays done."""
    life.drop_macro(_found(request, macro), by=request.auth)


def _found(request: Call, macro: int) -> Macro:
    return finding.one(request, Macro.objects.visible_to(request.auth), macro)
