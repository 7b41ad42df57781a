"""What every template of every door may use."""

from typing import Any

from django.http import HttpRequest

from watchkeep.doors.ui import theme


def ui(request: HttpRequest) -> dict[str, Any]:
    """The reader's theme."""
    return {"theme": theme.chosen(request), "themes": theme.CHOICES}
