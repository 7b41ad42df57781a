"""The living style page: every component as it is, beside the line that draws it."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui import signs
from watchkeep.kernel import clock
from watchkeep.kernel.pages import Page


class SampleForm(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(label=_("Title"), help_text=_("What a person would say on the phone."))
    service = forms.ChoiceField(
        label=_("Service"), choices=[("", _("None")), ("1", "Web shop"), ("2", "Payments")], required=False
    )
    started = forms.CharField(
        label=_("Started"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), required=False
    )
    impact = forms.ChoiceField(
        label=_("Impact"),
        choices=[("1", _("Everyone")), ("2", _("A team")), ("3", _("One person"))],
        widget=forms.RadioSelect,
    )
    drill = forms.BooleanField(label=_("This is a drill"), help_text=_("It stays out of all figures."), required=False)
    story = forms.CharField(label=_("Story"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


def style_page(request: HttpRequest) -> HttpResponse:
    """Show the kit, to those who build or administer."""
    actor = getattr(request, "actor", None)
    if not (settings.DEBUG or (actor and actor.may("settings.see"))):
        raise Http404
    form = SampleForm({"title": "", "impact": "1"}) if "wrong" in request.GET else SampleForm()
    tabs = [(_("As it is"), "/ui"), (_("With mistakes"), "/ui?wrong=1", 2)]
    drawn = {"form": form, "signs": signs, "times": _times(), "page": Page([], "next", "back"), "tabs": tabs}
    return render(request, "ui/style.html", drawn)


def _times() -> dict[str, object]:
    now = clock.now()
    return {
        "now": now,
        "lately": now - timedelta(minutes=3),
        "hours": now - timedelta(hours=2, minutes=14),
        "days": now - timedelta(days=3),
        "soon": now + timedelta(minutes=12),
        "later": now + timedelta(hours=3, minutes=20),
        "late": now - timedelta(minutes=25),
    }
