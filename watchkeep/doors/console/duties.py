"""Whether the reader is on call: asked at most every half minute, for it stands on every page."""

from django.http import HttpRequest

from watchkeep.doors.ui.frame import Duty

KEPT_SECONDS = 30


def at_a_glance(request: HttpRequest) -> Duty | None:
    """The reader's duty in words; nothing for who never has one."""
    del request, cache
    return None
