"""In which language a portal speaks to its reader: as they chose, as their browser asks, or as the portal is set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST

from watchkeep.doors.portal.branding import portal_of
from watchkeep.doors.ui.people import door_of

COOKIE = "portal_language"
SPOKEN = {"en": _("English"), "de": _("German")}
A_YEAR = 365 * 24 * 3600


class Language:
    """Speaks the reader's language on every page of the portals, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and speak as before."""
        before = translation.get_language()
        try:
            return self.get_response(request)
        finally:
            translation.activate(before) if before else translation.deactivate()

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Choose, once it is known whose address it is."""
        if door_of(request) == "portal" and request.user.is_authenticated:
            translation.activate(_django_code(language_of(request)))


def language_of(request: HttpRequest) -> str:
    """The code of the language: two letters."""
    if (chosen := request.COOKIES.get(COOKIE, "")) in SPOKEN:
        return chosen
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200].lower()):
        if (short := code.partition("-")[0]) in SPOKEN:
            return short
    return portal_of(request).language


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep a choice and go back to where the reader was."""
    back = request.META.get("HTTP_REFERER", "")
    answer = HttpResponseRedirect(
        back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/portal/"
    )
    wanted = request.POST.get("language", "")
    if wanted in SPOKEN:
        answer.set_cookie(COOKIE, wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return answer


def _django_code(language: str) -> str:
    return "en-gb" if language == "en" else language
