"""Who asks, for which page, in which language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import StatusPage

A_MONTH = 30 * 24 * 3600


def page_of(request: HttpRequest, slug: str) -> StatusPage | None:
    """The page, if there is one that this reader may read. Whether there is another, nobody learns."""
    page = StatusPage.objects.filter(slug=slug).first()
    if page is None:
        return None
    key = request.GET.get("key") or request.COOKIES.get(_cookie(page), "")
    return page if queries.may_read(page, getattr(request, "actor", None), key) else None


def page_of_link(slug: str, token: str) -> StatusPage:
    """The page of a link in a mail. A private one shows itself to its own links alone. Raises Http404."""
    page = StatusPage.objects.filter(slug=slug, is_active=True).first()
    if page is None or (page.is_private and not life.knows(page, token)):
        raise Http404
    return page


def remember(page: StatusPage, mark: str, request: HttpRequest) -> HttpResponse:
    """Let the browser keep what the secret link opened, and take the secret out of its address."""
    answer = HttpResponse(status=302, headers={"Location": "./"})
    answer.set_cookie(_cookie(page), mark, max_age=A_MONTH, secure=request.is_secure(), httponly=True, samesite="Lax")
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def language_of(request: HttpRequest, page: StatusPage) -> str:
    """The language of a page that the reader likes best; the page's own when they like none of them."""
    spoken = queries.languages_of(page)
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200].lower()):
        if (short := code.partition("-")[0]) in spoken:
            return short
    return page.language


def _cookie(page: StatusPage) -> str:
    return f"status-{page.pk}"
