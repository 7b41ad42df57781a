"""When X is told, Y reacts; every N seconds, Z runs. The one page to read first.

``at_once`` reactions run in the fact's own transaction: if one of them fails, nothing happened.
``later`` ones are jobs enqueued in that transaction: after a crash they run once a worker is back.
``EVERY`` sweep looks at a due column: after a day of downtime it finds what is due.
"""

from typing import Any

from watchkeep.kernel import worker
from watchkeep.kernel.facts import jobs as facts
from watchkeep.kernel.wires import Every, Silent, When

WHEN: list[When[Any] | Silent] = []

EVERY: list[Every] = [
    Every(seconds=15, run=worker.give_back_stalled),
    Every(seconds=3600, run=facts.make_room),
]
