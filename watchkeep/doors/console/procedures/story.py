"""How the facts of runs are told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "run.started": Line("plan", "book", _("{by} started “{name}”, version {version}"), "blue"),
    "run.stopped": Line("plan", "stop", _("“{name}” waits: a step failed"), "red"),
    "run.resumed": Line("plan", "play", _("“{name}” goes on"), is_quiet=True),
    "run.finished": Line("plan", "check", _("“{name}” is done after {seconds}"), "green"),
    "run.cancelled": Line("plan", "stop", _("{by} ended “{name}” early: {reason}")),
    "run.undo_started": Line("plan", "undo", _("{by} began to take back what “{name}” did"), "amber"),
    "run.undone": Line("plan", "undo", _("“{name}” was taken back"), "amber"),
    "run.rated": Line("plan", "star", _("{by} said whether “{name}” helped: {helped}"), is_quiet=True),
    "run.holder_named": Line("plan", "person", _("Steps of the {role}: {person}"), is_quiet=True),
    "step.approved": Line("plan", "check", _("{by} approved: {title}")),
    "step.taken": Line("plan", "person", _("{by} is at: {title}"), is_quiet=True),
    "step.finished": Line("plan", "check", _("{by} did: {title} {answer}")),
    "step.skipped": Line("plan", "arrow-right", _("{by} skipped: {title} {reason}"), is_quiet=True),
    "step.failed": Line("plan", "error", _("{title} failed: {reason}"), "red"),
    "step.retried": Line("plan", "undo", _("{by} tries again: {title}")),
    "step.late": Line("plan", "fire", _("Late: {title}, due {due_at}"), "red"),
    "step.undone": Line("plan", "undo", _("{by} took back: {title}"), "amber"),
    "step.undo_left": Line("plan", "undo", _("{by} left as it is: {title} {note}"), "amber"),
}
