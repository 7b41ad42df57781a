"""The steps of an item's life, one page each."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.items.forms import DisposalForm, HandOverForm
from watchkeep.doors.console.items.views import finding
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life

FORMS: Mapping[str, type[VerbForm]] = {"put_to_use": HandOverForm, "dispose": DisposalForm}
VERBS: Mapping[str, Callable[..., None]] = {
    "receive": life.receive, "put_to_use": life.put_to_use, "take_back": life.take_back,
    "send_to_repair": life.send_to_repair, "lose": life.lose, "find": life.find, "retire": life.retire,
    "revive": life.revive, "dispose": life.dispose,
}  # fmt: skip
SAYS: Mapping[str, Words] = {
    "take_back": gettext_lazy("Whoever has it has it no longer."),
    "retire": gettext_lazy("It is looked after no longer. What is known of it stays."),
    "dispose": gettext_lazy("It is gone for good, and so is the way back."),
}


def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Take one step."""
    if verb not in VERBS:
        raise Http404
    request.actor.need(life.LIFE.steps[verb].may)
    one = finding.item(request, pk)
    form = FORMS.get(verb, VerbForm).asked(request)
    if form.carries(lambda: VERBS[verb](one, by=request.actor, **form.cleaned_data)):
        toast(request, _("%(name)s: %(state)s.") % {"name": one.name, "state": one.get_state_display()})
        return redirect("console:item", pk)
    back, label = reverse("console:item", args=[pk]), life.LIFE.steps[verb].label
    title = _("%(step)s: %(name)s") % {"step": label, "name": one.name}
    is_end = verb in {"retire", "dispose"}
    return verbs.page(request, form, title=title, submit=label, back=back, say=SAYS.get(verb, ""), danger=is_end)
