"""Forms of articles."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.estate.assets.models import Item
from watchkeep.estate.knowledge.models import Article, Audience, Kind, Language, Media, Template
from watchkeep.estate.knowledge.permissions import P
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor

SEVERITIES = [(str(number), f"SEV{number}") for number in range(1, 5)]
LISTED = 200
"""So many items are offered; others are tied by the API."""


class Filter(forms.Form):
    """What somebody looks for."""

    q = forms.CharField(
        label=_("Words or a question"), max_length=300, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *Kind.choices])
    audience = forms.ChoiceField(
        label=_("Audience"), required=False, choices=[("", _("Every audience")), *Audience.choices]
    )
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("Every service")
    )
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", _("Every severity")), *SEVERITIES])
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("Every team"))
    tag = forms.CharField(label=_("Tag"), max_length=40, required=False)


class NewForm(VerbForm):
    """How an article begins."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("As somebody would ask for it."))
    template = forms.ModelChoiceField(
        Template.objects.filter(is_active=True), label=_("Template"), required=False, empty_label=_("An empty page")
    )


class WordsForm(VerbForm):
    """The words of an article."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In a sentence"), max_length=300, required=False, help_text=_("Readers see it where they search.")
    )
    body = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 22, "class": "mono"}),
        help_text=_("Markdown. Headings divide it; numbered lists are steps."),
    )  # fmt: skip
    note = forms.CharField(label=_("What changed"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class KnownForm(VerbForm):
    """What is known of an article beside its words."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Organisation"), required=False, empty_label=_("None"),
        help_text=_("For the audience “One organisation”."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    services = forms.ModelMultipleChoiceField(Service.objects.active(), label=_("Services"), required=False)
    items = forms.ModelMultipleChoiceField(Item.objects.all(), label=_("Items"), required=False)
    severities = forms.MultipleChoiceField(
        label=_("Severities"), choices=SEVERITIES, required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.CharField(label=_("Tags"), max_length=600, required=False, help_text=_("Divided by spaces."))
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("None"))
    owner = PersonField(
        label=_("Owner"), required=False, empty_label=_("Nobody"),
        help_text=_("Is reminded when it is to be looked at."),
    )  # fmt: skip
    reviewer = PersonField(label=_("Reviewer"), required=False, empty_label=_("Whoever may publish"))

    def __init__(self, *args: Any, actor: Actor, article: Article, **named: Any) -> None:
        super().__init__(*args, **named)
        writers = people.with_permission(P.WRITE).values("pk")
        for name in ("owner", "reviewer"):
            rows = Person.objects.filter(Q(pk__in=writers) | Q(pk=getattr(article, f"{name}_id")))
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        offered = Item.objects.visible_to(actor).filter(is_active=True).values("pk")[:LISTED]
        tied = article.items.values("pk")
        self.fields["items"].queryset = Item.objects.filter(Q(pk__in=offered) | Q(pk__in=tied))  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        """Each word a tag."""
        return str(self.cleaned_data["tags"]).replace(",", " ").split()

    def clean_severities(self) -> list[int]:
        """As numbers."""
        return [int(one) for one in self.cleaned_data["severities"]]


class UploadForm(VerbForm):
    """A picture, a video or captions."""

    file = forms.FileField(
        label=_("File"), max_length=200,
        help_text=_("A picture (up to 10 MB), an MP4 or WebM video (up to 100 MB), or captions as WebVTT."),
    )  # fmt: skip
    alt = forms.CharField(
        label=_("What it shows"), max_length=300, required=False, help_text=_("For whoever cannot see it.")
    )


class PairForm(VerbForm):
    """What a file shows; of a video the still and the captions."""

    alt = forms.CharField(label=_("What it shows"), max_length=300, required=False)

    def __init__(self, *args: Any, media: Media, **named: Any) -> None:
        super().__init__(*args, **named)
        if media.kind == Media.Kind.VIDEO:
            for name, kind, label in (
                ("poster", Media.Kind.PICTURE, _("Still")), ("captions", Media.Kind.CAPTIONS, _("Captions")),
            ):  # fmt: skip
                rows = Media.objects.filter(article=media.article_id, kind=kind)
                self.fields[name] = forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("None"))


class FeedbackForm(VerbForm):
    """Whether it helped."""

    is_helpful = forms.TypedChoiceField(
        label=_("Did it help?"), coerce=lambda value: value == "yes", choices=[("yes", _("Yes")), ("no", _("No"))]
    )
    comment = forms.CharField(
        label=_("What is missing or wrong?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AnswerForm(VerbForm):
    """What was done about a reader's word."""

    answer = forms.CharField(label=_("What was done"), max_length=300)
    is_taken = forms.TypedChoiceField(
        label=_("What becomes of it"), coerce=lambda value: value == "yes",
        choices=[("yes", _("Done")), ("no", _("Not taken up"))],
    )  # fmt: skip


class TemplateForm(VerbForm):
    """How articles of a kind begin."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    audience = forms.ChoiceField(
        label=_("Audience"), choices=[one for one in Audience.choices if one[0] != Audience.ORGANISATION]
    )
    hint = forms.CharField(label=_("When to take it"), max_length=300, required=False)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 16, "class": "mono"}))
    tags = forms.CharField(label=_("Tags"), max_length=300, required=False, help_text=_("Divided by spaces."))
    is_active = forms.BooleanField(label=_("Offered"), required=False)
