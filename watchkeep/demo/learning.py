"""What Kestrel Outfitters learnt when nobody could pay: a review, what was done about it, what is known meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from watchkeep.demo import history
from watchkeep.demo.cast import Cast
from watchkeep.demo.history import Past
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Action, Category, Node, Review
from watchkeep.kernel import clock, facts, wires
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import life as problems

T = TypeVar("T")
BERLIN = ZoneInfo("Europe/Berlin")
OUTAGE = Past(
    113, "payments", 1, "Payments fail: the gateway does not answer", "dilara", 4, 118,
    "The pool of connections to the payment provider ran dry.", "Stopped the second settlement, restarted the gateway.",
    ("Every connection to the provider is taken; new payments wait and give up.",
     "Two settlements run at once. Stopping the one that began at 01:58."),
)  # fmt: skip
AGAIN = Past(
    0.13, "payments", 3, "Payments time out for one card in ten", "emil", 6, None,
    said=("Only at the full hour so far. The provider sees nothing.",),
)  # fmt: skip
TEXTS = {
    "narrative": "At 01:58 the nightly settlement was started a second time, by hand, because its page still said that "
    "it had not begun. Each of the two held connections to the payment provider for minutes. At 02:10 none was left: "
    "every card and every wallet was refused. Once the second settlement had been stopped, the gateway came back.",
    "impact": "Nobody could pay for 1 h 58 min. About 2,300 baskets were left; half of them were paid the next day.",
    "detection": "The first customer called at 02:12. Monitoring called at 02:23, when the refusals had reached half.",
    "went_well": "The provider's duty manager answered within four minutes. The status page was up to date all along.",
    "went_badly": "Nobody knew who may stop a settlement; that alone took forty minutes.",
    "lucky": "It was a Tuesday night. On a Saturday at noon it would have been fifteen times as many baskets.",
}
CAUSES = {  # short name: part, what, kind of cause, what it led to, whether the control was missing altogether
    "dry": ("factor", "All connections to the provider were taken", "capacity-limit", "", False),
    "twice": ("factor", "The settlement was started twice", "interface-warning", "dry", False),
    "slow": ("factor", "A settlement keeps its connections for minutes", "software-own", "dry", False),
    "limit": ("cause", "The pool still had last year's size", "capacity-growth", "dry", False),
    "owner": ("cause", "Nobody looks after the gateway's limits", "process-missing", "limit", False),
    "lock": ("control", "The settlement's lock ran out after ten minutes", "software-own", "twice", False),
    "late": ("gap", "Customers noticed eleven minutes before we did", "monitoring-threshold", "", False),
    "alert": ("control", "No alert on waiting connections", "monitoring-blind", "late", True),
}


@dataclass(frozen=True)
class Todo:
    """A corrective action: what, what for, whose, against which cause; due and done so many days after the outage."""

    title: str
    type: str
    owner: str
    against: str
    due: int
    done: int | None = None
    seen: str = ""


TODO = (
    Todo("Alert when four of five connections are taken", "detect", "emil", "alert", 14, 6,
         "Alert PoolNearlyDry fires in the rehearsal of 40 payments a second."),
    Todo("Keep the settlement's lock until it has ended", "prevent", "dilara", "lock", 70, 64,
         "Starting it twice is refused now; the test is in the pipeline."),
    Todo("Size the pool from the traffic, with room for a Saturday", "prevent", "emil", "limit", 125),
    Todo("Change to the second provider with one press", "mitigate", "dilara", "dry", 140),
)  # fmt: skip


def look_back(cast: Cast, services: dict[str, Service]) -> None:
    """Live through the outage, its review and what followed; and meet something like it again today."""
    with wires.importing():
        incident = history.live(replace(OUTAGE, days_ago=_a_tuesday_night()), cast, services["payments"])
        after = _After(incident.ticket.opened_at)
        review = _review(incident, cast, after)
        _act(review, cast, after)
        _know(incident, cast, after)
        history.live(AGAIN, cast, services["payments"])


def _a_tuesday_night() -> float:
    """How many days ago it was ten past two in Berlin on the Tuesday sixteen weeks back."""
    now = clock.now()
    day = now.astimezone(BERLIN).date() - timedelta(weeks=16)
    night = datetime.combine(day - timedelta(days=(day.weekday() - 1) % 7), time(2, 10), BERLIN)
    return (now - night) / timedelta(days=1)


class _After:
    """The clock of the story, counted from the outage."""

    def __init__(self, began: datetime) -> None:
        self.began = began

    def day(self, days: float) -> date:
        """The day so many days later."""
        return (self.began + timedelta(days=days)).date()

    def do(self, days: float, act: Callable[[], T]) -> T:
        """Do something so many days later."""
        return history.at(self.began + timedelta(days=days), act)


def _review(incident: Incident, cast: Cast, after: _After) -> Review:
    """Written by Dilara, signed by her and by whoever leads, published on the fifth day."""
    dilara = cast.actor("dilara")
    review = after.do(0.1, lambda: life.open_review(incident, by=dilara, owner=cast["dilara"]))

    def write() -> None:
        life.write(review, by=dilara, version=None, **TEXTS)
        _record(review, cast)
        for kind in ("incident.acknowledged", "incident.restored"):
            for fact in facts.told("ticket", incident.pk, kind=kind):
                life.pin(review, by=dilara, fact=fact.pk)
        life.add_entry(
            review, by=dilara, at=after.began - timedelta(minutes=12), text="The settlement is started again."
        )
        life.add_participant(review, by=dilara, person=cast["chidi"], must_sign=True, is_facilitator=True)
        life.add_participant(review, by=dilara, person=cast["dilara"], must_sign=True)
        life.add_participant(review, by=dilara, person=cast["emil"])

    after.do(3, write)
    return review


def _record(review: Review, cast: Cast) -> None:
    """The causes, each tied to what it led to."""
    kinds = {kind.slug: kind for kind in Category.objects.select_related("parent")}
    nodes: dict[str, Node] = {}
    for name, (part, text, kind, led_to, is_missing) in CAUSES.items():
        nodes[name] = life.record_cause(
            review, by=cast.actor("dilara"), kind=part, text=text, category=kinds[kind], is_missing=is_missing,
            led_to=nodes.get(led_to),
        )  # fmt: skip


def _act(review: Review, cast: Cast, after: _After) -> None:
    """Four actions: one has proven itself, one is watched, two are still to be done; one became a habit."""
    opened = [after.do(4, partial(_open, review, cast, todo, after.day(todo.due))) for todo in TODO]
    _sign(review, cast, after)
    for action, todo in zip(opened, TODO, strict=True):
        if todo.done is not None:
            by = cast.actor(todo.owner)
            after.do(todo.done, partial(life.complete, action, by=by, evidence=todo.seen))
    for days in (6 + 30.1, 6 + 90.1, 64 + 30.1):
        after.do(days, life.check_actions)
    life.prevent_with(
        opened[2], by=cast.actor("chidi"), starts_on=clock.now().date() + timedelta(days=20),
        title="Compare the pool with the traffic", rule="FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU",
    )  # fmt: skip


def _open(review: Review, cast: Cast, todo: Todo, due_on: date) -> Action:
    node = review.nodes.get(text=CAUSES[todo.against][1])
    return life.open_action(
        by=cast.actor("chidi"), review=review, owner=cast[todo.owner], due_on=due_on, title=todo.title, type=todo.type,
        node=node, team=cast.teams["platform"],
    )  # fmt: skip


def _sign(review: Review, cast: Cast, after: _After) -> None:
    def publish() -> None:
        life.ask_sign_off(review, by=cast.actor("dilara"))
        for name in ("dilara", "chidi"):
            life.sign(review, by=cast.actor(name))
        life.publish(review, by=cast.actor("chidi"))
        life.keep_lesson(review)

    after.do(5, publish)


def _know(incident: Incident, cast: Cast, after: _After) -> None:
    """What lies under it is a known error: the pool can be freed by hand until it has the right size."""
    dilara = cast.actor("dilara")

    def note() -> None:
        problem = problems.open_from(
            incident.ticket, by=dilara, title="Payments time out when the pool of connections is small",
            description="It shows whenever many payments meet something long, such as a settlement.",
        )  # fmt: skip
        problems.investigate(problem, by=dilara)
        problems.know(
            problem, by=dilara, cause="The pool still has last year's size.",
            workaround="Pause the settlement, then restart the gateway's workers one by one: each frees 20 of them.",
        )  # fmt: skip
        link = "https://changes.kestrel.example/CHG-2318"
        problems.amend(problem, by=dilara, reference="CHG-2318", change_link=link)

    after.do(2, note)
