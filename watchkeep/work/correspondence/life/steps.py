"""The map of a message's life."""

from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.correspondence.models import State
from watchkeep.work.correspondence.permissions import P

NEW = (State.RECEIVED,)
ASIDE = (
    State.WAITING, State.AUTOMATIC, State.CAPPED, State.UNREADABLE, State.DISCARDED, State.DUPLICATE,
)  # fmt: skip

LIFE = Lifecycle(
    Step("open", NEW, State.OPENED, may=P.RECEIVE),
    Step("answer", NEW, State.REPLIED, may=P.RECEIVE),
    Step("wait", NEW, State.WAITING, may=P.RECEIVE),
    Step("set_aside", NEW, State.AUTOMATIC, may=P.RECEIVE),
    Step("bounce", NEW, State.BOUNCED, may=P.RECEIVE),
    Step("repeat", NEW, State.DUPLICATE, may=P.RECEIVE),
    Step("cap", NEW, State.CAPPED, may=P.RECEIVE),
    Step("give_up", NEW, State.UNREADABLE, may=P.RECEIVE),
    Step("refuse", NEW, State.DISCARDED, may=P.RECEIVE),
    Step("let_in", ASIDE, State.RECEIVED, may=P.JUDGE, label=_("Let it in")),
    Step("discard", (State.WAITING, State.CAPPED, State.UNREADABLE), State.DISCARDED, may=P.JUDGE, label=_("Discard")),
)
