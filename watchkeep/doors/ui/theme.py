"""Light, dark, or as the reader's system says: kept in a cookie so that the first paint is right."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "theme"
CHOICES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest) -> str:
    """The reader's choice, ``auto`` until there is one."""
    kept = request.COOKIES.get(COOKIE, "")
    return kept if kept in CHOICES else "auto"


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a choice and go back to where the reader was."""
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    answer = HttpResponseRedirect(back if safe else "/")
    wanted = request.POST.get("theme", "")
    if wanted in CHOICES:
        answer.set_cookie(COOKIE, wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return answer
