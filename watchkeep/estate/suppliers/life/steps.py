"""The map of a contract's life, and the days that follow from where it stands."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.suppliers import rules
from watchkeep.estate.suppliers.models import BINDING, Contract, State
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step

DRAFT, IN_FORCE, NOTICE_GIVEN, ENDED, CANCELLED = State
MAY = P.MANAGE_CONTRACTS
TERMS = ("ends_on", "renews", "notice", "notice_in_months", "warn_days")
"""What the days of a contract follow from."""

LIFE = Lifecycle(
    Step("put_in_force", (DRAFT,), IN_FORCE, may=MAY, needs=("starts_on", "owner"), label=_("Put in force")),
    Step("cancel", (DRAFT,), CANCELLED, may=MAY, needs=("reason",), label=_("Cancel")),
    Step(
        "give_notice", (IN_FORCE,), NOTICE_GIVEN, may=MAY, needs=("notice_given_on", "ends_on"), label=_("Give notice")
    ),
    Step("withdraw_notice", (NOTICE_GIVEN,), IN_FORCE, may=MAY, needs=("reason",), label=_("Withdraw the notice")),
    Step("end", (IN_FORCE, NOTICE_GIVEN), ENDED, may=MAY, needs=("reason",), label=_("End it")),
)


def open_to(contract: Contract, actor: Actor) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw. What ends by itself needs no notice."""
    ends_by_itself = contract.ends_on is not None and not contract.renews
    return [step for step in LIFE.open_to(contract, actor) if step.verb != "give_notice" or not ends_by_itself]


def today() -> date:
    """The day on which contracts are looked at: that of UTC, as everywhere."""
    return clock.now().date()


def days(contract: Contract, *, state: str = "", **values: Any) -> dict[str, Any]:
    """What to write about a contract's days when it stands at ``state`` with these values.

    Somebody is warned anew of a day that is another one than before.
    """
    state, seen = state or contract.state, {name: getattr(contract, name) for name in TERMS} | values
    waits = state == IN_FORCE and seen["renews"] and seen["ends_on"]
    notice = rules.Notice(seen["notice"], seen["notice_in_months"])
    notice_by = rules.notice_by(seen["ends_on"], notice) if waits else None
    moment = (notice_by or seen["ends_on"]) if state in BINDING else None
    warned_on = values.get("warned_on", contract.warned_on if moment == contract.moment_on else None)
    next_on = rules.next_look(moment, seen["warn_days"], warned_on) if moment else None
    return values | {"notice_by": notice_by, "moment_on": moment, "warned_on": warned_on, "next_on": next_on}
