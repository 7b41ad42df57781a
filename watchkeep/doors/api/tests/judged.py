"""What a change did, for the world: a figure, a point of it, and a change that was judged and is to be reviewed."""

from typing import Any

from testing import make
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews import life as reviews
from watchkeep.insight.reviews.models import UpkeepPolicy
from watchkeep.insight.verdicts.models import ChangeReview, Question
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def judged(service: Service) -> dict[str, Any]:
    """A change that made a figure of this service worse."""
    indicator = make.indicator(service).pk
    point = {"indicator": indicator, "at": clock.now().isoformat(), "value": 1.5}
    change = make.judged(service).pk
    review = ChangeReview.objects.get(pk=change)
    replies = ["Seen"] * len(review.questions)
    told = {"indicator": indicator, "points": [point], "replies": replies, "did_harm": True}
    told |= {"change_question": Question.objects.order_by("pk")[0].pk, "asks": "Who noticed it?", "place": 5}
    policy = UpkeepPolicy()
    said = {"name": f"Policy {UpkeepPolicy.objects.count()}", "title": "Order", "owner": make.ana(), "is_active": False}
    reviews.save_policy(policy, by=CLOCK, **said)
    told |= {"upkeep_policy": policy.pk}
    return told | {"change_verdict": change, "suspect": change}
