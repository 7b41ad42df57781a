"""The page of the audit trail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.audit import telling
from watchkeep.doors.console.audit.filters import Filter
from watchkeep.estate.people import queries
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.models import FactRow
from watchkeep.kernel.pages import keyset


def audit(request: Request, area: str = "") -> HttpResponse:
    """Sign-ins, keys, permissions, machines and rules of changes, the newest first."""
    request.actor.need(P.AUDIT, _("see the audit trail"))
    asked = Filter.of(request.GET, area)
    rows = queries.audit(**asked.values) if not asked.is_unclear else FactRow.objects.none()
    page = keyset(rows, order=("-at", "-id"), cursor=request.GET.get("cursor"))
    words = {"page": page, "lines": telling.lines(page.rows), "tabs": _tabs(), "asked": asked}
    return render(request, "audit/page.html", words)


def _tabs() -> list[tuple[str, str]]:
    areas = [("sign-in", _("Sign-ins")), ("keys", _("Keys")), ("permissions", _("Permissions"))]
    areas += [("sources", _("From outside")), ("machines", _("Machines")), ("changes", _("Rules of changes"))]
    return [(_("All"), reverse("console:audit")), *((w, reverse("console:audit-area", args=[a])) for a, w in areas)]
