"""Pages of the door. Strangers may see all of them but the last."""

import json
from typing import Any

from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.sign_in import entering
from watchkeep.doors.console.sign_in.forms import ChooseForm, CodeForm, ForgottenForm, LoginForm
from watchkeep.doors.ui import handing, refusals
from watchkeep.doors.ui.addresses import address_of
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life, queries
from watchkeep.kernel.errors import Refused


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def login(request: Request) -> HttpResponse:
    """Ask for e-mail and password."""
    if request.user.is_authenticated:
        return redirect("/")
    form = LoginForm.asked(request)
    if form.carries(lambda: entering.by_password(request, **form.cleaned_data)):
        return redirect(entering.next_page(request))
    wanted = form.data.get("next") or form.initial.get("next", "")
    words = {"form": form, "doors": queries.doors(), "wanted": wanted, "refusal": handing.refusal(request)}
    return render(request, "sign_in/login.html", words, status=form.status)


@login_not_required
@never_cache
def login_arrived(request: Request) -> HttpResponse:
    """Let in whom a provider has proved: the door that spoke with it has left them in this browser's session."""
    return redirect(entering.next_page(request) if entering.by_source(request) else "console:login")


@login_not_required
@never_cache
def login_code(request: Request) -> HttpResponse:
    """Ask for the second factor."""
    person = entering.person_half_in(request)
    if person is None:
        return redirect("console:login")
    form = CodeForm.asked(request)
    if form.carries(lambda: entering.by_code(request, form.cleaned_data["code"])):
        return redirect(entering.next_page(request))
    has = {"passkeys": person.passkeys.exists(), "app": hasattr(person, "totp")}
    return render(request, "sign_in/code.html", {"form": form, **has}, status=form.status)


@login_not_required
@require_POST
def login_passkey_options(request: HttpRequest) -> JsonResponse:
    """Give a browser the question that a passkey answers."""
    options, request.session["passkey"] = life.begin_passkey_proof(entering.person_half_in(request))
    return JsonResponse(options)


@login_not_required
@require_POST
def login_passkey(request: HttpRequest) -> JsonResponse:
    """Take a passkey's answer; say where to go, or in words why not."""
    try:
        entering.by_passkey(request, _answer(request))
    except Refused as no:
        return refusals.as_json(no)
    return JsonResponse({"next": entering.next_page(request)})


@login_not_required
@never_cache
def forgotten(request: Request) -> HttpResponse:
    """Ask whose password is lost, and say the same whoever it is."""
    form = ForgottenForm.asked(request)
    if form.carries(lambda: life.ask_for_reset(form.cleaned_data["email"], address=address_of(request))):
        return render(request, "sign_in/sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "sign_in/forgotten.html", {"form": form}, status=form.status)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def choose_password(request: Request, link: str) -> HttpResponse:
    """Let whoever has the link from the mail choose a password."""
    person = life.person_of_link(link)
    if person is None:
        return render(request, "sign_in/stale_link.html", status=410)
    form = ChooseForm.asked(request)
    if form.carries(lambda: life.choose_password(link, **form.cleaned_data)):
        toast(request, _("Your password is set. Sign in with it now."))
        return redirect("console:login")
    return render(request, "sign_in/choose.html", {"form": form, "person": person}, status=form.status)


@require_POST
def logout(request: Request) -> HttpResponse:
    """Leave: the session is gone."""
    life.log_out(request.user, by=request.actor)
    auth.logout(request)
    toast(request, _("You have signed out."))
    return redirect("console:login")


def _answer(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return {}
