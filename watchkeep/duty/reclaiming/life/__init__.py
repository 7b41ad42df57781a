"""Taking back: first the map (``steps``), then every verb in the order in which it is lived."""

from watchkeep.duty.reclaiming.life.acting import fail, run, succeed
from watchkeep.duty.reclaiming.life.deciding import confirm, keep, settle, take_back
from watchkeep.duty.reclaiming.life.opening import come_back, leave, move, refuse
from watchkeep.duty.reclaiming.life.steps import LIFE, MACHINE, open_to
from watchkeep.duty.reclaiming.life.ways import drop_way, set_way

__all__ = [
    "LIFE",
    "MACHINE",
    "come_back",
    "confirm",
    "drop_way",
    "fail",
    "keep",
    "leave",
    "move",
    "open_to",
    "refuse",
    "run",
    "set_way",
    "settle",
    "succeed",
    "take_back",
]
