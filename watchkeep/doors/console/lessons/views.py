"""The list of lessons."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.models import Category
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel.pages import keyset


class Filter(forms.Form):
    """What somebody looks for."""

    q = forms.CharField(
        label=_("Words"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("Every service")
    )
    cause = forms.ModelChoiceField(
        Category.objects.usable().select_related("parent"), label=_("Kind of cause"), required=False,
        empty_label=_("Every kind of cause"),
    )  # fmt: skip


def listed(request: Request) -> HttpResponse:
    """What published reviews teach, the newest first."""
    request.actor.need(P.SEE, str(_("see reviews")))
    form = Filter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    service, cause = asked.get("service"), asked.get("cause")
    rows = queries.lessons(
        request.actor, words=asked.get("q", ""), service=service.pk if service else None,
        category=cause.pk if cause else None,
    )  # fmt: skip
    page = keyset(rows, cursor=request.GET.get("cursor"))
    return render(request, "lessons/list.html", {"page": page, "form": form, "is_filtered": any(asked.values())})
