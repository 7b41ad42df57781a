"""Pages on oneself."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.profile.forms import ConfirmForm, PasswordForm, ProfileForm, TokenForm
from watchkeep.doors.ui.addresses import address_of
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import ApiToken, Person
from watchkeep.kernel import clock


def profile(request: Request) -> HttpResponse:
    """My name, zone and telephone."""
    me = request.user
    form = ProfileForm.asked(request, initial={"name": me.name, "time_zone": me.time_zone, "phone": me.phone})
    if form.carries(lambda: life.edit_profile(me, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:profile")
    return render(request, "profile/page.html", {"form": form, "tabs": tabs()}, status=form.status)


def security(request: Request) -> HttpResponse:
    """My password, second factor and sessions."""
    me = request.user
    words = {
        "tabs": tabs(),
        "owes_factor": queries.access_of(me).needs_second_factor and not queries.has_second_factor(me),
        "app": me.totp if hasattr(me, "totp") and me.totp.confirmed_at else None,
        "passkeys": me.passkeys.all(),
        "codes_left": me.recovery_codes.filter(used_at=None).count(),
        "has_factor": queries.has_second_factor(me),
        "sessions": me.sessions.filter(expire_date__gt=clock.now()),
        "here": request.session.session_key,
    }
    return render(request, "profile/security.html", words)


def change_password(request: Request) -> HttpResponse:
    """Choose another password; every other session ends."""
    form = PasswordForm.asked(request)
    if form.carries(lambda: _change(request, form)):
        toast(request, _("Your password is changed. Your other sessions have ended."))
        return redirect("console:profile-security")
    back = reverse("console:profile-security")
    return verbs.page(request, form, title=_("Change password"), submit=_("Change password"), back=back)


@require_POST
def end_session(request: Request, key: str) -> HttpResponse:
    """End one of my sessions elsewhere."""
    life.end_session(get_object_or_404(request.user.sessions, pk=key), by=request.actor)
    toast(request, _("That session has ended."))
    return redirect("console:profile-security")


@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    """End all my sessions but this one."""
    life.end_other_sessions(request.user, by=request.actor, keep=request.session.session_key)
    toast(request, _("All your other sessions have ended."))
    return redirect("console:profile-security")


def tokens(request: Request) -> HttpResponse:
    """My tokens; a new one is shown in the clear, this once."""
    mine = request.user.tokens.filter(revoked_at=None)
    words = {"tabs": tabs(), "tokens": mine, "now": clock.now(), "fresh": request.session.pop("fresh_token", None)}
    return render(request, "profile/tokens.html", words)


def issue_token(request: Request) -> HttpResponse:
    """Give a program a key to act for me."""
    form = TokenForm.asked(request).offer(request)
    if form.carries(lambda: _issue(request, form)):
        return redirect("console:profile-tokens")
    return render(request, "profile/token.html", {"form": form}, status=form.status)


def revoke_token(request: Request, token: int) -> HttpResponse:
    """Make one of my keys worthless."""
    mine = get_object_or_404(ApiToken, person=request.user, pk=token)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.revoke_token(mine, by=request.actor)):
        toast(request, _("The token is revoked."))
        return redirect("console:profile-tokens")
    say = _("Whatever uses “%(name)s” stops working at once.") % {"name": mine.name}
    back = reverse("console:profile-tokens")
    return verbs.page(request, form, title=_("Revoke token"), submit=_("Revoke"), back=back, say=say, danger=True)


def tabs() -> list[tuple[str, str]]:
    """Return the pages on oneself."""
    pages = [("profile", _("Profile")), ("profile-security", _("Security")), ("profile-tokens", _("Tokens"))]
    pages += [("following", _("Services you follow")), ("chat-accounts", _("Chat accounts"))]
    return [(words, reverse(f"console:{name}")) for name, words in pages]


def confirmed(request: Request, form: ConfirmForm) -> Person:
    """See that it is still the owner who sits there, and return them."""
    life.confirm(request.user, form.cleaned_data["password"], address=address_of(request))
    return request.user


def _change(request: Request, form: VerbForm) -> None:
    here = request.session
    life.change_password(
        request.user, by=request.actor, address=address_of(request), keep=here.session_key, **form.cleaned_data
    )
    here["_auth_user_hash"] = request.user.get_session_auth_hash()


def _issue(request: Request, form: TokenForm) -> None:
    days = form.cleaned_data["days"]
    expires = clock.now() + timedelta(days=int(days)) if days else None
    token, plain = life.issue_token(
        request.user, by=request.actor, name=form.cleaned_data["name"], scopes=form.wanted(), expires_at=expires
    )
    request.session["fresh_token"] = {"name": token.name, "plain": plain}
