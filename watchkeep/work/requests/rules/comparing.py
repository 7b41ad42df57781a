"""An edition as one text, so that two of them can be compared line by line; and conditions in words."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from watchkeep.work.requests.rules.forms import Condition, Form, Question, Test


def as_text(terms: Sequence[str], form: Form) -> str:
    """An edition as a document: its terms, then its form with everything that each question says."""
    asked = {question.name: question for question in form}
    parts = ["\n".join(terms)]
    for section in form.sections:
        parts.append("\n".join(filter(None, (f"## {section.title}", section.help))))
        parts += [_question(question, asked) for question in section.questions]
    return "\n\n".join(parts) + "\n"


def conditions(of: Iterable[Condition], asked: Mapping[str, Question]) -> list[str]:
    """Conditions in words, a choice by what people read; what is no question, such as the price, has its own words."""
    known = {"quantity": _("how many"), "price_once": _("the price, once"), "price_monthly": _("the price per month")}
    names = {**known, **{name: f"“{question.label}”" for name, question in asked.items()}}
    return [
        _TESTS[one.test]()
        % {"name": names.get(one.question, one.question), "value": _value(one.value, asked.get(one.question))}
        for one in of
    ]


def _value(value: object, question: Question | None) -> object:
    for choice in question.choices if question else ():
        if choice.value == value:
            return f"“{choice.label}”"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, int | float) else value


def _question(question: Question, asked: Mapping[str, Question]) -> str:
    said = [f"{question.label} ({question.ask.label})" + ("" if question.required else f", {_('may stay empty')}")]
    said += [question.help] if question.help else []
    said += [f"  - {choice.label}" for choice in question.choices]
    bounds = (_("at least"), question.least), (_("at most"), question.most)
    said += [f"{words} {bound:g}" for words, bound in bounds if bound is not None]
    said += [f"{_('in the form')} {question.pattern}"] if question.pattern else []
    said += [f"{_('only if')} {words}" for words in conditions(question.only_if, asked)]
    return "\n".join(said)


_TESTS = {
    Test.IS: lambda: _("%(name)s is %(value)s"),
    Test.IS_NOT: lambda: _("%(name)s is not %(value)s"),
    Test.FILLED: lambda: _("%(name)s is answered"),
    Test.AT_LEAST: lambda: _("%(name)s is at least %(value)s"),
    Test.AT_MOST: lambda: _("%(name)s is at most %(value)s"),
}
