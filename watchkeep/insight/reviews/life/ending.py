"""The end of a review: published for good, or waived by somebody who may; and what is added afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.events import AddendumAdded, ReviewPublished, ReviewResumed, ReviewWaived
from watchkeep.insight.reviews.life.steps import LIFE
from watchkeep.insight.reviews.models import Addendum, Review, State
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import nudges
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents import life as incidents


@transaction.atomic
def publish(review: Review, *, by: Actor) -> None:
    """Let everybody with the permission read it. From then on it is not changed; what becomes known is added."""
    LIFE.move(review, "publish", by=by, published_at=clock.now(), next_nudge_at=None)
    if waiting := queries.unsigned(review):
        raise Refused(_("Not signed yet by %(names)s.") % {"names": ", ".join(waiting)}, code="unsigned")
    if lacks := queries.missing(review):
        raise Refused(_("The root cause is not complete: %(what)s.") % {"what": "; ".join(lacks)}, code="incomplete")
    tell(ReviewPublished(record=review.incident_id, by=by, review=review.pk, number=review.number))
    incidents.try_closing_again(review.incident_id)


@transaction.atomic
def waive(review: Review, *, by: Actor, reason: str) -> None:
    """Decide that this incident needs no review and no root cause, and say why: it stays on record."""
    reason = reason.replace("\x00", "").strip()[:300]
    LIFE.move(
        review, "waive", by=by, waiver_reason=reason, waived_at=clock.now(), waived_by_id=by.person,
        next_nudge_at=None,
    )  # fmt: skip
    tell(ReviewWaived(record=review.incident_id, by=by, review=review.pk, number=review.number, reason=reason))
    incidents.try_closing_again(review.incident_id)


@transaction.atomic
def resume(review: Review, *, by: Actor) -> None:
    """Write it after all. That it was waived, by whom and why stays in the timeline."""
    count = nudges.first_ahead(nudges.REVIEW, review.due_at, clock.now())
    LIFE.move(
        review, "resume", by=by, waived_at=None, waived_by_id=None, waiver_reason="", nudges=count,
        next_nudge_at=nudges.nth(nudges.REVIEW, review.due_at, count).at,
    )  # fmt: skip
    tell(ReviewResumed(record=review.incident_id, by=by, review=review.pk, number=review.number))


@transaction.atomic
def add_addendum(review: Review, *, by: Actor, text: str) -> Addendum:
    """Add what became known after it was published. The review itself stays as it was."""
    by.need(P.WRITE, _("write reviews"))
    if review.state != State.PUBLISHED:
        raise Refused(_("It is not published: write it into the review itself."), code="wrong_state")
    if not (text := text.replace("\x00", "").strip()[:20_000]):
        raise Refused(_("Write something first."), field="text", code="missing")
    added = Addendum.objects.create(review=review, text=text, author_id=by.person)
    tell(AddendumAdded(record=review.pk, by=by, addendum=added.pk))
    return added
