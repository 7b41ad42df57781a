"""What a Prometheus answers to ``query_range`` (its HTTP API, version 1), read with suspicion."""

from datetime import UTC, datetime
from math import isfinite

import msgspec
from django.utils.translation import gettext as _


class BadAnswer(ValueError):  # noqa: N818  # it is what it says
    """The answer is of no use; the message says why."""


class _Series(msgspec.Struct):
    values: list[tuple[float, str]] = []


class _Data(msgspec.Struct):
    result_type: str = msgspec.field(name="resultType", default="")
    result: list[_Series] = []


class _Answer(msgspec.Struct):
    status: str
    data: _Data | None = None
    error: str = ""


_decode = msgspec.json.Decoder(_Answer).decode


def figures_of(body: bytes) -> dict[datetime, float]:
    """Return the figures of the one series that was asked for; none where there was nothing. Raises BadAnswer."""
    try:
        answer = _decode(body)
    except msgspec.MsgspecError as error:
        raise BadAnswer(_("It did not answer as a Prometheus does.")) from error
    if answer.status != "success" or answer.data is None:
        raise BadAnswer(answer.error[:250] or _("It refused the query."))
    if len(answer.data.result) > 1:
        raise BadAnswer(_("The query gives %(n)s series; it has to give one.") % {"n": len(answer.data.result)})
    found = dict[datetime, float]()
    for series in answer.data.result:
        for at, text in series.values:
            value = _number(text)
            if isfinite(value):
                found[datetime.fromtimestamp(at, UTC)] = value
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadAnswer(_("It did not answer as a Prometheus does.")) from error
