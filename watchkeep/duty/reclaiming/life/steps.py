"""The map of what may become of a seat, and what every verb does first and last.

If the process dies in a verb, its transaction never was: the seat, the case and the facts stand or fall together. An
action that was asked for is settled by its answer; what a dead worker left in the middle fails as interrupted.
"""

from django.utils.translation import gettext_lazy as _

from watchkeep.duty.reclaiming.models import Case, Reclaim, State
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step

MACHINE = Actor.system("reclaiming", "Reclaiming")
"""Who takes back what nobody has to decide about."""
ASKED, RUNNING, TO_DO, DONE, KEPT = State

LIFE = Lifecycle(
    Step("keep", (ASKED,), KEPT, may=P.WORK, needs=("reason",), label=_("Keep")),
    Step("take_back", (ASKED,), TO_DO, may=P.WORK, label=_("Take back")),
    Step("run", (TO_DO,), RUNNING, may=P.WORK, needs=("action_run",), label=_("Let the action try")),
    Step("confirm", (TO_DO,), DONE, may=P.WORK, needs=("proof",), label=_("Taken back")),
)
OF_THE_MACHINE = Lifecycle(
    Step("succeed", (RUNNING,), DONE, may=P.WORK, needs=("proof",)),
    Step("fail", (RUNNING,), TO_DO, may=P.WORK, needs=("failed",)),
    Step("settle", (ASKED, TO_DO, RUNNING), DONE, may=P.WORK, needs=("proof",)),
    Step("spare", (ASKED, TO_DO), KEPT, may=P.WORK, needs=("reason",)),
)
"""What happens to a seat without anybody's button."""


def open_to(reclaim: Reclaim, actor: Actor, *, has_way: bool) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw. An action tries where there is one."""
    return [step for step in LIFE.open_to(reclaim, actor) if step.verb != "run" or has_way]


def hold(reclaim: Reclaim) -> Case:
    """Let what happens to a case happen in turn: the last of several ends it."""
    return Case.objects.select_for_update(of=("self",)).get(pk=reclaim.case_id)
