"""What one is told once one has answered: what that was, and what happens next."""

from django.utils.translation import gettext as _

from watchkeep.work.approvals import queries
from watchkeep.work.approvals.models import Ballot, State
from watchkeep.work.approvals.queries import Standing


def after(ballot: Ballot, person: int | None) -> str:
    """The answer that stands on the ballot, and what follows for everybody and for this reader."""
    answer = _("Approved.") if ballot.answer else _("Refused.")
    return f"{answer} {follows(ballot, person)}"


def follows(ballot: Ballot, person: int | None) -> str:
    """What happens next with what was asked."""
    approval = ballot.approval
    if approval.state == State.APPROVED:
        return _("Everybody who must agree has agreed: it goes on.")
    if approval.state == State.REFUSED:
        return _("Whoever asked for it reads why.")
    if not approval.is_pending:
        return f"{approval.get_state_display()}."
    now = queries.standing_now(approval)
    if approval.stage == ballot.stage:
        words = {"left": now.left, "stage": now.stage.name}
        return _("“%(stage)s” is still asked: %(left)s more must agree.") % words
    words = {"stage": now.stage.name, "needed": now.needed, "asked": now.asked}
    said = _("Now “%(stage)s” is asked: %(needed)s of %(asked)s must agree.") % words
    return f"{said} {_('You are asked there as well.')}" if _asks(now, person) else said


def _asks(now: Standing, person: int | None) -> bool:
    return any(one.pk == person for one in now.waits_for)
