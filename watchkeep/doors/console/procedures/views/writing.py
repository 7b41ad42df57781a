"""A procedure written down: begun, described, published, thrown away, brought back, read again, retired."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.procedures.forms.about import AboutForm, PublishForm, ReviewForm
from watchkeep.doors.console.procedures.views import finding
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.automation import life, queries
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.automation.permissions import P


def new(request: Request) -> HttpResponse:
    """Begin a procedure."""
    request.actor.need(P.WRITE, _("write runbooks and workflows"))
    form = AboutForm.asked(request)
    made: list[Procedure] = []
    if form.carries(lambda: made.append(life.create(by=request.actor, **form.cleaned_data))):
        toast(request, _("Begun. Now write its steps; nobody is offered it before it is published."))
        return redirect("console:procedure-draft", made[0].slug)
    back = reverse("console:procedures")
    return verbs.page(request, form, title=_("New runbook or workflow"), submit=_("Write its steps"), back=back)


def edit(request: Request, slug: str) -> HttpResponse:
    """Change what is known about it."""
    found = _to_write(request, slug)
    form = AboutForm.asked(request, initial=AboutForm.filled(found))
    if form.carries(lambda: life.edit(found, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:procedure", slug)
    return verbs.page(request, form, title=_("About it"), submit=_("Save"), back=_back(slug))


def publish(request: Request, slug: str) -> HttpResponse:
    """Let the draft run from now on."""
    found = finding.procedure(request, slug)
    request.actor.need(P.PUBLISH, _("publish runbooks and workflows"))
    form, row = PublishForm.asked(request), queries.newest(found)
    if form.carries(lambda: life.publish(found, by=request.actor, note=form.cleaned_data["note"])):
        toast(request, _("Published. Runs that go on keep the version that they began with."))
        return redirect("console:procedure", slug)
    troubles = [one for one in queries.rehearse(row.plan) if one.trouble]
    seen = {"procedure": found, "version": row, "form": form, "troubles": troubles}
    return render(request, "procedures/publish.html", seen, status=form.status)


def discard(request: Request, slug: str) -> HttpResponse:
    """Throw the draft away."""
    found, form = _to_write(request, slug), VerbForm.asked(request)
    if form.carries(lambda: life.discard_draft(found, by=request.actor)):
        toast(request, _("The draft is gone. What is published stays."))
        return redirect("console:procedure", slug)
    say, back = _("What is published stays as it is."), reverse("console:procedure-draft", args=[slug])
    return verbs.page(
        request, form, title=_("Throw the draft away?"), submit=_("Throw away"), back=back, say=say, danger=True
    )


def restore(request: Request, slug: str, number: int) -> HttpResponse:
    """Bring an earlier version back, as the draft of the next one."""
    found, form = _to_write(request, slug), VerbForm.asked(request)
    row = finding.version(found, number)
    if form.carries(lambda: life.restore(row, by=request.actor)):
        toast(request, _("Version %(number)s is the draft now. Publish it when it is right.") % {"number": number})
        return redirect("console:procedure-draft", slug)
    has_draft = queries.newest(found).is_draft
    say = _("It becomes the draft of the next version; what is published stays until that is.")
    lost = _("The draft that there is now is overwritten.") if has_draft else ""
    title = _("Bring version %(number)s back?") % {"number": number}
    back = reverse("console:procedure-version", args=[slug, number])
    return verbs.page(request, form, title=title, submit=_("Bring back"), back=back, say=f"{say} {lost}")


def review(request: Request, slug: str) -> HttpResponse:
    """It was read and is right."""
    found, form = _to_write(request, slug), ReviewForm.asked(request)
    if form.carries(lambda: life.review(found, by=request.actor, **form.cleaned_data)):
        toast(request, _("Noted."))
        return redirect("console:procedure", slug)
    say = _("You read it from top to bottom, and it still says what to do.")
    return verbs.page(request, form, title=_("It is right"), submit=_("It is right"), back=_back(slug), say=say)


def retire(request: Request, slug: str) -> HttpResponse:
    """Offer it no longer."""
    found, form = finding.procedure(request, slug), VerbForm.asked(request)
    request.actor.need(P.PUBLISH, _("retire runbooks and workflows"))
    if form.carries(lambda: life.retire(found, by=request.actor)):
        toast(request, _("Retired."), undo=reverse("console:procedure-revive", args=[slug]))
        return redirect("console:procedure", slug)
    say = _("It is offered nowhere and plans no longer start it. What ran stays on record, and what runs goes on.")
    title = _("Retire “%(name)s”?") % {"name": found}
    return verbs.page(request, form, title=title, submit=_("Retire"), back=_back(slug), say=say, danger=True)


@require_POST
def revive(request: Request, slug: str) -> HttpResponse:
    """Offer it again."""
    life.revive(finding.procedure(request, slug), by=request.actor)
    toast(request, _("It is offered again."))
    return redirect("console:procedure", slug)


def _to_write(request: Request, slug: str) -> Procedure:
    found = finding.procedure(request, slug)
    request.actor.need(P.WRITE, _("write runbooks and workflows"))
    return found


def _back(slug: str) -> str:
    return reverse("console:procedure", args=[slug])
