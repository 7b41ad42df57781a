"""Who decides on changes together at Kestrel, and what is done there again and again."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from watchkeep.demo.history import at
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.services import life as estate
from watchkeep.estate.suppliers.models import Kind
from watchkeep.insight.reviews import life as reviews
from watchkeep.insight.reviews.models import Origin, Task, UpkeepPolicy
from watchkeep.kernel import clock, wires
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Board, Weekday
from watchkeep.work.changes import life
from watchkeep.work.changes.models import ChangeModel, Decision

if TYPE_CHECKING:
    from watchkeep.demo.cast import Cast
    from watchkeep.estate.services.models import Service
    from watchkeep.kernel.actors import Actor

MEMBERS = ("chidi", "dilara", "bo", "mei")
MINUTES = "The two upgrades that went wrong shared one report. It is run on a copy before the next."
NOTED = "Nobody had asked what the new version makes of that report."
MET_DAYS_AGO = 165
"""Days after an upgrade failed, and before what has happened since."""


def convene(by: Actor, cast: Cast) -> Board:
    """The board, before anything is sent to it: four members, on Thursdays."""
    board = Board.objects.order_by("pk")[0]
    members = [cast[name] for name in MEMBERS]
    approvals.edit_board(
        board, by=by, members=members, chair=cast["chidi"], quorum=2, weekday=Weekday.THURSDAY, at_time=time(14, 0),
        time_zone="Europe/London",
    )  # fmt: skip
    return board


def meet_once(board: Board, cast: Cast) -> None:
    """It met when an upgrade had failed."""
    chair, ago = cast.actor("chidi"), clock.now() - timedelta(days=MET_DAYS_AGO)
    past = at(ago, lambda: life.call(board, by=chair))
    at(ago, lambda: life.note_present(past, by=chair, people=[cast[name] for name in MEMBERS[:3]]))
    for item in past.agenda.all():
        at(ago, lambda one=item: life.decide(one, by=chair, decision=Decision.NOTED, words=NOTED))  # type: ignore[misc]
    at(ago + timedelta(hours=1), lambda: life.close_meeting(past, by=chair, minutes=MINUTES))


def keep_up(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """A certificate by a change, and restores from the backup by hand: in time, late, and once not at all."""
    with wires.importing():
        _certificates(by, cast, services)
        _restores(by, cast, services)
        _patches(by, services)
        _by_themselves(by, cast)


def _patches(by: Actor, services: dict[str, Service]) -> None:
    """On Sunday mornings the mail may be down for an hour, and its service levels rest; once a server is opened."""
    begins = clock.now().replace(hour=3, minute=0, second=0, microsecond=0)
    estate.make_plan(
        by=by, reason="Security updates of the mail server", services=[services["mail"]], rule="FREQ=WEEKLY;BYDAY=SU",
        begins_at=begins, time_zone="Europe/Berlin", minutes=60, pauses_sla=True, announce_days=0,
    )  # fmt: skip
    evening = begins.replace(hour=20) + timedelta(days=3)
    estate.plan_maintenance(
        by=by, reason="More memory for the warehouse's server", items=list(Item.objects.filter(name="wms-01")),
        starts_at=evening, ends_at=evening + timedelta(hours=1), breaks_through=True,
    )  # fmt: skip


def _certificates(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    due = clock.now() + timedelta(days=5)
    reviews.plan_task(
        by=by, title="Renew the certificate of the shop", owner=cast["bo"], starts_on=due.date(),
        service=services["web-shop"], rule="FREQ=MONTHLY;INTERVAL=3", makes="change",
        model=ChangeModel.objects.get(name="Certificate renewal"), detail="It ends two weeks after this day.",
    )  # fmt: skip
    reviews.make_due_tasks()


def _by_themselves(by: Actor, cast: Cast) -> None:
    """Laptops are ordered before their warranty ends, and what is under support is looked at twice a year."""
    laptops: dict[str, Any] = {"cls": ItemClass.objects.get(slug="laptop"), "title": "Order a successor"}
    support: dict[str, Any] = {"contract_kind": Kind.SUPPORT, "title": "Look at it together with its supplier"}
    reviews.save_policy(
        UpkeepPolicy(),
        by=by,
        name="Laptops out of warranty",
        owner=cast["emil"],
        makes="request",
        lead_days=60,
        **laptops,
    )
    reviews.save_policy(
        UpkeepPolicy(), by=by, name="Support contracts", origin=Origin.CONTRACT, owner=cast["bo"],
        rule="FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO", lead_days=14, **support,
    )  # fmt: skip


def _restores(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    emil, start = cast.actor("emil"), clock.now() - timedelta(days=200)
    task: Task = at(start, lambda: reviews.plan_task(
        by=by, title="Restore last night's backup somewhere else", owner=cast["emil"], starts_on=start.date(),
        service=services["database"], rule="FREQ=DAILY;INTERVAL=30", detail="Count the orders of the day before.",
    ))  # fmt: skip
    for days, words in (
        (0, "4,113 orders"),
        (30, "3,871 orders"),
        (64, "4,402 orders, four days late"),
        (125, "All there"),
    ):
        _done(task, emil, start + timedelta(days=days, minutes=1), words)


def _done(task: Task, who: Any, moment: Any, words: str) -> None:
    at(moment, lambda: reviews.do_task(task, by=who, evidence=words))
