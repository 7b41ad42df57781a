"""How the timeline of an incident tells what the public was told."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "incident.told_public": Line("talk", "globe", _("{by} told the public on {page}: {phase}"), "blue"),
    "incident.words_proposed": Line("talk", "globe", _("{by} left words for {page}, which wait for approval"), "amber"),
}
