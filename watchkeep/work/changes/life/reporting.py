"""Reporting: a pipeline says how far a deployment is. It finds the change that announced it, or is one that nobody did.

What is said twice, late, or in another order folds into one row; whoever reports at the same time waits their turn. If
the process dies here nothing was said, and the body is still there to be read.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, live, locks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import queries
from watchkeep.work.changes.events import DeploymentTold
from watchkeep.work.changes.life import recording
from watchkeep.work.changes.models import Change, Deployment, PipelineSource, Progress, Provider, Report, Source
from watchkeep.work.changes.permissions import P
from watchkeep.work.changes.queries.pipelines import Place
from watchkeep.work.changes.rules.folding import Known, folded

REPORTING = (P.REPORT,)
"""What a pipeline may do."""
DETAILS = {"title": 200, "revision": 120, "commit": 64, "who": 300, "url": 500, "environment": 300}


@transaction.atomic
def report(said: Report, *, by: Actor, source: PipelineSource | None, provider: str = "") -> Deployment | None:
    """Hear what is said of a deployment, and keep the change that it is. None: it is of no concern."""
    by.need(P.REPORT, _("report deployments"))
    provider = provider or (source.provider if source else Provider.JSON)
    locks.wait_for(f"deployment:{source.pk if source else provider}:{said.external_id}")
    held = Deployment.objects.filter(provider=provider, source=source, external_id=said.external_id[:200])
    row = held.select_related("service", "change__ticket").first()
    if row is None and said.only_if_begun:
        return None
    was = row.progress if row else None
    row = _folded(row, said, source, provider)
    place = queries.place_of(source, said)
    _place(row, place)
    row.save()
    if row.is_production and row.service:
        _keep_change(row, said, place, by=by)
    if row.progress != was:
        tell(DeploymentTold(record=row.pk, by=by, service=row.service_id, change=row.change_id, progress=row.progress))
        live.changed("deployments", *([f"service:{row.service_id}"] if row.service_id else ()))
    return row


def _folded(row: Deployment | None, said: Report, source: PipelineSource | None, provider: str) -> Deployment:
    now = clock.now()
    known = None
    if row:
        known = Known(
            progress=Progress(row.progress), began_at=row.began_at, ended_at=row.ended_at, said_at=row.said_at
        )
    else:
        row = Deployment(
            source=source, provider=provider, external_id=said.external_id[:200], subject=said.subject[:300]
        )
    new = folded(known, said, now)
    row.progress, row.began_at, row.ended_at = new.progress, new.began_at, new.ended_at
    row.said_at, row.heard_at = new.said_at, now
    for name, most in DETAILS.items():
        if value := getattr(said, name):
            setattr(row, name, value[:most])
    return row


def _place(row: Deployment, place: Place) -> None:
    row.service = row.service or place.service
    row.is_production = row.is_production or place.is_production


def _keep_change(row: Deployment, said: Report, place: Place, *, by: Actor) -> None:
    locks.wait_for(f"deployments:{row.service_id}")
    change = row.change
    if change is None:
        change = _announced(row, said) or recording.open_unannounced(row, place.model, by=by)
        row.was_announced = change.source != Source.PIPELINE
        row.change = change
        row.save(update_fields=["change", "was_announced"])
    others = Deployment.objects.under_way().filter(change=change).exclude(pk=row.pk)
    at = row.began_at if row.progress == Progress.STARTED else row.ended_at or row.said_at
    recording.follow(change, row.progress, at, others_go_on=others.exists(), by=by)


def _announced(row: Deployment, said: Report) -> Change | None:
    """The change that said so: by its number, by the gate or another deployment of this commit, by service and time."""
    return (
        queries.change_named(said.mentions)
        or queries.change_of_commit(row, since=row.began_at - timedelta(days=1))
        or queries.change_planned(row.service_id, row.began_at)
    )
