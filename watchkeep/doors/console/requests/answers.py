"""The questions of an item as a plain form, for whoever files or changes a request at the desk: all on one page.

Every question is there. Answers to what is not asked after all are dropped, and the domain says what is missing.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.files import FileListField
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Edition

PREFIX, FILE = "answers.", "file"
MOST_RECORDS = 200


class AnswersForm(VerbForm):
    """How many, and the answer to every question of an edition.

    Files are asked for when it is filed; later ones go into the thread.
    """

    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)

    def __init__(self, *args: Any, edition: Edition, actor: Actor, with_files: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        for question in edition.questions:
            if with_files or question.ask.value != FILE:
                self.fields[PREFIX + question.name] = _field(question, actor)
        if not with_files:
            for field in self.fields.values():
                field.show_hidden_initial = True
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def merged(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """What is known now, with what was changed since the form was drawn."""
        touched = {name.removeprefix(PREFIX) for name in self.changed_data if name.startswith(PREFIX)}
        rest = {name: value for name, value in _said(known).items() if name not in touched}
        return rest | {name: value for name, value in self.answers.items() if name in touched}

    def kept(self, *, by: Actor) -> dict[str, list[str]]:
        """The files that were given, kept, and known by their keys from now on. Inside the verb that takes them."""
        given = {name: files for name, files in self.cleaned_data.items() if _holds_files(self.fields.get(name))}
        return {
            name.removeprefix(PREFIX): [
                life.upload(by=by, file=one, name=one.name, declared=one.content_type or "").key for one in files
            ]
            for name, files in given.items() if files
        }  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that were given, by the names of their questions."""
        given = {k: v for k, v in self.cleaned_data.items() if not _holds_files(self.fields.get(k))}
        return {k.removeprefix(PREFIX): v for k, v in given.items() if k.startswith(PREFIX) and v not in ("", None, [])}


def vouched() -> forms.CharField:
    """How the desk made sure that it is really them, for items that want it."""
    words = _("Call them back under the number that is on record, and ask for something that only they know.")
    return forms.CharField(label=_("How did you make sure who it is?"), max_length=200, help_text=words)


def known(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as the form begins with them."""
    return {PREFIX + name: value for name, value in _said(answers).items()}


def _said(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as somebody would give them."""
    words = {True: "yes", False: "no"}
    return {name: words[value] if isinstance(value, bool) else value for name, value in answers.items()}


def _holds_files(field: Any) -> bool:
    return isinstance(field, FileListField)


def _field(question: Any, actor: Actor) -> forms.Field:
    about = {"label": question.label, "required": False, "help_text": question.help}
    kind = question.ask.value
    if kind == FILE:
        return FileListField(**about)
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
