"""How the facts of obligations to report are told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "regulation.started": Line("plan", "flag", _("{by} started the clock of {law}: aware since {aware_at}"), "blue"),
    "regulation.corrected": Line("plan", "flag", _("{by} corrected {law}: aware since {aware_at}, not {was_aware_at}")),
    "regulation.due_soon": Line("plan", "timer", _("{law}: {stage} is due {due_at}"), "amber"),
    "regulation.late": Line("plan", "fire", _("{law}: {stage} is late, it was due {due_at}"), "red"),
    "regulation.reported": Line("plan", "check", _("{by} reported under {law}: {stage}, to {to} {reference}"), "green"),
    "regulation.waived": Line("plan", "minus", _("{by} says that {law} needs no {stage}: {reason}")),
    "regulation.stopped": Line("plan", "stop", _("{by} stopped the clock of {law}: {reason}")),
}
