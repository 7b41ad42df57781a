"""Something else: in one's own words, with a picture, and what the device says of itself if its owner agrees."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from watchkeep.doors.portal.forms import AskForm
from watchkeep.doors.portal.views.home import outages
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.services.models import Service
from watchkeep.work.incidents import life as incidents
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Source
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket

LONGEST_FACTS = 1000


def ask(request: Request) -> HttpResponse:
    """Ask for something that is in no catalogue, or say what is broken."""
    form = AskForm.asked(request, actor=request.actor, initial={"title": request.GET.get("q", "")[:200]})
    made: list[Ticket] = []
    if form.carries(lambda: made.append(_opened(request, form))):
        toast(request, _("We have it. Here you see how it stands."), clears="portal:ask")
        return redirect("portal:ticket", made[0].number)
    context = {"form": form, "outages": outages(request), "agent": request.headers.get("User-Agent", "")[:300]}
    return render(request, "portal/ask_page.html", context, status=form.status)


@transaction.atomic
def _opened(request: Request, form: AskForm) -> Ticket:
    """The ticket, with its files: an incident for what is broken, else a request."""
    said = form.cleaned_data
    words = {"title": said["title"], "description": said["description"] + _facts(request, form)}
    service = Service.objects.filter(pk=said["service"] or 0).first()
    if said["about"] == "broken":
        ticket = incidents.open_(by=request.actor, service=service, **words).ticket
    else:
        ticket = requests.open_(by=request.actor, service=service, source=Source.PORTAL, **words).ticket
    for one in said["uploads"]:
        tickets.attach(ticket, by=request.actor, file=one, name=one.name, declared=one.content_type or "")
    return ticket


def _facts(request: Request, form: AskForm) -> str:
    """What the browser and the device say of themselves, when their owner agreed."""
    if not form.cleaned_data["may_tell"]:
        return ""
    agent = request.headers.get("User-Agent", "")
    facts = "\n".join(filter(None, (agent, form.cleaned_data["device"])))[:LONGEST_FACTS]
    return f"\n\n---\n\n{facts}"
