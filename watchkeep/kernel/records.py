"""Plain records: saving one, where what does not fit is refused by field and in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from watchkeep.kernel.errors import Refused


def save(row: Model, **values: Any) -> list[str]:
    """Set the values, check the record, save it, and return the names of what changed."""
    changed = [name for name, value in values.items() if row._state.adding or getattr(row, name) != value]  # noqa: SLF001  # Django's name
    for name in changed:
        setattr(row, name, values[name])
    try:
        row.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error
    if changed or row._state.adding:  # noqa: SLF001  # the same
        row.save()
    return sorted(changed)
