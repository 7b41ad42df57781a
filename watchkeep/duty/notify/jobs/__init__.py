"""The sender: a sweep that sees which lanes have something due, and threads that hand it over; and the eraser."""

from watchkeep.duty.notify.jobs.channels import carry
from watchkeep.duty.notify.jobs.lanes import send_due
from watchkeep.duty.notify.life import forget_old, send_digests

__all__ = ["carry", "forget_old", "send_digests", "send_due"]
