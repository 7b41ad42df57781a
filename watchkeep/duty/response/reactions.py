"""Answers of the response to what happens to incidents, and who hears of roles and late updates.

Those that follow a plan stand in the fact's own transaction; messages are jobs with a done-mark.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _

from watchkeep.duty.automation import life as automation
from watchkeep.duty.communications import events as communications
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.response import events, life, queries, rules
from watchkeep.duty.response.models import Audience, Role
from watchkeep.estate.people.models import Person
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incidents
from watchkeep.work.tickets import events as tickets
from watchkeep.work.tickets.models import Ticket


def follow_plan(fact: incidents.Opened) -> None:
    """The plan is copied with the incident."""
    life.follow(_ticket(fact), by=fact.by)


def follow_other_plan(fact: incidents.SeverityChanged | incidents.Reprioritised | tickets.Edited) -> None:
    """Another severity or service may have another plan."""
    ticket = _ticket(fact)
    if isinstance(fact, tickets.Edited):
        if "service" in fact.fields and ticket.kind == "incident":
            service = str(ticket.service) if ticket.service else _("none")
            life.follow_again(ticket, by=fact.by, because=_("the service is %(name)s") % {"name": service})
    elif fact.severity != (fact.was if isinstance(fact, incidents.SeverityChanged) else fact.was_severity):
        life.follow_again(ticket, by=fact.by, because=f"SEV{fact.severity}")


def follow_declaration(fact: incidents.MajorDeclared | incidents.MajorWithdrawn) -> None:
    """What is declared major is led and answered as a major one; what is none after all, by its severity again."""
    is_on = isinstance(fact, incidents.MajorDeclared)
    because = _("it was declared a major incident") if is_on else _("it is no major incident after all")
    life.follow_again(_ticket(fact), by=fact.by, because=because)


def seat_responder(fact: incidents.Acknowledged | incidents.Started) -> None:
    """Whoever answers has the roles that waited for them."""
    life.seat_responder(_ticket(fact), fact.person, by=fact.by)


def move_next_update(fact: incidents.UpdatePosted) -> None:
    """Those who wait have heard; the next moment counts from here."""
    life.note_update(_ticket(fact), is_public=fact.is_public, promised=fact.next_update_at)


def move_next_update_by_message(fact: communications.Sent) -> None:
    """An audience was told: as good as an update for those on its side of the door."""
    life.note_update(_ticket(fact), is_public=fact.is_outside, promised=fact.next_at)


def rest_updates(fact: incidents.Restored) -> None:
    """The service is back: nobody waits any more."""
    life.rest_updates(fact.record)


def stand_down(fact: Fact) -> None:
    """It is over, or is worked elsewhere."""
    life.stand_down(fact.record, by=fact.by)


def stand_up_again(fact: incidents.Reopened | incidents.Unmerged) -> None:
    """It is back, or on its own again."""
    life.stand_up_again(_ticket(fact))


def give_steps(fact: events.RoleTaken | events.RoleLeft) -> None:
    """The steps of a role, in whatever runs on the incident, are its holder's."""
    holder = fact.person if isinstance(fact, events.RoleTaken) else None
    person = Person.objects.filter(pk=holder).first() if holder else None
    automation.name_holder(_ticket(fact), by=fact.by, role=fact.role, person=person)


def tell_holder(fact: events.RoleTaken) -> None:
    """Whoever was given a role learns so at once, and what it means."""
    ticket = notices.ticket_in_words(fact.record)
    duties = Role.objects.filter(slug=fact.role).values_list("duties", flat=True).first() or ""
    what = _("You are %(role)s") % {"role": fact.name}
    _tell(notices.people([fact.person]), fact, ticket, what, duties)
    if fact.was_person:
        now = notices.people([fact.person])
        name = now[0].name if now else ""
        said = _("%(name)s has taken over from you.") % {"name": name}
        _tell(notices.people([fact.was_person]), fact, ticket, _("%(role)s handed over") % {"role": fact.name}, said)


def ask_candidates(told: Sequence[events.RoleAsked]) -> None:
    """Whoever could fill roles is asked to."""
    asked = _("This incident needs somebody for this role. Whoever is first has it.")
    duties = dict(Role.objects.values_list("slug", "duties"))
    people = {person.pk: person for person in notices.people({pk for fact in told for pk in fact.people})}
    for record, facts in groupby(told, key=attrgetter("record")):
        _send(notices.ticket_in_words(record), [
            (fact, people[pk], _("Wanted: %(role)s") % {"role": fact.name}, f"{asked}\n\n{duties.get(fact.role, '')}")
            for fact in facts
            for pk in fact.people
            if pk in people
        ])  # fmt: skip


def tell_unfilled(fact: events.RoleUnfilled) -> None:
    """A role that nobody can be asked for is the leads' to fill."""
    ticket = notices.ticket_in_words(fact.record)
    said = _("The plan wants it filled (%(where)s), and there is nobody to ask.") % {"where": fact.where}
    _tell(notices.leads_of(ticket.team_id), fact, ticket, _("Nobody for %(role)s") % {"role": fact.name}, said)


def remind_of_update(fact: events.UpdateLate) -> None:
    """The commander and whoever speaks for us hear that an update is overdue; without them whoever works on it."""
    ticket = notices.ticket_in_words(fact.record)
    standing = queries.standing(fact.record)
    holders = [seat.holder_id for seat in standing.seats if seat.role.slug in SPEAKERS] if standing else []
    people = notices.people(holders) or notices.people([ticket.assignee_id]) or notices.leads_of(ticket.team_id)
    label = str(Audience(fact.audience).label).lower()
    said = _("An update was due at %(at)s UTC. Those who wait have heard nothing.") % {"at": f"{fact.due_at:%H:%M}"}
    _tell(people, fact, ticket, _("%(audience)s update is overdue") % {"audience": label.capitalize()}, said)


SPEAKERS = (rules.COMMANDER, "communications")
"""Who is reminded of an update."""


def _ticket(fact: Fact) -> Ticket:
    return Ticket.objects.select_related("service").get(pk=fact.record)


def _tell(people: Iterable[Person], fact: Fact, ticket: Ticket, what: str, body: str) -> None:
    _send(ticket, [(fact, person, what, body) for person in people])


def _send(ticket: Ticket, letters: Iterable[tuple[Fact, Person, str, str]]) -> None:
    """In ways that wake when the incident is a major one and no drill. Whoever did it is not told of it."""
    urgent = rules.is_major(queries.gravity_of(ticket)) and not ticket.is_drill
    opens = {"link": notices.link_to(ticket), "link_text": _("Open %(number)s") % {"number": ticket.number}}
    news = [
        notify.News(
            person, notify.Message(subject=notices.subject_for(ticket, what), body=body, **opens), fact.id, ticket
        )
        for fact, person, what, body in letters
        if f"person:{person.pk}" != str(fact.by)
    ]
    notify.notify_all(news, urgency=Urgency.HIGH if urgent else Urgency.LOW)
