"""Who hears what: the assignee, the watchers, the requester, the leads, and programs.

The later ones are jobs with a done-mark, and a delivery is unique for fact, person and channel: a repeat
notifies nobody twice. Nobody is told of what they did themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from watchkeep.duty.connections import events as actions
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.notify import life, queries
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.regulations import events as regulations
from watchkeep.duty.sla import events as sla
from watchkeep.duty.sla.models import Measure
from watchkeep.estate.people.models import Person
from watchkeep.kernel.facts import Fact
from watchkeep.kernel.wires import Together, concerning
from watchkeep.work.approvals import events as approvals
from watchkeep.work.correspondence import events as correspondence
from watchkeep.work.desk import queries as desk
from watchkeep.work.incidents import events as incidents
from watchkeep.work.requests import events as requests
from watchkeep.work.requests.models import Source
from watchkeep.work.surveys import queries as surveys
from watchkeep.work.tickets import events as tickets
from watchkeep.work.tickets.models import Ticket


def tell_assignee(fact: tickets.Assigned) -> None:
    """Somebody has it now, and learns so unless they took it themselves."""
    if fact.person and fact.person != fact.was_person:
        ticket = queries.ticket_in_words(fact.record)
        what, body = _("Assigned to you"), _("This is yours now.")
        _tell(queries.people([fact.person]), fact, ticket, what, f"{body}\n\n{ticket.description[:1500]}")


def tell_of_reply(fact: tickets.Replied) -> None:
    """A public reply goes to whoever asked and whoever watches, here and on what was merged into it.

    A requester's goes to whoever works on it.
    """
    ticket, text = queries.ticket_in_words(fact.record), queries.comment_text(fact.comment)
    what = _("Reply from the desk") if fact.from_desk else _("Reply from the requester")
    first = ticket.requester_id if fact.from_desk else desk.worked_in(ticket).assignee_id
    headers = queries.BY_A_PERSON if str(fact.by).startswith(("person:", "token:")) else None
    hear = queries.people([first, *queries.watchers_of(ticket)])
    _tell(hear, fact, ticket, what, text, headers=headers)
    if fact.from_desk:
        _tell_merged(hear, fact, ticket, what, text, headers)


@concerning(lambda fact: fact.confirm)
def confirm_mail(fact: correspondence.Opened) -> None:
    """Whoever wrote a mail that became a request hears that we have it. Machines and lists hear nothing."""
    ticket = queries.ticket_in_words(fact.ticket)
    body = _("We have your message and look into it. You can answer this mail; please leave its subject as it is.")
    about = _words(ticket, _("We have your message"), body)
    _send(queries.people([fact.person]), fact, ticket, about, queries.IN_ANSWER)


def tell_mailbox_fails(fact: correspondence.MailboxFails) -> None:
    """Nobody notices mail that does not come: whoever sets mailboxes up hears that one cannot be fetched."""
    name = queries.mailbox_name(fact.record)
    for person in queries.who_sets_up_mail():
        life.notify(
            person, fact_id=fact.id, subject=_("Mail is not fetched: %(name)s") % {"name": name}, body=fact.why,
            link=queries.link_to_mailbox(fact.record), link_text=_("Open the mailbox"), urgency=Urgency.LOW,
        )  # fmt: skip


def take_bounce(fact: correspondence.Bounced) -> None:
    """A mail did not arrive: its delivery has failed, and whoever relied on it hears so."""
    said = " ".join(filter(None, (_("Reported back:"), fact.status, fact.recipient, fact.said)))
    for delivery in queries.marked(fact.marks):
        life.bounce(delivery, said)


def tell_mentioned(fact: tickets.Mentioned) -> None:
    """Whoever a note speaks to by name reads it."""
    ticket, text = queries.ticket_in_words(fact.record), queries.comment_text(fact.comment)
    _tell(queries.people(fact.people), fact, ticket, _("You are mentioned"), text)


def tell_of_update(fact: incidents.UpdatePosted) -> None:
    """Those who wait hear how it stands."""
    if fact.is_public:
        ticket, text = queries.ticket_in_words(fact.record), queries.comment_text(fact.comment)
        hear = _waiting(ticket)
        _tell(hear, fact, ticket, _("Update"), text)
        _tell_merged(hear, fact, ticket, _("Update"), text)


def tell_restored(fact: incidents.Restored) -> None:
    """Those who wait hear that the service is back."""
    ticket = queries.ticket_in_words(fact.record)
    hear = _waiting(ticket)
    body = _("The service is back. We still look for the cause and will tell you when it is dealt with.")
    _tell(hear, fact, ticket, _("Service restored"), body)
    _tell_merged(hear, fact, ticket, _("Service restored"), body)


def tell_resolved(fact: incidents.Resolved) -> None:
    """Those who wait hear that it is over, and how to disagree."""
    ticket = queries.ticket_in_words(fact.record)
    body = _("This is resolved. If it is not, reply within the next seven days and we take it up again.")
    _tell_over(fact, ticket, _("Resolved"), body)


def tell_at_risk(fact: sla.AtRisk) -> None:
    """Whoever works on it hears that time runs short; when nobody does, the leads of the team do."""
    ticket = queries.ticket_in_words(fact.record)
    people = queries.people([ticket.assignee_id]) if ticket.assignee_id else queries.leads_of(ticket.team_id)
    body = _("%(measure)s is due at %(at)s UTC. Promised: %(terms)s.") % _promise(fact)
    _tell(people, fact, ticket, _("Time runs short"), body)


def tell_breached(fact: sla.Breached) -> None:
    """Whoever works on it and the leads of the team hear that a promise is broken."""
    ticket = queries.ticket_in_words(fact.record)
    people = [*queries.people([ticket.assignee_id]), *queries.leads_of(ticket.team_id)]
    body = _("%(measure)s was due at %(at)s UTC. Promised: %(terms)s.") % _promise(fact)
    _tell(people, fact, ticket, _("Promise broken"), body)


def tell_who_decides(fact: actions.Asked) -> None:
    """Somebody else has to agree: those of the owner team who may, and everybody who may when none of them does."""
    if fact.needs_approval:
        run = queries.run_in_words(fact.run)
        body = _("%(name)s asks for it. Look at what would be sent, then approve or refuse.")
        deciders = [person for person in queries.deciders_of(run) if person.pk != run.asked_by_person_id]
        _tell_of_run(deciders, fact, run, _("Waits for your approval"), body % {"name": run.asked_by_name})


def tell_asker(fact: actions.Refused) -> None:
    """Whoever asked for it learns that it was refused, and why."""
    run = queries.run_in_words(fact.run)
    _tell_of_run(queries.people([run.asked_by_person_id]), fact, run, _("Refused"), fact.reason)


def tell_of_question(fact: actions.Started) -> None:
    """A question goes to whoever works on the ticket; when nobody does, to the leads of its team."""
    run = queries.run_in_words(fact.run)
    if run.action == "ask" and run.ticket:
        ticket = run.ticket
        found = queries.people([ticket.assignee_id]) if ticket.assignee_id else queries.leads_of(ticket.team_id)
        _tell_of_run(found, fact, run, _("Your answer is needed"), run.sent)


def tell_report_due(fact: regulations.DueSoon) -> None:
    """Time runs short for a report that the law wants."""
    ticket = queries.ticket_in_words(fact.record)
    body = _("%(law)s wants this reported (%(stage)s) by %(at)s UTC, and it is not on record yet.") % _report(fact)
    _tell(_reporters(fact, ticket), fact, ticket, _("%(law)s: report due soon") % {"law": fact.law}, body, Urgency.HIGH)


def tell_report_late(fact: regulations.Late) -> None:
    """The time for a report that the law wants is over."""
    ticket = queries.ticket_in_words(fact.record)
    body = _("%(law)s wanted this reported (%(stage)s) by %(at)s UTC. Report now, and say why it is late.")
    what = _("%(law)s: report is late") % {"law": fact.law}
    _tell(_reporters(fact, ticket), fact, ticket, what, body % _report(fact), Urgency.HIGH)


@concerning(lambda fact: fact.source != Source.MAIL)
@Together
def tell_request_came(facts: Sequence[requests.Opened]) -> None:
    """Whoever asked hears that it is here, and under which number; what came by mail hears so in its own thread."""
    tickets = queries.tickets_in_words([fact.record for fact in facts])
    asked = {one.pk: one for ticket in tickets.values() if (one := ticket.requester) and one.is_active}
    body = _("You hear from us when it goes on; a reply to this message reaches us.")
    works, news = queries.readers(asked.values()), []
    for ticket, fact in ((tickets[fact.record], fact) for fact in facts):
        if person := asked.get(ticket.requester_id or 0):
            link = queries.link_for(ticket, works=person.pk in works)
            message = life.Message(link=link, **_words(ticket, _("We have your request"), body, urgency=""))
            news.append(life.News(person, message, fact.id, ticket))
    life.notify_all(news)


@concerning(lambda fact: fact.was_approved)
def tell_cleared(fact: requests.Cleared) -> None:
    """It is approved: whoever asked hears so, and whoever works on it. What needed nobody's approval is no news."""
    ticket = queries.ticket_in_words(fact.record)
    _tell(_waiting(ticket), fact, ticket, _("Approved"), _("Your request is approved. We begin with it now."))
    works = queries.people([ticket.assignee_id]) or queries.leads_of(ticket.team_id)
    _tell(works, fact, ticket, _("Approved"), _("Everybody has agreed. It can be worked on."))


def tell_request_waits(fact: requests.Held) -> None:
    """When it waits for whoever asked, they hear for what; a reply lets it go on."""
    if fact.for_requester:
        ticket = queries.ticket_in_words(fact.record)
        body = _("We cannot go on without you:\n\n%(reason)s\n\nReply, and we take it up again.")
        _tell(_waiting(ticket), fact, ticket, _("We need your answer"), body % {"reason": fact.reason})


def tell_fulfilled(fact: requests.Fulfilled) -> None:
    """Whoever asked hears what they have now, and how to disagree."""
    ticket = queries.ticket_in_words(fact.record)
    body = _("%(result)s\n\nIf it is not what you asked for, reply within the next seven days and we take it up again.")
    _tell_over(fact, ticket, _("Done"), body % {"result": fact.result})


def tell_request_refused(fact: requests.Refused) -> None:
    """Whoever asked hears that they will not get it, and why."""
    ticket = queries.ticket_in_words(fact.record)
    what = _("Not approved") if fact.by_approval else _("Refused")
    body = _("We are sorry: this will not be done. The reason:\n\n%(reason)s")
    _tell(_waiting(ticket), fact, ticket, what, body % {"reason": fact.reason})


def tell_request_cancelled(fact: requests.Cancelled) -> None:
    """The other side hears: whoever works on it when the requester needs it no more, else whoever asked."""
    ticket = queries.ticket_in_words(fact.record)
    people = queries.people([ticket.assignee_id]) if fact.by_requester else _waiting(ticket)
    body = fact.reason or _("It is not needed any more.")
    _tell(people, fact, ticket, _("Cancelled"), body)


def tell_turned(fact: requests.Turned) -> None:
    """Whoever asked hears under which number it goes on."""
    ticket = queries.ticket_in_words(fact.record)
    body = _("What you wrote about is a fault. We work on it as %(number)s, and you hear from us there.")
    _tell(_waiting(ticket), fact, ticket, _("We work on it"), body % {"number": fact.number})


def tell_request_reopened(fact: requests.Reopened) -> None:
    """Whoever worked on it hears that it is not right yet."""
    ticket = queries.ticket_in_words(fact.record)
    people = queries.people([ticket.assignee_id]) or queries.leads_of(ticket.team_id)
    _tell(people, fact, ticket, _("Reopened"), fact.reason or _("It is not what was asked for."))


def tell_approval_expired(fact: approvals.Expired) -> None:
    """Nobody answered in time: whoever asked hears so, and those who can ask again."""
    ticket = queries.ticket_in_words(fact.record)
    people = [*_waiting(ticket), *(queries.people([ticket.assignee_id]) or queries.leads_of(ticket.team_id))]
    body = _("Whoever had to agree did not answer in time. The desk can ask again.")
    _tell(people, fact, ticket, _("Not answered in time"), body)


def tell_review_of_item(fact: requests.ReviewDue) -> None:
    """The owner of a catalogue item looks whether it is still right."""
    for person in queries.people([fact.owner]):
        life.notify(
            person, fact_id=fact.id, subject=_("Look at it again: %(name)s") % {"name": fact.name},
            body=_("Is what we offer, ask and charge for it still right? Set another date when you have looked."),
            link=queries.link_to_item(fact.record), link_text=_("Open the item"), urgency=Urgency.LOW,
        )  # fmt: skip


def withdraw_pages(fact: incidents.Acknowledged) -> None:
    """Somebody has it: pages that have not gone out are taken back."""
    life.withdraw_pages(fact.record)


def publish(fact: Fact) -> None:
    """Programs hear what they asked for. At once, so that the delivery is there exactly when the fact is."""
    life.publish(fact)


def _waiting(ticket: Ticket) -> list[Person]:
    return queries.people([ticket.requester_id, *queries.watchers_of(ticket)])


def _tell_over(fact: Fact, ticket: Ticket, what: str, body: str) -> None:
    """Those who wait hear that it is done, on what was merged into it as well; whoever asked is asked how it was."""
    _tell([one for one in _waiting(ticket) if one.pk != ticket.requester_id], fact, ticket, what, body)
    if survey := surveys.survey_of(ticket):
        body = _("%(body)s\n\nHow was it? %(link)s") % {"body": body, "link": queries.link_to_survey(survey)}
    _tell(queries.people([ticket.requester_id]), fact, ticket, what, body)
    together = _("We dealt with this together with what others told us. If it is not solved for you, reply to us.")
    _tell_merged(_waiting(ticket), fact, ticket, what, together)


def _reporters(fact: regulations.DueSoon | regulations.Late, ticket: Ticket) -> list[Person]:
    """Whoever started the law's clock, whoever works on it, and the leads of the team."""
    return [*queries.people([fact.person, ticket.assignee_id]), *queries.leads_of(ticket.team_id)]


def _tell(  # noqa: PLR0913, PLR0917  # a message has this many parts
    people: Iterable[Person],
    fact: Fact,
    ticket: Ticket,
    what: str,
    body: str,
    urgency: str = Urgency.LOW,
    headers: Mapping[str, str] | None = None,
) -> None:
    hear = [one for pk, one in {one.pk: one for one in people}.items() if f"person:{pk}" != str(fact.by)]
    _send(hear, fact, ticket, _words(ticket, what, body, urgency), headers)


def _tell_merged(  # noqa: PLR0913, PLR0917  # a message has this many parts
    heard: Iterable[Person],
    fact: Fact,
    ticket: Ticket,
    what: str,
    body: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Tell those whose own ticket was merged into it, under its number and title: the other's is not theirs to see."""
    by_person = desk.heard_by_merge(ticket)
    theirs = {one.pk: one for one in by_person.values()}
    hear: dict[int, list[Person]] = defaultdict(list)
    for person in queries.people(by_person.keys() - {one.pk for one in heard}):
        hear[by_person[person.pk].pk].append(person)
    for pk, people in hear.items():
        _tell(people, fact, theirs[pk], what, body, headers=headers)


def _send(
    people: Sequence[Person],
    fact: Fact,
    ticket: Ticket,
    about: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send the same words to each, with the link that opens to them."""
    links = queries.links_to(ticket, people)
    for person in people:
        life.notify(person, fact_id=fact.id, ticket=ticket, headers=headers, link=links[person.pk], **about)


def _words(ticket: Ticket, what: str, body: str, urgency: str = Urgency.LOW) -> dict[str, str]:
    """What a message about a ticket says, but for the link; without an urgency where there is none to say."""
    link_text = _("Open %(number)s") % {"number": ticket.number}
    about = {"subject": queries.subject_for(ticket, what), "body": body, "link_text": link_text}
    return about | {"urgency": urgency} if urgency else about


def _tell_of_run(people: Iterable[Person], fact: Fact, run: ActionRun, what: str, body: str) -> None:
    for person in people:
        life.notify(
            person,
            fact_id=fact.id,
            subject=queries.subject_of_run(run, what),
            body=body,
            link=queries.link_to_run(run),
            link_text=_("Open the action"),
            urgency=Urgency.LOW,
            ticket=run.ticket,
        )


def _promise(fact: sla.AtRisk | sla.Breached) -> dict[str, str]:
    return {
        "measure": str(Measure(fact.measure).label),
        "at": f"{fact.due_at:%Y-%m-%d %H:%M}",
        "terms": fact.terms,
    }


def _report(fact: regulations.DueSoon | regulations.Late) -> dict[str, str]:
    return {"law": fact.law, "stage": fact.stage, "at": f"{fact.due_at:%Y-%m-%d %H:%M}"}
