"""Forms of talk: replies, notes, updates, files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.forms.base import IncidentForm, text
from watchkeep.doors.ui.files import FileListField
from watchkeep.work.incidents.models import Incident


class NoteForm(IncidentForm):
    """Say something to ourselves."""

    heading = _("Internal note")
    says = _("Only those who work on incidents read it.")
    button = _("Save note")
    body = forms.CharField(label=_("Note"), widget=text(5))
    uploads = FileListField(label=_("Files"), required=False)

    def __init__(self, *args: Any, incident: Incident, **named: Any) -> None:
        super().__init__(*args, incident=incident, **named)
        self.fields["body"].widget.attrs["data-draft"] = f"{incident.number}:talk"


class ReplyForm(NoteForm):
    """Say something to everybody on the ticket."""

    heading = _("Reply")
    says = _("Everybody on the ticket reads it, the requester too.")
    button = _("Send reply")


class UpdateForm(NoteForm):
    """Tell those who wait how it stands."""

    heading = _("Post an update")
    says = _(
        "Everybody who waits for it reads it. Say how it stands, what is being done, and when they will hear more."
    )
    button = _("Post update")
    next_in = forms.TypedChoiceField(
        label=_("Next update"),
        coerce=int,
        required=False,
        choices=[
            (0, _("Not promised")),
            (15, _("in 15 minutes")),
            (30, _("in 30 minutes")),
            (60, _("in 1 hour")),
            (120, _("in 2 hours")),
            (240, _("in 4 hours")),
        ],
    )


class FilesForm(IncidentForm):
    """Add files."""

    heading = _("Attach files")
    button = _("Attach")
    uploads = FileListField(label=_("Files"))
