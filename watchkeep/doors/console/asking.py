"""What a view of the console is given: a request whose actor is known."""

from watchkeep.doors.ui.asking import Request

__all__ = ["Request"]
