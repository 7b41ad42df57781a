"""The page behind the link in a mail: one answers without signing in, once."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from watchkeep.doors.console.approvals import briefs, words
from watchkeep.doors.console.approvals.forms import AnswerForm
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals import life, queries
from watchkeep.work.approvals.models import AnswerLink


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, because mail scanners follow links; the buttons answer."""
    link = queries.link_of(token)
    if link is None or not link.person.is_active:
        is_old = queries.is_old(token)
        return render(request, "approvals/unknown.html", {"is_old": is_old}, status=410 if is_old else 404)
    status, no = 200, ""
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if request.method == "POST":
        status, no = _taken(link, form)
        link = queries.link_of(token) or link
    ballot, approval = link.ballot, link.ballot.approval
    may = link.used_at is None and ballot.is_open and queries.may_answer(ballot, link.person_id)
    shown = {
        "link": link,
        "ballot": ballot,
        "approval": approval,
        "brief": briefs.of(approval),
        "standing": queries.standing_now(approval),
        "follows": "" if ballot.answer is None else words.follows(ballot, link.person_id),
        "no": no,
        "may": may,
        "reason": form["reason"].value(),
    }
    with timezone.override(link.person.time_zone):
        return render(request, "approvals/answer.html", shown, status=status)


def _taken(link: AnswerLink, form: AnswerForm) -> tuple[int, str]:
    """Answer for whom the link was sent to: the status of the page, and the domain's no if it said so."""
    if not form.is_valid():
        return 422, "\n".join(str(one) for errors in form.errors.values() for one in errors)
    said = form.cleaned_data
    try:
        life.use_link(link, agreed=said["answer"] == "yes", seen=said["seen"], reason=said["reason"])
    except Refused as no:
        return (422 if no.field else 409), no.message
    except NotAllowed as no:
        return 403, no.message
    return 200, ""
