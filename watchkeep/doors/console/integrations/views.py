"""Senders: all, one, a new one; keys made, shown once, rotated, revoked; what was refused or set aside."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.integrations import forms, snippets
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.detection import life, queries
from watchkeep.insight.detection.models import Integration, IntegrationKey, Kind, SetAside
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel.pages import keyset

FRESH = "fresh_integration_key"


def integrations(request: Request) -> HttpResponse:
    """Every sender, and when it was last heard."""
    context = {
        "rows": queries.integrations(request.actor),
        "kinds": Kind.choices,
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "integrations/list.html", context)


def integration(request: Request, pk: int) -> HttpResponse:
    """One sender: how to let it speak, its keys, what was refused. A fresh key is shown this once."""
    row = _found(request, pk)
    fresh = request.session.pop(FRESH, {})
    plain = fresh.get("plain", "") if fresh.get("integration") == pk else ""
    return render(
        request,
        "integrations/one.html",
        {
            "integration": row,
            "plain": plain,
            "snippets": snippets.of(row, plain),
            "may": request.actor.may(P.CONFIGURE),
            "refused": queries.rejections(row)[:5],
            "aside": queries.set_aside(row)[:20],
        },
    )


def add(request: Request, kind: str) -> HttpResponse:
    """Let a new sender in, and show its key."""
    request.actor.need(P.CONFIGURE, _("set up integrations"))
    form = forms.IntegrationForm.asked(request, kind=kind)
    made: list[tuple[Integration, str]] = []
    if kind in Kind.values and form.carries(
        lambda: made.append(life.add_integration(by=request.actor, kind=kind, **form.cleaned_data))
    ):
        return _show(request, *made[0])
    title = _("New integration: %(kind)s") % {"kind": dict(Kind.choices).get(kind, kind)}
    return verbs.page(request, form, title=title, submit=_("Make it"), back=reverse("console:integrations"))


def change(request: Request, pk: int) -> HttpResponse:
    """Change what is made of it."""
    row = _found(request, pk)
    form = forms.ChangeForm.asked(request, kind=row.kind, initial=forms.initial(row))
    if form.carries(lambda: life.change_integration(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("Changed."))
        return redirect("console:integration", pk)
    return verbs.page(request, form, title=_("Change integration"), submit=_("Save"), back=_address(row))


def rotate(request: Request, pk: int) -> HttpResponse:
    """Make a new key."""
    row = _found(request, pk)
    form = forms.RotateForm.asked(request)
    made: list[str] = []
    if form.carries(
        lambda: made.append(
            life.rotate_key(row, by=request.actor, grace=timedelta(days=form.cleaned_data["grace_days"]))
        )
    ):
        return _show(request, row, made[0])
    return verbs.page(request, form, title=_("New key"), submit=_("Make a new key"), back=_address(row))


def revoke(request: Request, pk: int) -> HttpResponse:
    """Take a key out of use."""
    key = get_object_or_404(IntegrationKey.objects.select_related("integration"), pk=pk)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.revoke_key(key, by=request.actor)):
        toast(request, _("The key is revoked."))
        return redirect("console:integration", key.integration_id)
    say = _("Whatever sends with the key that ends in %(tail)s is refused within a second.") % {"tail": key.tail}
    back = _address(key.integration)
    return verbs.page(request, form, title=_("Revoke key"), submit=_("Revoke"), back=back, say=say, danger=True)


@require_POST
def try_out(request: Request, pk: int) -> HttpResponse:
    """Say something in its name, to see where it goes."""
    life.send_test(_found(request, pk), by=request.actor, resolve="resolve" in request.POST)
    toast(request, _("Sent. It stands among the alerts in a moment."))
    return redirect("console:integration", pk)


def rejections(request: Request, pk: int) -> HttpResponse:
    """What it sent that was refused, and why."""
    row = _found(request, pk)
    page = keyset(queries.rejections(row), order=("-at", "-id"), cursor=request.GET.get("cursor"))
    return render(request, "integrations/refused.html", {"integration": row, "page": page})


def strangers(request: Request) -> HttpResponse:
    """What was refused because its key is nobody's."""
    request.actor.need(P.SEE_INTEGRATIONS, _("see what was refused"))
    page = keyset(queries.rejections(None), order=("-at", "-id"), cursor=request.GET.get("cursor"))
    return render(request, "integrations/refused.html", {"integration": None, "page": page})


@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    """Let an event that was set aside go through the fold once more."""
    aside = get_object_or_404(SetAside, pk=pk)
    life.retry(aside, by=request.actor)
    toast(request, _("It goes through once more."))
    return redirect("console:integration", aside.integration_id)


def _found(request: Request, pk: int) -> Integration:
    return get_object_or_404(Integration.objects.visible_to(request.actor).select_related("service"), pk=pk)


def _address(row: Integration) -> str:
    return reverse("console:integration", args=[row.pk])


def _show(request: Request, row: Integration, plain: str) -> HttpResponse:
    request.session[FRESH] = {"integration": row.pk, "plain": plain}
    return redirect("console:integration", row.pk)
