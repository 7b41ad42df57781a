"""Rules about senders: who always comes in, who waits, whose mail is discarded."""

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import Field, StringConstraints

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Act, SenderRule
from watchkeep.work.correspondence.permissions import P

router = Resource("Sender rules")
ActName = Annotated[Act, among(Act)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=254)]


class SenderRuleOut(Record):
    """One rule."""

    id: int
    pattern: str
    mailbox: Named | None
    """The mailbox that it holds for; null for all."""
    act: ActName
    must_be_proven: bool
    takes_automatic: bool
    created_at: datetime

    @classmethod
    def of(cls, rule: SenderRule) -> "SenderRuleOut":
        """Show a rule whose mailbox is loaded."""
        names = ("id", "pattern", "must_be_proven", "takes_automatic", "created_at")
        kept = {name: getattr(rule, name) for name in names}
        return cls(**kept, act=Act(rule.act), mailbox=Named.of(rule.mailbox))


class SenderRuleNew(Change):
    """What becomes of mail of these senders. A rule for the same senders is replaced."""

    pattern: Pattern = Field(examples=["@example.org"])
    """An address, or a domain behind an @."""
    act: ActName
    mailbox: Ref | None = None
    must_be_proven: Flag = False
    takes_automatic: Flag = False


@router.list("", SenderRuleOut, may=P.SEE)
def list_sender_rules(request: Call, paging: Query[Paging]) -> Listing[SenderRuleOut]:
    """The rules, from A to Z. The nearest one decides."""
    return answers.listed(request, queries.rules(request.auth), SenderRuleOut.of, paging, order=("pattern", "id"))


@router.create("", SenderRuleOut, may=P.JUDGE)
def set_sender_rule(request: Call, body: SenderRuleNew) -> SenderRuleOut:
    """Decide what becomes of mail of some senders."""
    told = body.model_dump() | {"mailbox": answers.refer(queries.mailboxes(request.auth), body.mailbox, "mailbox")}
    return SenderRuleOut.of(life.set_rule(by=request.auth, **told))


@router.remove("/{int:sender_rule}", may=P.JUDGE)
def remove_sender_rule(request: Call, sender_rule: Id) -> None:
    """The rule holds no more."""
    life.remove_rule(finding.one(request, queries.rules(request.auth), sender_rule), by=request.auth)
