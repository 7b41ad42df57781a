"""One's own ways to be reached. Each view works on the reader alone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.foresight import CarefulSureForm
from watchkeep.doors.console.notifications.forms import ACCOUNT, DAYS, HABITS, HabitForm, MethodForm, RulesForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.kernel.errors import Refused

BACK = "/settings/notifications"


def settings(request: Request) -> HttpResponse:
    """How I am reached now, for what is urgent and for what can wait."""
    habit = queries.habit_of(request.user)
    plans = [(urgency, queries.plan_of(request.user, urgency)) for urgency in Urgency]
    context = {
        "methods": queries.methods_of(request.user.pk),
        "plans": plans,
        "email": request.user.email,
        "habit": habit,
        "days": [DAYS[day][1] for day in habit.quiet_days],
        "push_key": queries.push_address(queries.push_key()),
    }
    return render(request, "notifications/settings.html", context)


def add(request: Request) -> HttpResponse:
    """Add a way."""
    form = MethodForm.asked(request)
    if form.carries_carefully(lambda: life.add_method(request.user, by=request.actor, **form.cleaned_data)):
        is_mail = form.cleaned_data["channel"] == "email"
        toast(request, _("Open the link that we sent there, and it counts.") if is_mail else _("Added."))
        return redirect("console:notifications")
    return render(request, "notifications/add.html", {"form": form}, status=form.status)


def rules(request: Request, urgency: str) -> HttpResponse:
    """Decide when each way is used."""
    if urgency not in Urgency.values:
        raise Http404
    form = RulesForm.asked(request, **_mine(request, urgency))
    if form.carries_carefully(lambda: life.set_rules(request.user, urgency, form.wishes, by=request.actor)):
        toast(request, _("Saved."))
        return redirect("console:notifications")
    context = {"form": form, "urgency": Urgency(urgency)}
    return render(request, "notifications/rules.html", context, status=form.status)


def habits(request: Request) -> HttpResponse:
    """Decide when what can wait may come."""
    form = HabitForm.asked(request, initial=HabitForm.of(queries.habit_of(request.user)))
    if form.carries(lambda: life.set_habits(request.user, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:notifications")
    context = {"title": _("What can wait"), "say": HABITS, "form": form, "submit": _("Save")}
    return render(request, "console/verb.html", {**context, "back": BACK}, status=form.status)


@require_POST
def subscribe(request: Request) -> HttpResponse:
    """Push to this browser from now on; the page's script has asked it for its subscription."""
    given = {"label": request.POST.get("label", "")[:80] or _("Browser"), "address": request.POST.get("address", "")}
    try:
        life.add_method(request.user, by=request.actor, channel="push", **given)
    except Refused as no:
        toast(request, no.message)
    else:
        toast(request, _("This browser is pushed to from now on."))
    return redirect("console:notifications")


@require_POST
def try_out(request: Request, pk: int | None = None) -> HttpResponse:
    """Send a harmless message one way, or all ways that a page would take now."""
    method = get_object_or_404(queries.methods_of(request.user.pk), pk=pk) if pk else None
    life.send_test(request.user, by=request.actor, method=method)
    toast(request, _("A test is on its way. The delivery log shows what became of it."))
    return redirect("console:notifications")


def verify(request: Request, token: str) -> HttpResponse:
    """Use an address from now on: the link in the mail leads here, the button does it."""
    if request.method == "POST":
        method = life.verify_method(token, by=request.actor)
        toast(request, _("%(name)s counts from now on.") % {"name": method.label})
        return redirect("console:notifications")
    return render(request, "notifications/verify.html")


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Send the link once more."""
    life.ask_to_verify(get_object_or_404(queries.methods_of(request.user.pk), pk=pk), by=request.actor)
    toast(request, _("The link was sent again."))
    return redirect("console:notifications")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Never use this way again; asked once more when nobody could be paged then."""
    mine = queries.methods_of(request.user.pk)
    method, form = get_object_or_404(mine, pk=pk), CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.remove_method(mine.get(pk=pk), by=request.actor)):
        toast(request, _("Removed. What was sent stays in the log."))
        return redirect("console:notifications")
    return render(request, "notifications/remove.html", {"form": form, "method": method}, status=form.status)


def _mine(request: Request, urgency: str) -> dict[str, Any]:
    chosen = {rule.method_id: rule.delay_minutes for rule in queries.rules_of(request.user.pk, urgency)}
    initial = {ACCOUNT if pk is None else f"method_{pk}": str(minutes) for pk, minutes in chosen.items()}
    methods = list(queries.methods_of(request.user.pk))
    return {"methods": methods, "email": request.user.email, "initial": initial}
