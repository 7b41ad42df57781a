"""Files of items: handed in, and what each column holds."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.assets.models import Item, ItemClass, ItemFile
from watchkeep.estate.assets.queries import ENDS, FORMATS, TIES, VALUE, label_of

COLUMN = "column-"
"""What the fields of columns begin with."""
_OF_RELATIONS = {"from_item": _("From (number or name)"), "kind": _("Relation"), "to_item": _("To (number or name)")}


class FileForm(VerbForm):
    """A file, and what it holds."""

    format = forms.ChoiceField(label=_("What it holds"), choices=[(slug, one.label) for slug, one in FORMATS.items()])
    file = forms.FileField(
        label=_("File"), max_length=200, help_text=_("CSV with titles, or the JSON of an API: at most 10,000 lines."),
    )  # fmt: skip


class MappingForm(VerbForm):
    """What each column of a file holds."""

    def __init__(self, *args: Any, file: ItemFile, header: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.header, choices = header, list(targets(file.format))
        for at, title in enumerate(header):
            self.fields[f"{COLUMN}{at}"] = forms.ChoiceField(
                label=title, required=False, choices=choices, initial=file.mapping.get(title, "")
            )

    def mapping(self) -> dict[str, str]:
        """Column by column."""
        given = ((title, self.cleaned_data[f"{COLUMN}{at}"]) for at, title in enumerate(self.header))
        return {title: target for title, target in given if target}


def words_of(format: str) -> dict[str, str]:  # noqa: A002  # the word of the field
    """What people call what a column can hold."""
    said: dict[str, str] = {}
    for name, label in targets(format):
        said |= {name: str(label)} if not isinstance(label, list) else {one: str(words) for one, words in label}
    return said


def targets(format: str) -> Iterator[tuple[Any, Any]]:  # noqa: A002  # the word of the field
    """What a column can hold, in groups."""
    yield "", _("Left out")
    if FORMATS[format].are_relations:
        yield from ((name, _OF_RELATIONS[name]) for name in ENDS)
        return
    labels = {one.name: str(one.verbose_name) for one in Item._meta.concrete_fields}  # noqa: SLF001  # Django's documented way to the fields
    fields = [one for one in FORMATS[format].fields() if one not in TIES]
    yield _("Item"), [(name, labels.get(name, name)) for name in fields]
    described = {one["name"]: one["label"] for cls in ItemClass.objects.all() for one in cls.attributes}
    yield _("Attributes"), [(f"{VALUE}{name}", label) for name, label in sorted(described.items(), key=lambda p: p[1])]
    yield _("Relations"), [(name, label_of(name)) for name in TIES]
