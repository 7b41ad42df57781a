"""The list of changes."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import risks
from watchkeep.kernel import clock
from watchkeep.kernel.pages import keyset
from watchkeep.work.changes.models import Change, Kind
from watchkeep.work.changes.permissions import P
from watchkeep.work.tickets.models import State

GROUPS = (
    ("open", _("Open")), ("mine", _("Mine")), ("waiting", _("Waiting for approval")), ("soon", _("In the next days")),
    ("live", _("Being carried out")), ("evaluating", _("To be judged")), ("ended", _("Ended")), ("all", _("All")),
)  # fmt: skip
SOON = timedelta(days=7)


def changes(request: Request) -> HttpResponse:
    """Changes, the newest first; the question is the address."""
    seen = Change.objects.visible_to(request.actor).select_related("ticket__service", "ticket__assignee", "model")
    group, kind = request.GET.get("group", "open"), request.GET.get("kind", "")
    rows = _of_group(seen, group, request)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    page = keyset(rows, order=("-ticket_id",), cursor=request.GET.get("cursor"))
    drawn = {
        "page": page, "lines": [(one, risks.sign_of(one.risk)) for one in page.rows], "group": group, "groups": GROUPS,
        "kind": kind, "kinds": Kind.choices, "may_plan": request.actor.may(P.PLAN),
    }  # fmt: skip
    return render(request, "changes/list.html", drawn)


def _of_group(rows: QuerySet[Change], group: str, request: Request) -> QuerySet[Change]:
    now = clock.now()
    person = request.actor.person
    asked = {
        "mine": Q(ticket__is_open=True) & (Q(owner=person) | Q(ticket__assignee=person)),
        "waiting": Q(ticket__state=State.WAITING),
        "soon": Q(ticket__state__in=(State.APPROVED, State.SCHEDULED), starts_at__gte=now, starts_at__lt=now + SOON),
        "live": Q(ticket__state=State.IMPLEMENTING),
        "evaluating": Q(ticket__state=State.EVALUATING),
        "ended": Q(ticket__is_open=False),
        "all": Q(),
    }
    return rows.filter(asked.get(group, Q(ticket__is_open=True)))
