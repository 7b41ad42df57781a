"""What people at Kestrel Outfitters have asked for lately: had, on its way, waiting for somebody, and turned down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from watchkeep.demo.cast import Cast
from watchkeep.demo.history import at
from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation.models import Run, RunStep, StepState
from watchkeep.duty.fulfilment import life as fulfilment
from watchkeep.estate.people import life as people
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.requests import life
from watchkeep.work.requests.models import CatalogueItem, Request
from watchkeep.work.tickets import life as tickets

MANAGERS = {
    "ines": "chidi",
    "ana": "chidi",
    "bo": "chidi",
    "emil": "dilara",
    "rafael": "dilara",
    "chidi": "admin",
    "dilara": "admin",
}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """One request: how long ago, by whom, for what, and what came of it; the next step is taken half an hour later."""

    hours_ago: float
    who: str
    item: str
    answers: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    then: tuple[str, ...] = ()


ASKED = (
    Asked(230, "ines", "cloud-storage", {"project": "spring-campaign"}, then=("agree", "have", "close")),
    Asked(96, "emil", "subscription", {"product": "Label printer cloud", "change": "upgrade", "plan": "Pro"},
          then=("turn_down",)),
    Asked(50, "ines", "hardware", {"device": "screen", "where": "office"}, then=("agree", "begin")),
    Asked(28, "bo", "join-group", {"group": "marketing", "why": "The shop's pictures are there."},
          then=("agree", "hold")),
    Asked(27, "rafael", "software", {"program": "Map editor", "why": "To draw the routes of the couriers."},
          then=("agree", "begin", "fail", "take_back")),
    Asked(26, "chidi", "new-starter", {"name": "Jonas Weber", "starts": "", "leader": "chidi",
          "needs": ["laptop", "badge"]}, then=("begin",)),
    Asked(5, "ines", "software", {"program": "Photo editor", "why": "To cut the pictures of the spring jackets."}),
    Asked(3, "dilara", "hardware", {"device": "laptop", "where": "home", "address": "12 Harbour Street, Berlin"}),
    Asked(2, "bo", "cloud-storage", {"project": "search-logs"}),
    Asked(1, "ines", "", title="A longer cable for the screen in the meeting room",
          description="The one that is there reaches the table only when nobody sits in between."),
)  # fmt: skip


def ask(by: Actor, cast: Cast) -> None:
    """Say who leads whom, and live through what was asked for. Nobody is notified of it."""
    for name, manager in MANAGERS.items():
        people.set_manager(cast[name], cast[manager], by=by)
    with wires.importing():
        for asked in ASKED:
            _live(asked, cast)


def _live(asked: Asked, cast: Cast) -> None:
    moment = clock.now() - asked.hours_ago * HOUR
    item = CatalogueItem.objects.get(slug=asked.item) if asked.item else None
    made = at(moment, lambda: life.open_(
        by=cast.actor(asked.who), item=item, answers=_answers(asked, cast), title=asked.title,
        description=asked.description, team=cast.teams["platform"],
    ))  # fmt: skip
    for number, step in enumerate(asked.then, start=1):
        at(moment + _LATER.get(step, number * HOUR / 2), lambda what=step: _STEPS[what](made, cast))  # type: ignore[misc]


def _answers(asked: Asked, cast: Cast) -> dict[str, Any]:
    answers = dict(asked.answers)
    if "leader" in answers:
        answers["leader"] = cast[answers["leader"]].pk
        answers["starts"] = (clock.now() + timedelta(days=20)).date().isoformat()
    return answers


def _agree(request: Request, cast: Cast) -> None:
    ballot = _question(request)
    approvals.approve(ballot, by=_approver(ballot, cast))


def _turn_down(request: Request, cast: Cast) -> None:
    ballot = _question(request)
    approvals.refuse(ballot, by=_approver(ballot, cast), reason="The plan that we have prints twice what we need.")


def _have(request: Request, cast: Cast) -> None:
    by = cast.actor("dilara")
    life.start(request, by=by)
    tickets.reply(request.ticket, by=by, body="Made. You find the address below.")
    life.fulfil(request, by=by, result="Your storage is ready:\n\nhttps://storage.kestrel.example/spring-campaign")


def _hold(request: Request, cast: Cast) -> None:
    by = cast.actor("emil")
    life.start(request, by=by)
    life.hold(request, by=by, for_requester=True, reason="There are two of that name: marketing-eu or marketing-all?")


def _question(request: Request) -> Ballot:
    request.ticket.refresh_from_db()
    return Ballot.objects.open().select_related("person").get(approval__ticket=request.pk)


def _approver(ballot: Ballot, cast: Cast) -> Actor:
    name = next(name for name, person in cast.people.items() if person.pk == ballot.person_id)
    return cast.actor(name)


def _begin(request: Request, _cast: Cast) -> None:
    request.ticket.refresh_from_db()
    fulfilment.begin(request)


def _fail(request: Request, cast: Cast) -> None:
    """A licence was free, but the program does not run on their computer."""
    by = cast.actor("emil")
    run = Run.objects.get(ticket=request.pk)
    automation.finish_step(run.steps.get(position=0), by=by, note="The last one of five.")
    automation.fail_step(run.steps.get(position=1), by=by, reason="It does not run on this computer: too little memory")


def _take_back(request: Request, cast: Cast) -> None:
    step = RunStep.objects.get(run__ticket=request.pk, state=StepState.UNDOING)
    automation.undo_step(step, by=cast.actor("emil"), note="The licence is free again.")


def _close(request: Request, _cast: Cast) -> None:
    life.close(request, by=Actor.system("clock", "Watchkeep"))


_LATER = {"close": timedelta(days=7, hours=2)}
_STEPS: dict[str, Callable[[Request, Cast], object]] = {
    "agree": _agree, "turn_down": _turn_down, "have": _have, "hold": _hold, "begin": _begin, "fail": _fail,
    "take_back": _take_back, "close": _close,
}  # fmt: skip
