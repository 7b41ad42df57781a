"""Answers of detection to what happens to incidents."""

from watchkeep.estate.services import events as services
from watchkeep.insight.detection.models import Alert, Group, Status
from watchkeep.kernel import clock, live
from watchkeep.work.incidents import events as incident


def let_go(fact: incident.Resolved | incident.Cancelled | incident.Closed) -> None:
    """The incident is over: so are its alerts. If one is heard again, its fault is back."""
    Group.objects.filter(incident=fact.record, is_open=True).update(is_open=False, ended_at=fact.at)
    burning = Alert.objects.burning().filter(incident=fact.record)
    if burning.update(status=Status.RESOLVED, resolved_at=fact.at):
        live.changed("alerts")


def mark_acknowledged(fact: incident.Acknowledged) -> None:
    """Somebody has the incident, and so its alerts."""
    Alert.objects.filter(incident=fact.record, status=Status.FIRING).update(status=Status.ACKNOWLEDGED)
    live.changed("alerts")


def follow_merge(fact: incident.Merged) -> None:
    """The alerts are worked where the incident is worked now."""
    Group.objects.filter(incident=fact.record).update(incident=fact.into)
    Alert.objects.filter(incident=fact.record).update(incident=fact.into)


def follow_unmerge(fact: incident.Unmerged) -> None:
    """The alerts go back with their own incident."""
    Group.objects.filter(origin=fact.record, incident=fact.out_of).update(incident=fact.record)
    Alert.objects.filter(group__incident=fact.record, incident=fact.out_of).update(incident=fact.record)


def look_at_silenced(fact: services.MaintenanceMoved | services.MaintenanceCancelled) -> None:
    """The window that kept alerts quiet is at another time, or is not: whatever still fires is looked at again."""
    Alert.objects.held_back().filter(silenced_by=fact.record).update(silenced_until=clock.now())
