"""Which classes relations may join: allowed, forbidden, and said no longer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.classes.forms import RelationRuleForm
from watchkeep.doors.console.classes.views import find
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.permissions import P


def add(request: Request, slug: str) -> HttpResponse:
    """Allow a relation between this class and another, or forbid it."""
    request.actor.need(P.GOVERN, _("say which classes relations join"))
    cls, form = find(request, slug), RelationRuleForm.asked(request)
    if form.carries(lambda: life.set_relation_rule(by=request.actor, **form.asked_for(cls))):
        toast(request, _("Saved."))
        return redirect("console:item-class", slug)
    back = reverse("console:item-class", args=[slug])
    title = _("What a %(cls)s may hang on") % {"cls": cls}
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Say nothing of it any more."""
    rule = get_object_or_404(queries.relation_rules(request.actor), pk=pk)
    life.remove_relation_rule(rule, by=request.actor)
    toast(request, _("The rule is gone. Relations that are there stay."))
    cls = rule.from_cls or rule.to_cls
    return redirect("console:item-class", cls.slug) if cls else redirect("console:item-classes")
