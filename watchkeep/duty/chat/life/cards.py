"""Cards that stand where a button was pressed, in the shape that Teams reads: it waits for one, other chats do not."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from watchkeep.duty.chat.life.accounts import button_token, form_token
from watchkeep.duty.chat.life.saying import as_message, button_labels, standing
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.chat.rules import adaptive
from watchkeep.duty.chat.rules.cards import Button, Card, Form
from watchkeep.duty.notify import queries as notices
from watchkeep.work.tickets.models import Ticket


def fresh_card(workspace: Workspace, ticket: Ticket, said: str, *, buttons: Iterable[str]) -> dict[str, Any]:
    """How the incident stands now that a button was pressed, what came of it, and what can be pressed next."""
    message = as_message(ticket, notices.subject_for(ticket))
    labels = button_labels()
    card = Card(
        title=message.subject,
        text=f"{said}\n{standing(ticket, workspace)}",
        link=message.link,
        link_text=message.link_text,
        buttons=tuple(Button(name, labels[name], button_token(workspace, ticket, name)) for name in buttons),
    )
    return adaptive.acting(card)


def question(workspace: Workspace, ticket: Ticket, *, remote: str, text: str = "", no: str = "") -> dict[str, Any]:
    """The form for an update, for one account alone; ``text`` was typed already, ``no`` is why it was not taken."""
    token = form_token(workspace, ticket, "update", remote=remote)
    form = Form(title=ticket.number, label=_("How it stands"), submit=_("Post"), token=token)
    return adaptive.asking(form, text=text, no=no)
