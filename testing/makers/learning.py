"""Builders of reviews, causes, corrective actions and problems."""

from datetime import timedelta
from typing import Any

from testing.makers import estate, work
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Action, Category, Node, Review, Task
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import State
from watchkeep.work.problems import life as problems
from watchkeep.work.problems.models import Problem


def major(state: str = State.RESTORED, *, severity: int = 1, **more: Any) -> Review:
    """The review of a major incident, opened because its service is back."""
    incident = work.incident(state, severity=severity, **more)
    return Review.objects.select_related("incident__ticket__service").get(incident=incident)


def category(slug: str = "change-untested") -> Category:
    """A kind of cause that is in use."""
    return Category.objects.select_related("parent").get(slug=slug)


def cause(review: Review, kind: str = "cause", text: str = "The test left out memory", **more: Any) -> Node:
    """Something that had a part in it."""
    values = {"category": category()} | more
    return life.record_cause(review, by=CLOCK, kind=kind, text=text, **values)


def action(review: Review | None = None, *, days: int = 14, **more: Any) -> Action:
    """A corrective action of Ana's, due in two weeks."""
    values = {"title": "Test with the memory of production", "owner": estate.ana()} | more
    if "problem" not in values:
        values["review"] = review or major()
    return life.open_action(by=CLOCK, due_on=(clock.now() + timedelta(days=days)).date(), **values)


def learnt(review: Review) -> Review:
    """The same review with all that a SEV1 requires."""
    cause(review)
    cause(review, "factor", "The release doubled the memory of a worker")
    cause(review, "control", "The canary was not watched")
    life.write(review, by=CLOCK, no_gap_reason="Monitoring called within a minute.")
    action(review)
    return review


def published(review: Review | None = None) -> Review:
    """A review that everybody can read, signed by Ana."""
    found = learnt(review or major())
    ana = estate.ana()
    life.add_participant(found, by=CLOCK, person=ana, must_sign=True)
    life.ask_sign_off(found, by=CLOCK)
    life.sign(found, by=estate.actor(ana))
    life.publish(found, by=CLOCK)
    return found


def preventive_task(days: int = 7, **more: Any) -> Task:
    """Something that Ana does each month on a service, first in a week."""
    values = {"title": "Look at the quotas", "owner": estate.ana(), "service": estate.service()} | more
    return life.plan_task(by=CLOCK, starts_on=(clock.now() + timedelta(days=days)).date(), **values)


def problem(title: str = "The connection pool runs dry", *, known: bool = False, **more: Any) -> Problem:
    """A problem; a known error with a workaround if told so."""
    made = problems.open_(by=CLOCK, title=title, **more)
    if known:
        problems.know(made, by=CLOCK, workaround="Restart the pool")
    return made
