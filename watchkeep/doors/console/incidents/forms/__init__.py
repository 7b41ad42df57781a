"""What the verbs of an incident need to be told, in chapters."""

from watchkeep.doors.console.incidents.forms.grouping import LinkForm, MergeForm, ParentForm
from watchkeep.doors.console.incidents.forms.judging import (
    AmendForm,
    AssignForm,
    DeadlineForm,
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
from watchkeep.doors.console.incidents.forms.overruling import AffectForm, MajorForm, PinForm, RefuseForm
from watchkeep.doors.console.incidents.forms.talking import FilesForm, NoteForm, ReplyForm, UpdateForm

__all__ = [
    "AffectForm",
    "AmendForm",
    "AssignForm",
    "CancelForm",
    "CloseForm",
    "DeadlineForm",
    "EditForm",
    "FilesForm",
    "HoldForm",
    "LinkForm",
    "MajorForm",
    "MergeForm",
    "NoteForm",
    "OpenForm",
    "ParentForm",
    "PinForm",
    "PlainForm",
    "PriorityForm",
    "RefuseForm",
    "ReopenForm",
    "ReplyForm",
    "ResolveForm",
    "RestoreForm",
    "SeverityForm",
    "TriageForm",
    "UpdateForm",
]
