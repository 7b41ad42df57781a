"""Jobs: added, changed, switched off and on. Where they look is checked here and again before each look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Source
from watchkeep.estate.discovery import events, queries
from watchkeep.estate.discovery.models import Job
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import kinds, rhythm, scope
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

MOST_TARGETS = 500
WHEN = ("every_hours", "starts_at", "time_zone", "rests_in", "rate", "minutes")
"""What says when and how fast a job looks."""


@transaction.atomic
def add_job(
    *, by: Actor, kind: str, name: str, given: Mapping[str, Any], targets: Iterable[str] = (), **when: Any
) -> Job:
    """Look at something by itself. ``given`` holds the settings of its kind; what is secret of them is encrypted."""
    by.need(P.CONFIGURE, _("set up discovery"))
    if kind not in kinds.KINDS:
        raise Refused(_("There is no such kind of discovery."), field="kind")
    settings = kinds.read(kind, given)
    job = Job(kind=kind, source=_source(name.strip(), kind))
    _write(job, settings, name=name, targets=_targets(kind, targets), when=when)
    tell(events.JobAdded(record=job.pk, by=by, name=job.name, looks=kind))
    return job


@transaction.atomic
def change_job(
    job: Job, *, by: Actor, name: str, given: Mapping[str, Any], targets: Iterable[str] = (), **when: Any
) -> list[str]:
    """Look elsewhere or otherwise. A secret that is left empty stays, unless it would be sent to another place."""
    by.need(P.CONFIGURE, _("set up discovery"))
    Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    job.refresh_from_db()
    wanted = _targets(job.kind, targets)
    before = msgspec.json.decode(job.secrets)
    settings = kinds.read(job.kind, _with_kept_secrets(job, before, given, wanted))
    changed = _write(job, settings, name=name, targets=wanted, when=when)
    if changed:
        tell(events.JobChanged(record=job.pk, by=by, what=changed))
    return changed


@transaction.atomic
def switch_job(job: Job, *, by: Actor) -> None:
    """Let it rest, or look again by its rhythm. What it found stays."""
    by.need(P.CONFIGURE, _("set up discovery"))
    row = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    save(row, is_active=not row.is_active)
    save(row, next_run_at=next_look(row, clock.now()))
    job.is_active, job.next_run_at = row.is_active, row.next_run_at
    tell(events.JobSwitched(record=row.pk, by=by, is_active=row.is_active))


def next_look(job: Job, after: datetime) -> datetime | None:
    """When a job looks next by its rhythm, after that moment; None when only somebody makes it."""
    if not job.every_hours or not job.is_active:
        return None
    return rhythm.next_look(
        after, every_hours=job.every_hours, starts_at=job.starts_at, time_zone=job.time_zone
    )  # fmt: skip


def _write(job: Job, settings: kinds.Settings, *, name: str, targets: list[str], when: Mapping[str, Any]) -> list[str]:
    if unknown := when.keys() - set(WHEN):
        raise Refused(_("There is no such setting."), field=min(unknown))
    if Job.objects.filter(name=name.strip()).exclude(pk=job.pk or 0).exists():
        raise Refused(_("There is a job of this name already."), field="name", code="taken")
    shown, hidden = settings.split()
    values = {"name": name.strip(), "targets": targets, "settings": shown, **when}
    sealed = msgspec.json.encode(hidden).decode()
    is_new, before = job.pk is None, {one: getattr(job, one) for one in WHEN}
    changed = save(job, **values, secrets=sealed if msgspec.json.decode(job.secrets) != hidden else job.secrets)
    if is_new or any(getattr(job, one) != before[one] for one in ("every_hours", "starts_at", "time_zone")):
        save(job, next_run_at=next_look(job, clock.now()))
    return changed


def _targets(kind: str, told: Iterable[str]) -> list[str]:
    """Targets as they are kept. Raises Refused for what is no target, or lies outside of the networks that are open."""
    wanted = [one.strip() for one in told if one.strip()]
    if not kinds.KINDS[kind].has_targets:
        return []
    if not wanted:
        raise Refused(_("Say where to look."), field="targets", code="missing")
    if len(wanted) > MOST_TARGETS:
        raise Refused(_("At most %(most)s targets.") % {"most": MOST_TARGETS}, field="targets", code="too_many")
    allowed = queries.allowed_networks()
    return list(dict.fromkeys(_target(one, allowed) for one in wanted))


def _target(text: str, allowed: list[scope.IpNetwork]) -> str:
    host, _sign, port = text.rpartition(":") if text.count(":") == 1 else (text, "", "")
    if port and not (port.isdecimal() and 1 <= int(port) <= 65535):
        raise Refused(_("A port lies between 1 and 65535: %(target)s") % {"target": text}, field="targets")
    found = scope.network(host)
    if found is None and not scope.is_name(host):
        raise Refused(_("%(target)s is no address, range or name.") % {"target": text}, field="targets")
    if found is None:
        return text.lower()
    if not scope.holds(allowed, found):
        words = _("%(target)s lies outside of the networks that discovery may enter.") % {"target": text}
        raise Refused(words, field="targets", code="not_open")
    if found.num_addresses > scope.MOST_ADDRESSES:
        raise Refused(_("%(target)s is too large.") % {"target": text}, field="targets", code="too_large")
    return f"{found.network_address if found.num_addresses == 1 else found}{':' if port else ''}{port}"


def _with_kept_secrets(
    job: Job, kept: Mapping[str, Any], given: Mapping[str, Any], targets: list[str]
) -> dict[str, Any]:
    """A secret never follows to another place: whoever may change an address could have it sent to their own."""
    asked = {name: value for name, value in given.items() if name not in kept or value}
    places = kinds.KINDS[job.kind].settings.places
    moved = any(asked.get(name, was) != was for name, was in job.settings.items() if name in places)
    moved |= "targets" in places and not {*targets} <= {*job.targets}
    return asked if moved else {**kept, **asked}


def _source(name: str, kind: str) -> Source:
    """The job as whoever says what items are like."""
    if not name:
        raise Refused(_("Give it a name."), field="name", code="missing")
    slug = f"{kind}-{slugify(name)[:40] or 'job'}"
    while Source.objects.filter(slug=slug).exists():
        slug = f"{slug[:50]}-{secrets.new_key()[0][:6]}"
    return Source.objects.create(slug=slug, name=name[:80], kind=kinds.KINDS[kind].source)
