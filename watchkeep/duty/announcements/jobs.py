"""Sweeps over due rows."""

from watchkeep.duty.announcements.life import forget_unconfirmed, step_due

__all__ = ["forget_unconfirmed", "step_due"]
