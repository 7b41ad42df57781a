"""Facts: what happened, told once, in the transaction that made it true.

A fact is the timeline entry, the audit record, the webhook's payload, the trigger of every
reaction and the feed of the figures. Nothing else keeps history.
"""

from watchkeep.kernel.facts.feed import settled
from watchkeep.kernel.facts.kinds import Fact, from_row, kind_named, kinds
from watchkeep.kernel.facts.telling import tell, tell_many, told

__all__ = ["Fact", "from_row", "kind_named", "kinds", "settled", "tell", "tell_many", "told"]
