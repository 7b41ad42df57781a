"""What can be ordered: the shelves, one item, and the order, one decision at a time."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.portal import proving
from watchkeep.doors.portal.branding import portal_of
from watchkeep.doors.portal.ordering import END, Order
from watchkeep.doors.ui import items
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.questions import AnswerForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.sla import queries as sla
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Category, Picture, Source
from watchkeep.work.selfservice import queries as portals

MOST_ITEMS = 60


def shelves(request: Request) -> HttpResponse:
    """The whole catalogue by its shelves."""
    found = list(portals.catalogue(portal_of(request), request.actor)[:MOST_ITEMS])
    return render(request, "portal/catalogue.html", {"items": found})


def shelf(request: Request, slug: str) -> HttpResponse:
    """One shelf."""
    category = get_object_or_404(Category, slug=slug)
    found = list(portals.catalogue(portal_of(request), request.actor, category=category)[:MOST_ITEMS])
    if not found:
        raise Http404
    return render(request, "portal/catalogue.html", {"items": found, "category": category})


def item(request: Request, slug: str) -> HttpResponse:
    """What one gets, what it costs, and whether one may have one more."""
    found = offered(request, slug)
    person = Person.objects.filter(pk=request.actor.person or 0).first()
    left = queries.entitlement(found.edition, person) if found.edition and found.edition.is_counted else None
    about = items.to_html(found, lambda pk: reverse("portal:item-picture", args=[slug, pk]))
    seen = {"item": found, "edition": found.edition, "left": left, "about": about, "promise": sla.promised(found)}
    return render(request, "portal/item.html", seen)


def picture(request: Request, slug: str, pk: int) -> HttpResponseBase:
    """A picture of an item, to look at."""
    return items.hand_out(request, get_object_or_404(Picture, item=offered(request, slug), pk=pk))


def order(request: Request, slug: str) -> HttpResponse:
    """One question, or all answers before they are sent."""
    found = offered(request, slug)
    its = Order.of(request, found)
    at = request.GET.get("at", "")
    place = queries.flow(its.edition, its.answers, at)
    if place.question is None:
        if missing := its.first_open():
            return redirect(_at(slug, missing))
        return _at_the_end(request, its)
    question, words = place.question, request.GET.get("words", "")
    made: dict[str, Any] = {"question": question, "actor": request.actor, "words": words}
    form = AnswerForm(request.POST, request.FILES, **made) if request.method == "POST" else None
    why = ""
    if form is not None:
        why = _say(request, its, form)
        if not why:
            return redirect(_at(slug, END if "back" in request.GET else its.next_after(question.name)))
    form = form or AnswerForm(initial={"answer": _shown(its.answers.get(question.name))}, **made)
    context = {"item": found, "place": place, "question": question, "form": form, "why": why, "words": words}
    return render(request, "portal/order.html", context, status=422 if why else 200)


@require_POST
def send(request: Request, slug: str) -> HttpResponse:
    """Order it."""
    found = offered(request, slug)
    its = Order.of(request, found)
    if missing := its.first_open():
        return redirect(_at(slug, missing))
    if found.needs_proof and not proving.is_proved(request):
        return redirect("portal:prove", slug)
    proof = proving.key_of(request) if found.needs_proof else ""
    try:
        made = life.open_(by=request.actor, item=found, answers=its.clean(), source=Source.PORTAL, proof=proof)
    except Refused as no:
        return _at_the_end(request, its, no.message)
    its.forget()
    proving.forget(request)
    toast(request, _("Ordered. Here you see how it stands."))
    return redirect("portal:ticket", made.number)


def offered(request: Request, slug: str) -> CatalogueItem:
    """The item of this short name, if it is for whoever asks; 404 else."""
    found = portals.catalogue(portal_of(request), request.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _at_the_end(request: Request, order: Order, no: str = "") -> HttpResponse:
    """All answers before they are sent, and whether we must be sure first who asks."""
    wants_proof = order.item.needs_proof and not proving.is_proved(request)
    seen = {"item": order.item, "order": order, "edition": order.edition, "no": no, "wants_proof": wants_proof}
    return render(request, "portal/order_end.html", seen, status=409 if no else 200)


def _say(request: Request, order: Order, form: AnswerForm) -> str:
    """Keep the answer of a form; what is wrong with it, or nothing. Files are kept until the order is sent."""
    question = queries.flow(order.edition, order.answers, request.GET.get("at", "")).question
    if question is None:
        return ""
    value = form.given
    if question.ask == "file":
        try:
            kept = [life.upload(by=request.actor, file=one, name=one.name, declared=one.content_type or "").key
                    for one in value or ()]  # fmt: skip
        except Refused as no:
            return no.message
        value = kept or order.answers.get(question.name)
    return order.say(question.name, value)


def _at(slug: str, name: str) -> str:
    return f"{reverse('portal:order', args=[slug])}?at={name}"


def _shown(value: object) -> object:
    """An answer as a field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
