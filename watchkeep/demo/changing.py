"""What Kestrel alter on purpose: releases that go well, database upgrades that do not always, and what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from watchkeep.demo import agreeing
from watchkeep.demo.cast import Cast
from watchkeep.demo.history import at
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people import queries as people
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, ChangeModel

RELEASES = 11
RELEASED_EVERY_DAYS = 8
UPGRADES = (
    (410, "PostgreSQL 14", "successful"), (330, "PostgreSQL 15", "backed_out"), (318, "PostgreSQL 15", "successful"),
    (170, "PostgreSQL 16", "failed"), (120, "PostgreSQL 17", "successful"),
)  # fmt: skip
WHY_NOT = "A report took four hours instead of four minutes. The old version is back."
SATURDAY = 5


@dataclass
class _Scene:
    """Who acts, and on what."""

    cast: Cast
    services: dict[str, Service]
    by: Actor

    def plan(self, title: str, model: str, who: str, service: str, start: datetime, **more: Any) -> Change:
        """Draw one up by its model."""
        like = ChangeModel.objects.get(name=model)
        length = timedelta(minutes=like.length_minutes)
        return life.draft(
            by=self.cast.actor(who), title=title, model=like, services=[self.services[service]], starts_at=start,
            ends_at=start + length, **{"outage_minutes": 0, **more},
        )  # fmt: skip


def alter(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """Live through all of it, oldest first."""
    scene, board = _Scene(cast, services, by), agreeing.convene(by, cast)
    with wires.importing():
        _upgrades(scene)
        _releases(scene)
        agreeing.meet_once(board, cast)
        _emergency(scene)
        _planned(scene)
        life.call(board, by=cast.actor("chidi"), at=board.meets_at)
    agreeing.keep_up(by, cast, services)


def _upgrades(scene: _Scene) -> None:
    """Two of the last five went wrong."""
    for days, version, outcome in UPGRADES:
        start = clock.now() - timedelta(days=days)
        change = at(start - timedelta(days=1), lambda v=version, s=start: scene.plan(  # type: ignore[misc]
            f"Upgrade the orders database to {v}", "Database upgrade", "emil", "database", s,
            reason="The former version is no longer supported.",
        ))  # fmt: skip
        _carry(scene, change, start, outcome)


def _releases(scene: _Scene) -> None:
    """They went well so often that nobody is asked any more; one goes live at this moment."""
    now = clock.now()
    for number in range(RELEASES, 0, -1):
        start = now - timedelta(days=number * RELEASED_EVERY_DAYS)
        made = at(start - timedelta(hours=2), lambda n=number, s=start: _release(scene, n, s))  # type: ignore[misc]
        _carry(scene, made, start, "successful")
    life.promote(ChangeModel.objects.get(name="Application release"), by=scene.by)
    start = now - timedelta(minutes=12)
    live = at(start, lambda: _release(scene, 0, start, kind="standard"))
    at(start, lambda: life.submit(live, by=scene.cast.actor("ana")))
    at(start, lambda: life.begin(live, by=scene.cast.actor("ana")))
    first = live.steps.filter(part="implement").order_by("position")[0]
    at(now - timedelta(minutes=9), lambda: life.take_step(first, by=scene.cast.actor("ana"), state="done"))


def _release(scene: _Scene, number: int, start: datetime, **more: Any) -> Change:
    title = f"Release 4.{60 - number} of the web shop"
    return scene.plan(title, "Application release", "ana", "web-shop", start, **more)


def _emergency(scene: _Scene) -> None:
    """Done at once, two days ago; somebody has to agree after the fact."""
    start, emil = clock.now() - timedelta(days=2), scene.cast.actor("emil")
    change = at(start, lambda: scene.plan(
        "Block an address that floods the sign-in", "Firewall rule", "emil", "identity", start, kind="emergency",
        reason="Nobody could sign in any more.",
    ))  # fmt: skip
    at(start, lambda: life.rush(change, by=emil))
    _take_steps(change, emil, start + timedelta(minutes=10))
    at(start + timedelta(minutes=12), lambda: life.finish(change, by=emil))


def _planned(scene: _Scene) -> None:
    """An upgrade on Saturday night, hours before a freeze, that waits; a certificate that is scheduled; and a draft."""
    now, emil = clock.now(), scene.cast.actor("emil")
    night = (now + timedelta(days=(SATURDAY - now.weekday()) % 7 or 7)).replace(
        hour=22, minute=0, second=0, microsecond=0
    )
    life.declare_freeze(
        by=scene.by, name="Harbour Hotels open their season", reason="They order for every house at once.",
        starts_at=night + timedelta(hours=8), ends_at=night + timedelta(days=3), services=[scene.services["database"]],
    )  # fmt: skip
    upgrade = scene.plan(
        "Upgrade the orders database to PostgreSQL 18", "Database upgrade", "emil", "database", night,
        reason="Version 17 has no support for the new replicas.", outage_minutes=60,
        items=list(Item.objects.filter(name="db-01")), communication="Shop and warehouse hear of it on Thursday.",
    )  # fmt: skip
    life.submit(upgrade, by=emil)
    life.ask(upgrade, by=emil)
    soon = now + timedelta(days=2)
    certificate = scene.plan("Renew the certificate of the web shop", "Certificate renewal", "bo", "web-shop", soon)
    life.submit(certificate, by=scene.cast.actor("bo"))
    life.ask(certificate, by=scene.cast.actor("bo"))
    _agree(certificate)
    life.issue_feed(scene.cast["emil"], by=emil, service=scene.services["database"])
    life.draft(
        by=scene.cast.actor("dilara"), title="Move the mail server to the new rack", purpose="The old rack ends."
    )


def _carry(scene: _Scene, change: Change, start: datetime, outcome: str) -> None:
    """From its draft to its end."""
    who = people.actor_for(change.owner) if change.owner else scene.by
    before, over = start - timedelta(hours=1), start + timedelta(minutes=40)
    at(before, lambda: life.submit(change, by=who))
    at(before, lambda: life.ask(change, by=who))
    at(before, lambda: _agree(change))
    at(start, lambda: life.begin(change, by=who))
    if outcome == "backed_out":
        at(over, lambda: life.back_out(change, by=who, reason=WHY_NOT))
        _take_steps(change, who, over, "back_out")
    else:
        _take_steps(change, who, over)
        at(over, lambda: life.finish(change, by=who))
    at(over, lambda: life.close(change, by=who, outcome=outcome, note="" if outcome == "successful" else WHY_NOT))


def _take_steps(change: Change, who: Actor, moment: datetime, *parts: str) -> None:
    for step in change.steps.filter(part__in=parts or ("implement", "test")):
        at(moment, lambda one=step: life.take_step(one, by=who, state="done"))  # type: ignore[misc]


def _agree(change: Change) -> None:
    """Whoever is asked agrees."""
    while ballot := Ballot.objects.open().filter(approval__ticket=change.pk).first():
        approvals.approve(ballot, by=people.actor_for(ballot.person))
    change.ticket.refresh_from_db()
    change.refresh_from_db()
