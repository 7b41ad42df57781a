"""How risky it is, reckoned from what is known now."""

import msgspec

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import queries
from watchkeep.work.changes.events import Assessed
from watchkeep.work.changes.models import Change


def assess(change: Change, *, by: Actor) -> None:
    """Reckon its risk anew, inside a verb, and keep the parts that it is made of."""
    score = queries.risk_of(change)
    parts = score.plain()
    if (change.risk, change.risk_parts) != (score.total, parts):
        was = change.risk
        kept = {"risk": score.total, "risk_parts": parts, "risk_inputs": msgspec.to_builtins(score.inputs)}
        Change.objects.filter(pk=change.pk).update(**kept)
        change.risk, change.risk_parts = score.total, parts
        if was != score.total:
            tell(Assessed(record=change.pk, by=by, risk=score.total))
