"""Who is asked for their agreement: by a message that says what it is, with a link that answers once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.people.models import Person
from watchkeep.kernel.facts import Fact
from watchkeep.work.approvals import events as approvals
from watchkeep.work.approvals import life as approving
from watchkeep.work.approvals import queries as asked
from watchkeep.work.approvals.models import Approval, Ballot
from watchkeep.work.approvals.queries import Standing
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.queries import PARTS, Brief, brief_of


def ask_approvers(fact: approvals.StageBegun) -> None:
    """Whoever must agree reads what they would agree to, and answers by a link that works once."""
    _ask(fact, fact.ballots, _("Your approval is needed"))


def remind_approvers(fact: approvals.Reminded) -> None:
    """Those who have not answered are asked again."""
    _ask(fact, fact.ballots, _("Still waiting for your approval"))


def ask_delegate(fact: approvals.Delegated) -> None:
    """The question was handed on."""
    _ask(fact, [fact.ballot], _("Your approval is needed"))


def ask_successor(fact: approvals.Succeeded) -> None:
    """Somebody who was asked has left: whoever follows them reads what it is about."""
    _ask(fact, fact.ballots, _("Your approval is needed"))


def ask_deputy(fact: approvals.StandInBegun) -> None:
    """Somebody is away from now on: what waits for them waits for the deputy."""
    _ask(fact, asked.waits_for(fact.record), _("Your approval is needed, as a substitute"))


def _ask(fact: Fact, ballots: Sequence[int], what: str) -> None:
    """Ask each who listens: what it is, line by line, and the link with which this person answers once."""
    read: dict[int, _Read] = {}
    for ballot, person in asked.listeners(ballots):
        approval = ballot.approval
        said = read[approval.pk] = read.get(approval.pk) or _read(approval)
        body = [*_you(ballot, person, said), "", *_brief(said, person), *_lines(approval, said)]
        life.notify(
            person, fact_id=fact.id, subject=queries.subject_for(approval.ticket, what), body="\n".join(body).strip(),
            link=queries.link_to_answer(approving.new_link(ballot, person)), link_text=_("Read and answer"),
            urgency=Urgency.LOW, ticket=approval.ticket,
        )  # fmt: skip


@dataclass(frozen=True)
class _Read:
    """What is the same for everybody who is asked."""

    standing: Standing
    brief: Brief | None


def _read(approval: Approval) -> _Read:
    is_change = approval.subject == changes.SUBJECT
    brief = brief_of(Change.objects.get(pk=approval.ticket_id)) if is_change else None
    return _Read(asked.standing_now(approval), brief)


def _you(ballot: Ballot, person: Person, said: _Read) -> Iterator[str]:
    """Who asks, why this person, how many must agree, and until when an answer is of use."""
    approval, now = ballot.approval, said.standing
    if approval.requester:
        yield _("For: %(name)s") % {"name": approval.requester.name}
    if person.pk != ballot.person_id:
        yield _("You stand in for %(name)s.") % {"name": ballot.person.name}
    if ballot.why:
        yield _("Why you: %(why)s") % {"why": ballot.why}
    words = {"stage": now.stage.name, "n": now.number, "of": len(approval.plan), "need": now.needed, "all": now.asked}
    yield _("Stage: %(stage)s, %(n)s of %(of)s; %(need)s of %(all)s must agree") % words
    if approval.expires_at:
        yield _("Answer until: %(at)s") % {"at": _moment(approval.expires_at, person)}


def _brief(said: _Read, person: Person) -> Iterator[str]:
    """What a tired reader needs first of a change: its risk with what it is made of, when, and what stands against."""
    brief = said.brief
    if brief is None:
        return
    if brief.change.starts_at and brief.change.ends_at:
        yield _("When: %(span)s") % {"span": _span(brief.change.starts_at, brief.change.ends_at, person)}
    yield from (f"{label}: {value}" for label, value in brief.lines)
    for part in brief.parts:
        yield f"• {PARTS.get(part.name, part.name)}, {part.points} / {part.most}: {part.why}"
    yield from (f"{question} {answer}" for question, answer in brief.answers)
    if brief.against or brief.near:
        yield _("At that time, or on the same a day before or after:")
    yield from (f"• {one.words}" for one in brief.against)
    for near in brief.near:
        yield f"• {near.number} {near.title}: {_span(near.starts_at, near.ends_at, person)}"
    yield ""


def _lines(approval: Approval, said: _Read) -> Iterator[str]:
    """What is agreed to, several lines of one label under it; without what was said before of a change."""
    before = {_("When"), _("Risk")} if said.brief else set[str]()
    for label, group in groupby(approval.what, key=itemgetter(0)):
        values = [value for _label, value in group]
        if label in before:
            continue
        if len(values) == 1:
            yield f"{label}: {values[0]}"
        else:
            yield f"{label}:"
            yield from (f"{number}. {value}" for number, value in enumerate(values, 1))


def _moment(at: datetime, person: Person) -> str:
    return f"{at.astimezone(ZoneInfo(person.time_zone)):%Y-%m-%d %H:%M %Z}"


def _span(starts_at: datetime, ends_at: datetime, person: Person) -> str:
    return f"{_moment(starts_at, person)} \N{EN DASH} {_moment(ends_at, person)}"
