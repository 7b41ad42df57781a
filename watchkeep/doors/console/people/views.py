"""Pages on people."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.audit import telling
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.people.forms import InviteForm, PersonForm, RolesForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Person, Role, Team
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def people(request: Request) -> HttpResponse:
    """Everybody whom the reader may see, by name."""
    rows = _chosen(request)
    words = {
        "page": keyset(rows, order=("name", "id"), cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "roles": Role.objects.all(),
        "teams": Team.objects.visible_to(request.actor),
        "asked": request.GET,
    }
    return render(request, "people/list.html", words)


def person(request: Request, pk: int) -> HttpResponse:
    """One person: how to reach them, where they belong, what they may do."""
    somebody = _find(request, pk)
    manages = request.actor.may(P.MANAGE)
    words = {
        "person": somebody,
        "memberships": somebody.memberships.select_related("team"),
        "roles": somebody.roles.all(),
        "manages": manages,
        "leavers_at": f"{reverse('console:leavers')}?person={somebody.pk}",
        "has_factor": queries.has_second_factor(somebody),
        "identities": queries.identities_of(somebody) if manages else [],
        "tokens": somebody.tokens.filter(revoked_at=None) if manages else [],
        "lines": telling.lines(queries.audit(person=somebody)[:12]) if request.actor.may(P.AUDIT) else [],
    }
    return render(request, "people/page.html", words)


def invite(request: Request) -> HttpResponse:
    """Let somebody in."""
    request.actor.need(P.MANAGE)
    form = InviteForm.asked(
        request, initial={"organisation": request.user.organisation, "time_zone": request.user.time_zone}
    )
    if form.carries(lambda: life.invite(by=request.actor, **form.cleaned_data)):
        toast(request, _("Invited. A mail with a link is on its way."))
        return redirect("console:people")
    return verbs.page(request, form, title=_("Invite somebody"), submit=_("Invite"), back=reverse("console:people"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is known of somebody."""
    request.actor.need(P.MANAGE)
    somebody = _find(request, pk)
    form = PersonForm.asked(request, initial=known(somebody))
    if form.carries(lambda: life.edit(somebody, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:person", pk)
    return verbs.page(request, form, title=_("Edit"), submit=_("Save"), back=reverse("console:person", args=[pk]))


def change_roles(request: Request, pk: int) -> HttpResponse:
    """Let somebody do more or less."""
    request.actor.need(P.MANAGE)
    somebody = _find(request, pk)
    form = RolesForm.asked(request, initial={"roles": somebody.roles.all()})
    if form.carries(lambda: life.change_roles(somebody, by=request.actor, roles=form.cleaned_data["roles"])):
        toast(request, _("The roles have changed."))
        return redirect("console:person", pk)
    title, back = _("Roles of %(name)s") % {"name": somebody.name}, reverse("console:person", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Change roles"), back=back)


def deactivate(request: Request, pk: int) -> HttpResponse:
    """Shut somebody out."""
    request.actor.need(P.MANAGE)
    somebody, form = _find(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.deactivate(somebody, by=request.actor)):
        toast(request, _("%(name)s can no longer sign in.") % {"name": somebody.name})
        return redirect("console:person", pk)
    title, back = _("Deactivate %(name)s") % {"name": somebody.name}, reverse("console:person", args=[pk])
    say = _("Their sessions and tokens die at once. What they did and wrote stays.")
    return verbs.page(request, form, title=title, submit=_("Deactivate"), back=back, say=say, danger=True)


def activate(request: Request, pk: int) -> HttpResponse:
    """Let somebody in again."""
    request.actor.need(P.MANAGE)
    somebody, form = _find(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.activate(somebody, by=request.actor)):
        toast(request, _("%(name)s can sign in again.") % {"name": somebody.name})
        return redirect("console:person", pk)
    title, back = _("Activate %(name)s") % {"name": somebody.name}, reverse("console:person", args=[pk])
    say = _("Their password works again; old sessions and tokens stay dead.")
    return verbs.page(request, form, title=title, submit=_("Activate"), back=back, say=say)


def revoke_token(request: Request, pk: int, token: int) -> HttpResponse:
    """Make somebody's token worthless."""
    request.actor.need(P.MANAGE)
    theirs, form = get_object_or_404(_find(request, pk).tokens, pk=token), VerbForm.asked(request)
    if form.carries(lambda: life.revoke_token(theirs, by=request.actor)):
        toast(request, _("The token is revoked."))
        return redirect("console:person", pk)
    title, back = _("Revoke “%(name)s”") % {"name": theirs.name}, reverse("console:person", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Revoke"), back=back, danger=True)


def _find(request: Request, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.actor).select_related("organisation", "manager"), pk=pk)


def _chosen(request: Request) -> QuerySet[Person]:
    asked = request.GET
    rows = Person.objects.visible_to(request.actor).filter(is_active="inactive" not in asked)
    if text := asked.get("q", "").replace("\0", "").strip():
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role := asked.get("role"):
        rows = rows.filter(roles__slug=role)
    if team := asked.get("team"):
        rows = rows.filter(teams__slug=team)
    return rows.select_related("organisation").prefetch_related("roles", "teams")
