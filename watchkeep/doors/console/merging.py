"""What a form of a merge has to say before: that somebody will not be told of what is said there."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.forms import VerbForm
from watchkeep.work.desk import queries
from watchkeep.work.tickets.models import Ticket


class JoiningForm(VerbForm):
    """A merge. When it leaves whoever asked without news, it is asked for once more, and that is said."""

    all_the_same = forms.BooleanField(
        label=gettext_lazy("Merge it all the same"), required=False, widget=forms.HiddenInput
    )

    def warn_of(self, ticket: Ticket, into: Ticket) -> None:
        """Ask again if whoever asked for the ticket would hear nothing of what the desk says on the other."""
        unheard = queries.unheard_by_merge(ticket, into)
        if unheard and not self.cleaned_data.get("all_the_same"):
            self.fields["all_the_same"].widget = forms.CheckboxInput()
            words = _(
                "%(name)s asked for this and is of another organisation. They hear nothing of what is said there."
            )
            self.add_error("all_the_same", words % {"name": unheard})
