"""Who is asked for their agreement: by a message that says what it is, with a link that answers once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.kernel.facts import Fact
from watchkeep.work.approvals import events as approvals
from watchkeep.work.approvals import life as approving
from watchkeep.work.approvals import queries as asked
from watchkeep.work.approvals.models import Approval
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.queries import brief_of


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
    for ballot, person in asked.listeners(ballots):
        approval = ballot.approval
        lines = [f"{label}: {value}" for label, value in approval.what]
        who = [_("For: %(name)s") % {"name": approval.requester.name}] if approval.requester else []
        if person.pk != ballot.person_id:
            who.append(_("You stand in for %(name)s.") % {"name": ballot.person.name})
        if ballot.why:
            who.append(_("Why you: %(why)s") % {"why": ballot.why})
        life.notify(
            person, fact_id=fact.id, subject=queries.subject_for(approval.ticket, what),
            body="\n".join([*who, "", *_brief(approval), *lines]).strip(),
            link=queries.link_to_answer(approving.new_link(ballot, person)), link_text=_("Read and answer"),
            urgency=Urgency.LOW, ticket=approval.ticket,
        )  # fmt: skip


def _brief(approval: Approval) -> list[str]:
    """What a tired reader needs first of a change: its risk with what it is made of, and what hangs on it."""
    if approval.subject != changes.SUBJECT:
        return []
    brief = brief_of(Change.objects.get(pk=approval.ticket_id))
    lines = [f"{label}: {value}" for label, value in brief.lines]
    return [*lines, *(f"• {one.points} / {one.most}: {one.why}" for one in brief.parts), ""]
