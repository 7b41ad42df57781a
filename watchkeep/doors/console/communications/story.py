"""How the facts of communication are told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "communication.drafted": Line("talk", "note", _("Words for {audience} lie ready"), is_quiet=True),
    "communication.submitted": Line("talk", "megaphone", _("{by} asks for approval of words for {audience}")),
    "communication.returned": Line("talk", "undo", _("{by} gave the words for {audience} back: {reason}"), "amber"),
    "communication.sent": Line("talk", "megaphone", _("{by} told {audience} ({people} people)"), "blue"),
    "communication.discarded": Line("talk", "delete", _("A draft for {audience} was discarded"), is_quiet=True),
    "communication.withdrawn": Line(
        "talk", "undo", _("{by} withdrew the message to {audience}: {reason}; {kept_back} had not gone out"), "amber"
    ),
    "communication.late": Line("talk", "fire", _("{audience} should have heard by {due_at}"), "red"),
}
