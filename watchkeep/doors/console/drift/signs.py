"""How a finding is drawn: a word, a shape and a tone."""

from collections.abc import Mapping

from watchkeep.doors.ui.signs import Sign
from watchkeep.work.changes.models import Settled

STANDINGS: Mapping[str, Sign] = {
    Settled.OPEN: Sign(Settled.OPEN.label, "warning", "orange"),
    Settled.JUSTIFIED: Sign(Settled.JUSTIFIED.label, "check", "green"),
    Settled.LINKED: Sign(Settled.LINKED.label, "link", "green"),
    Settled.RAISED: Sign(Settled.RAISED.label, "change", "blue"),
}
