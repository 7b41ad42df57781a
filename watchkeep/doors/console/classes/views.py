"""Classes: the tree, one of them with what is known of such things, and how that is changed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.classes import reading
from watchkeep.doors.console.classes.forms import AttributeForm, ClassForm, NewClassForm, PatienceForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery import life as discovery
from watchkeep.estate.discovery.permissions import P as DiscoveryP


def classes(request: Request) -> HttpResponse:
    """All of them, as a tree."""
    request.actor.need(P.SEE, _("see items"))
    return render(request, "classes/tree.html", {"tree": queries.tree(request.actor)})


def one(request: Request, slug: str) -> HttpResponse:
    """What is known of such things, when they are missing, and what they may hang on."""
    cls = find(request, slug)
    words = {
        "cls": cls, "above": ItemClass.objects.filter(path__in=cls.line[:-1]).order_by("path"),
        "below": ItemClass.objects.visible_to(request.actor).filter(parent=cls),
        "attributes": queries.attributes_of(cls), "patience": reading.patience(cls),
        "allowed": reading.rules_of(cls, request.actor), "governs": request.actor.may(P.GOVERN),
        "configures": request.actor.may(DiscoveryP.CONFIGURE), "word": reading.word_for(cls),
    }  # fmt: skip
    return render(request, "classes/page.html", words)


def add(request: Request) -> HttpResponse:
    """One more sort of thing."""
    request.actor.need(P.GOVERN, _("change classes"))
    form = NewClassForm.asked(request)
    if form.carries(lambda: life.add_class(by=request.actor, **form.cleaned_data)):
        return redirect("console:item-class", form.cleaned_data["slug"])
    return verbs.page(request, form, title=_("New class"), submit=_("Add"), back=reverse("console:item-classes"))


def edit(request: Request, slug: str) -> HttpResponse:
    """Call it otherwise."""
    request.actor.need(P.GOVERN, _("change classes"))
    cls = find(request, slug)
    form = ClassForm.asked(request, initial={"name": cls.name, "icon": cls.icon})
    if form.carries(lambda: life.edit_class(cls, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:item-class", slug)
    return verbs.page(request, form, title=str(cls), submit=_("Save"), back=_page(cls))


def patience(request: Request, slug: str) -> HttpResponse:
    """Say after how many days without a word such things are missing."""
    request.actor.need(DiscoveryP.CONFIGURE, _("say when things are missing"))
    cls = find(request, slug)
    form = PatienceForm.asked(request, initial={"days": reading.own_patience(cls)})
    if form.carries(lambda: discovery.set_patience(cls, by=request.actor, days=form.cleaned_data["days"])):
        toast(request, _("Saved."))
        return redirect("console:item-class", slug)
    return verbs.page(request, form, title=_("When things are missing"), submit=_("Save"), back=_page(cls))


def describe(request: Request, slug: str, name: str = "") -> HttpResponse:
    """Describe one more attribute, or one that is there otherwise."""
    request.actor.need(P.GOVERN, _("change classes"))
    cls = find(request, slug)
    known = reading.attribute(cls, name) if name else {}
    form = AttributeForm.asked(request, is_new=not name, initial=AttributeForm.known(known))
    if form.carries(lambda: life.describe_attribute(cls, by=request.actor, attribute=form.described(name))):
        toast(request, _("Saved."))
        return redirect("console:item-class", slug)
    title = known.get("label") or _("New attribute")
    return verbs.page(request, form, title=title, submit=_("Save"), back=_page(cls))


@require_POST
def drop(request: Request, slug: str, name: str) -> HttpResponse:
    """Describe it no longer."""
    cls = find(request, slug)
    life.drop_attribute(cls, by=request.actor, name=name)
    toast(request, _("It is described no longer. Values that are there stay."))
    return redirect("console:item-class", slug)


def find(request: Request, slug: str) -> ItemClass:
    """The class of this name, for whoever may see classes."""
    return get_object_or_404(ItemClass.objects.visible_to(request.actor), slug=slug)


def _page(cls: ItemClass) -> str:
    return reverse("console:item-class", args=[cls.slug])
