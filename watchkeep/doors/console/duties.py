"""Whether the reader is on call, in words."""

from django.http import HttpRequest

from watchkeep.doors.ui.frame import Duty


def at_a_glance(_request: HttpRequest) -> Duty | None:
    """The reader's duty; nothing for whoever never has one."""
    return None
