"""What reviewers say of seats, one or many at once, and the files that were signed off."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.audits.views import find
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import EvidenceKind
from watchkeep.estate.licences.permissions import P

TYPES = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


@require_POST
def decide(request: Request, number: str) -> HttpResponse:
    """Say it of one seat, of those that were chosen, or of all on the page."""
    campaign, said = find(request, number), request.POST
    one, _colon, verdict = said.get("one", "").partition(":")
    chosen = [one] if one else said.getlist("shown" if said.get("verdict") == "confirm-shown" else "lines")
    verdict = verdict or said.get("verdict", "").removesuffix("-shown")
    lines = [int(pk) for pk in chosen if pk.isascii() and pk.isdigit() and len(pk) < 19]
    count = life.decide(
        campaign, lines, by=request.actor, verdict="" if verdict == "open" else verdict, note=said.get("note", "")
    )  # fmt: skip
    toast(request, ngettext("%(n)d seat decided.", "%(n)d seats decided.", count) % {"n": count})
    kept = {name: "1" for name in ("mine", "open") if said.get(name)}
    return redirect(f"{reverse('console:audit-page', args=[campaign.number])}?{urlencode(kept)}")


def evidence(request: Request, number: str, kind: str) -> HttpResponse:
    """Hand out a file that was signed off."""
    request.actor.need(P.SEE_ENTITLEMENTS)
    if kind not in EvidenceKind.values:
        raise Http404
    campaign = find(request, number)
    kept = get_object_or_404(campaign.evidence.all(), kind=kind)
    answer = HttpResponse(bytes(kept.content), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{campaign.number}.{kind}"'
    return answer
