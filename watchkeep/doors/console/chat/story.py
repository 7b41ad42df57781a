"""How the facts of chat are told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "chat.room_asked": Line("talk", "comment", _("{by} asked for the channel {name} in {workspace}"), is_quiet=True),
    "chat.room_opened": Line("talk", "comment", _("The channel {name} is open in {workspace}"), "blue"),
    "chat.room_failed": Line("talk", "error", _("The channel {name} could not be made in {workspace}"), "red"),
    "chat.room_archived": Line("talk", "comment", _("The channel {name} is archived in {workspace}"), is_quiet=True),
}
