"""An edition as one text, so that two of them can be compared line by line; and conditions in words."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from watchkeep.work.requests.rules.forms import Condition, Form, Question, Test


def as_text(terms: Sequence[str], form: Form) -> str:
    """An edition as a document: its terms, then its form with everything that each question says."""
    labels = {question.name: question.label for question in form}
    parts = ["\n".join(terms)]
    for section in form.sections:
        parts.append("\n".join(filter(None, (f"## {section.title}", section.help))))
        parts += [_question(question, labels) for question in section.questions]
    return "\n\n".join(parts) + "\n"


def conditions(of: Iterable[Condition], labels: Mapping[str, str]) -> list[str]:
    """Conditions in words; what is no question, such as the price, has words of its own."""
    known = {"quantity": _("how many"), "price_once": _("the price, once"), "price_monthly": _("the price per month")}
    names = {**known, **{name: f"“{label}”" for name, label in labels.items()}}
    return [
        _TESTS[one.test]() % {"name": names.get(one.question, one.question), "value": _value(one.value)} for one in of
    ]  # fmt: skip


def _value(value: object) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, int | float) else value


def _question(question: Question, labels: Mapping[str, str]) -> str:
    said = [f"{question.label} ({question.ask.label})" + ("" if question.required else f", {_('may stay empty')}")]
    said += [question.help] if question.help else []
    said += [f"  - {choice.label}" for choice in question.choices]
    bounds = (_("at least"), question.least), (_("at most"), question.most)
    said += [f"{words} {bound:g}" for words, bound in bounds if bound is not None]
    said += [f"{_('in the form')} {question.pattern}"] if question.pattern else []
    said += [f"{_('only if')} {words}" for words in conditions(question.only_if, labels)]
    return "\n".join(said)


_TESTS = {
    Test.IS: lambda: _("%(name)s is %(value)s"),
    Test.IS_NOT: lambda: _("%(name)s is not %(value)s"),
    Test.FILLED: lambda: _("%(name)s is answered"),
    Test.AT_LEAST: lambda: _("%(name)s is at least %(value)s"),
    Test.AT_MOST: lambda: _("%(name)s is at most %(value)s"),
}
