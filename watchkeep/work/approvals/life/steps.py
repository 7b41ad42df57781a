"""The map of an approval's life."""

from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.approvals.models import Approval, State
from watchkeep.work.approvals.permissions import P
from watchkeep.work.tickets.models import Ticket

PENDING = (State.PENDING,)

LIFE = Lifecycle(
    Step("go_on", PENDING, None, may=P.ANSWER),
    Step("approve", PENDING, State.APPROVED, may=P.ANSWER, label=_("Approve")),
    Step("refuse", PENDING, State.REFUSED, may=P.ANSWER, needs=("reason",), label=_("Refuse")),
    Step("expire", PENDING, State.EXPIRED, may=P.MANAGE),
    Step("fall", (State.PENDING, State.APPROVED), State.FALLEN, may=P.MANAGE, needs=("reason",)),
    Step("withdraw", PENDING, State.WITHDRAWN, may=P.MANAGE),
    Step("reopen", (State.PENDING, State.APPROVED), State.PENDING, may=P.MANAGE),
)
"""``go_on`` begins the next stage. What falls, is withdrawn or reopened is so inside a verb of another slice."""


def hold(approval: int) -> Approval:
    """Lock the ticket and then the approval, in the order in which every verb does, and read the approval anew."""
    ticket = Approval.objects.filter(pk=approval).values("ticket")
    list(Ticket.objects.select_for_update().filter(pk__in=ticket).values_list("pk"))
    return Approval.objects.select_for_update().get(pk=approval)
