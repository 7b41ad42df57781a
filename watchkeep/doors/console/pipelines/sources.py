"""Sources: all, one, a new one; keys and secrets shown once; what came in and what went wrong with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import holders, verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.pipelines import forms, signs, snippets
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.pages import keyset
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Delivery, PipelineSource, Provider
from watchkeep.work.changes.permissions import P

FRESH = "fresh_pipeline_key"
KINDS = [(value, label) for value, label in Provider.choices if value != Provider.PAGERDUTY]
MOST_SHOWN = 64 * 2**10


def pipelines(request: Request) -> HttpResponse:
    """Every pipeline that tells what it puts live, and when it was last heard."""
    request.actor.need(P.SEE, _("see changes"))
    rows = PipelineSource.objects.visible_to(request.actor).select_related("service")[:500]
    drawn = {"rows": rows, "kinds": KINDS, "may": request.actor.may(P.MANAGE), "snippets": snippets.asking()}
    drawn["asks"] = holders.to_ask(request.actor, P.MANAGE)
    return render(request, "pipelines/list.html", drawn)


def pipeline(request: Request, pk: int) -> HttpResponse:
    """One pipeline: how to let it speak, what it sent, what became of that. Fresh secrets are shown this once."""
    source = _found(request, pk)
    fresh = request.session.pop(FRESH, {})
    key, secret = (fresh["key"], fresh["secret"]) if fresh.get("source") == pk else ("", "")
    page = keyset(queries.deliveries_of(source, request.GET.get("fate", "")), cursor=request.GET.get("cursor"))
    drawn = {
        "source": source, "key": key, "secret": secret, "snippets": snippets.of(source, key, secret), "page": page,
        "lines": [(one, signs.FATES[one.fate]) for one in page.rows], "may": request.actor.may(P.MANAGE),
        "fate": request.GET.get("fate", ""), "rules": source.rules.select_related("service", "model"),
        "asks": holders.to_ask(request.actor, P.MANAGE),
    }  # fmt: skip
    return render(request, "pipelines/one.html", drawn)


def add(request: Request, provider: str) -> HttpResponse:
    """Listen to one more pipeline, and show its key and secret."""
    request.actor.need(P.MANAGE, _("set up pipelines"))
    if provider not in dict(KINDS):
        raise Http404
    form, made = forms.SourceForm.asked(request), list[tuple[PipelineSource, str]]()
    if form.carries(lambda: made.append(life.add_source(by=request.actor, provider=provider, **form.cleaned_data))):
        return _show(request, *made[0])
    title = _("New pipeline: %(kind)s") % {"kind": dict(KINDS)[provider]}
    return verbs.page(request, form, title=title, submit=_("Make it"), back=reverse("console:pipelines"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Make something else of what it says."""
    request.actor.need(P.MANAGE, _("set up pipelines"))
    source = _found(request, pk)
    known = {
        "name": source.name, "service": source.service_id, "model": source.model_id,
        "production": ", ".join(source.production),
    }  # fmt: skip
    form = forms.SourceForm.asked(request, initial=known)
    if form.carries(lambda: life.change_source(source, by=request.actor, **form.cleaned_data)):
        toast(request, _("Changed."))
        return redirect("console:pipeline", pk)
    return verbs.page(request, form, title=_("Change pipeline"), submit=_("Save"), back=_address(source))


def rules(request: Request, pk: int) -> HttpResponse:
    """Whose deployments its repositories, applications and jobs are."""
    request.actor.need(P.MANAGE, _("set up pipelines"))
    source = _found(request, pk)
    form = forms.RulesForm.asked(request, initial={"rules": forms.written(source)})
    if form.carries(lambda: life.set_rules(source, form.cleaned_data["rules"], by=request.actor)):
        toast(request, _("The rules hold for what comes from now on."))
        return redirect("console:pipeline", pk)
    return verbs.page(request, form, title=_("Whose deployments they are"), submit=_("Save"), back=_address(source))


def make_key(request: Request, pk: int) -> HttpResponse:
    """Make a new key and secret."""
    request.actor.need(P.MANAGE, _("set up pipelines"))
    source, form = _found(request, pk), VerbForm.asked(request)
    made: list[str] = []
    if form.carries(lambda: made.append(life.make_source_key(source, by=request.actor))):
        return _show(request, source, made[0])
    say = _("What has the old key or secret is heard no more from that moment on.")
    return verbs.page(
        request, form, title=_("New key"), submit=_("Make a new key"), back=_address(source), say=say, danger=True
    )


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Listen no more, or listen again."""
    source = _found(request, pk)
    life.switch_source(source, by=request.actor)
    toast(request, _("It is listened to.") if source.is_active else _("It is listened to no more."))
    return redirect("console:pipeline", pk)


def delivery(request: Request, pk: int) -> HttpResponse:
    """One body as it came, and what became of it."""
    request.actor.need(P.MANAGE, _("see what pipelines send"))
    one = get_object_or_404(Delivery.objects.defer(None).select_related("source"), pk=pk)
    body = bytes(one.body)[:MOST_SHOWN].decode("utf-8", "replace").replace("\0", "")
    return render(request, "pipelines/delivery.html", {"one": one, "sign": signs.FATES[one.fate], "body": body})


@require_POST
def read_again(request: Request, pk: int) -> HttpResponse:
    """Read a body once more, perhaps with other rules."""
    one = get_object_or_404(Delivery, pk=pk)
    life.read_again(one, by=request.actor)
    toast(request, _("It is read again in a moment."))
    return redirect("console:pipeline", one.source_id)


def _show(request: Request, source: PipelineSource, key: str) -> HttpResponse:
    request.session[FRESH] = {"source": source.pk, "key": key, "secret": source.secret}
    return redirect("console:pipeline", source.pk)


def _found(request: Request, pk: int) -> PipelineSource:
    rows = PipelineSource.objects.visible_to(request.actor).select_related("service", "model")
    return get_object_or_404(rows, pk=pk)


def _address(source: PipelineSource) -> str:
    return reverse("console:pipeline", args=[source.pk])
