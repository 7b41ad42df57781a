"""What is searched: all that was written on a ticket, on a row of its own."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from watchkeep.work.tickets.models.spine import Ticket

PENDING = 1024
"""Kilobytes of new words that wait to be sorted into an index: whoever writes the last of them waits for all."""


class Wording(models.Model):
    """The words of a ticket. The database keeps them by triggers, in the transaction that wrote them.

    ``words`` are those of number, title, description and everything that everybody on the ticket reads; ``notes`` are
    of internal notes, for those alone who may read these. Apart from the ticket's own row, which changes far more often
    than its words: every change of an indexed row enters all its words into their index again.
    """

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()
    notes = SearchVectorField()

    class Meta:
        """Found by words alone; new ones are put down at once and sorted in later."""

        indexes = [
            GinIndex(fields=["words"], name="wording_words", gin_pending_list_limit=PENDING),
            GinIndex(fields=["notes"], name="wording_notes", gin_pending_list_limit=PENDING),
        ]

    def __str__(self) -> str:
        return f"words of {self.ticket_id}"
