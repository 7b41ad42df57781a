"""The draft of the next version: its text and its steps, one at a time."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.procedures.documents import stages_of
from watchkeep.doors.console.procedures.forms.about import TextForm
from watchkeep.doors.console.procedures.forms.steps import BY_HAND, StepForm
from watchkeep.doors.console.procedures.views import finding
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.automation import life, queries
from watchkeep.duty.automation.life import Step
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.automation.permissions import P
from watchkeep.duty.connections import queries as actions


def draft(request: Request, slug: str) -> HttpResponse:
    """The draft, or what is published while nobody has begun one."""
    found = _to_write(request, slug)
    row = queries.newest(found)
    seen = {"procedure": found, "version": row, "stages": stages_of(row.plan), "ways": _ways(), **finding.may(request)}
    return render(request, "procedures/draft.html", seen)


def text(request: Request, slug: str) -> HttpResponse:
    """Write the text above the steps."""
    found = _to_write(request, slug)
    body = queries.newest(found).body
    form = TextForm.asked(request, initial={"body": body, "seen": queries.mark_of(body)})
    if form.carries(lambda: life.write_text(found, by=request.actor, **form.cleaned_data)):
        return _back(slug)
    return verbs.page(request, form, title=_("Text"), submit=_("Save"), back=_home(slug), wide=True)


def add(request: Request, slug: str, how: str) -> HttpResponse:
    """Add a step: one that a person does, or one of the library's actions."""
    found = _to_write(request, slug)
    form = StepForm.asked(request, how=_known(how), steps=queries.newest(found).plan)
    if form.carries(lambda: life.add_step(found, by=request.actor, step=form.step(), after=form.cleaned_data["after"])):
        toast(request, _("Added."))
        return _back(slug)
    return _written(request, found, form)


def change(request: Request, slug: str, key: str) -> HttpResponse:
    """Write a step anew; ``how`` in the address makes it a person's, or another action."""
    found = _to_write(request, slug)
    row = queries.newest(found)
    step = finding.step(row, key)
    how = _known(request.GET.get("how") or (step.action.name if step.action else BY_HAND))
    form = StepForm.asked(request, how=how, steps=row.plan, step=step, initial=StepForm.filled(step, how))
    if form.carries(
        lambda: life.change_step(found, by=request.actor, step=form.step(key), seen=form.cleaned_data["seen"])
    ):
        toast(request, _("Saved."))
        return _back(slug, key)
    return _written(request, found, form, step=step)


@require_POST
def move(request: Request, slug: str, key: str) -> HttpResponse:
    """Do a step earlier, or later."""
    life.move_step(_to_write(request, slug), by=request.actor, key=key, places=-1 if "up" in request.POST else 1)
    return _back(slug, key)


def remove(request: Request, slug: str, key: str) -> HttpResponse:
    """Take a step out."""
    found = _to_write(request, slug)
    step, form = finding.step(queries.newest(found), key), VerbForm.asked(request)
    if form.carries(lambda: life.remove_step(found, by=request.actor, key=key)):
        toast(request, _("Taken out of the draft."))
        return _back(slug)
    title = _("Take “%(title)s” out?") % {"title": step.title}
    return verbs.page(request, form, title=title, submit=_("Take out"), back=_home(slug), danger=True)


def _written(request: Request, found: Procedure, form: StepForm, step: Step | None = None) -> HttpResponse:
    about = actions.about(form.how) if form.how != BY_HAND else None
    seen: dict[str, Any] = {"procedure": found, "form": form, "step": step, "about": about, "ways": _ways()}
    return render(request, "procedures/step_form.html", seen, status=form.status)


def _ways() -> list[tuple[str, Any]]:
    """Who can do a step: a person, or the machine by one of its actions."""
    return [(BY_HAND, _("A person")), *((kind.about.name, kind.about.label) for kind in actions.library())]


def _known(how: str) -> str:
    if how not in dict(_ways()):
        raise Http404
    return how


def _to_write(request: Request, slug: str) -> Procedure:
    found = finding.procedure(request, slug)
    request.actor.need(P.WRITE, _("write runbooks and workflows"))
    return found


def _home(slug: str) -> str:
    return reverse("console:procedure-draft", args=[slug])


def _back(slug: str, key: str = "") -> HttpResponse:
    return redirect(f"{_home(slug)}#step-{key}" if key else _home(slug))
