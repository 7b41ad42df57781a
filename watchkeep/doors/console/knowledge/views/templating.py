"""Templates of articles."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.knowledge import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Template
from watchkeep.estate.knowledge.permissions import P


def listed(request: Request) -> HttpResponse:
    """All templates."""
    request.actor.need(P.WRITE, str(_("write articles")))
    shown = {"templates": Template.objects.all(), "may_change": request.actor.may(P.TEMPLATES)}
    return render(request, "knowledge/templates.html", shown)


def edit(request: Request, pk: int | None = None) -> HttpResponse:
    """Make a template, or change one."""
    request.actor.need(P.TEMPLATES, str(_("change templates")))
    template = get_object_or_404(Template, pk=pk) if pk else None
    names = forms.TemplateForm.base_fields
    first = {name: getattr(template, name) for name in names} if template else {"is_active": True}
    form = forms.TemplateForm.asked(request, initial=first)
    if form.carries(lambda: life.save_template(template, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:article-templates")
    title = template.name if template else _("New template")
    back = reverse("console:article-templates")
    return verbs.page(request, form, title=title, submit=_("Save"), back=back, wide=True)


def remove(request: Request, pk: int) -> HttpResponse:
    """Delete a template; articles that began with it stay."""
    request.actor.need(P.TEMPLATES, str(_("change templates")))
    template, form = get_object_or_404(Template, pk=pk), VerbForm.asked(request)
    if form.carries(lambda: life.remove_template(template, by=request.actor)):
        toast(request, _("Deleted."))
        return redirect("console:article-templates")
    back = reverse("console:article-templates")
    return verbs.page(request, form, title=template.name, submit=_("Delete"), back=back, danger=True)
