"""What the state of an item looks like."""

from watchkeep.doors.ui.signs import Sign
from watchkeep.estate.assets.models import State

STATES = {
    State.ORDERED: Sign(State.ORDERED.label, "clock", "blue"),
    State.IN_STOCK: Sign(State.IN_STOCK.label, "stock", "blue"),
    State.IN_USE: Sign(State.IN_USE.label, "check", "green"),
    State.IN_REPAIR: Sign(State.IN_REPAIR.label, "wrench", "amber"),
    State.MISSING: Sign(State.MISSING.label, "help", "red"),
    State.RETIRED: Sign(State.RETIRED.label, "pause"),
    State.DISPOSED: Sign(State.DISPOSED.label, "delete"),
}
