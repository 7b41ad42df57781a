"""The page of a verb: a title, a few words, a form, one button that says what will happen."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.signs import Words


def page(
    request: Request, form: VerbForm, *, title: Words, submit: Words, back: str, say: Words = "", **more: Any
) -> HttpResponse:
    """Draw the form of a verb. It works as a page and in a dialog; `danger=True` paints the button red."""
    words = {"form": form, "title": title, "submit": submit, "back": back, "say": say, **more}
    return render(request, "console/verb.html", words, status=form.status)
