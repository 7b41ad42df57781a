"""Files of lines that people hand in: tried out, taken in once and at one go, and forgotten.

How lines are read, who may hand them in and what is told of it each slice says with an `Intake`. If the process dies
while a file is taken in, nothing of it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, tables
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import Fact, tell

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

KEPT = timedelta(days=30)


class HandedInQuerySet(models.QuerySet[Any]):
    """Sets of files."""

    def visible_to(self, actor: Actor) -> Self:
        """Each sees their own, whether they came by a browser or by a program of theirs."""
        return self.filter(by__in={str(actor), whose(actor)})


def whose(actor: Actor) -> str:
    """Whose a file is: the person's, whatever key their program has; else of what is no person."""
    return f"person:{actor.person}" if actor.person else str(actor)


class HandedIn(models.Model):
    """A file as it was handed in, from the first look to what became of its lines.

    ``mapping``: which column holds what. ``refused``: for each line that was, its number and the reason.
    """

    name = models.CharField(max_length=200)
    text = models.TextField()
    mapping: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, db_index=True)
    done_at = models.DateTimeField(null=True)
    refused: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    class Meta:
        """The newest first."""

        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


@dataclass
class Looked:
    """What becomes of a file: how many lines are taken in, and those that are refused, with the reason."""

    made: int = 0
    refused: list[Any] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """What the file's row keeps of it."""
        return {"made": self.made}


H = TypeVar("H", bound=HandedIn)
L = TypeVar("L", bound=Any)


@dataclass(frozen=True)
class Intake(Generic[H, L]):
    """One sort of files: who may hand them in, how their lines are read, and what is told when that is done."""

    need: Callable[[H, Actor], None]
    read: Callable[[H, Actor], L]
    fact: Callable[[H, L, Actor], Fact]

    def try_out(self, row: H, *, by: Actor) -> L:
        """What would become of each line. Nothing stays."""
        self.need(row, by)
        with transaction.atomic():
            taken = self.read(row, by)
            taken.refused.sort()
            transaction.set_rollback(True)
        return taken

    @transaction.atomic
    def take_in(self, row: H, *, by: Actor) -> L:
        """Take in what can be; what cannot is refused line by line. A file is taken in once."""
        self.need(row, by)
        held: H = type(row)._default_manager.select_for_update().get(pk=row.pk)  # noqa: SLF001  # Django's word for it
        refuse_done(held)
        taken = self.read(held, by)
        taken.refused.sort()
        values = taken.kept() | {"done_at": clock.now(), "refused": [list(one) for one in taken.refused]}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values])
        tell(self.fact(row, taken, by))
        return taken


def refuse_done(row: HandedIn) -> None:
    """Refuse to do anything with a file that was taken in."""
    if row.done_at:
        raise Refused(_("This file was taken in already."), code="wrong_state")


def name_columns(row: HandedIn, mapping: Mapping[str, str], fields: Collection[str]) -> None:
    """Say which column holds what; what is no field, or no column, is left out."""
    header = tables.table(row.text)[0]
    row.mapping = {name: title for name, title in mapping.items() if name in fields and title in header}
    row.save(update_fields=["mapping"])


def rows_of(row: HandedIn, needed: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """Its lines by their numbers. Refused (field ``mapping``) while it is not said where that is which they need."""
    if missing := [name for name in needed if name not in row.mapping]:
        raise Refused(_("Say which column holds: %(what)s.") % {"what": ", ".join(missing)}, field="mapping")
    return list(tables.rows(*tables.table(row.text), row.mapping))


def forget_old(rows: models.QuerySet[Any]) -> int:
    """Let files go that were handed in long ago. Returns how many."""
    return rows.filter(at__lt=clock.now() - KEPT).delete()[0]
