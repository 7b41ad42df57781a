"""The worker's part: take what is queued, carry it out in threads with a deadline, end what is overdue."""

from watchkeep.duty.connections.jobs.pool import carry_out_due, end_overdue, keep_up

__all__ = ["carry_out_due", "end_overdue", "keep_up"]
