"""The page of the audit trail."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.audit import telling
from watchkeep.estate.people import queries
from watchkeep.estate.people.models import Person
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.pages import keyset


def audit(request: Request, area: str = "") -> HttpResponse:
    """Sign-ins, keys and permissions, the newest first."""
    request.actor.need(P.AUDIT, _("see the audit trail"))
    asked = request.GET.get("person", "")
    person = get_object_or_404(Person, pk=asked) if asked.isdecimal() and len(asked) < 19 else None
    page = keyset(queries.audit(area=area, person=person), order=("-id",), cursor=request.GET.get("cursor"))
    words = {"page": page, "lines": telling.lines(page.rows), "tabs": _tabs(), "person": person}
    return render(request, "audit/page.html", words)


def _tabs() -> list[tuple[str, str]]:
    areas = [("sign-in", _("Sign-ins")), ("keys", _("Keys")), ("permissions", _("Permissions"))]
    areas.append(("sources", _("From outside")))
    return [(_("All"), reverse("console:audit")), *((w, reverse("console:audit-area", args=[a])) for a, w in areas)]
