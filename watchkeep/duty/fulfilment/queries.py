"""Reads: the plan of an item, and whether it can be carried out."""

from watchkeep.duty.automation.models import Kind, Procedure, Run, Version
from watchkeep.duty.connections.models import Connection
from watchkeep.duty.fulfilment.models import Plan
from watchkeep.work.requests.models import CatalogueItem


def plan_of(item: int | None) -> Plan | None:
    """The plan of an item; None when people do it."""
    return Plan.objects.filter(item=item).select_related("procedure").first() if item else None


def missing(procedure: Procedure) -> list[str]:
    """The connections that a plan needs and that are not there or paused, by name."""
    version = Version.objects.filter(procedure=procedure, number=procedure.published_number or 0).first()
    steps = version.plan if version else ()
    names = {step.action.connection for step in steps if step.action and step.action.connection}
    return sorted(names - set(Connection.objects.usable().filter(name__in=names).values_list("name", flat=True)))


def plans() -> list[tuple[int, str]]:
    """The plans that an item can be given, from A to Z."""
    rows = Procedure.objects.offered().filter(kind=Kind.FULFILMENT).order_by("name")
    return list(rows.values_list("pk", "name"))


def items_without_machine() -> dict[str, list[str]]:
    """The items whose plan waits for a connection, and for which."""
    rows = Plan.objects.select_related("item", "procedure").filter(item__in=CatalogueItem.objects.offered())
    return {plan.item.name: names for plan in rows if (names := missing(plan.procedure))}


def is_plan(run: int) -> Run | None:
    """The run of a plan; None when the run is of another kind."""
    found = Run.objects.select_related("ticket", "version").filter(pk=run).first()
    return found if found and found.runs_itself else None
