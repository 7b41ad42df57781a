"""The map of a run's life, and how its facts are told."""

from typing import Any

from watchkeep.duty.connections.models import ActionRun, State
from watchkeep.duty.connections.permissions import P
from watchkeep.kernel import live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.kernel.lifecycle import Lifecycle, Step

_DONE = (State.SUCCEEDED, State.FAILED, State.TIMED_OUT, State.CANCELLED)

LIFE = Lifecycle(
    Step("approve", (State.WAITING_APPROVAL,), State.QUEUED, may=P.APPROVE),
    Step("refuse", (State.WAITING_APPROVAL,), State.REFUSED, may=P.APPROVE, needs=("reason",)),
    Step("start", (State.QUEUED,), State.RUNNING, may=P.EXECUTE),
    Step("wait", (State.QUEUED,), State.WAITING, may=P.EXECUTE),
    Step("rehearse", (State.QUEUED,), State.SUCCEEDED, may=P.EXECUTE),
    Step("answer", (State.WAITING,), State.SUCCEEDED, may=P.ANSWER, needs=("answer",)),
    Step("succeed", (State.RUNNING, State.WAITING), State.SUCCEEDED, may=P.EXECUTE),
    Step("fail", (State.QUEUED, State.RUNNING), State.FAILED, may=P.EXECUTE),
    Step("time_out", (State.RUNNING, State.WAITING), State.TIMED_OUT, may=P.EXECUTE),
    Step("cancel", (State.WAITING_APPROVAL, State.QUEUED, State.RUNNING, State.WAITING), State.CANCELLED, may=P.RUN),
    Step("undo", _DONE, None, may=P.RUN),
    Step("take_back", _DONE, State.UNDONE, may=P.EXECUTE),
)


def tell_of(run: ActionRun, kind: type[Any], *, by: Actor | str, **more: Any) -> None:
    """Tell a fact of a run, and let the pages that show runs know."""
    tell(kind(by=by, **run.about(), **more))
    live.changed("action_run", f"action_run:{run.pk}")
