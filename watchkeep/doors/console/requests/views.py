"""The page of one request, its verbs, and filing one for somebody."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import talking
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.requests import answers, forms, room
from watchkeep.doors.ui import files
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people.models import Person
from watchkeep.work.incidents import life as incidents
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Holding
from watchkeep.work.requests.models import Request as Asked
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Attachment, Comment


def listed(request: Request) -> HttpResponse:
    """Requests, the newest first."""
    request.actor.need(P.WORK, str(_("work on requests")))
    group = request.GET.get("group", "open")
    is_open = {"ended": False, "all": None}.get(group, True)
    page = queries.requests_page(request.actor, is_open=is_open, cursor=request.GET.get("cursor"))
    return render(request, "requests/list.html", {"page": page, "group": group})


def show(request: Request, number: str) -> HttpResponse:
    """One request: what is asked for, who must agree, the thread, and the verbs."""
    return render(request, "requests/request.html", room.gather(_found(request, number), request.actor))


def new(request: Request) -> HttpResponse:
    """File a request for somebody who called or came by; an item with questions asks them on the next page."""
    request.actor.need(P.WORK, str(_("work on requests")))
    form, made = forms.NewForm.asked(request, actor=request.actor), list[Asked]()
    item = form.cleaned_data.get("item") if form.is_bound and form.is_valid() else None
    if item and _asks(item):
        said = {name: form.cleaned_data[name] for name in ("title", "source", "description")}
        said["requester"] = form.cleaned_data["requester"].pk
        return redirect(f"{reverse('console:request-fill', args=[item.slug])}?{urlencode(said)}")
    if form.carries(lambda: made.append(life.open_(by=request.actor, **form.cleaned_data))):
        return redirect("console:request", made[0].number)
    back = reverse("console:requests")
    return verbs.page(request, form, title=_("New request"), submit=_("Go on"), back=back)


def fill(request: Request, slug: str) -> HttpResponse:
    """Ask the questions of an item."""
    request.actor.need(P.WORK, str(_("work on requests")))
    item = get_object_or_404(queries.catalogue(request.actor), slug=slug)
    form = answers.AnswersForm.asked(request, edition=item.edition, actor=request.actor, with_files=True)
    if item.needs_proof:
        form.fields["vouched"] = answers.vouched()
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=_number(request.GET.get("requester")))
    said = request.GET
    made: list[Asked] = []

    @transaction.atomic
    def act() -> None:
        found = life.open_(
            by=request.actor, item=item, requester=person, quantity=form.cleaned_data["quantity"],
            answers=form.answers | form.kept(by=request.actor), title=said.get("title", ""),
            description=said.get("description", ""), source=said.get("source", "console"),
            vouched=form.cleaned_data.get("vouched", ""),
        )  # fmt: skip
        made.append(found)

    if form.carries(act):
        return redirect("console:request", made[0].number)
    back = reverse("console:requests")
    return verbs.page(request, form, title=item.name, submit=_("Ask for it"), back=back, say=person.name)


STEPS: dict[str, tuple[type[VerbForm], Callable[..., None], Any]] = {
    "start": (VerbForm, life.start, _("Start work")),
    "hold": (forms.HoldForm, life.hold, _("Put on hold")),
    "resume": (VerbForm, life.resume, _("Resume")),
    "fulfil": (forms.FulfilForm, life.fulfil, _("Fulfilled")),
    "close": (VerbForm, life.close, _("Close")),
    "ask_again": (VerbForm, life.ask_again, _("Ask for approval again")),
    "refuse": (forms.RefuseForm, life.refuse, _("Refuse")),
    "cancel": (forms.RefuseForm, life.cancel, _("Cancel the request")),
    "withdraw": (VerbForm, life.withdraw, _("I do not need it any more")),
    "reopen": (ReasonForm, life.reopen, _("Reopen")),
}


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    found = _found(request, number)
    kind, act, title = STEPS[verb]
    form = kind.asked(request)
    return _carry(request, found, form, lambda: act(found, by=request.actor, **form.cleaned_data), title)


def change(request: Request, number: str) -> HttpResponse:
    """Ask for something else; whoever must agree is asked anew."""
    found = _found(request, number)
    edition = found.edition
    if edition is None:
        return redirect("console:request", found.number)
    initial = {"quantity": found.quantity, "version": found.ticket.version, **answers.known(found.answers)}
    form = answers.AnswersForm.asked(request, edition=edition, actor=request.actor, initial=initial)

    def act() -> None:
        quantity = form.cleaned_data["quantity"] if "quantity" in form.changed_data else None
        version, merged = form.cleaned_data["version"], form.merged(found.answers)
        life.change(found, by=request.actor, answers=merged, quantity=quantity, version=version)

    return _carry(request, found, form, act, _("Change what is asked for"))


def turn(request: Request, number: str) -> HttpResponse:
    """Something is broken: open an incident that goes on where the request ends."""
    found, form = _found(request, number), VerbForm.asked(request)
    ticket = found.ticket

    @transaction.atomic
    def act() -> None:
        made = incidents.open_(
            by=request.actor, title=ticket.title, description=ticket.description, service=ticket.service,
            requester=ticket.requester,
        )  # fmt: skip
        life.turn(found, by=request.actor, into=made.ticket)

    if form.carries(act):
        return redirect("console:incident", found.turned_into.number if found.turned_into else "")
    back = reverse("console:request", args=[found.number])
    return verbs.page(request, form, title=_("Make it an incident"), submit=_("Open an incident"), back=back)


def reply(request: Request, number: str) -> HttpResponse:
    """Write to whoever asked."""
    return _said(request, number, _("Reply"), talking.reply)


def note(request: Request, number: str) -> HttpResponse:
    """Write a note that whoever asked never sees."""
    return _said(request, number, _("Note"), talking.note)


def file(request: Request, number: str, pk: int) -> FileResponse:
    """Hand a file out: pictures to look at, everything else to keep; nothing as a page."""
    found = get_object_or_404(Attachment.objects.visible_to(request.actor), ticket=_found(request, number).pk, pk=pk)
    return files.handed_out(found)


def assign(request: Request, number: str) -> HttpResponse:
    """Say who does it."""
    found = _found(request, number)
    people = Person.objects.visible_to(request.actor).active().filter(memberships__isnull=False).distinct()
    form = forms.AssignForm.asked(request, people=people, initial={"person": found.ticket.assignee_id})
    return _carry(
        request, found, form, lambda: tickets.assign(found.ticket, by=request.actor, **form.cleaned_data), _("Assign")
    )


def give_back(request: Request, number: str, pk: int) -> HttpResponse:
    """Somebody no longer holds what they got."""
    found = _found(request, number)
    holding = get_object_or_404(Holding.objects.visible_to(request.actor).had(), pk=pk, request=found)
    form = ReasonForm.asked(request)
    return _carry(
        request, found, form, lambda: life.give_back(holding, by=request.actor, **form.cleaned_data), _("Given back")
    )


def _said(request: Request, number: str, title: Any, say: Callable[..., Comment]) -> HttpResponse:
    found, form = _found(request, number), forms.TalkForm.asked(request)

    @transaction.atomic
    def act() -> None:
        comment = say(request, found.ticket, form.cleaned_data["body"])
        talking.attach(request, found.ticket, form.cleaned_data["uploads"], comment)

    return _carry(request, found, form, act, title, clears=f"{found.number}:talk")


def _found(request: Request, number: str) -> Asked:
    rows = Asked.objects.visible_to(request.actor).select_related(
        "ticket__service", "ticket__team", "ticket__assignee", "ticket__requester", "ticket__organisation", "item",
        "edition", "opened_by", "turned_into",
    )  # fmt: skip
    return get_object_or_404(rows, ticket__number=number.upper())


def _asks(item: CatalogueItem) -> bool:
    return item.needs_proof or (item.edition is not None and bool(list(item.edition.questions)))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0


def _carry(  # noqa: PLR0913, PLR0917  # what a verb of a request is made of
    request: Request, found: Asked, form: VerbForm, act: Callable[[], object], title: Any, clears: str = ""
) -> HttpResponse:
    if form.carries(act):
        toast(request, _("Done."), clears=clears)
        return redirect("console:request", found.number)
    back = reverse("console:request", args=[found.number])
    return verbs.page(request, form, title=title, submit=title, back=back, say=found.ticket.title)
