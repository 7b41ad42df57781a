"""How a position is drawn: a word, a shape and a tone."""

from collections.abc import Mapping

from watchkeep.doors.ui.signs import Sign
from watchkeep.estate.licences.models import STATUSES

_DRAWN = {
    "compliant": ("check", "green"), "over": ("warning", "red"), "under": ("money", "amber"),
    "unlicensed": ("error", "red"), "unused": ("pause", "amber"),
}  # fmt: skip
SIGNS: Mapping[str, Sign] = {name: Sign(STATUSES[name], *drawn) for name, drawn in _DRAWN.items()}
