"""What the views of this feature share: finding a record, carrying a verb out, going back."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.reviews.models import Action, Review, Task


def review(request: Request, number: str) -> Review:
    """The review with this number; 404 for whoever may not see it."""
    rows = Review.objects.visible_to(request.actor).select_related(
        "incident__ticket__service__hours", "incident__ticket__team", "owner", "waived_by"
    )
    return get_object_or_404(rows, number=number.upper())


def action(request: Request, number: str) -> Action:
    """The corrective action with this number."""
    rows = Action.objects.visible_to(request.actor).select_related(
        "review__incident__ticket__service", "owner", "team", "problem", "node", "recurred_in", "watch_service"
    )
    return get_object_or_404(rows, number=number.upper())


def task(request: Request, number: str) -> Task:
    """The preventive task with this number."""
    rows = Task.objects.visible_to(request.actor).select_related("service", "item", "owner", "team", "action")
    return get_object_or_404(rows, number=number.upper())


def carry(  # noqa: PLR0913  # the page of a verb has this many words
    request: Request,
    form: VerbForm,
    act: Callable[[], object],
    *,
    title: Words,
    submit: Words,
    back: str,
    said: Words,
    say: Words = "",
    danger: bool = False,
) -> HttpResponse:
    """Carry a verb out and go back; until then, or when it is refused, draw its form."""
    if form.carries(act):
        toast(request, said)
        return redirect(back)
    return verbs.page(request, form, title=title, submit=submit, back=back, say=say, danger=danger)
