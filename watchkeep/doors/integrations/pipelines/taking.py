"""The sweep over what pipelines sent: each body is read and its reports are folded, or it says what went wrong."""

import logging

from django.db import transaction

from watchkeep.doors.integrations.pipelines import reading
from watchkeep.doors.integrations.pipelines.words import Unreadable
from watchkeep.kernel import locks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Delivery, Fate, PipelineSource

log = logging.getLogger(__name__)
RUN = 500
"""How many bodies one round reads before another sweep may have its turn."""


def take_due() -> int:
    """Sweep: read what was received, in order, by one worker at a time. Returns how many."""
    done = 0
    with locks.in_turn("pipelines"):
        while done < RUN and (some := life.due_deliveries()):
            for delivery in some:
                _take(delivery)
            done += len(some)
    return done


def actor_of(source: PipelineSource) -> Actor:
    """A pipeline, as whatever it does is remembered."""
    return Actor.system(f"pipeline:{source.pk}", source.name, may=life.REPORTING)


def _take(delivery: Delivery) -> None:
    source = delivery.source
    headers = dict.fromkeys(reading.KEPT_HEADERS, delivery.event)
    try:
        found = reading.reports(source.provider, headers, reading.decoded(bytes(delivery.body)))
        with transaction.atomic():
            for report in found:
                life.report(report, source=source, by=actor_of(source))
            life.settle(delivery, fate=Fate.READ if found else Fate.PASSED)
    except Unreadable as no:
        life.settle(delivery, fate=Fate.REFUSED, why=str(no))
    except Refused as no:
        life.settle(delivery, fate=Fate.REFUSED, why=no.message)
    except Exception as error:
        log.exception("delivery %s could not be read", delivery.pk)
        life.stumble(delivery, error)
