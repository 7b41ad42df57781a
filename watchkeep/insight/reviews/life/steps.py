"""The maps: the life of a review, and that of a corrective action."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.insight.reviews.models import ActionState, Review, State
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.lifecycle import Lifecycle, Step

LIFE = Lifecycle(
    Step("ask_sign_off", (State.OPEN,), State.SIGNING, may=P.WRITE, label=gettext_lazy("Ask for sign-off")),
    Step("send_back", (State.SIGNING,), State.OPEN, may=P.WRITE, label=gettext_lazy("Write on")),
    Step("publish", (State.SIGNING,), State.PUBLISHED, may=P.PUBLISH, label=gettext_lazy("Publish")),
    Step(
        "waive", (State.OPEN, State.SIGNING), State.WAIVED, may=P.WAIVE, needs=("waiver_reason",),
        label=gettext_lazy("Waive"),
    ),
    Step("resume", (State.WAIVED,), State.OPEN, may=P.WRITE, label=gettext_lazy("Write it after all")),
)  # fmt: skip

ACTIONS = Lifecycle(
    Step("done", (ActionState.OPEN,), ActionState.DONE, may=P.WORK_ACTIONS, needs=("evidence",)),
    Step("prove", (ActionState.DONE,), ActionState.PROVEN, may=P.WORK_ACTIONS),
    Step("reopen", (ActionState.DONE, ActionState.PROVEN, ActionState.DROPPED), ActionState.OPEN, may=P.WORK_ACTIONS),
    Step("drop", (ActionState.OPEN,), ActionState.DROPPED, may=P.MANAGE_ACTIONS, needs=("drop_reason",)),
)


def hold_open(review: Review, *, by: Actor) -> None:
    """Hold the review's row for this transaction. Refused unless it can be written in by this actor now."""
    by.need(P.WRITE, _("write reviews"))
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a review is held inside the transaction that changes it")
    now = Review.objects.select_for_update(no_key=True).only("state").get(pk=review.pk)
    if now.state != State.OPEN:
        raise Refused(_("It is no longer being written. Take it back first, or add an addendum."), code="wrong_state")
