"""By which action a product's seats come back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.leavers.forms import WayForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.connections import queries as actions
from watchkeep.duty.connections.permissions import P as Actions
from watchkeep.duty.reclaiming import life, queries
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.estate.licences.models import Product
from watchkeep.kernel.pages import capped_count, keyset


def ways(request: Request) -> HttpResponse:
    """Products of which somebody has a seat, and by what each comes back."""
    request.actor.need(P.SEE, _("see how seats come back"))
    rows = queries.products(request.actor)
    if text := request.GET.get("q", "").replace("\0", "").strip()[:120]:
        rows = rows.filter(name__icontains=text)
    page = keyset(rows, order=("name", "id"), cursor=request.GET.get("cursor"))
    known = queries.ways_of(one.pk for one in page.rows)
    words = {
        "page": page, "rows": [(one, known.get(one.pk)) for one in page.rows], "count": capped_count(rows),
        "asked": request.GET, "may": _may(request),
    }  # fmt: skip
    return render(request, "leavers/ways.html", words)


def choose(request: Request, pk: int) -> HttpResponse:
    """Choose the action by which a product's seats come back."""
    request.actor.need(P.CONFIGURE)
    product = _found(request, pk)
    kinds = [kind.about for kind in actions.library() if kind.about.connects]
    way = queries.ways_of([product.pk]).get(product.pk)
    return render(request, "leavers/choose.html", {"product": product, "kinds": kinds, "way": way})


def edit(request: Request, pk: int, action: str) -> HttpResponse:
    """Say with which parameters, and through which connection."""
    request.actor.need(P.CONFIGURE)
    product = _found(request, pk)
    if action not in {kind.about.name for kind in actions.library()}:
        raise Http404
    way = queries.ways_of([product.pk]).get(product.pk)
    initial = {**way.parameters, "connection": way.connection} if way and way.action == action else {}
    form = WayForm.asked(request, action=action, initial=initial)

    def act() -> None:
        through = form.cleaned_data.get("connection")
        life.set_way(product, by=request.actor, action=action, connection=through, parameters=form.given)

    if form.carries(act):
        toast(request, _("From now on its seats come back so."))
        return redirect("console:leavers-ways")
    say = _("Placeholders: {{ person.email }}, {{ person.name }}, {{ person.login }}, {{ person.external_id }}, "
            "{{ product.name }}.")  # fmt: skip
    title = _("%(product)s: %(action)s") % {"product": product.name, "action": actions.label_of(action)}
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:leavers-ways"), say=say)


def remove(request: Request, pk: int) -> HttpResponse:
    """Leave a product's seats to people."""
    request.actor.need(P.CONFIGURE)
    product, form = _found(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.drop_way(product, by=request.actor)):
        toast(request, _("People take its seats back from now on."))
        return redirect("console:leavers-ways")
    title, back = _("Leave %(name)s to people") % {"name": product.name}, reverse("console:leavers-ways")
    return verbs.page(request, form, title=title, submit=_("Leave it to people"), back=back, danger=True)


def _found(request: Request, pk: int) -> Product:
    return get_object_or_404(queries.products(request.actor), pk=pk)


def _may(request: Request) -> bool:
    return request.actor.may(P.CONFIGURE) and request.actor.may(Actions.RUN)
