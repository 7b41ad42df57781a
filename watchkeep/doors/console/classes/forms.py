"""What the rules of the register ask."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.register import ClassField
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import MEANINGS, TOLD_COLUMNS, AttributeKind, Authority, Item, ItemClass, SourceKind

HERE, THERE = "here", "there"
"""Where a relation begins: at this class, or at the other one."""
PLACE, MOST = "order-", 30
"""What the fields of an order begin with, and how many there are at the most."""
ICONS = (
    "item", "hardware", "computer", "laptop", "server", "network", "printer", "phone", "virtual", "cluster", "software",
    "database", "cloud", "storage", "certificate", "location", "rack",
)  # fmt: skip


class ClassForm(VerbForm):
    """A class as it is called."""

    name = forms.CharField(label=_("Name"), max_length=60)
    icon = forms.ChoiceField(label=_("Icon"), choices=[(one, one) for one in ICONS], initial="item")


class NewClassForm(ClassForm):
    """One more sort of thing."""

    slug = forms.CharField(
        label=_("Short name"), max_length=40,
        help_text=_("Small letters, digits and _: such as blade_server. It stays, and so does its place in the tree."),
    )  # fmt: skip
    parent = ClassField(label=_("A sort of"), required=False, empty_label=_("Nothing: it stands at the top"))
    field_order = ("name", "slug", "parent", "icon")


class AttributeForm(VerbForm):
    """One attribute, described."""

    name = forms.CharField(
        label=_("Short name"), max_length=60, help_text=_("Small letters, digits and _. Its values are kept by it.")
    )
    label = forms.CharField(label=_("Name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("What sort of value"), choices=AttributeKind.choices)
    choices = forms.CharField(
        label=_("Choices"), required=False, max_length=8000, widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, when one of them is chosen."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    help = forms.CharField(label=_("Help"), max_length=200, required=False)
    many = forms.BooleanField(label=_("There can be several"), required=False)
    required = forms.BooleanField(
        label=_("It has to be said"), required=False,
        help_text=_("Nobody saves such a thing by hand without it; where it is open, its page says so."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool = True, **named: Any) -> None:
        super().__init__(*args, **named)
        if not is_new:
            del self.fields["name"]

    @staticmethod
    def known(described: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with."""
        return {**described, "choices": "\n".join(described.get("choices", []))}

    def described(self, name: str = "") -> dict[str, Any]:
        """As the verb takes it."""
        given = {key: value for key, value in self.cleaned_data.items() if value not in ("", False)}
        lines = self.cleaned_data["choices"].splitlines()
        return {**given, "name": name or given["name"], "choices": [one.strip() for one in lines if one.strip()]}


class RelationRuleForm(VerbForm):
    """Which relation, to which class, and whether it may stand."""

    reading = forms.ChoiceField(
        label=_("Such a thing"),
        choices=[
            (f"{kind}:{way}", words)
            for kind, meaning in MEANINGS.items()
            for way, words in ((HERE, meaning.forwards), (THERE, meaning.backwards))
        ],
    )
    other = ClassField(label=_("a"), required=False, empty_label=_("anything"))
    is_allowed = forms.ChoiceField(
        label=_("That is"), choices=[("yes", _("allowed")), ("no", _("not allowed"))],
        help_text=_("What one rule forbids is not allowed, whatever another one allows."),
    )  # fmt: skip

    def asked_for(self, cls: ItemClass) -> dict[str, Any]:
        """What the verb takes."""
        kind, _colon, way = self.cleaned_data["reading"].partition(":")
        ends = (cls, self.cleaned_data["other"])
        one, other = ends if way == HERE else ends[::-1]
        return {"kind": kind, "one": one, "other": other, "is_allowed": self.cleaned_data["is_allowed"] == "yes"}


class PatienceForm(VerbForm):
    """When such things are missing."""

    days = forms.IntegerField(
        label=_("Days without a word"), min_value=1, max_value=3650, required=False,
        help_text=_("Empty: as the class above it says, or never."),
    )  # fmt: skip


class AuthorityForm(VerbForm):
    """Whose word counts, for which attribute of which class."""

    cls = ClassField(label=_("Class"), required=False, empty_label=_("Every class"))
    attribute = forms.ChoiceField(label=_("Attribute"), required=False)
    fresh_days = forms.IntegerField(
        label=_("Counts for so many days"), min_value=1, max_value=3650, required=False,
        help_text=_("Empty: for ever."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["attribute"].choices = attribute_choices(_("Every attribute"))  # type: ignore[attr-defined]
        choices = [("", "–"), *queries.source_names().items()]  # noqa: RUF001  # a dash is meant
        for at in range(1, self._places() + 1):
            label = _("Whose word counts first") if at == 1 else _("Then")
            self.fields[f"{PLACE}{at}"] = forms.ChoiceField(label=label, choices=choices, required=at == 1)
        self.order_fields(["cls", "attribute", *(one for one in self.fields if one.startswith(PLACE)), "fresh_days"])

    def _places(self) -> int:
        """So many as the rule names, and one more; no fewer than there are kinds of source."""
        told = [one for one in (*self.data, *self.initial) if one.removeprefix(PLACE).isdecimal()]
        return min(max(len(SourceKind.values), *(int(one.removeprefix(PLACE)) for one in told), 0) + 1, MOST)

    @staticmethod
    def known(rule: Authority) -> dict[str, Any]:
        """What the form begins with."""
        order = {f"{PLACE}{at}": one for at, one in enumerate(rule.order, start=1)}
        own = {"attribute": rule.attribute, "fresh_days": rule.fresh_days, "cls": rule.cls.slug if rule.cls else ""}
        return own | order

    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        order = [given[name] for name in self.fields if name.startswith(PLACE) and given[name]]
        return {**{name: given[name] for name in ("cls", "attribute", "fresh_days")}, "order": order}


class ExplainForm(forms.Form):
    """Of which attribute of which class it is asked whose word counts."""

    cls = ClassField(label=_("Class"), widget=forms.Select({"class": "input"}))
    attribute = forms.ChoiceField(label=_("Attribute"), widget=forms.Select({"class": "input"}))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["attribute"].choices = attribute_choices()  # type: ignore[attr-defined]


def attribute_choices(empty: Any = None) -> list[tuple[str, Any]]:
    """All that sources speak of: what every item has, and what classes describe."""
    columns = {one.name: one for one in Item._meta.concrete_fields}  # noqa: SLF001  # Django's documented way to the fields
    own = [(name, capfirst(columns[name].verbose_name)) for name in TOLD_COLUMNS]
    described = {one["name"]: one["label"] for cls in ItemClass.objects.all() for one in cls.attributes}
    more = sorted(described.items(), key=lambda pair: pair[1].lower())
    return [*([("", empty)] if empty else []), *own, *more]
