"""When, over what and why; once, or again and again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.services.models import MaintenancePlan, MaintenanceWindow, Service
from watchkeep.kernel.actors import Actor

FLAGS = ("pauses_sla", "breaks_through", "is_public")
MOST_ITEMS = 100
OWN = "own"
REPEATS = (
    ("FREQ=DAILY", _("Every day")), ("FREQ=WEEKLY", _("Every week")), ("FREQ=WEEKLY;INTERVAL=2", _("Every two weeks")),
    ("FREQ=MONTHLY", _("Every month, on that day")), ("nth", _("Every month, on that weekday of that week")),
    ("FREQ=YEARLY", _("Every year")), (OWN, _("By a rule of its own")),
)  # fmt: skip
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def moment_field(label: Any) -> forms.DateTimeField:
    """Return a field for a moment on the reader's clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class CoverForm(VerbForm):
    """What is worked on, and how."""

    services = forms.ModelMultipleChoiceField(
        label=_("Services"), queryset=Service.objects.active(), widget=forms.CheckboxSelectMultiple, required=False
    )
    items = forms.CharField(
        label=_("Items"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Numbers or names, one a line. What hangs on them is quiet with them."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300)
    pauses_sla = forms.BooleanField(label=_("Service levels rest meanwhile"), required=False)
    breaks_through = forms.BooleanField(label=_("A SEV1 pages all the same"), required=False)
    is_public = forms.BooleanField(label=_("Announce it on the status page"), required=False)
    actor: Actor

    def begin(self, actor: Actor) -> "CoverForm":
        """Whose items are found."""
        self.actor = actor
        return self

    def clean_items(self) -> list[Item]:
        """The items that are named, each once."""
        lines = {line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()}
        rows = Item.objects.visible_to(self.actor).active()
        found = rows.filter(number__in=lines) | rows.filter(name__in=lines)
        items = list(found.order_by("pk")[: MOST_ITEMS + 1])
        unknown = lines - {one.number for one in items} - {one.name for one in items}
        if unknown:
            raise forms.ValidationError(_("Nothing is called %(names)s."), params={"names": ", ".join(sorted(unknown))})
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(_("At most %(most)s items."), params={"most": MOST_ITEMS})
        return items


class MaintenanceForm(CoverForm):
    """A window."""

    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    field_order = ("services", "items", "starts_at", "ends_at", "reason")


class RepeatForm(CoverForm):
    """A plan."""

    begins_at = moment_field(_("First time"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=44_640, initial=120)
    repeats = forms.ChoiceField(label=_("Repeats"), choices=REPEATS, initial="FREQ=WEEKLY")
    rule = forms.CharField(
        label=_("Rule of its own"), required=False, max_length=500,
        help_text=_("RFC 5545, such as FREQ=MONTHLY;BYDAY=2TU"),
    )  # fmt: skip
    time_zone = forms.CharField(label=_("On the clock of"), max_length=64, initial="UTC")
    announce_days = forms.IntegerField(
        label=_("People hear of each so many days before"), min_value=0, max_value=60, initial=7
    )
    field_order = (
        "services",
        "items",
        "begins_at",
        "minutes",
        "repeats",
        "rule",
        "time_zone",
        "announce_days",
        "reason",
    )

    def given(self) -> dict[str, Any]:
        """What the verb is told: the rule in the words of RFC 5545."""
        said = dict(self.cleaned_data)
        repeats = said.pop("repeats")
        if repeats == OWN:
            return said
        if repeats == "nth":
            try:
                first = said["begins_at"].astimezone(calendars.zone_of(said["time_zone"]))
            except (KeyError, ValueError, OSError):
                first = said["begins_at"]
            repeats = f"FREQ=MONTHLY;BYDAY={(first.day - 1) // 7 + 1}{WEEKDAYS[first.weekday()]}"
        return said | {"rule": repeats}


def known(window: MaintenanceWindow | MaintenancePlan) -> dict[str, Any]:
    """Return what a form begins with."""
    named = ("starts_at", "ends_at", "begins_at", "minutes", "rule", "time_zone", "announce_days", "reason", *FLAGS)
    found = {name: getattr(window, name) for name in named if hasattr(window, name)}
    if "rule" in found:
        plain = {rule for rule, _words in REPEATS}
        found["repeats"] = found["rule"] if found["rule"] in plain else OWN
    items = "\n".join(window.items.order_by("number").values_list("number", flat=True)[:MOST_ITEMS])
    return found | {"services": window.services.all(), "items": items}
