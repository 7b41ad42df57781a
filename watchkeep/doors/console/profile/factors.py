"""Pages on one's second factor."""

import json
from typing import Any

import qrcode
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.profile.forms import CodeForm, ConfirmForm
from watchkeep.doors.console.profile.views import confirmed
from watchkeep.doors.ui import refusals
from watchkeep.doors.ui.addresses import address_of
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused


def add_totp(request: Request) -> HttpResponse:
    """Show the QR code of a new authenticator app and ask for its first code."""
    secret, address = life.add_totp(request.user, by=request.actor)
    form = CodeForm.asked(request)
    if form.carries(lambda: _keep(request, _first_code(request, form))):
        return redirect("console:recovery-codes")
    words = {"form": form, "secret": secret, "picture": _picture(address), "back": reverse("console:profile-security")}
    return render(request, "profile/totp.html", words, status=form.status)


def remove_totp(request: Request) -> HttpResponse:
    """Do without the authenticator app, with the password again."""
    form = ConfirmForm.asked(request)
    if form.carries(lambda: life.remove_totp(confirmed(request, form), by=request.actor)):
        toast(request, _("The authenticator app is removed."))
        return redirect("console:profile-security")
    back = reverse("console:profile-security")
    return verbs.page(request, form, title=_("Remove authenticator app"), submit=_("Remove"), back=back, danger=True)


def add_passkey(request: Request) -> HttpResponse:
    """Make a passkey: the page asks the browser, the browser answers here."""
    if request.method != "POST":
        return render(request, "profile/passkey.html", {"back": reverse("console:profile-security")})
    given = _json(request)
    state = request.session.pop("passkey", {})
    name, answer = str(given.get("name", ""))[:80], given.get("answer", {})
    try:
        codes = life.add_passkey(request.user, by=request.actor, name=name, answer=answer, state=state)
    except Refused as no:
        return refusals.as_json(no)
    _keep(request, codes)
    return JsonResponse({"next": reverse("console:recovery-codes")})


@require_POST
def passkey_options(request: Request) -> JsonResponse:
    """Give the browser what it needs to make a passkey."""
    options, request.session["passkey"] = life.begin_passkey(request.user)
    return JsonResponse(options)


def remove_passkey(request: Request, key: int) -> HttpResponse:
    """Do without a passkey, with the password again."""
    mine = get_object_or_404(request.user.passkeys, pk=key)
    form = ConfirmForm.asked(request)
    if form.carries(lambda: confirmed(request, form) and life.remove_passkey(mine, by=request.actor)):
        toast(request, _("The passkey is removed."))
        return redirect("console:profile-security")
    back, title = reverse("console:profile-security"), _("Remove passkey “%(name)s”") % {"name": mine.name}
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)


def recovery_codes(request: Request) -> HttpResponse:
    """Show new recovery codes, this once; without new ones go on."""
    codes = request.session.pop("fresh_codes", None)
    if not codes:
        toast(request, _("Your second factor is set up."))
        return redirect("console:profile-security")
    return render(request, "profile/codes.html", {"codes": codes})


def make_recovery_codes(request: Request) -> HttpResponse:
    """Make new recovery codes, with the password again; the old ones are worth nothing then."""
    form = ConfirmForm.asked(request)
    if form.carries(lambda: _renew(request, confirmed(request, form))):
        return redirect("console:recovery-codes")
    back, say = reverse("console:profile-security"), _("The codes that you have stop working.")
    return verbs.page(request, form, title=_("New recovery codes"), submit=_("Make new codes"), back=back, say=say)


def _first_code(request: Request, form: CodeForm) -> list[str]:
    code = form.cleaned_data["code"]
    return life.confirm_totp(request.user, by=request.actor, code=code, address=address_of(request))


def _renew(request: Request, person: Person) -> None:
    request.session["fresh_codes"] = life.make_recovery_codes(person, by=request.actor)


def _keep(request: Request, codes: list[str]) -> None:
    """Remember the codes until they are shown, and that this session belongs to whoever has the factor."""
    request.session["fresh_codes"] = codes
    request.session["strong"] = True


def _picture(address: str) -> str:
    """Return the QR code as an SVG, black on white whatever the theme: cameras want it so."""
    image = qrcode.make(address, image_factory=SvgPathImage, box_size=12, border=3)
    return str(image.to_string(encoding="unicode"))


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
