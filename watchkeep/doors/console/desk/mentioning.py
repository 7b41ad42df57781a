"""Whom a note speaks to, when a name was chosen from the list rather than typed."""

from watchkeep.doors.console.desk.panels import mentionable
from watchkeep.kernel.actors import Actor


def with_mention(body: str, chosen: str, actor: Actor) -> str:
    """The note, with the chosen person's handle before it unless it stands in there already."""
    person = mentionable(actor).filter(pk=int(chosen)).first() if chosen.isascii() and chosen.isdigit() else None
    if person is None or f"@{person.email}" in body:
        return body
    return f"@{person.email} {body}"
