"""The questions of an item as a plain form, for whoever files or changes a request at the desk: all on one page.

Every question is there. Answers to what is not asked after all are dropped, and the domain says what is missing.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries
from watchkeep.work.requests.models import Edition

PREFIX = "answers."
MOST_RECORDS = 200


class AnswersForm(VerbForm):
    """How many, and the answer to every question of an edition but those for files, which go into the thread."""

    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)

    def __init__(self, *args: Any, edition: Edition, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        for question in edition.questions:
            if question.ask.value != "file":
                self.fields[PREFIX + question.name] = _field(question, actor)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that were given, by the names of their questions."""
        given = self.cleaned_data.items()
        return {k.removeprefix(PREFIX): v for k, v in given if k.startswith(PREFIX) and v not in ("", None, [])}


def known(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as the form begins with them."""
    return {PREFIX + name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            for name, value in answers.items()}  # fmt: skip


def _field(question: Any, actor: Actor) -> forms.Field:
    about = {"label": question.label, "required": False, "help_text": question.help}
    kind = question.ask.value
    if kind == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **about)
    if kind == "choices":
        return forms.MultipleChoiceField(choices=_listed(question), widget=forms.CheckboxSelectMultiple, **about)
    if kind == "date":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **about)
    chosen = _choices(question, actor)
    if chosen is not None:
        return forms.ChoiceField(choices=[("", "—"), *chosen], **about)
    return forms.CharField(max_length=500, **about)


def _choices(question: Any, actor: Actor) -> list[tuple[Any, str]] | None:
    if question.ask.has_choices:
        return _listed(question)
    if question.ask.is_record:
        return list(queries.choices(actor, question.ask.value, most=MOST_RECORDS))
    if question.ask.value == "yes_no":
        return [("yes", str(_("Yes"))), ("no", str(_("No")))]
    return None


def _listed(question: Any) -> list[tuple[Any, str]]:
    return [(choice.value, choice.label) for choice in question.choices]
