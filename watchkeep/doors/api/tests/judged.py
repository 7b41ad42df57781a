"""What a change did, for the world: a figure, a point of it, and a change that was judged and is to be reviewed."""

from typing import Any

from testing import make
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts.models import ChangeReview
from watchkeep.kernel import clock


def judged(service: Service) -> dict[str, Any]:
    """A change that made a figure of this service worse."""
    indicator = make.indicator(service).pk
    point = {"indicator": indicator, "at": clock.now().isoformat(), "value": 1.5}
    change = make.judged(service).pk
    review = ChangeReview.objects.get(pk=change)
    replies = ["Seen"] * len(review.questions)
    told = {"indicator": indicator, "points": [point], "replies": replies, "did_harm": True}
    return told | {"change_verdict": change, "suspect": change}
