"""What one may do with a ticket, whatever its kind."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the tickets slice.

    ``SEE`` opens every ticket. Without it people see what they asked for or watch, and with
    ``SEE_ORGANISATION`` whatever their organisation asked for, if it shares.
    """

    SEE = "ticket.see"
    SEE_ORGANISATION = "ticket.see_organisation"
    SEE_NOTES = "note.see"
    REPLY = "ticket.reply"
    NOTE = "note.write"
    ATTACH = "ticket.attach"
    ASSIGN = "ticket.assign"
    EDIT = "ticket.edit"
    WATCH = "ticket.watch"
    LINK = "ticket.link"
    VIEWS = "view.save"
    SHARE = "view.share"
