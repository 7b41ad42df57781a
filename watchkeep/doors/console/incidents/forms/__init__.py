"""What the verbs of an incident need to be told, in chapters."""

from watchkeep.doors.console.incidents.forms.grouping import LinkForm, MergeForm, ParentForm
from watchkeep.doors.console.incidents.forms.judging import (
    AmendForm,
    AssignForm,
    EditForm,
    PriorityForm,
    SeverityForm,
    TriageForm,
)
from watchkeep.doors.console.incidents.forms.living import (
    CancelForm,
    CloseForm,
    HoldForm,
    PlainForm,
    ReopenForm,
    ResolveForm,
    RestoreForm,
)
from watchkeep.doors.console.incidents.forms.opening import OpenForm
from watchkeep.doors.console.incidents.forms.talking import FilesForm, NoteForm, ReplyForm, UpdateForm

__all__ = [
    "AmendForm",
    "AssignForm",
    "CancelForm",
    "CloseForm",
    "EditForm",
    "FilesForm",
    "HoldForm",
    "LinkForm",
    "MergeForm",
    "NoteForm",
    "OpenForm",
    "ParentForm",
    "PlainForm",
    "PriorityForm",
    "ReopenForm",
    "ReplyForm",
    "ResolveForm",
    "RestoreForm",
    "SeverityForm",
    "TriageForm",
    "UpdateForm",
]
