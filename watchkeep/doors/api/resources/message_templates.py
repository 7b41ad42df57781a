"""The texts of messages: the words for each moment, made, tried on an incident and taken away."""

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents import finding as incidents
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.duty.communications import life, queries
from watchkeep.duty.communications.models import Language, Phase, Template
from watchkeep.duty.communications.permissions import P

router = Resource("Communication")
PhaseName = Annotated[Phase, among(Phase)]
LanguageName = Annotated[Language, among(Language)]


class TemplateOut(Record):
    """The words for a moment; the narrower one is used: by audience, then by severity."""

    id: int
    phase: PhaseName
    is_outside: bool
    audience: Named | None
    severity: int | None
    language: LanguageName
    subject: str
    body: str

    @classmethod
    def of(cls, row: Template) -> "TemplateOut":
        """Show a template whose audience is loaded."""
        return cls(
            id=row.pk,
            phase=Phase(row.phase),
            is_outside=row.is_outside,
            audience=Named.of(row.audience),
            severity=row.severity,
            language=Language(row.language),
            subject=row.subject,
            body=row.body,
        )

    def href(self) -> str:
        """Where the template is found."""
        return f"/api/v1/message-templates/{self.id}"


class TemplateNew(Change):
    """The words for a moment, for one side of the door; an audience says itself on which side it is."""

    phase: PhaseName
    is_outside: Flag = False
    audience: Ref | None = None
    severity: Annotated[Whole, Field(ge=1, le=4)] | None = None
    language: LanguageName = Language.EN
    subject: Line
    body: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]


class TemplateTry(Change):
    """Words to be tried on an incident; on none, with samples."""

    subject: Line
    body: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]
    is_outside: Flag = False
    language: LanguageName = Language.EN
    audience: Ref | None = None
    incident: Annotated[str, Field(min_length=1, max_length=20, examples=["INC-1042"])] | None = None


class TemplateTried(Record):
    """How they read."""

    subject: str
    body: str


class TemplateEdit(Change):
    """Other words. A name that does not exist is refused with those that do."""

    subject: Line = ""
    body: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")] = ""


@router.list("/message-templates", TemplateOut, may=P.SEE)
def list_message_templates(request: Call, paging: Query[Paging]) -> Listing[TemplateOut]:
    """The words for each moment."""
    return answers.listed(request, queries.templates(request.auth), TemplateOut.of, paging, order=("id",))


@router.create("/message-templates", TemplateOut, may=P.CONFIGURE)
def add_message_template(request: Call, body: TemplateNew) -> TemplateOut:
    """Write words for a moment. A name that does not exist is refused with those that do."""
    return TemplateOut.of(life.save_template(by=request.auth, **_with_audience(request, body)))


@router.verb("/message-templates/try", TemplateTried, may=P.CONFIGURE)
def try_message_template(request: Call, body: TemplateTry) -> TemplateTried:
    """See how words would read before they are kept."""
    request.auth.need(P.CONFIGURE, "try texts")
    given = {"is_outside": False} | _with_audience(request, body)
    if given.get("incident") is not None:
        given["incident"] = incidents.other(request, given["incident"], "incident")
    subject, text = life.try_template(**given)
    return TemplateTried(subject=subject, body=text)


@router.remove("/message-templates/{int:template}", may=P.CONFIGURE, match=True)
def remove_message_template(request: Call, template: Id) -> None:
    """Take words away; broader ones hold. The last words for a moment stay."""
    row = finding.one(request, queries.templates(request.auth), template)
    answers.seen(request, TemplateOut.of(row))
    life.remove_template(row, by=request.auth)


@router.read("/message-templates/{int:template}", TemplateOut)
def get_message_template(request: Call, template: Id) -> TemplateOut:
    """The words for one moment."""
    return TemplateOut.of(finding.one(request, queries.templates(request.auth), template))


@router.edit("/message-templates/{int:template}", TemplateOut, may=P.CONFIGURE)
def edit_message_template(request: Call, template: Id, body: TemplateEdit) -> TemplateOut:
    """Change the words."""
    row = finding.one(request, queries.templates(request.auth), template)
    answers.seen(request, TemplateOut.of(row))
    return TemplateOut.of(life.save_template(row, by=request.auth, **body.given()))


def _with_audience(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if given.get("audience") is not None:
        given["audience"] = answers.referred(queries.audiences(request.auth), given["audience"], "audience")
    return given
