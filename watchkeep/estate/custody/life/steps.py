"""The map of what becomes of a question about an item."""

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.custody.models import State
from watchkeep.estate.custody.permissions import P
from watchkeep.kernel.lifecycle import Lifecycle, Step

LIFE = Lifecycle(
    Step("accept", (State.WAITING,), State.ACCEPTED, may=P.ANSWER, label=_("I have it")),
    Step("object", (State.WAITING,), State.OBJECTED, may=P.ANSWER, needs=("note",), label=_("I object")),
    Step("come_back", (State.WAITING,), State.RETURNED, may=P.WORK),
    Step("withdraw", (State.WAITING,), State.WITHDRAWN, may=P.WORK, label=_("Withdraw")),
)
