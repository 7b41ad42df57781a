"""Plain records: saving one, where what does not fit is refused by field and in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from watchkeep.kernel import secrets
from watchkeep.kernel.errors import Refused


class Marked(Protocol):
    """A row with words that somebody reads before they agree. ``mark`` is another whenever the words are."""

    pk: Any

    @property
    def mark(self) -> str: ...  # noqa: D102  # the class says it


def mark_of(*words: str) -> str:
    """A short mark of words, by which a reader says which ones they have read."""
    return secrets.digest("\0".join(words)).hex()[:16]


def refuse_unread(row: Marked, seen: str, *names: str) -> None:
    """Hold the row, read these fields of it anew, and refuse unless they are still what ``seen`` marks.

    An empty ``seen`` asks nothing.
    """
    if not seen:
        return
    type(row)._base_manager.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]  # noqa: SLF001  # Django's own name
    row.refresh_from_db(fields=names)  # type: ignore[attr-defined]  # the same
    if row.mark != seen:
        raise Refused(_("The words have changed since you read them. Read them again."), code="stale")


def save(row: Model, **values: Any) -> list[str]:
    """Set the values, check the record, save it, and return the names of what changed."""
    changed = [name for name, value in values.items() if row._state.adding or getattr(row, name) != value]  # noqa: SLF001  # Django's name
    for name in changed:
        setattr(row, name, values[name])
    with _refused():
        row.full_clean()
    if changed or row._state.adding:  # noqa: SLF001  # the same
        row.save()
    return sorted(changed)


def insert(row: Model, **values: Any) -> None:
    """Set the values of a new record, check its own fields, and insert it: two statements less for each constraint.

    For callers who made or found what it points to, and have seen to what its constraints ask; these still hold.
    """
    for name, value in values.items():
        setattr(row, name, value)
    with _refused():
        row.clean_fields(exclude={one.name for one in row._meta.concrete_fields if one.is_relation})  # noqa: SLF001  # Django's name
        row.clean()
    row.save(force_insert=True)


@contextmanager
def _refused() -> Iterator[None]:
    """What does not fit is refused by its field."""
    try:
        yield
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error
