"""Forms of status pages and announcements. What the public reads has a place for each language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm, moment
from watchkeep.doors.ui.zones import ZoneField
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import (
    LANGUAGES,
    Announcement,
    Component,
    ComponentGroup,
    Kind,
    StatusPage,
    Worth,
)
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service


def lines(rows: int) -> forms.Textarea:
    """Room for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class SpokenForm(VerbForm):
    """A form some of whose texts are written in several languages: ``name`` in the page's, ``name_de`` in another."""

    spoken: tuple[str, ...] = ()

    def speak(self, page: StatusPage | None, row: Any = None) -> None:
        """Add a field for each further language of the page."""
        first = page.language if page else "en"
        for code, called in LANGUAGES:
            for name in self.spoken if code != first else ():
                plain = self.fields[name]
                label = f"{plain.label} ({called})"
                given: dict[str, Any] = {"max_length": getattr(plain, "max_length", None), "widget": plain.widget}
                more = type(plain)(label=label, required=False, **given)
                more.initial = row.translations.get(code, {}).get(name, "") if row else ""
                self.fields[f"{name}_{code}"] = more

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """What was written in the further languages."""
        given = self.cleaned_data
        codes = [code for code, _called in LANGUAGES]
        return {code: {name: given.get(f"{name}_{code}", "") for name in self.spoken} for code in codes}

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        extra = {f"{name}_{code}" for name in self.spoken for code, _called in LANGUAGES}
        given = {name: value for name, value in self.cleaned_data.items() if name not in extra}
        return given | {"translations": self.translations}


class PageForm(SpokenForm):
    """A status page."""

    spoken: tuple[str, ...] = ("about",)
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What the public reads on top."))
    slug = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Its address is /status/ and this. It stays as it is.")
    )
    about = forms.CharField(label=_("About"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("First language"), choices=LANGUAGES)
    time_zone = ZoneField(initial="Europe/Berlin")
    domain = forms.CharField(
        label=_("Own domain"), max_length=253, required=False,
        help_text=_("Such as status.example.com. Its name must lead here; the certificate is your proxy's."),
    )  # fmt: skip
    home_url = forms.URLField(label=_("Your website"), required=False, assume_scheme="https")
    organisation = forms.ModelChoiceField(
        label=_("Only for"), queryset=Organisation.objects.all(), required=False, empty_label=_("everybody"),
        help_text=_("Then its people read it after logging in, and whoever has the secret link."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Shown"), required=False, initial=True)

    def __init__(self, *args: Any, page: StatusPage | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        if page:
            self.fields.pop("slug")
        self.speak(page, page)


class GroupForm(SpokenForm):
    """A heading over components."""

    spoken: tuple[str, ...] = ("name",)
    name = forms.CharField(label=_("Name"), max_length=80)
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=999, initial=0)

    def __init__(self, *args: Any, group: ComponentGroup, **named: Any) -> None:
        super().__init__(*args, **named)
        self.speak(group.page, group)


class ComponentForm(SpokenForm):
    """Something that the public knows by name."""

    spoken: tuple[str, ...] = ("name", "description")
    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("Description"), max_length=300, required=False)
    group = forms.ModelChoiceField(label=_("Group"), queryset=ComponentGroup.objects.none(), required=False)
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=999, initial=0)
    services = forms.ModelMultipleChoiceField(
        label=_("Services behind it"), queryset=Service.objects.active(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("An incident on one of them is felt here."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Shown"), required=False, initial=True)

    def __init__(self, *args: Any, component: Component, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["group"].queryset = component.page.groups.all()  # type: ignore[attr-defined]
        self.speak(component.page, component)


class StatusForm(VerbForm):
    """How a component fares, said by hand."""

    worth = forms.ChoiceField(label=_("Status"), choices=Worth.choices, widget=forms.RadioSelect)


class BucketForm(VerbForm):
    """A bucket that speaks S3."""

    bucket = forms.CharField(label=_("Bucket"), max_length=120)
    folder = forms.CharField(label=_("Folder in the bucket"), max_length=200, required=False)
    endpoint = forms.URLField(
        label=_("Endpoint"), required=False, assume_scheme="https", help_text=_("Empty: Amazon's own.")
    )
    region = forms.CharField(label=_("Region"), max_length=40, required=False)
    access_key = forms.CharField(label=_("Access key"), max_length=200)
    secret_key = forms.CharField(
        label=_("Secret key"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        given = dict(self.cleaned_data)
        return given | {"prefix": given.pop("folder")}


class ProgramForm(VerbForm):
    """A program that hears a page's news."""

    address = forms.CharField(label=_("Address"), max_length=1000, help_text=_("https://…"))


class WordsForm(SpokenForm):
    """Words for the public, to be changed before they are published."""

    spoken: tuple[str, ...] = ("body",)
    body = forms.CharField(label=_("Text"), widget=lines(5), max_length=5000)


class UpdateForm(WordsForm):
    """One thing to say, the phase that it leads to, and how the components fare then."""

    phase = forms.ChoiceField(label=_("Phase"))

    def __init__(
        self,
        *args: Any,
        page: StatusPage,
        kind: str,
        components: Sequence[Component],
        felt: dict[int, str],
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.fields["phase"].choices = [(one.value, one.label) for one in life.phases_of(kind)]  # type: ignore[attr-defined]
        self.components = components
        offered = [("", _("not affected")), *Worth.choices]
        for one in components:
            self.fields[f"component_{one.pk}"] = forms.ChoiceField(
                label=one.name, choices=offered, required=False, initial=felt.get(one.pk, "")
            )
        self.speak(page)

    @property
    def component_fields(self) -> list[Any]:
        """The fields of the components."""
        return [self[f"component_{one.pk}"] for one in self.components]

    @property
    def effects(self) -> dict[int, str]:
        """How the components fare."""
        given = {one.pk: self.cleaned_data[f"component_{one.pk}"] for one in self.components}
        return {pk: status for pk, status in given.items() if status}


class AnnounceForm(UpdateForm):
    """A new announcement."""

    spoken: tuple[str, ...] = ("title", "body")
    title = forms.CharField(label=_("Title"), max_length=160)
    scheduled_for = moment(_("Begins"))
    scheduled_until = moment(_("Ends"))
    field_order = ("title", "body", "phase", "scheduled_for", "scheduled_until")

    def __init__(self, *args: Any, kind: str, **named: Any) -> None:
        super().__init__(*args, kind=kind, **named)
        if kind != Kind.MAINTENANCE:
            del self.fields["scheduled_for"], self.fields["scheduled_until"]

    @property
    def asked_for(self) -> dict[str, Any]:
        """What the verb takes."""
        names = ("title", "body", "phase", "scheduled_for", "scheduled_until")
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return given | {"effects": self.effects, "translations": self.translations}


class MoveForm(VerbForm):
    """Another time."""

    scheduled_for = moment(_("Begins"))
    scheduled_until = moment(_("Ends"))


def first_words(page: StatusPage, kind: str, components: Sequence[Component]) -> dict[str, str]:
    """The draft with which a new announcement begins, in every language of the page."""
    phase = life.phases_of(kind)[0]
    first, *others = queries.languages_of(page)
    said = {code: life.draft(kind, phase, components, code) for code in (first, *others)}
    filled = {"title": said[first][0], "body": said[first][1], "phase": str(phase)}
    for code in others:
        filled |= {f"title_{code}": said[code][0], f"body_{code}": said[code][1]}
    return filled


def next_words(announcement: Announcement) -> dict[str, str]:
    """The draft of the next update: what is said when the phase after this one comes."""
    phases = [str(one) for one in life.phases_of(announcement.kind)]
    here = phases.index(announcement.state) if announcement.state in phases else -1
    phase = phases[min(here + 1, len(phases) - 1)]
    first, *others = queries.languages_of(announcement.page)
    components = list(announcement.components.all())
    filled = {"phase": phase, "body": life.draft(announcement.kind, phase, components, first)[1]}
    return filled | {f"body_{code}": life.draft(announcement.kind, phase, components, code)[1] for code in others}
