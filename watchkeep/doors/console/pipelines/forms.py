"""Forms of pipelines: what is made of what they say, and whose deployments theirs are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.register import ServiceField
from watchkeep.estate.services.models import Service
from watchkeep.work.changes.models import ChangeModel, Counting, PipelineRule, PipelineSource

COUNTING = {"": Counting.NAME, "production": Counting.YES, "no": Counting.NO}
_SPOKEN = {Counting.NAME: "", Counting.YES: "production", Counting.NO: "no"}


class NamesField(forms.CharField):
    """Names, separated by commas."""

    def clean(self, value: Any) -> Any:
        """A list of names, each once."""
        return list(dict.fromkeys(filter(None, (name.strip() for name in str(super().clean(value)).split(",")))))


class SourceForm(VerbForm):
    """What is made of what a pipeline says."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    service = ServiceField(
        label=gettext_lazy("Service"), required=False,
        help_text=gettext_lazy("When no rule says another and nothing it deploys has the short name of a service."),
    )  # fmt: skip
    model = forms.ModelChoiceField(
        ChangeModel.objects.none(), label=gettext_lazy("Model of its changes"), required=False,
        help_text=gettext_lazy("While it is standard, what no plan announces is a standard change; else a normal one."),
    )  # fmt: skip
    production = NamesField(
        label=gettext_lazy("Environments that count"), required=False, max_length=1000,
        help_text=gettext_lazy("Separated by commas. Empty: those whose name says production, prod or live."),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        fields: dict[str, Any] = self.fields
        fields["model"].queryset = ChangeModel.objects.active().order_by("name")


class RulesForm(VerbForm):
    """Whose deployments they are: a rule on a line."""

    rules = forms.CharField(
        label=gettext_lazy("Rules"), required=False, max_length=50_000, widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy(
            "A rule on each line: repository or application, environment, service, model, production or no. Patterns"
            " such as shop/* fit; what is left out fits all. The first that fits counts. For example:"
            " shop/web-*, prod, web-shop, release"
        ),
    )  # fmt: skip

    def clean_rules(self) -> list[dict[str, Any]]:
        """Each line as a rule."""
        lines = [line for line in self.cleaned_data["rules"].splitlines() if line.strip()]
        return [_rule(number, line) for number, line in enumerate(lines, start=1)]


def written(source: PipelineSource) -> str:
    """The rules of a source as lines."""
    rows = PipelineRule.objects.filter(source=source).select_related("service", "model")
    return "\n".join(_line(one) for one in rows)


def _line(one: PipelineRule) -> str:
    parts = (
        one.subject, one.environment, one.service.slug, one.model.slug if one.model else "",
        _SPOKEN[Counting(one.counts)],
    )  # fmt: skip
    return ", ".join(parts).rstrip(", ")


def _rule(number: int, line: str) -> dict[str, Any]:
    subject, environment, service, model, counts, *more = [part.strip() for part in (line + ",,,,").split(",")]
    if any(more):
        raise forms.ValidationError(_("Line %(n)s has too many parts.") % {"n": number})
    found = Service.objects.active().filter(slug=service).first()
    if found is None:
        raise forms.ValidationError(
            _("Line %(n)s: there is no service “%(slug)s”.") % {"n": number, "slug": service[:60]}
        )
    by = ChangeModel.objects.active().filter(slug=model).first() if model else None
    if model and by is None:
        raise forms.ValidationError(_("Line %(n)s: there is no model “%(slug)s”.") % {"n": number, "slug": model[:60]})
    if counts.lower() not in COUNTING:
        raise forms.ValidationError(_("Line %(n)s: the last part is “production” or “no”.") % {"n": number})
    return {
        "subject": subject[:200], "environment": environment[:120], "service": found, "model": by,
        "counts": COUNTING[counts.lower()],
    }  # fmt: skip
