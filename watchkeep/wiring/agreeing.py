"""What is ordered, seen and held: what follows when something is told of it. A part of the wiring page."""

from typing import Any

from watchkeep.duty.notify.reactions import custody as notify_custody
from watchkeep.duty.notify.reactions import findings as notify_findings
from watchkeep.estate.assets import events as assets
from watchkeep.estate.custody import events as custody_events
from watchkeep.estate.custody import reactions as custody
from watchkeep.estate.purchasing import reactions as orders
from watchkeep.estate.reconciliation import events as findings
from watchkeep.estate.reconciliation import reactions as reconciliation
from watchkeep.estate.suppliers import events as suppliers
from watchkeep.kernel.wires import Together, When
from watchkeep.work.changes import reactions as changes
from watchkeep.work.requests import reactions as request_reactions

ASKED_OF_A_HOLDER: tuple[type[Any], ...] = (
    custody_events.HandedOver, custody_events.ReturnAsked, custody_events.Reminded,
)  # fmt: skip

FOUND_CHANGED: tuple[type[Any], ...] = (assets.ItemObserved, assets.SoftwareChanged, assets.ItemEdited)

WHAT_AGREES: list[When[Any]] = [
    # What was ordered may turn out to be something that was known already.
    When(assets.ItemMerged, at_once=(orders.follow_merge,)),
    # Whoever was given something, or is asked for it, hears of it; what is back or gone is asked about no longer.
    *(When(one, at_once=(custody.end_open,)) for one in custody.NO_LONGER_WITH_ANYBODY),
    *(When(one, later=(notify_custody.ask_holder,)) for one in ASKED_OF_A_HOLDER),
    When(custody_events.Objected, later=(notify_custody.tell_objection,)),
    # Whatever may let something agree or disagree asks for a look; the sweep looks, and what ended ends its ticket.
    *(When(one, at_once=(Together(reconciliation.look),)) for one in reconciliation.TOLD_OF_ITEMS),
    When(assets.ItemObserved, at_once=(Together(reconciliation.look_at_days),)),
    # What discovery finds changed is drift, unless a change said so.
    *(When(one, at_once=(Together(changes.look_for_drift),)) for one in FOUND_CHANGED),
    *(When(one, at_once=(reconciliation.look_at_doubt,)) for one in reconciliation.DOUBTS),
    *(When(one, later=(reconciliation.look_at_holder,)) for one in reconciliation.PEOPLE),
    *(When(one, later=(reconciliation.look_at_contract,)) for one in (suppliers.PutInForce, suppliers.Ended)),
    When(findings.FindingEnded, at_once=(Together(reconciliation.end_cases),)),
    When(findings.CaseOpened, later=(request_reactions.take_case_on,)),
    When(findings.CaseJoined, later=(request_reactions.note_more,)),
    When(findings.CaseEnded, later=(request_reactions.close_case,)),
    When(findings.MorningCame, later=(notify_findings.say_how_things_stand,)),
]
