"""Secret addresses under which calendar programs read the calendar of changes."""

from django.db import models
from django.db.models import Q

from watchkeep.estate.calendars.models import Address
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service


class ChangeFeed(Address):
    """One person's address for all of the calendar, or that of a service or a team.

    It shows what its owner may see when it is read, and nothing once they have left.
    """

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(Address.Meta):
        """The newest first."""

        constraints = [
            models.CheckConstraint(condition=Q(service=None) | Q(team=None), name="change_feed_of_one_thing"),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="change_feed_of", condition=Q(revoked_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return str(self.service or self.team or "")
