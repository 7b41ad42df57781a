"""Files of lines on pages: looked at, taken in, and what was refused fetched again, whatever the lines are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.tables import refused_lines
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.intake import Looked

MOST_SHOWN = 100


@dataclass(frozen=True)
class Uploads:
    """Of which files: how one is found, which slice reads it, what its fields are called, and where it leads back to.

    ``page`` is the name of its address; those of its verbs begin with it.
    """

    find: Callable[[Request, int], Any]
    life: ModuleType
    labels: Mapping[str, Words]
    page: str
    back: Callable[[Any], tuple[str, str]]

    def show(self, request: Request, pk: int) -> HttpResponse:
        """What would become of each line, or what has."""
        upload = self.find(request, pk)
        fields = self.life.FIELDS[upload.kind]
        looked, no, status = Looked(), "", 200
        try:
            if request.method == "POST":
                mapping = {name: request.POST.get(name, "") for name in fields}
                self.life.map_columns(upload, by=request.actor, mapping=mapping)
            if not upload.done_at:
                looked = self.life.look(upload, by=request.actor)
        except Refused as refused:
            no, status = refused.message, 422 if request.method == "POST" else 200
        href, label = self.back(upload)
        drawn = {
            "upload": upload, "looked": looked, "no": no, "header": self.life.lines_of(upload)[0],
            "back": href, "back_label": label, "take_in": reverse(f"{self.page}-take-in", args=[pk]),
            "fetch": reverse(f"{self.page}-refused", args=[pk]),
            "fields": [(name, self.labels[name], upload.mapping.get(name, "")) for name in fields],
            "refused": (upload.refused if upload.done_at else looked.refused)[:MOST_SHOWN],
        }  # fmt: skip
        return render(request, "console/upload.html", drawn, status=status)

    def take_in(self, request: Request, pk: int) -> HttpResponse:
        """Take in what can be, at one go."""
        looked = self.life.take_in(self.find(request, pk), by=request.actor)
        words = {"made": looked.made, "refused": len(looked.refused)}
        toast(request, _("%(made)s taken in, %(refused)s refused.") % words)
        return redirect(self.page, pk)

    def refused(self, request: Request, pk: int) -> HttpResponse:
        """The lines that were refused, with the reasons, to be set right and handed in again."""
        upload = self.find(request, pk)
        found = upload.refused if upload.done_at else self.life.look(upload, by=request.actor).refused
        header, lines = self.life.lines_of(upload)
        return refused_lines(upload.pk, header, lines, ["refused because"], found)
