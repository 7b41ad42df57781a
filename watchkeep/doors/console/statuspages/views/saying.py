"""Saying something to the public: announcing, posting, approving."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.statuspages import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Announcement, Kind, StatusPage, Update, Worth
from watchkeep.duty.announcements.permissions import P
from watchkeep.kernel.pages import keyset
from watchkeep.work.tickets.models import Ticket


def announcements(request: Request) -> HttpResponse:
    """What waits for approval, and everything that was announced."""
    request.actor.need(P.SEE, _("see announcements"))
    rows = Announcement.objects.exclude(state="discarded").select_related("page")
    page = keyset(rows, cursor=request.GET.get("cursor"))
    told = {"page": page, "rows": page.rows, "waiting": list(queries.waiting()[:50]), "pages": _pages()}
    return render(request, "statuspages/announcements.html", told)


def announcement(request: Request, pk: int) -> HttpResponse:
    """One announcement, with what waits and what was said."""
    row = _found(request, pk)
    said = queries.with_effects(row.updates.all())
    return render(request, "statuspages/announcement.html", {"row": row, "said": said})


def new(request: Request) -> HttpResponse:
    """Announce something: an incident, one of ours in public words, or planned work."""
    page, kind = _page(request), _kind(request)
    ticket = _ticket(request)
    components = list(page.components.filter(is_active=True))
    hit = [one for one in queries.components_of_ticket(ticket.service_id if ticket else None) if one.page_id == page.pk]
    felt = {one.pk: Worth.MAINTENANCE if kind == Kind.MAINTENANCE else Worth.PARTIAL for one in hit}
    form = forms.AnnounceForm.asked(
        request, page=page, kind=kind, components=components, felt=felt, initial=forms.first_words(page, kind, hit)
    )
    made: list[Announcement] = []
    by = request.actor
    if form.carries(lambda: made.append(life.announce(page, by=by, kind=kind, ticket=ticket, **form.asked_for))):
        toast(request, _said(made[0].is_shown))
        return redirect("console:announcement", made[0].pk)
    told = {"form": form, "page": page, "kind": kind, "ticket": ticket, "may_publish": by.may(P.PUBLISH)}
    return render(request, "statuspages/announce.html", told, status=form.status)


def post(request: Request, pk: int) -> HttpResponse:
    """Say something more."""
    row, by = _found(request, pk), request.actor
    by.need(P.DRAFT, _("write for the public"))
    components = list(row.page.components.filter(is_active=True))
    felt = {one.component_id: one.status for one in row.effects.all()}
    form = forms.UpdateForm.asked(
        request, page=row.page, kind=row.kind, components=components, felt=felt, initial=forms.next_words(row)
    )

    def act() -> Update:
        given = form.cleaned_data
        return life.post(
            row, by=by, phase=given["phase"], body=given["body"], effects=form.effects, translations=form.translations
        )

    if form.carries(act):
        toast(request, _said(by.may(P.PUBLISH)))
        return redirect("console:announcement", pk)
    told = {"form": form, "page": row.page, "kind": row.kind, "row": row, "may_publish": by.may(P.PUBLISH)}
    return render(request, "statuspages/announce.html", told, status=form.status)


def move(request: Request, pk: int) -> HttpResponse:
    """Put planned work at another time."""
    row = _found(request, pk)
    request.actor.need(P.PUBLISH, _("move what is announced"))
    known = {"scheduled_for": row.scheduled_for, "scheduled_until": row.scheduled_until}
    form = forms.MoveForm.asked(request, initial=known)
    if form.carries(lambda: life.reschedule(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("Moved."))
        return redirect("console:announcement", pk)
    back = reverse("console:announcement", args=[pk])
    return verbs.page(request, form, title=_("Another time"), submit=_("Move"), back=back)


@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Let the public read it."""
    update = _waiting(request, pk)
    life.publish(update, by=request.actor, seen=request.POST.get("seen", ""))
    toast(request, _said(is_out=True))
    return _back(request, update)


def revise(request: Request, pk: int) -> HttpResponse:
    """Change words that wait for approval."""
    update = _waiting(request, pk)
    form = forms.WordsForm.asked(request, initial={"body": update.body})
    form.speak(update.announcement.page, update)
    given = {"by": request.actor}
    if form.carries(
        lambda: life.revise(update, **given, body=form.cleaned_data["body"], translations=form.translations)
    ):
        toast(request, _("Saved."))
        return _back(request, update)
    back = reverse("console:announcement", args=[update.announcement_id])
    return verbs.page(request, form, title=_("Words for the public"), submit=_("Save"), back=back)


def discard(request: Request, pk: int) -> HttpResponse:
    """Decide that these words will not be published."""
    update = _waiting(request, pk)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.discard(update, by=request.actor)):
        toast(request, _("Discarded."))
        return _back(request, update)
    back = reverse("console:announcement", args=[update.announcement_id])
    return verbs.page(
        request, form, title=_("Discard these words?"), submit=_("Discard"), back=back, say=update.body, danger=True
    )


def _found(request: Request, pk: int) -> Announcement:
    request.actor.need(P.SEE, _("see announcements"))
    updates = Update.objects.exclude(state="discarded").order_by("-id")
    rows = Announcement.objects.select_related("page", "ticket", "window")
    return get_object_or_404(rows.prefetch_related(Prefetch("updates", updates), "effects__component"), pk=pk)


def _waiting(request: Request, pk: int) -> Update:
    request.actor.need(P.SEE, _("see announcements"))
    rows = Update.objects.filter(state=Update.State.DRAFT).select_related("announcement__page", "announcement__ticket")
    return get_object_or_404(rows, pk=pk)


def _back(request: Request, update: Update) -> HttpResponse:
    """To the room that one came from, or to the announcement."""
    ticket = update.announcement.ticket
    if ticket and request.POST.get("from") == "room":
        return redirect("console:incident", ticket.number)
    return redirect("console:announcement", update.announcement_id)


def _page(request: Request) -> StatusPage:
    request.actor.need(P.DRAFT, _("write for the public"))
    asked = request.GET.get("page", "")
    rows = StatusPage.objects.filter(is_active=True)
    return get_object_or_404(rows, pk=int(asked)) if asked.isdecimal() and len(asked) < 16 else _first(rows.first())


def _first(page: StatusPage | None) -> StatusPage:
    if page is None:
        raise Http404
    return page


def _kind(request: Request) -> Kind:
    return Kind.MAINTENANCE if request.GET.get("kind") == Kind.MAINTENANCE else Kind.INCIDENT


def _ticket(request: Request) -> Ticket | None:
    number = request.GET.get("incident", "")
    return get_object_or_404(Ticket.objects.visible_to(request.actor), number=number.upper()) if number else None


def _pages() -> list[Any]:
    return list(StatusPage.objects.filter(is_active=True))


def _said(is_out: bool) -> str:
    return _("The public reads it now.") if is_out else _("It waits for somebody who may publish.")
