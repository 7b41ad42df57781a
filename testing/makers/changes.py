"""Builders of changes and their models."""

from datetime import timedelta
from typing import Any

from testing.makers import estate
from watchkeep.estate.assets import life as assets
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.changes import life
from watchkeep.work.changes.models import (
    Change,
    ChangeFeed,
    ChangeModel,
    Deployment,
    Drift,
    DriftLook,
    Freeze,
    PipelineSource,
    Progress,
    Report,
    Standing,
)
from watchkeep.work.tickets.models import Ticket

PLAN = (
    {"title": "Stop the old release"}, {"title": "Start the new one"}, {"title": "Order something", "part": "test"},
    {"title": "Start the old one again", "part": "back_out"},
)  # fmt: skip
_WAYS = {
    "draft": (),
    "assessing": ("submit",),
    "waiting": ("submit", "ask"),
    "scheduled": ("submit", "ask", "approve"),
    "implementing": ("submit", "ask", "approve", "begin"),
    "evaluating": ("submit", "ask", "approve", "begin", "finish"),
    "closed": ("submit", "ask", "approve", "begin", "finish", "close"),
    "cancelled": ("cancel",),
}


def change(state: str = "draft", *, by: Actor | None = None, outcome: str = "successful", **given: Any) -> Change:
    """A change in a state, brought there by its verbs: Ana's, to be carried out now by her."""
    owner = given.pop("owner", None) or estate.ana()
    actor, now = by or estate.actor(owner), clock.now()
    planned: dict[str, Any] = {
        "title": "Release 14 of the shop", "purpose": "Customers can pay by invoice.", "reason": "They asked for it.",
        "plan": PLAN, "test_plan": "Order something, pay by invoice, and look whether the order is there afterwards.",
        "back_out_plan": "Start the old release again; nothing in the database has changed, so it just runs.",
        "starts_at": now, "ends_at": now + timedelta(hours=1), "owner": owner, "implementer": owner,
    } | given  # fmt: skip
    if "services" not in planned and "items" not in planned:
        planned["services"] = [shop()]
    made = life.draft(by=actor, **planned)
    for verb in _WAYS[state]:
        _take(made, verb, outcome)
    return Change.objects.get(pk=made.pk)


def shop() -> Service:
    """The shop, whose team Bo leads: somebody can agree to what happens to it."""
    found = Service.objects.filter(name="Shop").first() or estate.service("Shop")
    found.owner_team.memberships.get_or_create(person=estate.bo(), defaults={"is_lead": True})
    found.owner_team.memberships.filter(person=estate.bo()).update(is_lead=True)
    return found


def change_model(name: str = "Restart a worker", *, is_standard: bool = False, **given: Any) -> ChangeModel:
    """A model, trusted or not."""
    values: dict[str, Any] = {
        "plan": [*PLAN], "test_plan": "Order something and look for the order in the list.",
        "back_out_plan": "Start the old one.",
    } | given  # fmt: skip
    made = life.add_model(by=CLOCK, name=name, **values)
    if is_standard:
        ChangeModel.objects.filter(pk=made.pk).update(standing=Standing.STANDARD)
        made.refresh_from_db()
    return made


def closed(outcome: str = "successful", **given: Any) -> Change:
    """A change that has ended so, as fast as can be: by its rows, with the risk that it had before."""
    made, now = change(**given), clock.now()
    Ticket.objects.filter(pk=made.pk).update(state="closed", is_open=False, closed_at=now)
    Change.objects.filter(pk=made.pk).update(outcome=outcome, begun_at=now, ended_at=now)
    return Change.objects.get(pk=made.pk)


def agree(made: Change) -> None:
    """Everybody who is asked agrees, stage by stage."""
    while ballot := Ballot.objects.open().filter(approval__ticket=made.pk).first():
        approvals.approve(ballot, by=estate.actor(ballot.person))
    made.ticket.refresh_from_db()
    made.refresh_from_db()


def turn_down(made: Change, reason: str) -> None:
    """Somebody who is asked does not agree."""
    for ballot in Ballot.objects.open().filter(approval__ticket=made.pk)[:1]:
        approvals.refuse(ballot, by=estate.actor(ballot.person), reason=reason)


def carried_through(made: Change) -> None:
    """Every step of it is done, and it is finished."""
    for step in made.steps.all():
        life.take_step(step, by=CLOCK, state="done")
    life.finish(made, by=CLOCK)


def _take(made: Change, verb: str, outcome: str) -> None:
    if verb == "approve":
        agree(made)
    elif verb == "finish":
        carried_through(made)
    elif verb == "close":
        life.close(made, by=CLOCK, outcome=outcome, note="" if outcome == "successful" else "It did not go well.")
    elif verb == "cancel":
        life.cancel(made, by=CLOCK, reason="Not wanted any more")
    else:
        getattr(life, verb)(made, by=CLOCK)


def pipeline(name: str = "CI", provider: str = "json", **given: Any) -> tuple[PipelineSource, str]:
    """A pipeline that is listened to, and its key."""
    return life.add_source(by=CLOCK, name=name, provider=provider, **given)


def deployment(number: str = "41", *, progress: str = "started", source: PipelineSource | None = None) -> Deployment:
    """Something of the shop goes live in production."""
    said = Report(
        external_id=number, subject="nordwind/shop", service=shop().slug, environment="production",
        progress=Progress(progress), revision="v14", who="bo", commit="f95f852bd8fc",
    )  # fmt: skip
    made = life.report(said, by=CLOCK, source=source)
    assert made is not None
    return made


def drift(name: str = "") -> Drift:
    """A server has another kernel, and no change said so."""
    item, source = estate.item(name), estate.reporter()
    for kernel in ("6.1.0-25-amd64", "6.1.0-28-amd64"):
        assets.report(item, by=CLOCK, source=source, values={"kernel": kernel})
    DriftLook.objects.update(due_at=clock.now())
    life.look_due()
    return Drift.objects.get(item=item)


def change_feed(owner: Person, **of: Any) -> ChangeFeed:
    """An address of the calendar; its key is lost."""
    life.issue_feed(owner, by=estate.actor(owner), **of)
    return ChangeFeed.objects.filter(owner=owner).latest("pk")


def freeze(name: str = "Christmas", *, hours: float = 48, **given: Any) -> Freeze:
    """A freeze over everything, from now for two days unless told otherwise."""
    start = given.pop("starts_at", clock.now())
    where = given if {"services", "teams", "organisation"} & set(given) else {"is_everywhere": True} | given
    values = {"reason": "Nobody is there to mend it."} | where
    return life.declare_freeze(by=CLOCK, name=name, starts_at=start, ends_at=start + timedelta(hours=hours), **values)
