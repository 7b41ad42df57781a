"""Sources: added, changed, given keys anew; and what they send, kept before they are told that we have it.

If the process dies before the commit, the sender was not answered and sends it again; what it sends twice is known by
its mark.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.secrets import new_key
from watchkeep.work.changes.events import PipelineAdded, PipelineChanged, PipelineKeyMade, PipelineSwitched
from watchkeep.work.changes.models import SIGNING, Delivery, Fate, PipelineRule, PipelineSource, Provider
from watchkeep.work.changes.permissions import P

PREFIX = "pl_"
CHANGEABLE = ("name", "service", "model", "production")
RULED = ("subject", "environment", "service", "model", "counts")
MOST_RULES = 500
MOST_KEPT_OF_REFUSED = 2**20
KEPT_FOR = timedelta(days=30)
TRIES = 5
BATCH = 100


@transaction.atomic
def add_source(*, by: Actor, name: str, provider: str, **values: Any) -> tuple[PipelineSource, str]:
    """Listen to one more pipeline. Returns it with its key in the clear, which is never seen again."""
    by.need(P.MANAGE, _("set up pipelines"))
    if provider not in Provider.values or provider == Provider.PAGERDUTY:
        raise Refused(_("Choose who sends."), field="provider")
    plain, digest = new_key(PREFIX)
    source = PipelineSource(
        name=_named(name), provider=provider, digest=digest, tail=plain[-4:], secret=_secret(provider),
        **{field: value for field, value in values.items() if field in CHANGEABLE},
    )  # fmt: skip
    _save(source)
    tell(PipelineAdded(record=source.pk, by=by, name=source.name, provider=provider))
    return source, plain


@transaction.atomic
def change_source(source: PipelineSource, *, by: Actor, **values: Any) -> None:
    """Make something else of what it says."""
    by.need(P.MANAGE, _("set up pipelines"))
    held = PipelineSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if "name" in values:
        values["name"] = _named(values["name"])
    changed = [name for name in CHANGEABLE if name in values and getattr(held, name) != values[name]]
    for name in changed:
        setattr(held, name, values[name])
        setattr(source, name, values[name])
    if changed:
        _save(held, changed)
        tell(PipelineChanged(record=source.pk, by=by, what=changed))


@transaction.atomic
def make_source_key(source: PipelineSource, *, by: Actor) -> str:
    """A new key and a new secret; what had the old ones is heard no more. Returns the key in the clear."""
    by.need(P.MANAGE, _("set up pipelines"))
    plain, digest = new_key(PREFIX)
    source.digest, source.tail, source.secret = digest, plain[-4:], _secret(source.provider)
    source.save(update_fields=["digest", "tail", "secret"])
    tell(PipelineKeyMade(record=source.pk, by=by))
    return plain


@transaction.atomic
def switch_source(source: PipelineSource, *, by: Actor) -> None:
    """Listen no more, or listen again."""
    by.need(P.MANAGE, _("set up pipelines"))
    held = PipelineSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    source.is_active = held.is_active = not held.is_active
    held.save(update_fields=["is_active"])
    tell(PipelineSwitched(record=source.pk, by=by, is_active=held.is_active))


@transaction.atomic
def set_rules(source: PipelineSource, rules: Sequence[dict[str, Any]], *, by: Actor) -> None:
    """Say anew whose deployments its repositories, applications and jobs are, in this order."""
    by.need(P.MANAGE, _("set up pipelines"))
    if len(rules) > MOST_RULES:
        raise Refused(_("At most %(most)s rules.") % {"most": MOST_RULES}, field="rules")
    if any(not one.get("service") for one in rules):
        raise Refused(_("Every rule names a service."), field="rules", code="missing")
    PipelineSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    PipelineRule.objects.filter(source=source).delete()
    PipelineRule.objects.bulk_create(
        PipelineRule(source=source, position=at, **{name: one[name] for name in RULED if name in one})
        for at, one in enumerate(rules)
    )
    tell(PipelineChanged(record=source.pk, by=by, what=["rules"]))


@transaction.atomic
def keep(source: PipelineSource, *, mark: str, event: str, body: bytes) -> Delivery:
    """Keep a body until it is read. One that comes again is counted, and read again only when it was refused."""
    now = clock.now()
    made, is_new = Delivery.objects.get_or_create(
        source=source, mark=mark[:128], defaults={"event": event[:60], "body": body, "size": len(body)}
    )
    if not is_new:
        Delivery.objects.filter(pk=made.pk).update(repeats=F("repeats") + 1)
        Delivery.objects.filter(pk=made.pk, fate=Fate.REFUSED).update(
            fate=Fate.WAITING, body=body, size=len(body), event=event[:60], next_step_at=now, attempts=0, why=""
        )
    PipelineSource.objects.filter(pk=source.pk).update(heard_at=now)
    queue.nudge("pipelines")
    return made


@transaction.atomic
def keep_refused(source: PipelineSource, *, mark: str, event: str, body: bytes, why: str) -> None:
    """Keep what could not be understood, with the reason; of what is too large the beginning."""
    Delivery.objects.update_or_create(
        source=source, mark=mark[:128],
        defaults={
            "event": event[:60], "body": body[:MOST_KEPT_OF_REFUSED], "size": len(body), "fate": Fate.REFUSED,
            "why": why[:300], "next_step_at": None,
        },
    )  # fmt: skip


def note_doubt(source: PipelineSource, why: str) -> None:
    """Somebody used its address and could not prove who they are: the page of the source says so."""
    PipelineSource.objects.filter(pk=source.pk).update(doubt=why[:200], doubt_at=clock.now())


def due_deliveries(most: int = BATCH) -> list[Delivery]:
    """What waits to be read, in the order in which it came, with its bodies."""
    return list(Delivery.objects.due().defer(None).select_related("source", "source__service", "source__model")[:most])


def settle(delivery: Delivery, *, fate: str, why: str = "") -> None:
    """It has been read, or is of no concern, or cannot be."""
    Delivery.objects.filter(pk=delivery.pk).update(fate=fate, why=why[:300], next_step_at=None)


def stumble(delivery: Delivery, error: Exception) -> None:
    """Reading it failed for a reason of ours: it is tried again, later and later, and is kept refused in the end."""
    tries, words = delivery.attempts + 1, f"{type(error).__name__}: {error}"[:300]
    if tries >= TRIES:
        values: dict[str, Any] = {"fate": Fate.REFUSED, "next_step_at": None}
    else:
        values = {"next_step_at": clock.now() + timedelta(seconds=10 * 3**tries)}
    Delivery.objects.filter(pk=delivery.pk).update(attempts=tries, why=words, **values)


@transaction.atomic
def read_again(delivery: Delivery, *, by: Actor) -> None:
    """Read a refused one once more, perhaps with other rules."""
    by.need(P.MANAGE, _("set up pipelines"))
    rows = Delivery.objects.filter(pk=delivery.pk).exclude(fate=Fate.WAITING)
    if not rows.update(fate=Fate.WAITING, attempts=0, next_step_at=clock.now(), why=""):
        raise Refused(_("It waits already."), code="wrong_state")
    queue.nudge("pipelines")


@transaction.atomic
def forget_deliveries(most: int = 5_000) -> int:
    """Sweep: let bodies go that came a month ago. Returns how many."""
    old = Delivery.objects.exclude(fate=Fate.WAITING).filter(received_at__lt=clock.now() - KEPT_FOR)
    return Delivery.objects.filter(
        pk__in=list(old.order_by("received_at").values_list("pk", flat=True)[:most])
    ).delete()[0]


def _secret(provider: str) -> str:
    """A secret for signatures. GitLab's signing tokens are 32 bytes in base64 behind ``whsec_``."""
    if provider not in SIGNING:
        return ""
    if provider == Provider.GITLAB:
        return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    return secrets.token_hex(24)


def _named(name: str) -> str:
    if not (clean := " ".join(name.replace("\x00", "").split())[:80]):
        raise Refused(_("Give it a name."), field="name", code="missing")
    return clean


def _save(source: PipelineSource, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            source.save(update_fields=fields)
    except IntegrityError as error:
        raise Refused(_("Another pipeline has this name."), field="name") from error
