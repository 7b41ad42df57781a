"""The page of one change, and a note on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import parts, risks
from watchkeep.doors.console.desk import panels as desk
from watchkeep.doors.console.desk import talking
from watchkeep.doors.console.incidents import timeline
from watchkeep.doors.console.problems.forms import NoteForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.services import queries as services
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change, Part, PlanStep
from watchkeep.work.desk import queries as desks
from watchkeep.work.tickets.permissions import P as Tickets

NAMES = {
    "purpose": _("the purpose"), "touches": _("a service or an item"), "plan": _("the steps"),
    "test_plan": _("how one sees that it works"), "back_out_plan": _("how it is taken back"),
    "starts_at": _("from when"), "ends_at": _("until when"), "owner": _("an owner"), "reason": _("the reason"),
    "implementer": _("who carries it out"),
}  # fmt: skip


ONWARD = ("submit", "rush", "ask", "schedule", "begin", "finish", "close")
"""The verbs that bring it on: of those that are open to the reader one stands out."""


def change(request: Request, number: str) -> HttpResponse:
    """One change: what is planned, how risky that is, who agrees, how far it is, its story."""
    one = find(request, number)
    ticket, actor = one.ticket, request.actor
    steps = list(one.steps.select_related("done_by"))
    below = desks.children_of(ticket, actor)
    drawn: dict[str, Any] = {
        "change": one, "ticket": ticket, "sign": risks.sign_of(one.risk), "bars": risks.bars(one.risk_parts),
        "steps": [(step, _address(step.verb, one)) for step in life.open_to(one, actor)],
        "onward": _onward(one), "missing": _missing(one), "plan": _plan(one, steps),
        "may_step": life.LIFE.may(ticket, "take_step", actor),
        "may_amend": life.LIFE.may(ticket, "amend", actor),
        "services": list(one.services.order_by("tier", "name")), "items": list(one.items.select_related("cls")[:50]),
        "impact": services.impact_of([*one.services.values_list("pk", flat=True)], items=_items(one)),
        "approvals": approvals.courses_of(ticket), "mine": _mine(one, actor),
        "drawn": parts.gather(one, actor),
        "here": desk.here(ticket, actor), "parts": below, "larger": desks.parent_of(ticket, actor),
        "ties": desk.ties(ticket, actor), "may_link": actor.may(Tickets.LINK),
        "writing": desk.writing(ticket, actor, 0), "room": {"may_note": actor.may(Tickets.NOTE)},
        "story": timeline.tell([ticket], actor), "may_note": actor.may(Tickets.NOTE),
    }  # fmt: skip
    return render(request, "changes/page.html", drawn)


def note(request: Request, number: str) -> HttpResponse:
    """Write down something for ourselves."""
    one, form = find(request, number), NoteForm.asked(request)
    if form.carries(lambda: talking.note(request, one.ticket, form.cleaned_data["body"])):
        toast(request, _("Noted."), clears=f"{one.number}:talk")
        return redirect("console:change", one.number)
    back = reverse("console:change", args=[one.number])
    return verbs.page(request, form, title=_("Note"), submit=_("Note"), back=back, say=one.ticket.title)


def find(request: Request, number: str) -> Change:
    """The change of this number, with what its page tells at once."""
    rows = Change.objects.visible_to(request.actor).select_related(
        "ticket__service", "ticket__team", "ticket__assignee", "ticket__requester", "owner", "model", "window"
    )
    return get_object_or_404(rows, ticket__number=number.upper())


def is_early(one: Change) -> bool:
    """Whether its time to begin has not come yet."""
    return one.starts_at is not None and clock.now() < one.starts_at - queries.EARLY


def _plan(one: Change, steps: list[PlanStep]) -> list[tuple[str, list[PlanStep], bool]]:
    """The steps of each part that has some, and whether it is their turn: on the way there, or on the way back."""
    found = [(part, [step for step in steps if step.part == part]) for part in Part]
    return [(str(part.label), rows, (part == Part.BACK_OUT) == one.is_backed_out) for part, rows in found if rows]


def _onward(one: Change) -> list[str]:
    """What stands out; to begin does so from its time on."""
    return [verb for verb in ONWARD if verb != "begin" or not is_early(one)]


def _missing(one: Change) -> list[str]:
    """What must be said before it is submitted."""
    if one.state != "draft":
        return []
    verb = "rush" if one.kind == "emergency" else "submit"
    given = life.needs_of(one)
    return [str(NAMES[name]) for name in life.LIFE.steps[verb].needs if given.get(name) in (None, "", [])]


def _mine(one: Change, actor: Actor) -> Any:
    """The question to the reader that is open."""
    return approvals.inbox(actor).filter(approval__ticket=one.pk).first() if actor.person else None


def _items(one: Change) -> list[int]:
    return list(one.items.values_list("pk", flat=True))


def _address(verb: str, one: Change) -> str:
    return reverse("console:change-step", args=[one.number, verb])
