"""Editions of an item: what is asked, what it costs, who may have how many and who must agree."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.catalogue.forms import FormPart, StagePart
from watchkeep.doors.api.resources.catalogue.items import CatalogueItemOut, found, shown
from watchkeep.doors.api.resources.catalogue.shown import FormShown, StageShown
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Whole, among
from watchkeep.work.requests import life
from watchkeep.work.requests.models import CatalogueItem, Edition
from watchkeep.work.requests.permissions import P

router = Resource("Catalogue: editions")
EditionState = Annotated[Edition.State, among(Edition.State)]
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False)]
Most = Annotated[Whole, Field(ge=0, le=2**31 - 1)]
_SAME = (
    "number", "price_once", "price_monthly", "is_kept", "most_each", "most_in_all", "note", "edits", "saved_at",
    "published_at",
)  # fmt: skip


class EditionOut(Record):
    """An edition: a draft, or published and never changed again."""

    number: int
    state: EditionState
    is_in_force: bool
    form: FormShown
    approval: list[StageShown]
    """Stage by stage; empty when nobody must agree."""
    price_once: Decimal
    price_monthly: Decimal
    is_kept: bool
    """Whether people hold it afterwards, and give it back."""
    most_each: int | None
    """How many one person may have; null limits nothing."""
    most_in_all: int | None
    note: str
    edits: int
    """How often the draft was saved."""
    author: Named | None
    saved_at: datetime
    published_at: datetime | None

    @classmethod
    def of(cls, edition: Edition, item: CatalogueItem) -> "EditionOut":
        """Show an edition whose author is loaded."""
        return cls(
            state=Edition.State(edition.state),
            is_in_force=edition.pk == item.edition_id,
            form=FormShown.of(edition.questions),
            approval=[StageShown.model_validate(stage) for stage in edition.approval],
            author=Named.of(edition.author),
            **{name: getattr(edition, name) for name in _SAME},
        )


class EditionEdit(Change):
    """What the next edition says; what is not given stays."""

    form: FormPart = FormPart()
    approval: Annotated[list[StagePart], Field(max_length=8)] = []
    price_once: Price = Decimal(0)
    price_monthly: Price = Decimal(0)
    is_kept: Flag = False
    most_each: Most | None = None
    most_in_all: Most | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class PublishingOfEdition(Change):
    """Which draft."""

    edits: Annotated[Whole, Field(ge=1, le=2**31 - 1)] | None = Field(None, examples=[None])
    """The draft's `edits` as you saw it: then another's change is not published unread."""


@router.list("/catalogue/items/{int:catalogue_item}/editions", EditionOut, may=P.SEE_CATALOGUE)
def list_editions(request: Call, catalogue_item: Id, paging: Query[Paging]) -> Listing[EditionOut]:
    """Every edition of an item, the newest first; a draft is the newest."""
    item = _seen(request, catalogue_item)
    rows = item.editions.select_related("author")
    return answers.listed(request, rows, lambda row: EditionOut.of(row, item), paging, order=("-number",))


@router.read("/catalogue/items/{int:catalogue_item}/editions/{int:edition}", EditionOut, may=P.SEE_CATALOGUE)
def get_edition(request: Call, catalogue_item: Id, edition: Id) -> EditionOut:
    """One edition, by its number."""
    item = _seen(request, catalogue_item)
    return EditionOut.of(get_object_or_404(item.editions.select_related("author"), number=edition), item)


@router.verb("/catalogue/items/{int:catalogue_item}/editions/{int:edition}/restore", EditionOut, may=P.CATALOGUE)
def restore_edition(request: Call, catalogue_item: Id, edition: Id) -> EditionOut:
    """Take an earlier edition up again: it becomes the draft, in place of what was drafted."""
    item = found(request, catalogue_item)
    number = get_object_or_404(item.editions, number=edition).number
    life.restore_edition(item, by=request.auth, number=number)
    return EditionOut.of(_drafts(item).get(), item)


@router.verb("/catalogue/items/{int:catalogue_item}/draft", EditionOut, may=P.CATALOGUE)
def begin_edition(request: Call, catalogue_item: Id) -> EditionOut:
    """Begin the next edition as a copy of the newest. When there is a draft already, that one as it stands."""
    item = found(request, catalogue_item)
    request.auth.need(P.CATALOGUE, "look after the catalogue")
    if not _drafts(item).exists():
        life.draft_edition(item, by=request.auth)
    return EditionOut.of(_drafts(item).get(), item)


@router.read("/catalogue/items/{int:catalogue_item}/draft", EditionOut, may=P.SEE_CATALOGUE)
def get_draft_edition(request: Call, catalogue_item: Id) -> EditionOut:
    """The edition that is being written; 404 when there is none."""
    item = _seen(request, catalogue_item)
    return EditionOut.of(get_object_or_404(_drafts(item)), item)


@router.edit("/catalogue/items/{int:catalogue_item}/draft", EditionOut, may=P.CATALOGUE)
def edit_draft_edition(request: Call, catalogue_item: Id, body: EditionEdit) -> EditionOut:
    """Write at the next edition. What is offered stays as it is until the draft is published."""
    item = found(request, catalogue_item)
    answers.seen(request, EditionOut.of(get_object_or_404(_drafts(item)), item))
    given: dict[str, Any] = body.given()
    if "form" in given:
        given["form"] = given["form"].plain()
    if "approval" in given:
        given["approval"] = [stage.plain() for stage in given["approval"]]
    life.draft_edition(item, by=request.auth, **given)
    return EditionOut.of(_drafts(item).get(), item)


@router.remove("/catalogue/items/{int:catalogue_item}/draft", may=P.CATALOGUE)
def drop_draft_edition(request: Call, catalogue_item: Id) -> None:
    """Throw the draft away."""
    item = found(request, catalogue_item)
    life.drop_draft(item, by=request.auth)


@router.verb("/catalogue/items/{int:catalogue_item}/publish", CatalogueItemOut, may=P.CATALOGUE)
def publish_edition(request: Call, catalogue_item: Id, body: PublishingOfEdition) -> CatalogueItemOut:
    """Offer the draft from now on. Requests that run keep the edition under which they were asked for."""
    item = found(request, catalogue_item)
    life.publish_edition(item, by=request.auth, seen=body.edits)
    return shown(request, item)


def _seen(request: Call, catalogue_item: int) -> CatalogueItem:
    item = found(request, catalogue_item)
    request.auth.need(P.SEE_CATALOGUE, "see how it is offered")
    return item


def _drafts(item: CatalogueItem) -> Any:
    return item.editions.filter(state=Edition.State.DRAFT).select_related("author")
