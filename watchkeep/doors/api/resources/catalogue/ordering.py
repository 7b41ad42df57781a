"""What one is asked when one orders an item, whether one's answers are right, and files given on the way."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import File, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from watchkeep.doors.api import finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.catalogue.items import found
from watchkeep.doors.api.resources.catalogue.shown import FormShown
from watchkeep.doors.api.shapes import Change, Id, Named, Record
from watchkeep.estate.people.models import Person
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Edition, Upload
from watchkeep.work.requests.permissions import P

router = Resource("Catalogue: ordering")
Answers = Annotated[
    dict[Annotated[str, Field(max_length=40)], Any],
    Field(
        max_length=100,
        description="By the names of the questions. A person, service or asset is an id, a date is `2027-03-01`, "
        "several of a list are a list, files are a list of the keys of uploads.",
    ),
]


class OrderFormOut(Record):
    """Everything that is asked, and what follows from ordering."""

    item: Named
    edition: int
    form: FormShown
    price_once: Decimal
    price_monthly: Decimal
    needs_approval: bool
    """Whether somebody may have to agree, by what is ordered."""
    left: int | None
    """How many you may still have; null limits nothing."""


class CheckedAnswersOut(Record):
    """Answers, held against the form."""

    clean: dict[str, Any]
    """The answers that count, as they are kept."""
    faults: dict[str, str]
    """By question, what is wrong with the others."""
    asked: list[str]
    """The questions that are asked after these answers, in order."""


class AnswersToCheck(Change):
    """Answers so far."""

    answers: Answers = Field(examples=[{}])


class UploadOut(Record):
    """A file that waits for its request, for a day."""

    key: str
    """The answer to a question for files."""
    name: str
    content_type: str
    """Checked against the file's first bytes."""
    size: int
    """In bytes."""

    @classmethod
    def of(cls, upload: Upload) -> "UploadOut":
        """Show an upload."""
        return cls(key=upload.key, name=upload.name, content_type=upload.content_type, size=upload.size)


class ChoiceFilters(BaseModel):
    """Which records."""

    ask: Literal["person", "service", "asset"] = Field("person", description="As the question says.")
    q: Annotated[str, Field(max_length=200)] = Field("", description="Words of the name.")


class ChoicesOut(Record):
    """Records with which a question can be answered, from A to Z; at most twenty."""

    items: list[Named]


@router.read("/catalogue/items/{int:catalogue_item}/form", OrderFormOut)
def get_order_form(request: Call, catalogue_item: Id) -> OrderFormOut:
    """What is asked, what it costs and how many you may have; 404 while it is not offered."""
    item = found(request, catalogue_item)
    edition = item.edition if item.is_offered else None
    if edition is None:
        raise Http404
    person = Person.objects.filter(pk=finding.meant(request)).first()
    return OrderFormOut(
        item=Named(id=item.pk, name=item.name),
        edition=edition.number,
        form=FormShown.of(edition.questions),
        price_once=edition.price_once,
        price_monthly=edition.price_monthly,
        needs_approval=bool(edition.approval),
        left=queries.entitlement(edition, person).left if edition.is_counted else None,
    )


@router.verb("/catalogue/items/{int:catalogue_item}/check", CheckedAnswersOut, may=P.ASK)
def check_answers(request: Call, catalogue_item: Id, body: AnswersToCheck) -> CheckedAnswersOut:
    """Hold answers against the form without ordering anything: what is wrong, and what is asked next."""
    item = found(request, catalogue_item)
    request.auth.need(P.ASK, "ask for something")
    edition: Edition | None = item.edition if item.is_offered else None
    if edition is None:
        raise Http404
    clean, faults = life.check(edition, body.answers, by=request.auth)
    asked = [question.name for question in queries.asked(edition, clean)]
    return CheckedAnswersOut(clean=clean, faults=faults, asked=asked)


@router.read("/catalogue/choices", ChoicesOut)
def list_choices(request: Call, filters: Query[ChoiceFilters]) -> ChoicesOut:
    """People, services or assets with which you may answer a question."""
    rows = queries.choices(request.auth, filters.ask, filters.q)
    return ChoicesOut(items=[Named(id=key, name=name) for key, name in rows])


@router.create("/uploads", UploadOut, may=P.ASK)
def upload_file(request: Call, file: File[UploadedFile]) -> UploadOut:
    """Give a file of at most 25 MB before the request that it belongs to. Its key is the answer."""
    declared, name = file.content_type or "", file.name or ""
    return UploadOut.of(life.upload(by=request.auth, file=file, name=name, declared=declared))
