"""Pages on teams."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.teams.forms import JoinForm, TeamForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Team
from watchkeep.estate.people.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts import queries as verdicts
from watchkeep.insight.verdicts.permissions import P as Verdicts
from watchkeep.kernel import clock


def teams(request: Request) -> HttpResponse:
    """All teams, by name."""
    rows = Team.objects.visible_to(request.actor).annotate(size=Count("memberships")).order_by("name")
    return render(request, "teams/list.html", {"teams": rows})


def team(request: Request, slug: str) -> HttpResponse:
    """One team: who is in it, what it owns and how its changes went."""
    some = _find(request, slug)
    words = {
        "team": some,
        "memberships": some.memberships.select_related("person"),
        "owned": Service.objects.visible_to(request.actor).active().filter(owner_team=some),
        "manages": request.actor.may(P.TEAMS),
        "record": verdicts.team_record(some.pk, clock.now()) if request.actor.may(Verdicts.SEE) else None,
    }
    return render(request, "teams/page.html", words)


def add(request: Request) -> HttpResponse:
    """Make a team."""
    request.actor.need(P.TEAMS)
    form = TeamForm.asked(request)
    if form.carries(lambda: life.add_team(by=request.actor, **form.cleaned_data)):
        toast(request, _("The team is there. Now say who is in it."))
        return redirect("console:teams")
    return verbs.page(request, form, title=_("New team"), submit=_("Make the team"), back=reverse("console:teams"))


def edit(request: Request, slug: str) -> HttpResponse:
    """Correct what is known of a team."""
    request.actor.need(P.TEAMS)
    some = _find(request, slug)
    kept = {"name": some.name, "description": some.description, "email": some.email}
    form = TeamForm.asked(request, initial=kept)
    if form.carries(lambda: life.edit_team(some, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:team", slug)
    return verbs.page(request, form, title=_("Edit team"), submit=_("Save"), back=reverse("console:team", args=[slug]))


def join(request: Request, slug: str) -> HttpResponse:
    """Take somebody into the team."""
    request.actor.need(P.TEAMS)
    some, form = _find(request, slug), JoinForm.asked(request)
    if form.carries(lambda: life.join_team(some, by=request.actor, **form.cleaned_data)):
        toast(request, _("Welcome to %(team)s.") % {"team": some.name})
        return redirect("console:team", slug)
    back = reverse("console:team", args=[slug])
    return verbs.page(request, form, title=_("Add to %(team)s") % {"team": some.name}, submit=_("Add"), back=back)


@require_POST
def lead(request: Request, slug: str, pk: int) -> HttpResponse:
    """Make a member lead the team, or lead it no longer."""
    some = _find(request, slug)
    member = get_object_or_404(some.memberships.select_related("person"), person=pk)
    life.join_team(some, member.person, by=request.actor, is_lead=not member.is_lead)
    return redirect("console:team", slug)


@require_POST
def leave(request: Request, slug: str, pk: int) -> HttpResponse:
    """Let somebody leave the team."""
    some = _find(request, slug)
    member = get_object_or_404(some.memberships.select_related("person"), person=pk)
    life.leave_team(some, member.person, by=request.actor)
    toast(request, _("%(name)s has left the team.") % {"name": member.person.name})
    return redirect("console:team", slug)


def _find(request: Request, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.actor), slug=slug)
