"""How items hang together: said, and said no longer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.forms import RelationForm
from watchkeep.doors.console.items.forms.telling import HERE
from watchkeep.doors.console.items.views import finding
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Relation
from watchkeep.estate.assets.permissions import P


def relate(request: Request, pk: int) -> HttpResponse:
    """Say that it hangs on another item, or that one on it."""
    request.actor.need(P.WORK)
    one, form = finding.item(request, pk), RelationForm.asked(request)

    def act() -> None:
        kind, way = form.kind_and_way()
        other = form.cleaned_data["other"]
        life.relate(*((one, other) if way == HERE else (other, one)), by=request.actor, kind=kind)

    if form.carries(act):
        return redirect("console:item", pk)
    title, back = _("%(name)s hangs on") % {"name": one.name}, reverse("console:item", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


@require_POST
def unrelate(request: Request, pk: int, relation: int) -> HttpResponse:
    """Say that it does so no longer."""
    one = finding.item(request, pk)
    life.unrelate(get_object_or_404(Relation.objects.of(one.pk), pk=relation), by=request.actor)
    toast(request, _("It is over. On the map as it was it can still be seen."))
    return redirect("console:item", pk)
