"""Buttons and forms in Teams: what was pressed is done, and the answer is the card as it stands now."""

from django.utils.translation import gettext as _

from watchkeep.doors.integrations.chat import answering, commands
from watchkeep.doors.integrations.chat.reading import Asked
from watchkeep.duty.chat import life as chat
from watchkeep.duty.response.permissions import P as Response
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life


def press(asked: Asked) -> answering.Shape:
    """Do what a button says. One that must ask first is answered with a form in the card's place."""
    try:
        by = commands.actor_of(asked)
        incident = commands.pressed(asked, by)
        said = commands.act(asked.pressed.do if asked.pressed else "", incident, by)
        if not said:
            return answering.by_card(chat.question(asked.workspace, incident.ticket, remote=asked.remote))
    except (Refused, NotAllowed) as no:
        return answering.by_word(no.message)
    return _fresh(asked, by, said)


def fill(asked: Asked) -> answering.Shape:
    """Do what a filled form says; what was not taken is asked again, with what was typed."""
    if not (no := commands.fill(asked)):
        return _fresh(asked, commands.actor_of(asked), _("Your update is posted."))
    try:
        incident = commands.pressed(asked, commands.actor_of(asked))
    except Refused as refused:
        return answering.by_word(refused.message)
    return answering.by_card(
        chat.question(asked.workspace, incident.ticket, remote=asked.remote, text=asked.text, no=no)
    )


def _fresh(asked: Asked, by: Actor, said: str) -> answering.Shape:
    """The card as it stands now, with the buttons that are open to whoever pressed it."""
    incident = commands.pressed(asked, by)
    steps = {step.verb for step in life.open_to(incident, by)}
    may = {
        "ack": "acknowledge" in steps,
        "command": incident.is_open and by.may(Response.TAKE),
        "update": "post_update" in steps,
    }
    buttons = [name for name, is_open in may.items() if is_open]
    return answering.by_card(chat.fresh_card(asked.workspace, incident.ticket, said, buttons=buttons))
