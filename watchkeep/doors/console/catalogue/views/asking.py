"""The draft's form: its sections and questions, one at a time."""

from itertools import takewhile
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.catalogue.forms.asking import QuestionForm, SectionForm
from watchkeep.doors.console.catalogue.views import finding
from watchkeep.doors.console.catalogue.views.drafting import back_to
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Edition


def add_section(request: Request, pk: int) -> HttpResponse:
    """Begin a new section."""
    found = finding.to_change(request, pk)
    form = SectionForm.asked(request, initial={"seen": edits(queries.newest(found))})
    if form.carries(lambda: life.add_section(found, by=request.actor, **form.cleaned_data)):
        return _back(request, pk, _("Added."))
    return verbs.page(request, form, title=_("New section"), submit=_("Add"), back=back_to(pk))


def change_section(request: Request, pk: int, at: int) -> HttpResponse:
    """Give it another title."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    section = _section(edition, at)
    first = {"title": section.title, "help_text": section.help, "seen": edits(edition)}
    form = SectionForm.asked(request, initial=first)
    if form.carries(lambda: life.change_section(found, at, by=request.actor, **form.cleaned_data)):
        return _back(request, pk, _("Saved."))
    return verbs.page(request, form, title=_("Section"), submit=_("Save"), back=back_to(pk))


@require_POST
def move_section(request: Request, pk: int, at: int) -> HttpResponse:
    """Ask it earlier, or later."""
    life.move_section(finding.to_change(request, pk), at, by=request.actor, places=_places(request))
    return _back(request, pk)


@require_POST
def remove_section(request: Request, pk: int, at: int) -> HttpResponse:
    """Take an empty section away."""
    life.remove_section(finding.to_change(request, pk), at, by=request.actor)
    return _back(request, pk, _("Taken out."))


def add_question(request: Request, pk: int, at: int) -> HttpResponse:
    """Ask one thing more."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    first = {"at": at, "seen": edits(edition)}
    form = QuestionForm.asked(request, form=_form(edition), before=asked_before(edition), initial=first)
    if form.carries(lambda: _add(request, found, form)):
        return _back(request, pk, _("Added."))
    return render(request, "catalogue/question.html", {"item": found, "form": form}, status=form.status)


def change_question(request: Request, pk: int, name: str) -> HttpResponse:
    """Ask it otherwise."""
    found = finding.to_change(request, pk)
    edition = queries.newest(found)
    question, at = _question(edition, name)
    given: dict[str, Any] = {"form": _form(edition), "before": asked_before(edition, name), "kept": question.only_if}
    form = QuestionForm.asked(request, initial=QuestionForm.filled(question, at) | {"seen": edits(edition)}, **given)
    if form.carries(lambda: _change(request, found, name, form)):
        return _back(request, pk, _("Saved."))
    seen = {"item": found, "form": form, "question": question}
    return render(request, "catalogue/question.html", seen, status=form.status)


@require_POST
def move_question(request: Request, pk: int, name: str) -> HttpResponse:
    """Ask it earlier, or later."""
    life.move_question(finding.to_change(request, pk), name, by=request.actor, places=_places(request))
    return _back(request, pk)


def remove_question(request: Request, pk: int, name: str) -> HttpResponse:
    """Ask it no more."""
    found, form = finding.to_change(request, pk), VerbForm.asked(request)
    question, _at = _question(queries.newest(found), name)
    if form.carries(lambda: life.remove_question(found, name, by=request.actor)):
        return _back(request, pk, _("Taken out of the draft."))
    title = _("Take “%(label)s” out?") % {"label": question.label}
    return verbs.page(request, form, title=title, submit=_("Take out"), back=back_to(pk), danger=True)


def edits(edition: Edition | None) -> int | None:
    """By which count of edits a form says what it has seen; None before there is a draft."""
    return edition.edits if edition and edition.is_draft else None


def asked_before(edition: Edition | None, name: str = "") -> list[life.Question]:
    """The questions that come before one of this name, or all."""
    return list(takewhile(lambda question: question.name != name, _form(edition)))


def _add(request: Request, found: CatalogueItem, form: QuestionForm) -> None:
    given = form.cleaned_data
    life.add_question(found, by=request.actor, question=form.question, at=given["at"], seen=given["seen"])


def _change(request: Request, found: CatalogueItem, name: str, form: QuestionForm) -> None:
    given = form.cleaned_data
    life.change_question(found, name, by=request.actor, question=form.question, at=given["at"], seen=given["seen"])


def _form(edition: Edition | None) -> life.Form:
    return edition.questions if edition else life.Form()


def _section(edition: Edition | None, at: int) -> life.Section:
    sections = _form(edition).sections
    if at >= len(sections):
        raise Http404
    return sections[at]


def _question(edition: Edition | None, name: str) -> tuple[life.Question, int]:
    for at, section in enumerate(_form(edition).sections):
        for question in section.questions:
            if question.name == name:
                return question, at
    raise Http404


def _places(request: Request) -> int:
    return -1 if "up" in request.POST else 1


def _back(request: Request, pk: int, said: str = "") -> HttpResponse:
    if said:
        toast(request, said)
    return redirect("console:catalogue-draft", pk)
