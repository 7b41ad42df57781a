"""Forms of the portals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.files import FileListField
from watchkeep.doors.ui.forms import VerbForm


class ReplyForm(VerbForm):
    """Say something more."""

    body = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000)
    uploads = FileListField(label=_("Pictures or files"), required=False, help_text=_("You can paste a screenshot."))
