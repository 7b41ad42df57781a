"""What follows for the public from what happens inside: copies are wanted, subscribers told, drafts left."""

from watchkeep.duty.announcements import events, life
from watchkeep.duty.announcements.models import Update
from watchkeep.duty.notify import events as notify
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.services import events as services
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incidents
from watchkeep.work.tickets.models import Comment


def want_copies(fact: Fact) -> None:
    """What the public sees has changed: its copies are wanted."""
    life.want_copies(fact.record)


def want_copies_of(fact: events.Published | events.Rescheduled) -> None:
    """The same, for what is told of an announcement."""
    life.want_copies(fact.page)


def tell_subscribers(fact: events.Published) -> None:
    """Whoever wants to hear of it does."""
    life.tell_subscribers(Update.objects.select_related("announcement__page").get(pk=fact.update), fact)


def take_answer(fact: notify.Proved) -> None:
    """A program said that it wants to hear."""
    life.take_answer(Delivery.objects.get(pk=fact.record))


def take_loss(fact: notify.Lost) -> None:
    """A program did not take what it was told, for the last time."""
    life.take_loss(Delivery.objects.get(pk=fact.record), fact.answer)


def propose_update(fact: incidents.UpdatePosted) -> None:
    """A public update of an incident is offered where the incident is announced."""
    if fact.is_public:
        life.propose_update(fact.record, Comment.objects.get(pk=fact.comment))


def propose_resolved(fact: incidents.Restored | incidents.Resolved) -> None:
    """The service is back: the page may say so."""
    life.propose_resolved(fact.record)


def propose_maintenance(fact: services.MaintenancePlanned) -> None:
    """A window leaves a draft on the pages that show what is worked on."""
    life.propose_for_window(MaintenanceWindow.objects.get(pk=fact.record))


def follow_maintenance(fact: services.MaintenanceMoved) -> None:
    """What is announced of a window moves with it."""
    life.follow_window(MaintenanceWindow.objects.get(pk=fact.record))


def call_off_maintenance(fact: services.MaintenanceCancelled) -> None:
    """What is announced of a window ends with it, unless the window is only put off or was taken up meanwhile."""
    window = MaintenanceWindow.objects.get(pk=fact.record)
    if window.cancelled_at and not window.is_put_off:
        life.call_off(window)
