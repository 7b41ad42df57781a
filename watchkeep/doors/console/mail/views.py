"""The log of received mail, one message, and what a person decides about it and its sender."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.mail.forms import Filter, RuleForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.pages import capped_count, keyset
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mail
from watchkeep.work.correspondence.permissions import P


def mails(request: Request) -> HttpResponse:
    """Everything that came in, the newest first."""
    request.actor.need(P.SEE, _("see received mail"))
    asked = Filter.of(request.GET)
    rows = queries.log(request.actor, **asked.values)
    context = {
        "page": keyset(rows, cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "filter": asked,
        "wanting": queries.counts(request.actor),
        "mailboxes": queries.mailboxes(request.actor),
    }
    return render(request, "mail/list.html", context)


def mail(request: Request, pk: int) -> HttpResponse:
    """One message: what it says, what was cut, what became of it and why."""
    row = _found(request, pk)
    context = {
        "mail": row,
        "may_let_in": life.LIFE.may(row, "let_in", request.actor) and row.erased_at is None,
        "may_discard": life.LIFE.may(row, "discard", request.actor),
        "may_judge": request.actor.may(P.JUDGE),
        "domain": row.sender.rpartition("@")[2],
    }
    return render(request, "mail/one.html", context)


def source(request: Request, pk: int) -> HttpResponseBase:
    """Hand the message out as it came, byte for byte, as a download."""
    row = _found(request, pk)
    if row.erased_at:
        raise Http404
    kept, name = BytesIO(bytes(row.source)), f"mail-{row.pk}.eml"
    return FileResponse(kept, as_attachment=True, filename=name, content_type="application/octet-stream")


@require_POST
def let_in(request: Request, pk: int) -> HttpResponse:
    """It comes in after all."""
    life.let_in(_found(request, pk), by=request.actor)
    toast(request, _("It comes in. What becomes of it appears here."))
    return redirect("console:mail_one", pk)


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """It is not wanted."""
    life.discard(_found(request, pk), by=request.actor)
    toast(request, _("Discarded. It can still be let in."))
    return redirect("console:mail")


def senders(request: Request) -> HttpResponse:
    """Who waits, and the rules about senders."""
    request.actor.need(P.SEE, _("see senders"))
    context = {
        "waiting": queries.waiting_senders(request.actor),
        "page": keyset(queries.rules(request.actor), order=("pattern", "id"), cursor=request.GET.get("cursor")),
        "may": request.actor.may(P.JUDGE),
    }
    return render(request, "mail/senders.html", context)


def add_rule(request: Request) -> HttpResponse:
    """Decide what becomes of mail of some senders."""
    request.actor.need(P.JUDGE, _("decide who may write"))
    form = RuleForm.asked(request)
    if form.carries(lambda: life.set_rule(by=request.actor, **form.cleaned_data)):
        toast(request, _("The rule holds from now on. What waits already is still yours to decide."))
        return redirect("console:mail_senders")
    return verbs.page(request, form, title=_("Rule about senders"), submit=_("Save"), back="/mail/senders")


@require_POST
def remove_rule(request: Request, pk: int) -> HttpResponse:
    """The rule holds no more."""
    life.remove_rule(get_object_or_404(queries.rules(request.actor), pk=pk), by=request.actor)
    toast(request, _("Removed."))
    return redirect("console:mail_senders")


def _found(request: Request, pk: int) -> Mail:
    return get_object_or_404(queries.log(request.actor), pk=pk)
