"""The map of a message's life.

Inside, a draft is sent with one press. Outside, it waits for somebody else's approval, and that press sends it.
"""

from django.utils.translation import gettext_lazy as _

from watchkeep.duty.communications.models import State
from watchkeep.duty.communications.permissions import P
from watchkeep.kernel.lifecycle import Lifecycle, Step

LIFE = Lifecycle(
    Step("edit", (State.DRAFT,), None, may=P.SEND, label=_("Edit")),
    Step("send", (State.DRAFT,), State.SENT, may=P.SEND, label=_("Send")),
    Step("submit", (State.DRAFT,), State.WAITING, may=P.SEND, label=_("Ask for approval")),
    Step("approve", (State.WAITING,), State.SENT, may=P.APPROVE, label=_("Approve and send")),
    Step("return_", (State.WAITING,), State.DRAFT, may=P.SEND, needs=("reason",), label=_("Give back")),
    Step("discard", (State.DRAFT, State.WAITING), State.DISCARDED, may=P.SEND, label=_("Discard")),
    Step("withdraw", (State.SENT,), State.WITHDRAWN, may=P.SEND, needs=("reason",), label=_("Withdraw")),
)
