"""Versions: every change of a ticket counts one up and remembers which fields it touched."""

from typing import Any

from django.db.models import F, Func, JSONField, Value

from watchkeep.kernel import clock


def stirred(*fields: str) -> dict[str, Any]:
    """What else to write in the UPDATE that changes a ticket: the next version, and that it touched ``fields``."""
    values: dict[str, Any] = {"version": F("version") + 1, "updated_at": clock.now()}
    if fields:
        marks = [part for name in fields for part in (Value(name), F("version") + 1)]
        values["touched"] = Func(
            F("touched"),
            Func(*marks, function="jsonb_build_object"),
            template="%(expressions)s",
            arg_joiner=" || ",
            output_field=JSONField(),
        )
    return values
