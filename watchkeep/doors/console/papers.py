"""Papers that are filed with a record: taken in, handed out and taken away, whatever they belong to."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.files import handed_out
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.papers import Paper


class PaperForm(VerbForm):
    """A paper."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, pictures, Office files, text; at most 25 MB.")
    )


@dataclass(frozen=True)
class Papers:
    """Of which records: how one is found by its number, which slice files papers with it, and who may."""

    find: Callable[[Request, str], Any]
    life: ModuleType
    page: str
    permission: str

    def add(self, request: Request, number: str) -> HttpResponse:
        """File a paper."""
        request.actor.need(self.permission)
        owner, form = self.find(request, number), PaperForm.asked(request)

        def act() -> None:
            file = form.cleaned_data["file"]
            self.life.add_document(owner, by=request.actor, file=file, name=file.name, declared=file.content_type or "")

        if form.carries(act):
            toast(request, _("Filed."))
            return redirect(self.page, number)
        back = reverse(self.page, args=[number])
        return verbs.page(request, form, title=_("File a paper"), submit=_("File it"), back=back)

    def show(self, request: Request, number: str, pk: int) -> HttpResponseBase:
        """Hand a paper out."""
        return handed_out(self._found(request, number, pk))

    def remove(self, request: Request, number: str, pk: int) -> HttpResponse:
        """Take a paper away."""
        request.actor.need(self.permission)
        paper, form = self._found(request, number, pk), VerbForm.asked(request)
        if form.carries(lambda: self.life.remove_document(paper, by=request.actor)):
            toast(request, _("Removed."))
            return redirect(self.page, number)
        title, back = _("Remove %(name)s") % {"name": paper.name}, reverse(self.page, args=[number])
        return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)

    def _found(self, request: Request, number: str, pk: int) -> Paper:
        found: Paper = get_object_or_404(self.find(request, number).documents, pk=pk)
        return found
