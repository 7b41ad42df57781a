"""Writing: the texts of a review, of which nobody overwrites another's in silence."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.reviews.events import ReviewEdited
from watchkeep.insight.reviews.life.steps import hold_open
from watchkeep.insight.reviews.models import TEXTS as MAIN_TEXTS
from watchkeep.insight.reviews.models import Review
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused, Stale
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import stirred

TEXTS = (*MAIN_TEXTS, "no_gap_reason")
LONGEST = 50_000


@transaction.atomic
def write(review: Review, *, by: Actor, version: int | None = None, **texts: str) -> None:
    """Write texts, as somebody who saw ``version``. Raises Stale when one of them has changed since."""
    hold_open(review, by=by)
    if unknown := texts.keys() - set(TEXTS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    clean = {name: _clean(name, text) for name, text in texts.items()}
    review.refresh_from_db(fields=["version", "touched", *TEXTS])
    changes = {name: text for name, text in clean.items() if getattr(review, name) != text}
    if not changes:
        return
    if version is not None and (clash := [name for name in changes if review.touched.get(name, 0) > version]):
        current = {name: getattr(review, name) for name in clash}
        raise Stale(_("Somebody changed this while you were writing. Nothing was overwritten."), current=current)
    Review.objects.filter(pk=review.pk).update(**changes, **stirred(*changes))
    review.refresh_from_db(fields=["version", "touched", "updated_at", *changes])
    tell(ReviewEdited(record=review.pk, by=by, fields=sorted(changes), version=review.version))


def _clean(name: str, text: str) -> str:
    text = text.replace("\x00", "").strip()
    most = 300 if name == "no_gap_reason" else LONGEST
    if len(text) > most:
        raise Refused(_("At most %(most)s characters.") % {"most": most}, field=name, code="too_long")
    return text
