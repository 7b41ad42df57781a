"""Your notification rules: which ways are used when it is urgent and when it can wait, and after how many minutes."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from pydantic import Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Record, Ref, Whole, among
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.life import LONGEST_DELAY, Wish
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.people.models import Person

router = Resource("Contact methods")
UrgencyName = Annotated[Urgency, among(Urgency)]
Delay = Annotated[Whole, Field(ge=0, le=LONGEST_DELAY)]


class WishOut(Record):
    """One way, and when it is used. `method` is null for the address of your account."""

    method: int | None
    delay_minutes: int


class RulesOut(Record):
    """Your own rules by urgency. Without any, what is urgent goes every way at once, and what can wait by mail."""

    high: list[WishOut]
    low: list[WishOut]


class WishNew(Change):
    """One way, and when it is used. Leave `method` out for the address of your account."""

    method: Ref | None = None
    delay_minutes: Delay = 0


class RulesNew(Change):
    """All rules of one urgency; an empty list brings the default back."""

    urgency: UrgencyName
    rules: Annotated[list[WishNew], Field(max_length=21)]


@router.read("", RulesOut)
def get_rules(request: Call) -> RulesOut:
    """Your rules for what is urgent and for what can wait."""
    return RulesOut(**{urgency.value: _rules(request, urgency) for urgency in Urgency})


@router.verb("", RulesOut)
def set_rules(request: Call, body: RulesNew) -> RulesOut:
    """Replace your rules of one urgency."""
    wishes = [Wish(one.method, one.delay_minutes) for one in body.rules]
    life.set_rules(get_object_or_404(Person, pk=request.auth.person or 0), body.urgency, wishes, by=request.auth)
    return get_rules(request)


def _rules(request: Call, urgency: Urgency) -> list[WishOut]:
    found = queries.rules_of(request.auth.person or 0, urgency)
    return [WishOut(method=rule.method_id, delay_minutes=rule.delay_minutes) for rule in found]
