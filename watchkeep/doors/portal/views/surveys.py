"""One question: how was it. Its link in a message works without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from watchkeep.estate.people import queries as people
from watchkeep.kernel.errors import Refused
from watchkeep.work.surveys import life
from watchkeep.work.surveys.models import Score


@login_not_required
@never_cache
def say(request: HttpRequest, token: str) -> HttpResponse:
    """Look at it, or answer. Looking changes nothing, because mail scanners follow links."""
    survey = life.survey_of_link(token)
    if survey is None:
        return render(request, "portal/survey.html", {"is_over": True}, status=410)
    context = {"survey": survey, "scores": Score.choices, "chosen": request.GET.get("score", "")}
    if request.method == "POST":
        score = request.POST.get("score", "")
        try:
            life.answer(
                survey,
                by=people.actor_for(survey.person),
                score=int(score) if score.isdecimal() and len(score) == 1 else 0,
                comment=request.POST.get("comment", ""),
            )
        except Refused as no:
            return render(request, "portal/survey.html", {**context, "no": no.message}, status=422)
        context["is_said"] = True
    return render(request, "portal/survey.html", context)
