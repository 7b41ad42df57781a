"""Answering: what a source heard at the ports of things, all of it each time, and what it hears no longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from watchkeep.estate.assets.models import Source
from watchkeep.estate.discovery.models import Answer, OpenPort

SHOWN = ("protocol", "port", "name", "product", "version", "is_tls")


def keep(heard: Mapping[int, Sequence[Answer]], *, source: Source, at: datetime) -> set[int]:
    """Keep what answers at these items. Returns the items at which it is other than before.

    As many statements for a thousand as for one; what is the same is not touched.
    """
    if not heard:
        return set()
    held = {(row.item_id, *_words(row)): row.pk
            for row in OpenPort.objects.open().filter(item__in=heard, source=source)}  # fmt: skip
    wanted = {(item, *_words(one)): None for item, answers in heard.items() for one in _each_once(answers)}
    gone = [pk for told, pk in held.items() if told not in wanted]
    new = [told for told in wanted if told not in held]
    OpenPort.objects.filter(pk__in=gone).update(until=Greatest(F("since"), at))
    OpenPort.objects.bulk_create(
        OpenPort(item_id=item, source=source, since=at, **dict(zip(SHOWN, words, strict=True))) for item, *words in new
    )
    return {item for item, *_words in new} | {told[0] for told in held if told not in wanted}


def _each_once(answers: Sequence[Answer]) -> list[Answer]:
    """One answer a port: the last that was told."""
    return [*{(one.port, one.protocol): one for one in answers if 1 <= one.port <= 65535}.values()]


def _words(one: Any) -> tuple[Any, ...]:
    return (
        one.protocol[:5], one.port, one.name[:60], one.product[:200], one.version[:120], one.is_tls,
    )  # fmt: skip
