"""What one may do at the desk."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the desk slice. What a macro or a run does to a ticket takes the ticket's own, too."""

    CHANGE_MANY = "ticket.change_many"
    SPLIT = "ticket.split"
    APPLY = "ticket.apply_macro"
    MACROS = "ticket.save_macro"
    SHARE_MACROS = "ticket.share_macro"
