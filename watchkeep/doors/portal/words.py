"""How a ticket stands, in words for whoever asked: what is going on, and what happens next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.approvals.models import State as Answer
from watchkeep.work.desk import queries as desk
from watchkeep.work.selfservice import queries
from watchkeep.work.tickets.models import State, Ticket


@dataclass(frozen=True)
class Standing:
    """In a few words where it stands, then what happens next. ``tone`` and ``icon`` support the words."""

    short: Any
    next: Any
    tone: str = "blue"
    icon: str = "clock"


_OURS = Standing(_("We have it"), _("Somebody looks at it and answers you here and by mail."), "blue", "state-new")
_DOING = Standing(_("We are working on it"), _("You hear from us as soon as there is news."), "blue", "wrench")
STANDINGS: Mapping[str, Standing] = {
    State.NEW: _OURS,
    State.TRIAGED: _OURS,
    State.IN_PROGRESS: _DOING,
    State.ON_HOLD: Standing(
        _("Waiting"), _("We wait for somebody else, perhaps for you: look at the last message."), "amber", "pause"
    ),
    State.RESTORED: Standing(
        _("Working again"), _("It should work. We still look for the cause, and close this when it is dealt with."),
        "green", "success",
    ),
    State.RESOLVED: Standing(
        _("Done"), _("If it is not, say so below: we take it up again where we stopped."), "green", "success"
    ),
    State.WAITING: Standing(
        _("Waiting for approval"), _("We asked whoever must agree, and begin once they do."), "amber", "clock"
    ),
    State.REFUSED: Standing(
        _("Not granted"), _("The reason stands below. You can ask again."), "grey", "state-cancelled"
    ),
    State.CLOSED: Standing(
        _("Closed"), _("Nothing more happens here. Ask again whenever you need to."), "grey", "state-closed"
    ),
    State.CANCELLED: Standing(_("Called off"), _("Nothing more happens here."), "grey", "state-cancelled"),
}  # fmt: skip


JOINED = Standing(_("Put together"), _("You asked for the same elsewhere. We go on with both there:"), "blue", "merge")
"""For what was merged into another one of theirs."""
TOGETHER = Standing(
    _("Put together"), _("Others told us the same. We go on with all of it at once; what you write here reaches us."),
    "blue", "merge",
)  # fmt: skip
"""For what was merged into a ticket of somebody else, which is not theirs to see."""


def standing(ticket: Ticket, *, is_merged: bool = False) -> Standing:
    """Where a ticket stands. ``is_merged``: into another that this reader does not see."""
    return TOGETHER if is_merged else STANDINGS.get(ticket.state, _DOING)


def lines(rows: Iterable[Ticket], actor: Actor) -> list[tuple[Ticket, Standing]]:
    """Tickets for a list, each with where it stands; what was merged says where it goes on. Four queries at most."""
    tickets = list(rows)
    into = desk.joined(tickets)
    ids = {one.pk for one in into.values()}
    seen = set(queries.tickets_of(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [(one, _elsewhere(into[one.pk], seen) if one.pk in into else standing(one)) for one in tickets]


def _elsewhere(into: Ticket, seen: set[int]) -> Standing:
    """Where it goes on, by name only for who may read that."""
    known = into.pk in seen
    short = gettext("Merged into %(number)s") % {"number": into.number} if known else _("Continued in another ticket")
    return Standing(short, "", "blue", "merge")


def answered(ballot: Ballot, person: int | None) -> str:
    """What one hears who has just agreed or not: what happens next."""
    approval = ballot.approval
    thanks = gettext("Thank you, you agreed.") if ballot.answer else gettext("Thank you. Whoever asked reads your no.")
    if approval.state == Answer.APPROVED:
        return f"{thanks} {gettext('Nobody else is asked: it goes on.')}"
    if not approval.is_pending:
        return thanks
    now = approvals.standing_now(approval)
    if approval.stage == ballot.stage:
        return f"{thanks} {gettext('Others are still asked.')}"
    thanks += " " + gettext("Now others are asked: %(stage)s.") % {"stage": now.stage.name}
    return f"{thanks} {gettext('You are, too.')}" if any(one.pk == person for one in now.waits_for) else thanks
