"""What can be ordered: the shelves, one item, and the order, one decision at a time."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.portal.branding import portal_of
from watchkeep.doors.portal.ordering import END, Order
from watchkeep.doors.portal.questions import AnswerForm
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Category, Source
from watchkeep.work.selfservice import queries as portals

MOST_ITEMS = 60


def shelves(request: Request) -> HttpResponse:
    """The whole catalogue by its shelves."""
    items = list(portals.catalogue(portal_of(request), request.actor)[:MOST_ITEMS])
    return render(request, "portal/catalogue.html", {"items": items})


def shelf(request: Request, slug: str) -> HttpResponse:
    """One shelf."""
    category = get_object_or_404(Category, slug=slug)
    items = list(portals.catalogue(portal_of(request), request.actor, category=category)[:MOST_ITEMS])
    if not items:
        raise Http404
    return render(request, "portal/catalogue.html", {"items": items, "category": category})


def item(request: Request, slug: str) -> HttpResponse:
    """What one gets, what it costs, and whether one may have one more."""
    found = _offered(request, slug)
    person = Person.objects.filter(pk=request.actor.person or 0).first()
    left = queries.entitlement(found.edition, person) if found.edition and found.edition.is_counted else None
    return render(request, "portal/item.html", {"item": found, "edition": found.edition, "left": left})


def order(request: Request, slug: str) -> HttpResponse:
    """One question, or all answers before they are sent."""
    found = _offered(request, slug)
    its = Order.of(request, found)
    at = request.GET.get("at", "")
    place = queries.flow(its.edition, its.answers, at)
    if place.question is None:
        if missing := its.first_open():
            return redirect(_at(slug, missing))
        return render(request, "portal/order_end.html", {"item": found, "order": its, "edition": its.edition})
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
    found = _offered(request, slug)
    its = Order.of(request, found)
    if missing := its.first_open():
        return redirect(_at(slug, missing))
    try:
        made = life.open_(by=request.actor, item=found, answers=its.clean(), source=Source.PORTAL)
    except Refused as no:
        context = {"item": found, "order": its, "edition": its.edition, "no": no.message}
        return render(request, "portal/order_end.html", context, status=409)
    its.forget()
    toast(request, _("Ordered. Here you see how it stands."))
    return redirect("portal:ticket", made.number)


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


def _offered(request: Request, slug: str) -> CatalogueItem:
    found = portals.catalogue(portal_of(request), request.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _at(slug: str, name: str) -> str:
    return f"{reverse('portal:order', args=[slug])}?at={name}"


def _shown(value: object) -> object:
    """An answer as a field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
