"""Views of the escalation pages: find, ask, do, go."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.escalation.forms import AssignForm, PolicyForm, PreviewForm
from watchkeep.doors.console.foresight import CarefulSureForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Policy, ServicePolicy
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.services.models import Service


def policies(request: Request) -> HttpResponse:
    """All policies, which service has which, and what would happen now."""
    request.actor.need(P.SEE, _("see escalation policies"))
    services = list(Service.objects.visible_to(request.actor).active().select_related("owner_team"))
    form = PreviewForm(request.GET if "service" in request.GET else None)
    seen = {
        "policies": Policy.objects.visible_to(request.actor).whole(),
        "services": [(one, policy) for one, policy in zip(services, queries.policies_of(services), strict=True)],
        "form": form,
        "preview": queries.preview(**form.cleaned_data) if form.is_valid() else None,
        "may_plan": request.actor.may(P.MANAGE),
    }
    return render(request, "escalation/policies.html", seen)


def policy(request: Request, pk: int) -> HttpResponse:
    """One policy, step by step."""
    found = _found(request, pk)
    services = Service.objects.filter(pk__in=ServicePolicy.objects.filter(policy=found).values("service"))
    seen = {"policy": found, "services": services, "may_plan": request.actor.may(P.MANAGE)}
    return render(request, "escalation/policy.html", seen)


def new(request: Request) -> HttpResponse:
    """Write a policy."""
    request.actor.need(P.MANAGE, _("change escalation policies"))
    form = PolicyForm.asked(request)
    if form.carries_carefully(lambda: life.create_policy(by=request.actor, **form.verb())):
        toast(request, _("The policy is in force."))
        return redirect("console:escalation")
    return render(request, "escalation/policy_form.html", {"form": form}, status=form.status)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change a policy. Escalations that run keep the old one."""
    request.actor.need(P.MANAGE, _("change escalation policies"))
    found = _found(request, pk)
    form = PolicyForm.asked(request, **PolicyForm.filled(found))
    if form.carries_carefully(lambda: life.change_policy(_found(request, pk), by=request.actor, **form.verb())):
        toast(request, _("Saved. Escalations that run keep the policy they began with."))
        return redirect("console:policy", pk)
    return render(request, "escalation/policy_form.html", {"form": form, "policy": found}, status=form.status)


def remove(request: Request, pk: int) -> HttpResponse:
    """Take a policy away."""
    found = _found(request, pk)
    form = CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.remove_policy(_found(request, pk), by=request.actor)):
        toast(request, _("%(name)s is gone.") % {"name": found.name})
        return redirect("console:escalation")
    return render(request, "escalation/policy_remove.html", {"form": form, "policy": found}, status=form.status)


def assign(request: Request, slug: str) -> HttpResponse:
    """Say which policy answers for a service."""
    service = get_object_or_404(Service.objects.visible_to(request.actor), slug=slug)
    own = ServicePolicy.objects.filter(service=service).values_list("policy", flat=True).first()
    form = AssignForm.asked(request, initial={"policy": own})
    if form.carries_carefully(lambda: life.assign_policy(service, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:escalation")
    return render(request, "escalation/assign.html", {"form": form, "service": service}, status=form.status)


def _found(request: Request, pk: int) -> Policy:
    return get_object_or_404(Policy.objects.visible_to(request.actor).whole(), pk=pk)
