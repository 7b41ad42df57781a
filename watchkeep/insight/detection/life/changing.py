"""What senders tell of changes is on record among the changes, too: found there or made, as of any pipeline."""

from collections.abc import Iterable, Mapping

from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models import Change, Integration
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Progress, Provider, Report


def record(changes: Iterable[Change], integrations: Mapping[int, Integration]) -> None:
    """Report each of a sender whose service is known, inside the fold: it has happened and is live."""
    told = [one for one in changes if one.service_id]
    slugs = dict(Service.objects.filter(pk__in=[one.service_id for one in told]).values_list("pk", "slug"))
    for one in told:
        sender = integrations[one.integration_id]
        by = Actor.system(f"integration:{sender.pk}", sender.name, may=life.REPORTING)
        life.report(_report(one, slugs.get(one.service_id or 0, "")), by=by, source=None, provider=Provider.PAGERDUTY)


def _report(one: Change, service: str) -> Report:
    links = [str(link.get("href") or "") for link in one.links if isinstance(link, dict)]
    return Report(
        external_id=f"event/{one.event}", subject=one.source[:300] or service, service=service,
        progress=Progress.SUCCEEDED, at=one.at, title=one.summary[:200], url=next(iter(links), "")[:500],
        is_production=True, mentions="\n".join([one.summary[:500], *links])[:2000],
    )  # fmt: skip
