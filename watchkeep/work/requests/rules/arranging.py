"""Changing a form piece by piece: each change answers with the whole form, which is checked where it is kept."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec
from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused
from watchkeep.work.requests.rules.forms import Form, Question, Section

T = TypeVar("T")


def with_section(form: Form, section: Section) -> Form:
    """One more section, at the end."""
    return Form((*form.sections, section))


def section_changed(form: Form, at: int, *, title: str, help_text: str) -> Form:
    """A section under another title."""
    was = section_at(form, at)
    return _with(form, at, msgspec.structs.replace(was, title=title, help=help_text))


def section_moved(form: Form, at: int, places: int) -> Form:
    """A section earlier (-1) or later (1)."""
    section_at(form, at)
    return Form(_moved(form.sections, at, places))


def without_section(form: Form, at: int) -> Form:
    """The form without an empty section."""
    if section_at(form, at).questions:
        raise Refused(_("Questions stand in this section. Move or remove them first."), code="in_use")
    return Form((*form.sections[:at], *form.sections[at + 1 :]))


def with_question(form: Form, question: Question, at: int) -> Form:
    """One more question, at the end of a section; it gets a name of its own when it brings none."""
    named = question if question.name else msgspec.structs.replace(question, name=free_name(form, question.label))
    section = section_at(form, at)
    return _with(form, at, msgspec.structs.replace(section, questions=(*section.questions, named)))


def question_changed(form: Form, name: str, question: Question, at: int) -> Form:
    """A question asked otherwise, perhaps in another section. It keeps its name: answers and conditions know it."""
    kept = msgspec.structs.replace(question, name=name)
    here, place = where(form, name)
    if here != at:
        return with_question(without_question(form, name), kept, at)
    section = section_at(form, here)
    questions = (*section.questions[:place], kept, *section.questions[place + 1 :])
    return _with(form, here, msgspec.structs.replace(section, questions=questions))


def question_moved(form: Form, name: str, places: int) -> Form:
    """A question earlier (-1) or later (1); beyond the edge of its section it goes into the one beside it."""
    here, place = where(form, name)
    section = section_at(form, here)
    if 0 <= place + places < len(section.questions):
        return _with(form, here, msgspec.structs.replace(section, questions=_moved(section.questions, place, places)))
    there = here + places
    if not 0 <= there < len(form.sections):
        return form
    question, rest = section.questions[place], without_question(form, name)
    other = section_at(rest, there)
    asked = (*other.questions, question) if places < 0 else (question, *other.questions)
    return _with(rest, there, msgspec.structs.replace(other, questions=asked))


def without_question(form: Form, name: str) -> Form:
    """The form without a question."""
    here, place = where(form, name)
    section = section_at(form, here)
    left = (*section.questions[:place], *section.questions[place + 1 :])
    return _with(form, here, msgspec.structs.replace(section, questions=left))


def section_at(form: Form, at: int) -> Section:
    """The section at this place, counted from 0."""
    if not 0 <= at < len(form.sections):
        raise Refused(_("There is no such section any more."), code="stale")
    return form.sections[at]


def where(form: Form, name: str) -> tuple[int, int]:
    """In which section a question stands, and at which place."""
    for at, section in enumerate(form.sections):
        for place, question in enumerate(section.questions):
            if question.name == name:
                return at, place
    raise Refused(_("There is no such question any more."), code="stale")


def free_name(form: Form, label: str) -> str:
    """A short name made of the question's words that no other question has."""
    plain = "_".join(re.findall(r"[a-z0-9]+", label.lower()))[:30].strip("_")
    plain = plain if plain[:1].isalpha() else f"question_{plain}".strip("_")
    taken = {question.name for question in form}
    return next(name for n in range(1, len(taken) + 2) if (name := plain if n == 1 else f"{plain}_{n}") not in taken)


def _with(form: Form, at: int, section: Section) -> Form:
    return Form((*form.sections[:at], section, *form.sections[at + 1 :]))


def _moved(rows: tuple[T, ...], at: int, places: int) -> tuple[T, ...]:
    there = max(0, min(len(rows) - 1, at + places))
    left = [*rows[:at], *rows[at + 1 :]]
    left.insert(there, rows[at])
    return tuple(left)
