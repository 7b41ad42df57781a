"""Pages on roles."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.roles.choices import every_permission
from watchkeep.doors.console.roles.forms import RoleForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Role
from watchkeep.estate.people.permissions import P


def roles(request: Request) -> HttpResponse:
    """All roles with what they allow, side by side."""
    request.actor.need(P.ROLES)
    rows = list(Role.objects.annotate(size=Count("people", filter=Q(people__is_active=True))).order_by("id"))
    means = [queries.allowed(role.permissions) for role in rows]
    areas = [
        (area, [(name, words, [name in allowed for allowed in means]) for name, words in group])
        for area, group in every_permission()
    ]
    return render(request, "roles/list.html", {"roles": rows, "areas": areas, "width": len(rows) + 1})


def add(request: Request) -> HttpResponse:
    """Make a role of our own."""
    request.actor.need(P.ROLES)
    form = RoleForm.asked(request)
    if form.carries(lambda: _add(request, form)):
        toast(request, _("The role is there."))
        return redirect("console:roles")
    return _page(request, form, title=_("New role"))


def edit(request: Request, slug: str) -> HttpResponse:
    """Change what a role allows."""
    request.actor.need(P.ROLES)
    role = get_object_or_404(Role, slug=slug)
    form = RoleForm.asked(request, initial=known(role))
    if form.carries(lambda: _edit(request, role, form)):
        toast(request, _("Saved. It counts from the next page on."))
        return redirect("console:roles")
    return _page(request, form, title=_("Edit %(role)s") % {"role": role.name}, role=role)


def remove(request: Request, slug: str) -> HttpResponse:
    """Remove a role that nobody holds."""
    request.actor.need(P.ROLES)
    role, form = get_object_or_404(Role, slug=slug), VerbForm.asked(request)
    if form.carries(lambda: life.remove_role(role, by=request.actor)):
        toast(request, _("The role is gone."))
        return redirect("console:roles")
    title, back = _("Remove %(role)s") % {"role": role.name}, reverse("console:roles")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)


def _page(request: Request, form: RoleForm, **words: object) -> HttpResponse:
    return render(request, "roles/form.html", {"form": form, **words}, status=form.status)


def _add(request: Request, form: RoleForm) -> None:
    given = form.cleaned_data
    life.add_role(by=request.actor, name=given["name"], description=given["description"], permissions=form.wanted([]))


def _edit(request: Request, role: Role, form: RoleForm) -> None:
    life.edit_role(role, by=request.actor, **{**form.cleaned_data, "permissions": form.wanted(role.permissions)})
