"""Which question comes next. Answers to questions that are not asked any more do not count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from watchkeep.work.requests.rules.forms import Condition, Form, Question, Section, Test

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where somebody is in a form: the question (None at the end), the ones around it, and how far that is."""

    question: Question | None
    section: Section | None
    previous: str | None
    following: str | None
    number: int
    of: int


def asked(form: Form, answers: Answers) -> list[Question]:
    """The questions that are asked after these answers, in order."""
    found, counted = [], dict[str, Any]()
    for question in form:
        if holds(question.only_if, counted):
            found.append(question)
            if question.name in answers:
                counted[question.name] = answers[question.name]
    return found


def relevant(form: Form, answers: Answers) -> dict[str, Any]:
    """The answers that count: those to questions that are asked."""
    return {one.name: answers[one.name] for one in asked(form, answers) if one.name in answers}


def place(form: Form, answers: Answers, at: str = "") -> Place:
    """Where ``at`` stands among what is asked now; empty begins, ``end`` and any name that is not asked is the end."""
    questions = asked(form, answers)
    names = [question.name for question in questions]
    index = 0 if not at else names.index(at) if at in names else len(names)
    question = questions[index] if index < len(questions) else None
    section = next((one for one in form.sections if question in one.questions), None) if question else None
    previous = names[index - 1] if 0 < index <= len(names) else None
    following = names[index + 1] if index + 1 < len(names) else None
    return Place(question, section, previous, following, index + 1, len(names))


def holds(conditions: Iterable[Condition], answers: Answers) -> bool:
    """Whether all conditions hold."""
    return all(_holds(one, answers.get(one.question)) for one in conditions)


def _holds(condition: Condition, answer: Any) -> bool:
    if condition.test == Test.FILLED:
        return answer not in (None, "", [])
    if condition.test == Test.IS:
        return _same(condition.value, answer)
    if condition.test == Test.IS_NOT:
        return not _same(condition.value, answer)
    return _compares(condition, answer)


def _same(wanted: Any, answer: Any) -> bool:
    if isinstance(answer, list):
        return wanted in answer
    number = _as_number(wanted)
    return _as_number(answer) == number if number is not None else type(wanted) is type(answer) and wanted == answer


def _compares(condition: Condition, answer: Any) -> bool:
    wanted, number = _as_number(condition.value), _as_number(answer)
    if wanted is None or number is None:
        return False
    return number >= wanted if condition.test == Test.AT_LEAST else number <= wanted


def _as_number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
