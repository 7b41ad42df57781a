"""Macros: written, looked at on a ticket, and applied to it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import rooms, verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import finding
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.queue.forms import MacroForm, begun
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.desk import life
from watchkeep.work.desk.life import PLACEHOLDERS
from watchkeep.work.desk.models import Macro
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets.models import Ticket


class ApplyForm(VerbForm):
    """The macro's words, which the agent may change before they go out."""

    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000)
    words = forms.CharField(label=_("Why, or what was done"), required=False, max_length=200)


def listing(request: Request) -> HttpResponse:
    """All that this reader can use."""
    request.actor.need(P.MACROS, str(_("save macros")))
    macros = Macro.objects.visible_to(request.actor).select_related("team", "owner")[:500]
    return render(request, "queue/macros.html", {"macros": macros})


def new(request: Request) -> HttpResponse:
    """Write one."""
    request.actor.need(P.MACROS, str(_("save macros")))
    return _edited(request, None)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change one."""
    return _edited(request, get_object_or_404(Macro.objects.visible_to(request.actor), pk=pk))


def drop(request: Request, pk: int) -> HttpResponse:
    """Forget one."""
    macro, form = get_object_or_404(Macro.objects.visible_to(request.actor), pk=pk), VerbForm.asked(request)
    if form.carries(lambda: life.drop_macro(macro, by=request.actor)):
        toast(request, _("The macro is gone."))
        return redirect("console:macros")
    title = _("Delete the macro “%(name)s”?") % {"name": macro.name}
    return verbs.page(request, form, title=title, submit=_("Delete"), back="/macros", danger=True)


def offer(request: Request, number: str) -> HttpResponse:
    """Choose one for this ticket."""
    ticket = _ticket(request, number)
    macros = Macro.objects.visible_to(request.actor).fitting(ticket)[:200]
    return render(
        request, "queue/offer_macros.html", {"ticket": ticket, "macros": macros, "back": rooms.address(ticket)}
    )


def use(request: Request, number: str, pk: int) -> HttpResponse:
    """Show what it would do here, and do it."""
    ticket = _ticket(request, number)
    macro = get_object_or_404(Macro.objects.visible_to(request.actor), pk=pk)
    plan = life.plan(ticket, macro.does, by=request.actor)
    form = ApplyForm.asked(request, initial={"body": plan.text or macro.does.body, "words": macro.does.words})
    for name, is_used in (("body", macro.does.body), ("words", macro.does.verb)):
        if not is_used:
            del form.fields[name]
    if form.carries(lambda: life.apply_macro(macro, ticket, by=request.actor, **form.cleaned_data)):
        toast(request, _("Applied “%(name)s”.") % {"name": macro.name}, clears=f"{ticket.number}:talk")
        return redirect(rooms.address(ticket))
    drawn = {"ticket": ticket, "macro": macro, "plan": plan, "form": form, "back": rooms.address(ticket)}
    return render(request, "queue/use_macro.html", drawn, status=form.status)


def _edited(request: Request, macro: Macro | None) -> HttpResponse:
    form = MacroForm.asked(request, actor=request.actor, initial=begun(macro) if macro else {})
    if form.carries(lambda: life.save_macro(macro, by=request.actor, **form.saved())):
        toast(request, _("The macro is saved."))
        return redirect("console:macros")
    drawn = {"form": form, "macro": macro, "placeholders": PLACEHOLDERS.items()}
    return render(request, "queue/macro.html", drawn, status=form.status)


def _ticket(request: Request, number: str) -> Ticket:
    return finding.find(request, number)
