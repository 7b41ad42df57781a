"""The sender: a sweep that sees which lanes have something due, and threads that hand it over."""

from watchkeep.duty.notify.jobs.lanes import send_due

__all__ = ["send_due"]
