"""When, over what and why; once, or again and again."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import naming
from watchkeep.doors.console.forms import PartedForm, VerbForm, WallField, moment
from watchkeep.doors.ui.register import ServicesField
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.services.models import MaintenancePlan, MaintenanceWindow
from watchkeep.estate.services.permissions import P
from watchkeep.kernel.actors import Actor

FLAGS = ("pauses_sla", "breaks_through", "is_public")
SINGLES = ("also_at", "not_at")
MOST_ITEMS = 100
OWN = "own"
REPEATS = (
    ("FREQ=DAILY", _("Every day")), ("FREQ=WEEKLY", _("Every week")), ("FREQ=WEEKLY;INTERVAL=2", _("Every two weeks")),
    ("FREQ=MONTHLY", _("Every month, on that day")), ("nth", _("Every month, on that weekday of that week")),
    ("FREQ=YEARLY", _("Every year")), (OWN, _("By a rule of its own")),
)  # fmt: skip
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def moments_field(label: Any, help_text: Any) -> forms.CharField:
    """Return a field for single times, one a line."""
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=9000, widget=area)


class CoverForm(PartedForm, VerbForm):
    """What is worked on, and how."""

    services = ServicesField(label=_("Services"), required=False)
    items = forms.CharField(
        label=_("Items"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Numbers or names, one a line. What hangs on them is quiet with them."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What is done"), max_length=300, help_text=_("It is called so in lists and in the calendar.")
    )
    pauses_sla = forms.BooleanField(label=_("Service levels rest meanwhile"), required=False)
    breaks_through = forms.BooleanField(label=_("A SEV1 pages all the same"), required=False)
    is_public = forms.BooleanField(label=_("Announce it on the status page"), required=False)
    actor: Actor

    def begin(self, actor: Actor) -> "CoverForm":
        """Whose items are found; who may not speak on the status page is not asked whether to."""
        self.actor = actor
        if not actor.may(P.SAY_PUBLICLY):
            del self.fields["is_public"]
        return self

    def clean_items(self) -> list[Item]:
        """The items that are named, each once."""
        return naming.items_meant(self.cleaned_data["items"], self.actor, MOST_ITEMS)


class MaintenanceForm(CoverForm):
    """A window."""

    SECTIONS = (
        (_("What it is"), ("reason", "services", "items")), (_("When"), ("starts_at", "ends_at")),
        (_("What follows"), FLAGS),
    )  # fmt: skip
    starts_at = moment(_("From"))
    ends_at = moment(_("Until"))


class RepeatForm(CoverForm):
    """A plan."""

    SECTIONS = (
        (_("What it is"), ("reason", "services", "items")),
        (_("When"), ("begins_at", "time_zone", "minutes", "repeats", "rule", "also_at", "not_at")),
        (_("What follows"), ("announce_days", *FLAGS)),
    )  # fmt: skip
    begins_at = WallField(label=_("First time"), help_text=_("On the clock of the time zone below."))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=44_640, initial=120)
    repeats = forms.ChoiceField(label=_("Repeats"), choices=REPEATS, initial="FREQ=WEEKLY")
    rule = forms.CharField(
        label=_("Rule of its own"), required=False, max_length=500,
        help_text=_("Where it repeats by a rule of its own: RFC 5545, such as FREQ=MONTHLY;BYDAY=2TU"),
    )  # fmt: skip
    time_zone = ZoneField(initial="UTC", help_text=_("It comes at the same time on this clock, summer and winter."))
    also_at = moments_field(_("Also at"), _("Further times on that clock, one a line, such as 2026-12-27 02:00"))
    not_at = moments_field(_("Not at"), _("Times of the rule at which it does not come, the same way."))
    announce_days = forms.IntegerField(
        label=_("People hear of each so many days before"), min_value=0, max_value=60, initial=7
    )

    def clean(self) -> dict[str, Any]:
        """All times are meant on the clock of the plan, whatever the reader's is."""
        said = super().clean() or self.cleaned_data
        zone = calendars.zone_of(said.get("time_zone", "UTC"))
        if wall := said.get("begins_at"):
            said["begins_at"] = WallField.on(wall, zone)
        for name in SINGLES:
            try:
                said[name] = [_moment(line, zone) for line in said.get(name, "").splitlines() if line.strip()]
            except ValueError as error:
                self.add_error(name, _("“%(line)s” is no time such as 2026-12-27 02:00.") % {"line": error})
        return said

    def given(self) -> dict[str, Any]:
        """What the verb is told: the rule in the words of RFC 5545."""
        said = dict(self.cleaned_data)
        repeats = said.pop("repeats")
        if repeats == OWN:
            return said
        if repeats == "nth":
            first = said["begins_at"]
            repeats = f"FREQ=MONTHLY;BYDAY={(first.day - 1) // 7 + 1}{WEEKDAYS[first.weekday()]}"
        return said | {"rule": repeats}


def _moment(line: str, zone: ZoneInfo) -> datetime:
    """A time on the wall there, which the clock must show; raises ValueError with the line where it is none."""
    try:
        wall = datetime.fromisoformat(line.strip())
    except ValueError:
        raise ValueError(line.strip()[:40]) from None
    if wall.tzinfo is not None or not 2000 <= wall.year <= 2200:
        raise ValueError(line.strip()[:40])
    return wall.replace(tzinfo=zone)


def items_seen(actor: Actor) -> "Prefetch[str]":
    """The items that a reader may see, to be loaded with what they are worked on in."""
    return Prefetch("items", Item.objects.visible_or_merged(actor))


def known(window: MaintenanceWindow | MaintenancePlan) -> dict[str, Any]:
    """Return what a form begins with."""
    named = ("starts_at", "ends_at", "begins_at", "minutes", "rule", "time_zone", "announce_days", "reason", *FLAGS)
    found = {name: getattr(window, name) for name in named if hasattr(window, name)}
    if isinstance(window, MaintenancePlan):
        zone = calendars.zone_of(window.time_zone)
        found["begins_at"] = window.begins_at.astimezone(zone).replace(tzinfo=None)
        for name in SINGLES:
            found[name] = "\n".join(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in sorted(getattr(window, name)))
    if "rule" in found:
        plain = {rule for rule, _words in REPEATS}
        found["repeats"] = found["rule"] if found["rule"] in plain else OWN
    items = "\n".join(window.items.order_by("number").values_list("number", flat=True)[:MOST_ITEMS])
    return found | {"services": window.services.all(), "items": items}
