"""How a deployment, a gate's answer and a delivery are drawn: a word, a shape and a tone."""

from collections.abc import Mapping

from watchkeep.doors.ui.signs import Sign
from watchkeep.work.changes.models import Fate, Progress, Verdict

PROGRESS: Mapping[str, Sign] = {
    Progress.STARTED: Sign(Progress.STARTED.label, "timer", "blue"),
    Progress.SUCCEEDED: Sign(Progress.SUCCEEDED.label, "check", "green"),
    Progress.FAILED: Sign(Progress.FAILED.label, "error", "red"),
    Progress.ROLLED_BACK: Sign(Progress.ROLLED_BACK.label, "undo", "orange"),
}
VERDICTS: Mapping[str, Sign] = {
    Verdict.GO: Sign(Verdict.GO.label, "check", "green"),
    Verdict.WAIT: Sign(Verdict.WAIT.label, "timer", "amber"),
    Verdict.STOP: Sign(Verdict.STOP.label, "stop", "red"),
}
FATES: Mapping[str, Sign] = {
    Fate.WAITING: Sign(Fate.WAITING.label, "timer", "blue"),
    Fate.READ: Sign(Fate.READ.label, "check", "green"),
    Fate.PASSED: Sign(Fate.PASSED.label, "minus", "grey"),
    Fate.REFUSED: Sign(Fate.REFUSED.label, "error", "red"),
}
