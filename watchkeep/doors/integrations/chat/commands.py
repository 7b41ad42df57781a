"""The commands, each a few lines that call a verb as the person behind the account."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.doors.integrations.chat.reading import Asked
from watchkeep.duty.chat import life as chat
from watchkeep.duty.chat import queries
from watchkeep.duty.response import life as response
from watchkeep.duty.response import queries as responses
from watchkeep.duty.response.models import COMMANDER, Response, Role
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident

MOST_LISTED = 15
NUMBER = re.compile(r"(?:inc-?)?(\d{1,12})", re.IGNORECASE)
SEVERITY = re.compile(r"(?:sev-?)?([1-4])", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """A command on its way: who, as whom, and the words after its name."""

    asked: Asked
    by: Actor
    words: list[str]

    @property
    def rest(self) -> str:
        """What was typed after the command."""
        return " ".join(self.words)

    def incident(self) -> Incident:
        """The incident that is named first, else the one whose channel this is. Takes the name off the words."""
        visible = Incident.objects.visible_to(self.by).select_related("ticket__service", "ticket__assignee")
        named = NUMBER.fullmatch(self.words[0]) if self.words else None
        if named and (self.words[0].lower().startswith("inc") or not self._room()):
            found = visible.filter(ticket__number=f"INC-{int(named[1])}").first()
            if found is None:
                raise Refused(_("There is no incident %(number)s.") % {"number": self.words[0]})
            self.words.pop(0)
            return found
        found = visible.filter(pk=self._room() or 0).first()
        if found is None:
            raise Refused(_("Say which incident, such as INC-1042: this is no incident's channel."))
        return found

    def _room(self) -> int | None:
        room = queries.room_at(self.asked.workspace, self.asked.channel)
        return room.ticket_id if room else None


def run(asked: Asked) -> str:
    """Do what was typed, and say in words what came of it."""
    name, *words = asked.text.split() or ["help"]
    name = name.lower()
    try:
        if name == "link":
            return _link(asked, words)
        if name == "help":
            return _help(asked)
        return COMMANDS.get(name, _unknown)(Call(asked, actor_of(asked), words))
    except (Refused, NotAllowed) as no:
        return no.message


def press(asked: Asked) -> str:
    """Do what a button says; what must be asked first opens a form and says nothing."""
    if asked.pressed is None:
        return ""
    try:
        by = actor_of(asked)
        incident = pressed(asked, by)
        if said := act(asked.pressed.do, incident, by):
            return said
        token = chat.form_token(asked.workspace, incident.ticket, "update", remote=asked.remote)
        chat.ask_for_update(asked.workspace, incident.ticket, by=by, trigger=asked.trigger, token=token)
    except (Refused, NotAllowed) as no:
        return no.message
    return ""


def fill(asked: Asked) -> str:
    """Do what a filled form says. Returns why not, or nothing."""
    if not asked.text.strip():
        return _("Write how it stands.")
    try:
        by = actor_of(asked)
        life.post_update(pressed(asked, by), by=by, body=asked.text, is_public=False)
    except (Refused, NotAllowed) as no:
        return no.message
    return ""


def act(do: str, incident: Incident, by: Actor) -> str:
    """Do what a button says and tell what came of it; nothing when something must be asked first."""
    if do == "ack":
        return _acknowledge(incident, by)
    return _take_command(incident, by) if do == "command" else ""


def pressed(asked: Asked, by: Actor) -> Incident:
    """The incident of a button, if this person may see it. Raises Refused."""
    found = Incident.objects.visible_to(by).filter(pk=asked.pressed.ticket if asked.pressed else 0).first()
    if found is None:
        raise Refused(_("You cannot see this incident."))
    return found


def actor_of(asked: Asked) -> Actor:
    """The person behind the account, with what their roles allow today. Raises Refused for a stranger."""
    person = queries.person_of(asked.workspace, asked.remote)
    if person is None:
        said = _("Watchkeep does not know who you are here. Get a code at %(where)s, then: %(how)s")
        how = f"{asked.workspace.spoken} link CODE"
        raise Refused(said % {"where": f"{settings.BASE_URL}/profile/chat", "how": how})
    return people.actor_for(person)


def _help(asked: Asked) -> str:
    lines = [
        ("list", _("what is open")),
        ("status [INC-1042]", _("how it stands")),
        ("open [sev2] TITLE", _("open an incident")),
        ("ack [INC-1042]", _("you have it")),
        ("update [INC-1042] [public] TEXT", _("post an update: inside, or public to those who wait")),
        ("severity [INC-1042] 2 [REASON]", _("declare another severity")),
        ("commander [INC-1042] me", _("take command, or give it: name an address instead of “me”")),
        ("channel [INC-1042]", _("open a channel for it")),
        ("link CODE", _("tell Watchkeep who you are")),
    ]
    said = [f"{asked.workspace.spoken} {name}: {what}" for name, what in lines]
    return "\n".join([*said, _("In an incident's own channel its number can be left out.")])


def _unknown(call: Call) -> str:
    raise Refused(_("There is no such command. Type %(help)s.") % {"help": f"{call.asked.workspace.spoken} help"})


def _link(asked: Asked, words: list[str]) -> str:
    by = chat.link(asked.workspace, remote=asked.remote, name=asked.name or asked.remote, code="".join(words[:1]))
    return _("Hello %(name)s. From here you may do what you may do in Watchkeep.") % {"name": by.name}


def _list(call: Call) -> str:
    found = Incident.objects.visible_to(call.by).open().filter(merged_into=None)
    rows = list(found.select_related("ticket__assignee").order_by("ticket__severity", "-pk")[: MOST_LISTED + 1])
    lines = [_line(row) for row in rows[:MOST_LISTED]]
    if len(rows) > MOST_LISTED:
        lines.append(_("and more: %(where)s") % {"where": f"{settings.BASE_URL}/incidents"})
    return "\n".join(lines) or _("Nothing is open.")


def _status(call: Call) -> str:
    incident = call.incident()
    lines = [_line(incident)]
    if incident.ticket.service:
        lines.append(_("Service: %(name)s") % {"name": incident.ticket.service.name})
    standing = responses.standing(incident.pk)
    seats = [seat for seat in standing.seats if seat.holder or seat.is_missing] if standing else []
    lines += [f"{seat.role.name}: {seat.holder or _('nobody')}" for seat in seats]
    lines += [
        _("%(audience)s update due %(at)s UTC") % {"audience": one.get_audience_display(), "at": f"{one.due_at:%H:%M}"}
        for one in (standing.due if standing else ())
    ]
    return "\n".join([*lines, _url(incident)])


def _open(call: Call) -> str:
    declared = SEVERITY.fullmatch(call.words[0]) if call.words else None
    if declared and not call.words[0].isdecimal():
        call.words.pop(0)
    else:
        declared = None
    incident = life.open_(by=call.by, title=call.rest, severity=int(declared[1]) if declared else None)
    return f"{_line(incident)}\n{_url(incident)}"


def _ack(call: Call) -> str:
    return _acknowledge(call.incident(), call.by)


def _update(call: Call) -> str:
    incident = call.incident()
    is_public = bool(call.words) and call.words[0].lower() == "public"
    text = _typed(call, skip=is_public)
    if not text:
        raise Refused(_("Write how it stands after the command."))
    life.post_update(incident, by=call.by, body=text, is_public=is_public)
    said = _("Posted on %(number)s, for those who wait too.") if is_public else _("Posted on %(number)s, inside.")
    return said % {"number": incident.number}


def _severity(call: Call) -> str:
    incident = call.incident()
    declared = SEVERITY.fullmatch(call.words[0]) if call.words else None
    if declared is None:
        raise Refused(_("Say which severity: 1 is the worst, 4 the mildest."))
    life.set_severity(incident, by=call.by, severity=int(declared[1]), reason=" ".join(call.words[1:]))
    return _("%(number)s is SEV%(severity)s.") % {"number": incident.number, "severity": declared[1]}


def _commander(call: Call) -> str:
    incident = call.incident()
    if not call.words:
        standing = responses.standing(incident.pk)
        name = standing.commander.name if standing and standing.commander else _("nobody")
        return _("Commander of %(number)s: %(name)s") % {"number": incident.number, "name": name}
    if call.words[0].lower() == "me":
        return _take_command(incident, call.by)
    person, found = _person(call, call.words[0]), _response(incident)
    response.give(found, _commander_role(), by=call.by, person=person, seen=_holder(found))
    return _("%(name)s commands %(number)s.") % {"name": person.name, "number": incident.number}


def _channel(call: Call) -> str:
    incident = call.incident()
    room = chat.open_room(call.asked.workspace, incident.ticket, by=call.by)
    return _("Its channel: %(name)s") % {"name": room.name}


COMMANDS: Mapping[str, Callable[[Call], str]] = {
    "list": _list,
    "status": _status,
    "open": _open,
    "ack": _ack,
    "update": _update,
    "severity": _severity,
    "commander": _commander,
    "channel": _channel,
}


def _acknowledge(incident: Incident, by: Actor) -> str:
    life.acknowledge(incident, by=by)
    return _("You have %(number)s.") % {"number": incident.number}


def _take_command(incident: Incident, by: Actor) -> str:
    found = _response(incident)
    if (holder := _holder(found)) is None or holder != by.person:
        response.take(found, _commander_role(), by=by, seen=holder)
    return _("You command %(number)s.") % {"number": incident.number}


def _commander_role() -> Role:
    return Role.objects.get(slug=COMMANDER)


def _holder(found: Response) -> int | None:
    """Who commands now: what whoever types or presses has before their eyes."""
    standing = responses.standing(found.pk)
    return standing.commander.pk if standing and standing.commander else None


def _response(incident: Incident) -> Response:
    found = Response.objects.filter(ticket=incident.pk).first()
    if found is None:
        raise Refused(_("No plan was copied onto this incident, so nobody commands it."))
    return found


def _person(call: Call, text: str) -> Person:
    """Somebody by mail address, or by the name of an account here."""
    found = queries.person_named(call.asked.workspace, text)
    if found is None:
        raise Refused(_("Nobody here is %(name)s. Give the mail address.") % {"name": text})
    return found


def _typed(call: Call, *, skip: bool) -> str:
    """The words of an update as they were typed, lines and all: what stands after command, number and “public”."""
    left = len(call.words) - skip
    return call.asked.text.split(None, len(call.asked.text.split()) - left)[-1].strip() if left else ""


def _line(incident: Incident) -> str:
    ticket = incident.ticket
    who = ticket.assignee.name if ticket.assignee else _("nobody")
    return f"{ticket.number} · SEV{ticket.severity} · {ticket.title} · {ticket.get_state_display()} · {who}"


def _url(incident: Incident) -> str:
    return f"{settings.BASE_URL}/incidents/{incident.number}"
