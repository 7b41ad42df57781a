"""Pages on freezes."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import holders, verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.freezes.forms import FreezeForm, LetThroughForm, foreseen, known
from watchkeep.doors.ui.several import TYPED
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change, Freeze, Kind
from watchkeep.work.changes.permissions import P
from watchkeep.work.changes.queries import Reach

FEW = 10


def freezes(request: Request) -> HttpResponse:
    """What is frozen now and next; what is over on request."""
    request.actor.need(P.SEE, _("see changes"))
    rows, is_past = Freeze.objects.visible_to(request.actor), "past" in request.GET
    ahead = rows.ahead(clock.now())
    rows = rows.exclude(pk__in=ahead.values("pk")) if is_past else ahead
    rows = rows.select_related("organisation").prefetch_related(
        "services", "teams", "templates", "exceptions__change", "exceptions__allowed_by"
    )
    order = ("-starts_at", "-id") if is_past else ("starts_at", "id")
    page = keyset(rows, order=order, cursor=request.GET.get("cursor"))
    drawn = {"page": page, "freezes": page.rows, "is_past": is_past, "asks": holders.to_ask(request.actor, P.MANAGE)}
    return render(request, "freezes/list.html", drawn)


def declare(request: Request) -> HttpResponse:
    """Declare a freeze."""
    request.actor.need(P.MANAGE, _("declare freezes"))
    start = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    first = {"starts_at": start, "ends_at": start + timedelta(days=7), "kinds": [Kind.EMERGENCY]}
    form = FreezeForm.asked(request, initial=first)
    if form.carries(lambda: life.declare_freeze(by=request.actor, **form.cleaned_data)):
        toast(
            request,
            _("Declared. Changes that are planned for that time are stopped, and whoever planned them hears so."),
        )
        return redirect("console:freezes")
    return _form(request, form, title=_("Declare a freeze"), submit=_("Declare"))


def foresee(request: Request, pk: int = 0) -> HttpResponse:
    """Which planned changes would lie in it as it stands in the form: the part of the page that follows the typing."""
    request.actor.need(P.MANAGE, _("declare freezes"))
    given = request.GET.copy()
    for name in ("services", "teams", "templates"):
        given.pop(f"{name}{TYPED}", None)  # half a name is nothing yet
    reach = foreseen(FreezeForm(given))
    return render(request, "freezes/foresee.html", _stopped(request, reach, _found(request, pk) if pk else None))


def change(request: Request, pk: int) -> HttpResponse:
    """Change when, where or why, or what passes."""
    request.actor.need(P.MANAGE, _("change freezes"))
    freeze = _found(request, pk)
    form = FreezeForm.asked(request, initial=known(freeze))
    if form.carries(lambda: life.change_freeze(freeze, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:freezes")
    return _form(request, form, title=freeze.name, submit=_("Save"), freeze=freeze)


def lift(request: Request, pk: int) -> HttpResponse:
    """Let it hold no longer."""
    request.actor.need(P.MANAGE, _("lift freezes"))
    freeze, form = _found(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.lift_freeze(freeze, by=request.actor)):
        toast(request, _("Lifted."))
        return redirect("console:freezes")
    title, say = _("Lift “%(name)s”") % {"name": freeze.name}, _("What it held back may go ahead from this moment on.")
    back = reverse("console:freezes")
    return verbs.page(request, form, title=title, submit=_("Lift it"), back=back, say=say, danger=True)


def let_through(request: Request, pk: int) -> HttpResponse:
    """Let one change through, for a reason."""
    request.actor.need(P.MANAGE, _("let changes through a freeze"))
    freeze, form = _found(request, pk), LetThroughForm.asked(request)
    form.begin(request.actor)
    if form.carries(lambda: life.let_through(
        freeze, form.cleaned_data["number"], by=request.actor, reason=form.cleaned_data["reason"]
    )):  # fmt: skip
        toast(request, _("It may pass."))
        return redirect("console:freezes")
    back = reverse("console:freezes")
    return verbs.page(
        request, form, title=_("Let a change through"), submit=_("Let it through"), back=back, say=freeze.name
    )


def _form(request: Request, form: FreezeForm, *, title: str, submit: str, freeze: Freeze | None = None) -> HttpResponse:
    """The form of a freeze, with what it would stop beside it."""
    reach = foreseen(form) if form.is_bound else None
    at = reverse("console:freeze-change-foresee", args=[freeze.pk]) if freeze else reverse("console:freeze-foresee")
    drawn = {"form": form, "title": title, "submit": submit, "back": reverse("console:freezes"), "at": at}
    drawn |= _stopped(request, reach, freeze)
    return render(request, "freezes/form.html", drawn, status=form.status)


def _stopped(request: Request, reach: Reach | None, freeze: Freeze | None) -> dict[str, Any]:
    """The first changes that it would stop, and how many more there are; what is let through it is not among them."""
    if reach:
        rows = queries.stopped_within(reach)
        rows = rows.exclude(pk__in=freeze.exceptions.values("change")) if freeze else rows
    elif freeze:
        rows = queries.stopped_by(freeze)
    else:
        return {"stopped": None}
    rows = rows.filter(pk__in=Change.objects.visible_to(request.actor).values("pk"))
    count, is_capped = capped_count(rows)
    return {
        "stopped": rows.order_by("starts_at", "pk")[:FEW],
        "count": count,
        "more": count - FEW,
        "is_capped": is_capped,
    }


def _found(request: Request, pk: int) -> Freeze:
    return get_object_or_404(Freeze.objects.visible_to(request.actor), pk=pk)
