"""A meeting: its agenda, and the walk through it, one change at a time."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.boards import forms
from watchkeep.doors.console.changes import parts, risks
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.services import queries as services
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import AgendaItem, Change, Meeting, Part

DECIDED = {"approved", "turned_down"}


def meeting(request: Request, pk: int) -> HttpResponse:
    """The agenda with what was decided; once it is closed, the minutes."""
    one = _found(request, pk)
    items = queries.minutes_of(one)
    drawn = {
        "meeting": one, "items": [(item, risks.sign_of(item.risk)) for item in items], "there": one.present.all(),
        "leads": life.leads(one.board, request.actor), "next": _next(items),
        "decided": sum(1 for item in items if item.decision),
    }  # fmt: skip
    return render(request, "boards/meeting.html", drawn)


def walk(request: Request, pk: int, place: int) -> HttpResponse:
    """One change of the agenda: what it is, what it risks, what hangs on it; then the decision, then the next."""
    one = _found(request, pk)
    items = queries.minutes_of(one)
    item = get_object_or_404(AgendaItem.objects.select_related("meeting__board"), meeting=one, position=place)
    form = forms.DecideForm.asked(request, meeting=one, initial={"seen": _seen(item)})
    if form.carries(lambda: life.decide(item, by=request.actor, **form.cleaned_data)):
        after = _next(queries.minutes_of(one), place)
        return redirect("console:meeting-item", one.pk, after) if after else redirect("console:meeting", one.pk)
    drawn = _drawn(request, one, item) | {"form": form, "places": [other.position for other in items]}
    return render(request, "boards/item.html", drawn, status=form.status)


def there(request: Request, pk: int) -> HttpResponse:
    """Who is there."""
    one = _found(request, pk)
    form = forms.PresentForm.asked(request, meeting=one, initial={"people": one.present.all()})
    if form.carries(lambda: life.note_present(one, by=request.actor, **form.cleaned_data)):
        return redirect("console:meeting", one.pk)
    return _verb(request, one, form, _("Who is there"), _("Save"))


def gather(request: Request, pk: int) -> HttpResponse:
    """Put what is new on the agenda."""
    one, form, found = _found(request, pk), VerbForm.asked(request), list[int]()
    if form.carries(lambda: found.append(life.gather(one, by=request.actor))):
        toast(request, _("%(count)s more on the agenda.") % {"count": found[0]})
        return redirect("console:meeting", one.pk)
    say = _("What waits for the board by now, and what has happened since, is added to the agenda.")
    return _verb(request, one, form, _("Take in what is new"), _("Take it in"), say)


def close(request: Request, pk: int) -> HttpResponse:
    """Close it for good, and send the minutes."""
    one, form = _found(request, pk), forms.CloseForm.asked(request)
    if form.carries(lambda: life.close_meeting(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("The minutes are on their way."))
        return redirect("console:meeting", one.pk)
    say = _("What is not decided is put off to the next meeting. Nothing can be changed afterwards.")
    return _verb(request, one, form, _("Close the meeting"), _("Close and send the minutes"), say)


def _drawn(request: Request, one: Meeting, item: AgendaItem) -> dict[str, Any]:
    rows = Change.objects.select_related("owner", "model", "ticket__assignee", "ticket__requester", "ticket__team")
    change = rows.get(pk=item.change_id)
    steps = list(change.steps.all())
    touched, items = list(change.services.order_by("tier", "name")), list(change.items.order_by("name")[:50])
    impact = services.impact_of([row.pk for row in touched], items=[row.pk for row in items])
    return {
        "meeting": one, "item": item, "change": change, "ticket": change.ticket, "sign": risks.sign_of(change.risk),
        "bars": risks.bars(change.risk_parts), "services": touched, "items": items, "impact": impact,
        "plan": [(part.label, [step for step in steps if step.part == part]) for part in Part],
        "drawn": parts.gather(change, request.actor), "approvals": approvals.courses_of(change.ticket, 3),
        "leads": life.leads(one.board, request.actor), "is_open": one.is_open and item.decision not in DECIDED,
        "waits": item.why == "waiting", "there": list(one.present.all()),
    }  # fmt: skip


def _verb(  # noqa: PLR0913, PLR0917  # a page has this many words
    request: Request, one: Meeting, form: VerbForm, title: Any, submit: Any, say: Any = ""
) -> HttpResponse:
    back = reverse("console:meeting", args=[one.pk])
    return verbs.page(request, form, title=title, submit=submit, back=back, say=say)


def _next(items: Any, after: int = 0) -> int | None:
    """The next place that is not decided, from the beginning again after the last."""
    left = [item.position for item in items if not item.decision]
    return next((place for place in left if place > after), left[0] if left else None)


def _seen(item: AgendaItem) -> str:
    last = approvals.latest(item.change_id, life.SUBJECT)
    return last.digest if last and last.is_pending else ""


def _found(request: Request, pk: int) -> Meeting:
    return get_object_or_404(
        Meeting.objects.visible_to(request.actor).select_related("board__chair", "closed_by"), pk=pk
    )
