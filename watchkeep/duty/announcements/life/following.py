"""What happens on an incident becomes a draft on what is announced of it, and never more than a draft."""

from django.db import transaction

from watchkeep.duty.announcements import queries
from watchkeep.duty.announcements.life import saying
from watchkeep.duty.announcements.life.telling import PROPOSER
from watchkeep.duty.announcements.models import Announcement, State, Update
from watchkeep.work.tickets.models import Comment


@transaction.atomic
def propose_update(ticket_id: int, comment: Comment) -> int:
    """Somebody wrote a public update of the incident: offer its words where it is announced. Returns how many."""
    found = list(_open_of(ticket_id))
    for announcement in found:
        if not announcement.updates.filter(comment=comment.pk).exists():
            saying.post(announcement, by=PROPOSER, phase=announcement.state, body=comment.body, comment=comment.pk)
    return len(found)


@transaction.atomic
def propose_resolved(ticket_id: int) -> int:
    """The service is back: offer to say so where the incident is announced. Returns how many."""
    found = list(_open_of(ticket_id))
    for announcement in found:
        if not announcement.updates.filter(state=Update.State.DRAFT, phase=State.RESOLVED).exists():
            languages = queries.languages_of(announcement.page)
            names = [one.name for one in announcement.components.all()]
            body, others = saying.drafted("resolved", names, languages)
            saying.post(announcement, by=PROPOSER, phase=State.RESOLVED, body=body, translations=others)
    return len(found)


def _open_of(ticket_id: int) -> "list[Announcement]":
    return list(Announcement.objects.open().filter(ticket=ticket_id).select_related("page"))
