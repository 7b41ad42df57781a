"""The draft of a matrix and its thresholds."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.signs import Words
from watchkeep.work.incidents.models import MatrixCell, ScalesDraft, ThresholdSet

IMPACTS = {1: _("Widespread"), 2: _("A group"), 3: _("One person")}
URGENCIES = {1: _("Now"), 2: _("Soon"), 3: _("Can wait")}
LEVELS = [(level, f"P{level}") for level in range(1, 6)]
PLACES = [(impact, urgency) for impact in IMPACTS for urgency in URGENCIES]


class ScalesForm(VerbForm):
    """Nine cells and twelve thresholds."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for impact, urgency in PLACES:
            words = f"{IMPACTS[impact]}, {URGENCIES[urgency]}"
            look = forms.Select({"class": "input"})
            cell = forms.TypedChoiceField(label=words, choices=LEVELS, coerce=int, widget=look)
            self.fields[f"cell_{impact}{urgency}"] = cell
        for field in _thresholds():
            most = 4 if field.name.endswith("tier") else 2_000_000_000
            self.fields[field.name] = forms.IntegerField(
                label=str(field.verbose_name).capitalize(), min_value=1, max_value=most
            )

    def matrix(self) -> list[tuple[Words, list[BoundField]]]:
        """The cells, a row for each impact."""
        return [(IMPACTS[impact], [self[f"cell_{impact}{urgency}"] for urgency in URGENCIES]) for impact in IMPACTS]

    def thresholds(self) -> list[BoundField]:
        """The fields below the matrix."""
        return [self[field.name] for field in _thresholds()]

    def urgencies(self) -> list[Words]:
        """The columns of the matrix."""
        return list(URGENCIES.values())

    def drafted(self) -> dict[str, Any]:
        """What the verb is told."""
        given = self.cleaned_data
        matrix = [given[f"cell_{impact}{urgency}"] for impact, urgency in PLACES]
        return {"matrix": matrix, **{field.name: given[field.name] for field in _thresholds()}}


def standing(draft: ScalesDraft | None) -> dict[str, Any]:
    """What the form begins with: the draft, or what is in force."""
    kept = draft.thresholds if draft else ThresholdSet.in_force()
    cells = draft.cells if draft else MatrixCell.in_force()
    return {f"cell_{impact}{urgency}": level for (impact, urgency), level in cells.items()} | asdict(kept)


def rows(cells: Mapping[tuple[int, int], int]) -> list[tuple[Words, list[int]]]:
    """A matrix as a table."""
    return [(IMPACTS[impact], [cells[impact, urgency] for urgency in URGENCIES]) for impact in IMPACTS]


def named() -> list[tuple[str, int]]:
    """The thresholds in force, each with its name."""
    kept = asdict(ThresholdSet.in_force())
    return [(str(field.verbose_name).capitalize(), kept[field.name]) for field in _thresholds()]


def _thresholds() -> list[Any]:
    own = {"id", "matrix", "saved_at", "saved_by"}
    return [field for field in ScalesDraft._meta.concrete_fields if field.name not in own]  # noqa: SLF001  # Django's name
