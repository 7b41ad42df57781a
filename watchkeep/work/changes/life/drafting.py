"""The plan of a change: drawn up from nothing or from a model, and amended while it is not carried out yet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services import life as estate
from watchkeep.estate.services.models import Service
from watchkeep.kernel import live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import insert, save
from watchkeep.work.changes import queries, rules
from watchkeep.work.changes.events import Amended, Drafted
from watchkeep.work.changes.life import agreeing
from watchkeep.work.changes.life.assessing import assess
from watchkeep.work.changes.life.steps import hold, take
from watchkeep.work.changes.models import (
    Change,
    ChangeItem,
    ChangeModel,
    ChangeService,
    FreezeCatch,
    Kind,
    PlanStep,
    Source,
)
from watchkeep.work.changes.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Kind as Tickets
from watchkeep.work.tickets.models import State, Ticket

FROM_MODEL = ("test_plan", "back_out_plan", "communication", "outage_minutes")
PROSE = ("reason", "test_plan", "back_out_plan", "communication")
DETAILS = (*PROSE, "owner", "cost", "starts_at", "ends_at", "outage_minutes", "is_public", "answers", "kind")
SPINE = ("title", "purpose", "implementer", "team")
TIES = ("services", "items", "plan")
AMENDABLE = (*SPINE, *DETAILS, *TIES)
OF_MODEL = frozenset({"plan", "test_plan", "back_out_plan"})
"""What a standard change has from its model and may not have otherwise."""


@transaction.atomic
def draft(
    *, by: Actor, title: str, kind: str = Kind.NORMAL, model: ChangeModel | None = None,
    requester: Person | None = None, source: str = Source.CONSOLE, **given: Any,
) -> Change:  # fmt: skip
    """Draw up a change. What is not given comes from its model; whoever draws it up asks for it and owns it.

    ``given`` may hold every name of ``AMENDABLE``; a ``plan`` is steps as ``rules.read_plan`` takes them. Refused for a
    standard change whose model is not standard. That the status page announces it by itself is said by whoever may
    speak there.
    """
    by.need(P.PLAN, _("plan changes"))
    _refuse_unknown(given)
    estate.may_say_publicly(by, given.get("is_public", False), was=False)
    change = draw_up(by=by, title=title, kind=kind, model=model, requester=requester, source=source, **given)
    tell(drafted(change, by=by))
    assess(change, by=by)
    live.changed("queue")
    return change


def draw_up(
    *, by: Actor, title: str, kind: str, model: ChangeModel | None, requester: Person | None = None, source: str,
    begun_at: datetime | None = None, tags: Sequence[str] = (), **given: Any,
) -> Change:  # fmt: skip
    """The rows of a change, inside a verb that tells of it. With ``begun_at`` it is under way as it comes on record."""
    _refuse_kind(kind, model)
    asker = requester or (Person.objects.filter(pk=by.person).first() if by.person else None)
    values = _from_model(model) | {"owner": asker, "implementer": asker} | given
    services = sorted(values.pop("services", ()), key=lambda one: (one.tier, one.name))
    items, plan = list(values.pop("items", ())), rules.read_plan(values.pop("plan", ()))
    implementer: Person | None = values.pop("implementer")
    team: Team | None = values.pop("team", None)
    ticket = Ticket.objects.create(
        number=next_number("CHG"), kind=Tickets.CHANGE, state=State.IMPLEMENTING if begun_at else State.DRAFT,
        title=tickets.clean_title(title), description=_clean(values.pop("purpose", "")), requester=asker,
        team_id=_team_of(team, model, services), assignee=_active(implementer, "implementer"),
        service=services[0] if services else None, tags=[*tags],
    )  # fmt: skip
    overdue_at = values.get("ends_at") if begun_at else None
    change = Change(ticket=ticket, kind=kind, model=model, source=source, begun_at=begun_at, overdue_at=overdue_at)
    insert(change, **_cleaned(values))
    _add_ties(change, services, items)
    _add_steps(change, plan)
    return change


def drafted(change: Change, *, by: Actor) -> Drafted:
    """What is told of a change that was drawn up."""
    return Drafted(record=change.pk, by=by, number=change.number, sort=change.kind, source=change.source)


@transaction.atomic
def amend(change: Change, *, by: Actor, version: int | None = None, **changes: Any) -> None:
    """Plan it otherwise, as somebody who saw ``version``. Raises Stale on a clash.

    Where that is another thing than was approved, the approval falls and it is assessed anew. Refused once it has
    begun, and for a standard change that would leave its model.
    """
    by.need(P.PLAN, _("plan changes"))
    hold(change)
    _refuse_unknown(changes)
    if "kind" in changes:
        _refuse_kind(changes["kind"], change.model)
    if changed := _differing(change, changes):
        if changes.get("kind", change.kind) == Kind.STANDARD and OF_MODEL & set(changed):
            raise Refused(_("A standard change keeps to its model. Make it a normal one first."), field=changed[0])
        if "is_public" in changed:
            estate.may_say_publicly(by, changes["is_public"], was=change.is_public)
        tickets.claim(change.ticket, *changed, since=version, current=lambda: _standing(change, changed))
        take(change, "amend", by=by)
        _write(change, {name: changes[name] for name in changed})
        if {"starts_at", "ends_at"} & {*changed}:
            FreezeCatch.objects.filter(change=change).delete()  # of the old time there is nothing more to tell
        tell(Amended(record=change.pk, by=by, fields=changed))
        live.changed("queue")
        agreeing.look_again(change, by=by)


def _write(change: Change, changes: Mapping[str, Any]) -> None:
    """Write what differs where it belongs: on the ticket, on the change, or on the rows tied to it."""
    values = dict(changes)
    spine = {name: values.pop(name) for name in SPINE if name in values}
    services, items, plan = (values.pop(name, None) for name in TIES)
    save(change, **_cleaned(values))
    if spine or services is not None:
        tickets.stir(change.ticket, **_spine_of(spine, services))
    if services is not None or items is not None:
        _tie(change, services, items)
    if plan is not None:
        _write_plan(change, rules.read_plan(plan))


def _spine_of(spine: Mapping[str, Any], services: Iterable[Service] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "title" in spine:
        found["title"] = tickets.clean_title(spine["title"])
    if "purpose" in spine:
        found["description"] = _clean(spine["purpose"])
    if "implementer" in spine:
        found["assignee"] = _active(spine["implementer"], "implementer")
    if "team" in spine:
        found["team"] = spine["team"]
    if services is not None:
        ranked = sorted(services, key=lambda one: (one.tier, one.name))
        found["service"] = ranked[0] if ranked else None
    return found


def _differing(change: Change, changes: Mapping[str, Any]) -> list[str]:
    """The names of what would be another thing."""
    standing = _standing(change, changes)
    return sorted(name for name, value in changes.items() if standing[name] != _plain(name, value))


def _standing(change: Change, names: Iterable[str]) -> dict[str, Any]:
    """What stands there now, as plain values."""
    ticket, found = change.ticket, dict[str, Any]()
    ticket.refresh_from_db(fields=["title", "description", "assignee", "team"])
    spine = {
        "title": ticket.title, "purpose": ticket.description, "implementer": ticket.assignee_id,
        "team": ticket.team_id,
    }  # fmt: skip
    names = [*names]
    if details := [name for name in names if name in DETAILS]:
        change.refresh_from_db(fields=details)
    for name in names:
        if name in spine:
            found[name] = spine[name]
        elif name == "plan":
            found[name] = rules.plain_plan(queries.plan_of(change))
        elif name in TIES:
            found[name] = sorted(getattr(change, name).values_list("pk", flat=True))
        else:
            found[name] = _plain(name, getattr(change, name))
    return found


def _plain(name: str, value: Any) -> Any:
    if name in {"services", "items"}:
        return sorted(one.pk for one in value)
    if name == "plan":
        return rules.plain_plan(rules.read_plan(value))
    if name in {"owner", "implementer", "team"}:
        return value.pk if value else None
    return _clean(value) if isinstance(value, str) else value


def _tie(change: Change, services: Iterable[Service] | None, items: Iterable[Item] | None) -> None:
    if services is not None:
        ChangeService.objects.filter(change=change).delete()
    if items is not None:
        ChangeItem.objects.filter(change=change).delete()
    _add_ties(change, services or (), items or ())


def _add_ties(change: Change, services: Iterable[Service], items: Iterable[Item]) -> None:
    ChangeService.objects.bulk_create([ChangeService(change=change, service=one) for one in dict.fromkeys(services)])
    ChangeItem.objects.bulk_create([ChangeItem(change=change, item=one) for one in dict.fromkeys(items)])


def _write_plan(change: Change, plan: Sequence[rules.Planned]) -> None:
    PlanStep.objects.filter(change=change).delete()
    _add_steps(change, plan)


def _add_steps(change: Change, plan: Sequence[rules.Planned]) -> None:
    places = rules.placed(plan)
    PlanStep.objects.bulk_create([
        PlanStep(
            change=change, part=one.part, position=place, title=one.title, way=one.way, action=one.action,
            parameters=one.parameters,
        )
        for place, one in places
    ])  # fmt: skip


def _team_of(team: Team | None, model: ChangeModel | None, services: Sequence[Service]) -> int | None:
    """The one that is named, else its model's, else the owner of its first service."""
    if team:
        return team.pk
    return (model.team_id if model else None) or (services[0].owner_team_id if services else None)


def _from_model(model: ChangeModel | None) -> dict[str, Any]:
    if model is None:
        return {}
    return {name: getattr(model, name) for name in FROM_MODEL} | {"purpose": model.purpose, "plan": model.plan}


def _refuse_kind(kind: str, model: ChangeModel | None) -> None:
    if kind not in Kind.values:
        raise Refused(_("There is no such kind of change."), field="kind", code="unknown")
    if kind == Kind.STANDARD and (model is None or not model.is_standard):
        raise Refused(_("A standard change needs a model that was approved beforehand."), field="model")
    if model is not None and not model.is_active:
        raise Refused(_("This model is no longer in use."), field="model")


def _refuse_unknown(given: Mapping[str, Any]) -> None:
    if unknown := given.keys() - set(AMENDABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    if (starts := values.get("starts_at")) and (ends := values.get("ends_at")):
        _refuse_backwards(starts, ends)
    if owner := values.get("owner"):
        _active(owner, "owner")
    return {name: _clean(value) if name in PROSE else value for name, value in values.items()}


def _refuse_backwards(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused(_("It must end after it starts."), field="ends_at")


def _active(person: Person | None, field: str) -> Person | None:
    if person is not None and not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, field=field)
    return person


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[: rules.LONGEST]
