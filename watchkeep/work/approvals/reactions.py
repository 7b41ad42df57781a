"""What approvals do when something else is told."""

from watchkeep.estate.people import events as people
from watchkeep.work.approvals import life
from watchkeep.work.approvals.models import Ballot


def follow_leaver(fact: people.Deactivated) -> None:
    """What waits for somebody who has left waits for whoever follows them."""
    for ballot in Ballot.objects.open().filter(person=fact.record):
        life.succeed(ballot)
