"""What carries our words into a chat, and the sweep that forgets codes nobody used."""

from watchkeep.duty.chat.jobs.carrying import carry
from watchkeep.duty.chat.life import forget_codes

__all__ = ["carry", "forget_codes"]
