"""Who is away, and what that leaves uncovered."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.foresight import CarefulSureForm
from watchkeep.doors.console.oncall.forms import AbsenceForm, HomelandForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Absence, Homeland
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock, pages

ORDER = ("starts_on", "id")


def absences(request: Request) -> HttpResponse:
    """Who is away now and later."""
    today = clock.now().date()
    rows = Absence.objects.visible_to(request.actor).filter(ends_on__gte=today).select_related("person")
    seen = {
        "page": pages.keyset(rows, order=ORDER, cursor=request.GET.get("cursor"), size=50),
        "today": today,
        "home": Homeland.objects.filter(person=request.user).first(),
        "may_plan": request.actor.may(P.MANAGE),
    }
    return render(request, "oncall/absences.html", seen)


def new(request: Request) -> HttpResponse:
    """Say that one is away; whoever plans may say it of others."""
    may_plan = request.actor.may(P.MANAGE)
    form = AbsenceForm.asked(request, for_others=may_plan, initial={"person": request.user.pk})
    made: list[Absence] = []

    def act() -> None:
        given = {"person": request.user} | form.cleaned_data
        made.append(life.add_absence(given.pop("person"), by=request.actor, **given))

    if form.carries_carefully(act):
        toast(request, _("Noted. Pages pass over whoever is away."))
        return redirect("console:absence", made[-1].pk)
    return render(request, "oncall/absence_form.html", {"form": form}, status=form.status)


def absence(request: Request, pk: int) -> HttpResponse:
    """One absence, and the shifts that it leaves uncovered."""
    found = _found(request, pk)
    is_own = found.person == request.user or request.actor.may(P.MANAGE)
    seen = {"absence": found, "uncovered": queries.uncovered(found), "is_own": is_own}
    return render(request, "oncall/absence.html", seen)


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask the rotas about every shift that is left uncovered."""
    asked = life.ask_for_absence(_found(request, pk), by=request.actor)
    toast(request, _("Asked about %(n)d shifts.") % {"n": asked})
    return redirect("console:absence", pk)


def remove(request: Request, pk: int) -> HttpResponse:
    """Be there after all."""
    found, form = _found(request, pk), CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.remove_absence(_found(request, pk), by=request.actor)):
        toast(request, _("Welcome back."))
        return redirect("console:absences")
    return render(request, "oncall/absence_remove.html", {"form": form, "absence": found}, status=form.status)


def homeland(request: Request) -> HttpResponse:
    """Say whose public holidays are one's own."""
    home = Homeland.objects.filter(person=request.user).first()
    kept = {"country": home.country, "subdivision": home.subdivision} if home else {}
    form = HomelandForm.asked(request, initial=kept)
    if form.carries(lambda: life.set_homeland(request.user, by=request.actor, **form.verb())):
        toast(request, _("Saved."))
        return redirect("console:absences")
    return render(request, "oncall/homeland.html", {"form": form}, status=form.status)


def _found(request: Request, pk: int) -> Absence:
    visible = Absence.objects.visible_to(request.actor).select_related("person")
    return get_object_or_404(visible, pk=pk)
