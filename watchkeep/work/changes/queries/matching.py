"""Reads that find the change to which a deployment belongs, and the service and the model that somebody names."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from watchkeep.estate.services.models import Service
from watchkeep.kernel import prepared
from watchkeep.work.changes.models import Asking, Change, ChangeModel, Deployment, Source
from watchkeep.work.changes.rules.folding import numbers_in
from watchkeep.work.changes.rules.timing import EARLY, LATE
from watchkeep.work.tickets.models import State

MAY_BEGIN = (State.APPROVED, State.SCHEDULED)
ANNOUNCED = (*MAY_BEGIN, State.IMPLEMENTING)
STILL = (*ANNOUNCED, State.EVALUATING)


def service_called(slug: str) -> Service | None:
    """The service of that short name that is offered."""
    return next(iter(prepared.records(Service, "slug = %s AND is_active", [slug])), None)


def model_called(name: str) -> ChangeModel | None:
    """The model of that short name or name."""
    named = "is_active AND (slug = %(name)s OR upper(name) = upper(%(name)s)) ORDER BY id LIMIT 1"
    return next(iter(prepared.records(ChangeModel, named, {"name": name})), None)


def change_numbered(number: str) -> Change | None:
    """The change of that number, whatever became of it."""
    return Change.objects.filter(ticket__number=number.strip().upper()).select_related("model").first()


def change_named(mentions: str) -> Change | None:
    """The first agreed change whose number stands there."""
    numbers = numbers_in(mentions)
    if not numbers:
        return None
    found = Change.objects.filter(ticket__number__in=numbers, ticket__state__in=ANNOUNCED)
    return min(found, key=lambda one: numbers.index(one.number), default=None)


def change_of_commit(row: Deployment, *, since: datetime) -> Change | None:
    """The change that the gate let through for this commit, or to which another deployment of it belongs."""
    if not row.commit and not row.revision:
        return None
    same = Q(commit=row.commit) if row.commit else Q(commit="", revision=row.revision)
    asked = Asking.objects.filter(same, service=row.service_id, change__isnull=False, answered_at__gte=since)
    told = Deployment.objects.filter(same, service=row.service_id, change__isnull=False, began_at__gte=since)
    for rows in (asked.order_by("-answered_at"), told.exclude(pk=row.pk).order_by("-began_at")):
        found = rows.filter(change__ticket__state__in=STILL).select_related("change__ticket").first()
        if found:
            return found.change
    return None


def change_planned(service: int | None, at: datetime) -> Change | None:
    """The change that is planned for this service and time, and agreed to; the one whose time began last."""
    found = Change.objects.filter(touches__service=service, ticket__state__in=ANNOUNCED).exclude(source=Source.PIPELINE)
    found = found.filter(starts_at__lte=at + EARLY).filter(
        Q(ends_at__gte=at - LATE) | Q(ticket__state=State.IMPLEMENTING, ended_at=None)
    )
    return found.order_by("-starts_at").first()


def is_its_time(change: Change, at: datetime) -> bool:
    """Whether that moment lies within what is planned, give or take half an hour."""
    if change.starts_at is None or change.ends_at is None:
        return True
    return change.starts_at - EARLY <= at <= change.ends_at + LATE
