"""Answers, checked: each against its question, as text from a page or typed from the API."""

from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any

import re2
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from watchkeep.work.requests.rules import flow
from watchkeep.work.requests.rules.forms import Ask, Form, Question

SHORT, LONG = 500, 20_000
_YES, _NO = {True, "yes", "true", "on", "1"}, {False, "no", "false", "0"}


class WrongAnswer(ValueError):  # noqa: N818  # an answer may be wrong without being an error
    """The answer does not fit its question; the text says why."""


def check(form: Form, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The clean answers to what is asked, and by name what is wrong with the others.

    Each question is asked in the light of the clean answers before it. Answers to what is not asked are dropped; a name
    that is no question is wrong.
    """
    clean, faults = dict[str, Any](), dict[str, str]()
    for question in form:
        if not flow.holds(question.only_if, clean):
            continue
        try:
            value = one(question, answers.get(question.name))
        except WrongAnswer as wrong:
            faults[question.name] = str(wrong)
        else:
            if value is not None:
                clean[question.name] = value
    known = {question.name for question in form}
    faults.update({str(name)[:40]: _("There is no such question.") for name in answers if name not in known})
    return clean, faults


def one(question: Question, value: Any) -> Any:
    """The clean answer to one question; None when there is none. Raises WrongAnswer."""
    if isinstance(value, str):
        value = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if value in (None, "", []):
        if question.required:
            raise WrongAnswer(_("Please answer this."))
        return None
    return _READERS[question.ask](question, value)


def spoken(question: Question, value: Any, names: Mapping[tuple[str, int], str] | None = None) -> str:
    """An answer as people read it; ``names`` holds those of people, services, assets and files by kind and id."""
    labels = {choice.value: choice.label for choice in question.choices}
    if question.ask == Ask.YES_NO:
        return str(_("Yes") if value else _("No"))
    if question.ask.is_record:
        return (names or {}).get((question.ask.value, value), f"#{value}")
    if isinstance(value, list):
        return ", ".join(labels.get(each, str(each)) for each in value)
    return labels.get(value, str(value)) if isinstance(value, str) else f"{value:g}"


def _text(question: Question, value: Any) -> str:
    longest = SHORT if question.ask != Ask.LONG else LONG
    if not isinstance(value, str):
        raise WrongAnswer(_("This must be a text."))
    most = int(question.most) if question.most else longest
    if len(value) > min(most, longest):
        raise WrongAnswer(_("At most %(most)s characters.") % {"most": min(most, longest)})
    if question.least and len(value) < question.least:
        raise WrongAnswer(_("At least %(least)s characters.") % {"least": int(question.least)})
    if question.ask == Ask.TEXT and "\n" in value:
        raise WrongAnswer(_("One line only."))
    if question.pattern and not re2.fullmatch(question.pattern, value):
        raise WrongAnswer(question.pattern_help or _("This does not have the right form."))
    return value


def _email(question: Question, value: Any) -> str:
    text = _text(question, value)
    try:
        validate_email(text)
    except ValidationError as error:
        raise WrongAnswer(_("This is no e-mail address.")) from error
    return text.lower()


def _number(question: Question, value: Any) -> int | float:
    try:
        number = float(value) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number) or abs(number) > 1e15:
        raise WrongAnswer(_("This must be a number."))
    if question.least is not None and number < question.least:
        raise WrongAnswer(_("At least %(least)s.") % {"least": f"{question.least:g}"})
    if question.most is not None and number > question.most:
        raise WrongAnswer(_("At most %(most)s.") % {"most": f"{question.most:g}"})
    return int(number) if number.is_integer() else number


def _date(_question: Question, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise WrongAnswer(_("This must be a date, such as 2027-03-01.")) from None


def _yes_no(_question: Question, value: Any) -> bool:
    known = value.lower() if isinstance(value, str) else value
    if not isinstance(known, str | bool) or known not in _YES | _NO:
        raise WrongAnswer(_("Yes or no."))
    return known in _YES


def _choice(question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in {choice.value for choice in question.choices}:
        raise WrongAnswer(_("Choose one of the list."))
    return value


def _choices(question: Question, value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in given):
        raise WrongAnswer(_("Choose from the list."))
    chosen = [choice.value for choice in question.choices if choice.value in given]
    if len(chosen) != len(set(given)):
        raise WrongAnswer(_("Choose from the list."))
    if question.most and len(chosen) > question.most:
        raise WrongAnswer(_("At most %(most)s.") % {"most": int(question.most)})
    if question.least and len(chosen) < question.least:
        raise WrongAnswer(_("At least %(least)s.") % {"least": int(question.least)})
    return chosen


def _record(_question: Question, value: Any) -> int:
    text = str(value) if not isinstance(value, bool | float) else ""
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:20]) < 2**63:
        raise WrongAnswer(_("Choose one of the list."))
    return int(text)


def _file(question: Question, value: Any) -> list[str]:
    keys = value if isinstance(value, list) else [value]
    if not all(isinstance(key, str) and len(key) <= 64 for key in keys) or len(keys) > (question.most or 10):
        raise WrongAnswer(_("Add the files anew."))
    return list(dict.fromkeys(keys))


_READERS: dict[Ask, Callable[[Question, Any], Any]] = {
    Ask.TEXT: _text,
    Ask.LONG: _text,
    Ask.NUMBER: _number,
    Ask.DATE: _date,
    Ask.YES_NO: _yes_no,
    Ask.CHOICE: _choice,
    Ask.CHOICES: _choices,
    Ask.EMAIL: _email,
    Ask.PERSON: _record,
    Ask.SERVICE: _record,
    Ask.ASSET: _record,
    Ask.FILE: _file,
}
