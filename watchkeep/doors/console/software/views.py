"""Pages on software products and the rules that read titles."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.software import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Application, Licence, Origin, Product, Reading, Rule
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def products(request: Request) -> HttpResponse:
    """Products, by name, with how much of each is installed."""
    rows = Product.objects.visible_to(request.actor)
    if text := request.GET.get("q", "").replace("\0", "").strip():
        rows = rows.filter(name__icontains=text) | rows.filter(publisher__icontains=text)
    if request.GET.get("licence") in Licence.values:
        rows = rows.filter(licence=request.GET["licence"])
    if "all" not in request.GET:
        rows = rows.filter(pk__in=Reading.objects.exclude(product=None).values("product"))
    page = keyset(queries.with_installations(rows), order=("name", "id"), cursor=request.GET.get("cursor"))
    words = {"page": page, "count": capped_count(rows), "licences": Licence.choices, "asked": request.GET}
    return render(request, "software/list.html", words | {"tabs": tabs(request)})


def product(request: Request, pk: int) -> HttpResponse:
    """One product: its versions, the titles that mean it, and why they do."""
    one = find(request, pk)
    words = {
        "product": one,
        "versions": queries.versions_of(one),
        "titles": queries.titles_of(one),
        "rules": one.rules.all(),
        "manages": request.actor.may(P.MANAGE),
    }
    return render(request, "software/page.html", words)


def add(request: Request) -> HttpResponse:
    """Make a product that titles can mean."""
    request.actor.need(P.MANAGE)
    form, made = forms.ProductForm.asked(request), list[Product]()
    if form.carries(lambda: made.append(life.add_product(by=request.actor, **form.cleaned_data))):
        toast(request, _("The product is there. Now say which titles mean it."))
        return redirect("console:software-product", made[0].pk)
    return verbs.page(request, form, title=_("New product"), submit=_("Add"), back=reverse("console:software"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is known of it."""
    request.actor.need(P.MANAGE)
    one = find(request, pk)
    form = forms.ProductForm.asked(request, initial=forms.known(one))
    if form.carries(lambda: life.edit_product(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:software-product", pk)
    title, back = _("Edit %(name)s") % {"name": one.name}, reverse("console:software-product", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


def rules(request: Request) -> HttpResponse:
    """The rules, people's first: the order in which they count."""
    rows = Rule.objects.visible_to(request.actor)
    if text := request.GET.get("q", "").replace("\0", "").strip().lower():
        rows = rows.filter(name__icontains=text) | rows.filter(product__name__icontains=text)
    if request.GET.get("origin") in Origin.values:
        rows = rows.filter(origin=request.GET["origin"])
    order = ("-origin", "position", "id")
    page = keyset(rows.select_related("product"), order=order, cursor=request.GET.get("cursor"))
    words = {"page": page, "count": capped_count(rows), "origins": Origin.choices, "asked": request.GET}
    manages = request.actor.may(P.MANAGE)
    return render(request, "software/rules.html", words | {"tabs": tabs(request), "manages": manages})


def add_rule(request: Request, pk: int) -> HttpResponse:
    """Say which titles mean a product."""
    request.actor.need(P.MANAGE)
    one, form = find(request, pk), forms.RuleForm.asked(request)
    if form.carries(lambda: life.add_rule(by=request.actor, product=one, **form.cleaned_data)):
        toast(request, _("Titles that fit are read anew."))
        return redirect("console:software-product", pk)
    title, back = _("What means %(name)s") % {"name": one.name}, reverse("console:software-product", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Add"), back=back)


def remove_rule(request: Request, pk: int) -> HttpResponse:
    """Let titles mean what the other rules say."""
    request.actor.need(P.MANAGE)
    rule = get_object_or_404(Rule.objects.visible_to(request.actor).select_related("product"), pk=pk)
    form, product_pk = VerbForm.asked(request), rule.product_id
    if form.carries(lambda: life.remove_rule(rule, by=request.actor)):
        toast(request, _("Removed. What it concerned is read anew."))
        return redirect("console:software-product", product_pk)
    title, back = _("Remove the rule %(name)s") % {"name": rule.name}, reverse("console:software-rules")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)


def find(request: Request, pk: int) -> Product:
    """Return the product, if the reader may see it."""
    return get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)


def tabs(request: Request) -> list[tuple[str, str] | tuple[str, str, int]]:
    """The lists of this part, with how many titles and applications wait."""
    waiting, _more = capped_count(Reading.objects.visible_to(request.actor).unknown())
    apps, _more = capped_count(Application.objects.visible_to(request.actor).unknown())
    return [
        (_("Products"), reverse("console:software")),
        (_("Unknown"), reverse("console:software-unknown"), waiting),
        (_("Applications"), reverse("console:software-applications"), apps),
        (_("Rules"), reverse("console:software-rules")),
        (_("Set aside"), reverse("console:software-aside")),
        (_("Sign-in logs"), reverse("console:software-logs")),
    ]
