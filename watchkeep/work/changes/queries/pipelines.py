"""Reads of pipelines: who sends, whose deployment it is, what goes live now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.text import slugify

from watchkeep.estate.services.models import Service
from watchkeep.kernel import prepared
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import digest
from watchkeep.work.changes.models import (
    ChangeModel,
    Counting,
    Delivery,
    Deployment,
    PipelineRule,
    PipelineSource,
    Report,
)
from watchkeep.work.changes.rules.folding import sounds_like_production


@dataclass(frozen=True)
class Place:
    """Whose deployment it is, by which model its change goes, and whether it is production."""

    service: Service | None
    model: ChangeModel | None
    is_production: bool


def source_by(key: str) -> PipelineSource | None:
    """The source that a key in the clear opens, while it is listened to."""
    found = prepared.records(PipelineSource, "digest = %s AND is_active", [digest(key)]) if key else []
    return next(iter(found), None)


def place_of(source: PipelineSource | None, report: Report) -> Place:
    """Where a report belongs: by the first rule that fits, else by the service that is named, else by the source's."""
    rules = PipelineRule.objects.filter(source=source).select_related("service", "model") if source else ()
    rule = next((one for one in rules if _fits(one, report)), None)
    model = (rule.model if rule else None) or (source.model if source else None)
    service = rule.service if rule else _named(report) or (source.service if source else None)
    return Place(service, model, _is_production(source, rule, report))


def deliveries_of(source: PipelineSource, fate: str = "") -> QuerySet[Delivery]:
    """What it sent, the newest first."""
    found = Delivery.objects.filter(source=source)
    return found.filter(fate=fate) if fate else found


def deployments_of(service: int | None = None, source: int | None = None) -> QuerySet[Deployment]:
    """What went live, the newest first."""
    found = Deployment.objects.select_related("source", "service", "change__ticket")
    found = found.filter(service=service) if service else found
    return found.filter(source=source) if source else found


def deployments_seen_on(service: int, actor: Actor, most: int = 5) -> list[Deployment]:
    """What went or goes live on a service last, for whoever may see it."""
    found = Deployment.objects.visible_to(actor).filter(service=service).select_related("change__ticket")
    return list(found.order_by("-began_at", "-id")[:most])


def under_way_on(services: list[int]) -> QuerySet[Deployment]:
    """What goes live on these services at this moment."""
    return Deployment.objects.under_way().filter(service__in=services).select_related("change__ticket")


def _fits(rule: PipelineRule, report: Report) -> bool:
    return _like(rule.subject, report.subject) and _like(rule.environment, report.environment)


def _like(pattern: str, text: str) -> bool:
    return not pattern or _compiled(pattern.lower()).match(text.lower()) is not None


@lru_cache(1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))


def _named(report: Report) -> Service | None:
    """The service of that short name: the one that is told, or the last part of what is deployed."""
    slug = slugify(report.service or report.subject.rpartition("/")[2].partition(":")[0])
    return Service.objects.active().filter(slug=slug).first() if slug else None


def _is_production(source: PipelineSource | None, rule: PipelineRule | None, report: Report) -> bool:
    if rule and rule.counts != Counting.NAME:
        return rule.counts == Counting.YES
    if source and source.production:
        return report.environment.lower() in {name.lower() for name in source.production}
    if report.is_production is not None:
        return report.is_production
    return sounds_like_production(report.environment)
