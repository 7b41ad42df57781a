"""How the facts of a response are told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "response.plan_copied": Line("plan", "book", _("The plan was copied: {plan}"), is_quiet=True),
    "response.plan_changed": Line(
        "plan", "book", _("The plan is {plan} now, because {because}. Others: {changes}"), "blue"
    ),
    "response.role_taken": Line("plan", "person", _("{name}: {was_person} → {person}"), "blue"),
    "response.role_left": Line("plan", "person", _("{was_person} is no longer {name}"), "amber"),
    "response.role_asked": Line("plan", "flag", _("Wanted: {name} ({where})")),
    "response.role_unfilled": Line("plan", "warning", _("Nobody can be asked to be {name} ({where})"), "amber"),
    "response.ended": Line("plan", "stop", _("The response ended, its roles are free"), is_quiet=True),
    "response.update_late": Line("plan", "fire", _("The {audience} update due {due_at} is late"), "red"),
}
