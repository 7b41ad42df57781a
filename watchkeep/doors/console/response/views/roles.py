"""The roles of a response, as data."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.response.forms import RoleForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.response import life
from watchkeep.duty.response.models import Role
from watchkeep.duty.response.permissions import P


def roles(request: Request) -> HttpResponse:
    """All roles, in the order in which they are filled."""
    request.actor.need(P.SEE, _("see the roles"))
    drawn = {"roles": Role.objects.all()[:100], "may_plan": request.actor.may(P.CONFIGURE)}
    return render(request, "response/roles.html", drawn)


def new(request: Request) -> HttpResponse:
    """Name one more."""
    request.actor.need(P.CONFIGURE, _("name roles"))
    form = RoleForm.asked(request)
    if form.carries(lambda: life.create_role(by=request.actor, **form.cleaned_data)):
        toast(request, _("Named. Plans can ask for it now."))
        return redirect("console:response-roles")
    return verbs.page(request, form, title=_("New role"), submit=_("Save"), back=reverse("console:response-roles"))


def edit(request: Request, slug: str) -> HttpResponse:
    """Say better what it does."""
    request.actor.need(P.CONFIGURE, _("change roles"))
    role = get_object_or_404(Role, slug=slug)
    kept = {name: getattr(role, name) for name in ("name", "duties", "position")}
    form = RoleForm.asked(request, initial=kept)
    if form.carries(lambda: life.change_role(role, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:response-roles")
    back = reverse("console:response-roles")
    return verbs.page(request, form, title=role.name, submit=_("Save"), back=back)


def remove(request: Request, slug: str) -> HttpResponse:
    """Take a role away."""
    request.actor.need(P.CONFIGURE, _("remove roles"))
    role = get_object_or_404(Role, slug=slug)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.remove_role(role, by=request.actor)):
        toast(request, _("Taken away."))
        return redirect("console:response-roles")
    title, back = _("Remove “%(name)s”?") % {"name": role.name}, reverse("console:response-roles")
    say = _("Plans that ask for it no longer do.")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, say=say, danger=True)
