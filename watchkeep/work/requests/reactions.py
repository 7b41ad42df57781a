"""What requests do when something else is told."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from watchkeep.estate.licences import events as licences
from watchkeep.estate.licences import queries as licence_queries
from watchkeep.estate.licences.models import Entitlement, Product
from watchkeep.estate.people.models import Person
from watchkeep.estate.reconciliation import events as reconciliation
from watchkeep.estate.reconciliation import life as reconciling
from watchkeep.estate.reconciliation import queries as findings
from watchkeep.estate.reconciliation.models import Finding, Grouping
from watchkeep.estate.suppliers import events as suppliers
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel import locks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.wires import concerning
from watchkeep.work.approvals import events as approvals
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.life.approving import SUBJECT
from watchkeep.work.requests.models import Request, Source, State
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.events import Edited, Replied
from watchkeep.work.tickets.models import Merge

REPLY = Actor.system("rule:reply", "Requester's reply")
LICENCES = Actor.system("rule:licences", "Licences")
CONTRACTS = Actor.system("rule:contracts", "Contracts")
FINDINGS = Actor.system("rule:findings", "Reconciliation")
OPEN = {State.NEW, State.IN_PROGRESS, State.ON_HOLD}


def go_on(fact: approvals.Approved) -> None:
    """Everybody agreed: nothing stands in the way any more."""
    if fact.subject == SUBJECT and (request := _request(fact.record)):
        life.clear(request, by=fact.by)


def turn_down(fact: approvals.Refused) -> None:
    """They did not agree: the requester reads why."""
    if fact.subject == SUBJECT and (request := _request(fact.record)):
        life.turn_down(request, by=fact.by, reason=fact.reason)


def follow_requester(fact: Edited) -> None:
    """It is for somebody else now: what was agreed to was for another person."""
    request = _request(fact.record) if "requester" in fact.fields else None
    if request:
        life.pass_on(request, by=REPLY)


def answer_reply(fact: Replied) -> None:
    """The requester answers: what waited for them goes on; what was fulfilled and is not right comes back.

    After the grace period a new request follows the old one. What was merged is read where it goes on.
    """
    request = None if fact.from_desk else _request(fact.record)
    if request is None or Merge.objects.filter(ticket=fact.record).exists():
        return
    if request.state == State.ON_HOLD and request.waits_for_requester:
        life.resume(request, by=REPLY)
    elif request.may_come_back:
        life.reopen(request, by=REPLY, reason=_("The requester replied"))
    elif request.state in {State.RESOLVED, State.CLOSED} and request.turned_into_id is None:
        _follow(request)


@concerning(lambda fact: fact.is_first and fact.owner is not None)
def ask_to_decide(fact: suppliers.NoticeAhead) -> None:
    """Whether a contract goes on is a piece of work for its owner, once for each day by which notice must be given.

    What hangs on it in licences stands there with its numbers. Where one about them is open already, it is noted there.
    """
    contract = Contract.objects.select_related("supplier", "owner").get(pk=fact.record)
    if contract.owner is None or not queries.takes_requests(contract.owner):
        return
    figures = {
        "supplier": contract.supplier.name, "by": fact.notice_by.isoformat(), "ends": fact.ends_on.isoformat(),
        "month": f"{contract.cost_per_month:,.2f}", "year": f"{contract.cost_per_month * 12:,.2f}",
    }  # fmt: skip
    words = _(
        "Contract with %(supplier)s. Give notice by %(by)s, or it goes on after %(ends)s by itself.\n"
        "It costs %(month)s euro a month, %(year)s euro a year."
    )
    said = "\n".join([words % figures, *licence_queries.numbers_by(contract)])
    if request := _about(contract, contract.owner):
        tickets.note(request.ticket, by=CONTRACTS, body=said)
        return
    title = _("%(number)s: keep %(title)s or give notice?") % {"number": contract.number, "title": contract.title[:140]}
    made = life.open_(
        by=CONTRACTS, title=title, description=said, priority=3, source=Source.RULE, tags=["contract", _tag(contract)]
    )  # fmt: skip
    tickets.assign(made.ticket, by=CONTRACTS, person=contract.owner)


def take_case_on(fact: reconciliation.CaseOpened) -> None:
    """What a rule says must not stay so is a piece of work: one ticket, which knows its findings by the case."""
    case, found = findings.case(fact.record)
    if case.ended_at or case.ticket:
        return
    many = len(found) > 1 or (case.rule is not None and case.rule.grouping == Grouping.ALL)
    label = case.get_kind_display()
    title = _("%(what)s: several things") if many else _("%(what)s: %(name)s")
    words = {"what": label, "name": found[0].item.name[:140] if found else ""}
    made = life.open_(
        by=FINDINGS, title=title % words, description=_told(found), priority=case.rule.priority if case.rule else 4,
        source=Source.RULE, tags=["reconciliation"], team=case.rule.team if case.rule else None,
    )  # fmt: skip
    reconciling.note_ticket(case, made.ticket.number)


def note_more(fact: reconciliation.CaseJoined) -> None:
    """More of the same: it stands on the ticket that is there."""
    case, found = findings.case(fact.record)
    if request := _of_case(case.ticket):
        tickets.note(request.ticket, by=FINDINGS, body=_told(found))


def close_case(fact: reconciliation.CaseEnded) -> None:
    """All of it agrees again: there is nothing left to do."""
    case, _found = findings.case(fact.record)
    request = _of_case(case.ticket)
    if request is None:
        return
    why = _("It agrees again: %(what)s.") % {"what": case.get_kind_display()}
    if request.state in OPEN:
        life.fulfil(request, by=FINDINGS, result=why)


def _told(found: Sequence[Finding]) -> str:
    """What it is about, line by line."""
    lines = [f"* {one.item.number} {one.item.name} ({one.item.cls.name}), {one.since:%Y-%m-%d}" for one in found]
    return "\n".join([_("These do not agree:"), "", *lines])


def _of_case(number: str) -> Request | None:
    return Request.objects.filter(ticket__number=number).select_related("ticket").first() if number else None


@concerning(lambda fact: fact.is_first and fact.owner is not None)
def ask_about_licences(fact: licences.RenewalAhead) -> None:
    """What is renewed, and for how many, is a piece of work for its owner, once for each day by which to decide.

    Where a request about the contract is open, it is noted there: it is one decision.
    """
    one = Entitlement.objects.select_related("owner", "contract").get(pk=fact.record)
    if one.owner is None or not queries.takes_requests(one.owner):
        return
    words = "\n".join([licence_queries.in_words(one, fact.ends_on, fact.decide_by), *licence_queries.numbers_of(one)])
    if request := _about(one.contract, one.owner):
        tickets.note(request.ticket, by=LICENCES, body=words)
        return
    title = _("%(number)s: renew %(name)s?") % {"number": one.number, "name": one.name[:140]}
    _licence_ticket(title, words, one.owner, *([_tag(one.contract)] if one.contract else []))


@concerning(lambda fact: fact.owner is not None)
def ask_to_license(fact: licences.Overused | licences.Unlicensed) -> None:
    """What is used and not covered is bought or removed, by whoever owns the product."""
    product = Product.objects.select_related("owner").get(pk=fact.record)
    if product.owner is None or not queries.takes_requests(product.owner):
        return
    title = _("%(name)s: %(n)s used without a licence") % {"name": product.name, "n": fact.missing}
    words = _("Owned: %(owned)s. Used: %(used)s. To buy what is missing costs %(cost)s euro a year.")
    _licence_ticket(title, words % {"owned": fact.owned, "used": fact.used, "cost": fact.cost}, product.owner)


def _licence_ticket(title: str, words: str, owner: Person, *tags: str) -> None:
    tags = ("licence", *tags)
    made = life.open_(by=LICENCES, title=title, description=words, priority=3, source=Source.RULE, tags=tags)
    tickets.assign(made.ticket, by=LICENCES, person=owner)


def _about(contract: Contract | None, owner: Person) -> Request | None:
    """The open request of this person about a contract. Who opens one just now is waited for."""
    if contract is None:
        return None
    locks.wait_for(f"requests about {contract.number}")
    rows = Request.objects.filter(ticket__tags__contains=[_tag(contract)], ticket__assignee=owner)
    rows = rows.select_related("ticket").order_by("-pk")
    return next((one for one in rows[:5] if one.state in OPEN), None)


def _tag(contract: Contract) -> str:
    return contract.number.lower()


def _follow(request: Request) -> None:
    ticket = request.ticket
    if queries.is_followed(ticket):
        return
    words = _("Follows %(number)s, which the requester answered after its grace period.") % {"number": ticket.number}
    life.open_(
        by=REPLY, title=ticket.title, description=words, requester=ticket.requester, service=ticket.service,
        team=ticket.team, source=Source.RULE, follows=ticket,
    )  # fmt: skip


def _request(ticket: int) -> Request | None:
    return Request.objects.filter(pk=ticket).first()
