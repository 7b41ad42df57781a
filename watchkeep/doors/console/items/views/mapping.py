"""The map of an item: what hangs on it and what it hangs on, now or as it was."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items import mapping
from watchkeep.doors.console.items.forms import MomentForm
from watchkeep.doors.console.items.views import finding
from watchkeep.kernel import clock
from watchkeep.work.changes.permissions import P as Changes


def map_(request: Request, pk: int) -> HttpResponse:
    """Draw it; the lists beside it say the same in words."""
    one = finding.item(request, pk)
    form = MomentForm(request.GET) if "at" in request.GET else MomentForm()
    at = form.cleaned_data["at"] if form.is_bound and form.is_valid() else None
    if at and at > clock.now():
        form.add_error("at", _("Nobody knows the future."))
        at = None
    opened, find = request.GET.getlist("open")[:50], request.GET.get("find", "").strip()[:120]
    asked = mapping.Asked.of(find, opened, request.GET.get("at", "") if at else "")
    words = {
        "item": one, "form": form, "at": at, "is_young": bool(at and at < one.created_at), "asked": asked,
        "map": mapping.around(one, request.actor, at=at, asked=asked), "most": mapping.FOUND,
        "live": "changes deployments" if request.actor.may(Changes.SEE) and not at else "",
    }  # fmt: skip
    return render(request, "items/map.html", words, status=422 if form.errors else 200)
