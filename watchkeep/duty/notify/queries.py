"""What senders and pages ask: which ways lead to a person, what stands in the log, what is allowed."""

import base64
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from watchkeep.duty.connections import queries as actions
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.permissions import P as Actions
from watchkeep.duty.notify.models import (
    Channel,
    ContactMethod,
    Delivery,
    Habit,
    PushKey,
    Rule,
    State,
    Urgency,
    WebhookEndpoint,
)
from watchkeep.duty.notify.rules import mails, ways, words
from watchkeep.estate.people.models import Membership, Person
from watchkeep.estate.people.queries import comes_from_elsewhere, with_permission
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import Fact
from watchkeep.kernel.later import later
from watchkeep.work.correspondence import queries as correspondence
from watchkeep.work.correspondence.models import Mailbox
from watchkeep.work.correspondence.permissions import P as Mail
from watchkeep.work.surveys import life as surveys
from watchkeep.work.surveys.models import Survey
from watchkeep.work.tickets.models import Comment, Ticket, Watcher
from watchkeep.work.tickets.permissions import P as Tickets

vapid = later("webpush.vapid")
SETTLED_AFTER = timedelta(days=1)
"""How long an address has been somebody's before a code sent there proves who they are."""
BY_A_PERSON, IN_ANSWER = mails.BY_A_PERSON, mails.IN_ANSWER


@dataclass(frozen=True)
class Step:
    """One way in a plan, by the name that its owner gave it."""

    name: str
    delay_minutes: int


@dataclass(frozen=True)
class Plan:
    """How somebody is reached; ``is_own`` when they made rules."""

    ways: list[Step]
    is_own: bool


def ways_to(person: Person, urgency: str) -> list[ways.Way]:
    """The ways that lead to a person when it is this urgent; none means out of reach."""
    return ways_to_each([person], urgency)[person.pk]


def ways_to_each(people: Iterable[Person], urgency: str) -> dict[int, list[ways.Way]]:
    """The ways that lead to each of these people, in two queries for any number of them."""
    asked = {person.pk: person for person in people}
    methods, wishes = defaultdict[int, list[ways.Way]](list), defaultdict[int, list[ways.Wish]](list)
    for method in ContactMethod.objects.filter(person__in=asked, verified_at__isnull=False):
        methods[method.person_id].append(as_way(method))
    for rule in Rule.objects.filter(person__in=asked, urgency=urgency):
        wishes[rule.person_id].append(ways.Wish(rule.method_id, rule.delay_minutes))
    return {
        pk: ways.chosen(
            ways.mail_way(person.email) if person.email else None,
            methods[pk],
            wishes[pk],
            urgent=urgency == Urgency.HIGH,
        )
        for pk, person in asked.items()
    }


def proving_ways(person: Person) -> list[ways.Way]:
    """Where a code may be sent that proves who somebody is: addresses of theirs that were proved a day ago or earlier.

    So whoever has stolen a session cannot add one of their own. The account's address counts where a new password could
    be had by it, too.
    """
    settled = ContactMethod.objects.filter(
        person=person, channel__in=(Channel.EMAIL, Channel.APPRISE), verified_at__lte=clock.now() - SETTLED_AFTER
    )
    found = [as_way(method) for method in settled]
    if person.email and not comes_from_elsewhere(person):
        found.append(ways.mail_way(person.email))
    return found


def failing_methods() -> frozenset[int]:
    """The contact methods that did not work when they were last used."""
    return frozenset(ContactMethod.objects.filter(failing_since__isnull=False).values_list("pk", flat=True))


def as_way(method: ContactMethod) -> ways.Way:
    """A contact method as the sender sees it. Each Apprise service and each browser is a channel of its own."""
    channel: str = method.channel
    if channel == Channel.APPRISE:
        channel = method.lane.partition("//")[0]
    if channel == Channel.PUSH:
        channel = f"{channel}:{method.pk}"
    return ways.Way(channel, method.lane, method.address, method.hint, method.pk)


def subject_for(ticket: Ticket, what: str = "") -> str:
    """The subject line of a message about a ticket: severity, service, title, number."""
    title = f"{what}: {ticket.title}" if what else ticket.title
    service = ticket.service.name if ticket.service else ""
    return words.subject(title=title, number=ticket.number, severity=ticket.severity, service=service)


def link_to(ticket: Ticket) -> str:
    """The address of a ticket's page, as mails carry it."""
    return f"{settings.BASE_URL}/{ticket.kind}s/{ticket.number}"


def links_to(ticket: Ticket, people: Iterable[Person]) -> dict[int, str]:
    """Where each of these people reads a ticket, in one query: its page for who works on tickets, else the portal's."""
    works = readers(people)
    return {person.pk: link_for(ticket, works=person.pk in works) for person in people}


def link_for(ticket: Ticket, *, works: bool) -> str:
    """Where somebody reads a ticket, who works on tickets (is among `readers`) or does not."""
    return link_to(ticket) if works else f"{settings.BASE_URL}/portal/requests/{ticket.number}"


def readers(people: Iterable[Person]) -> set[int]:
    """Those of these people to whom tickets' own pages are open, whoever asked."""
    ids = [person.pk for person in people]
    return set(with_permission(Tickets.SEE).filter(pk__in=ids).values_list("pk", flat=True))


def link_to_survey(survey: Survey) -> str:
    """The address with which whoever asked says how it was, without signing in."""
    return f"{settings.BASE_URL}/portal/how/{surveys.link_of(survey)}"


def link_to_answer(token: str) -> str:
    """The address with which somebody answers an approval, as mails carry it."""
    return f"{settings.BASE_URL}/approve/{token}"


def link_to_item(item: int) -> str:
    """The address of a catalogue item's page for those who look after it."""
    return f"{settings.BASE_URL}/catalogue/{item}"


def run_in_words(run_id: int) -> ActionRun:
    """A run of an action with what a message says of it."""
    return ActionRun.objects.select_related("ticket__service", "connection").get(pk=run_id)


def subject_of_run(run: ActionRun, what: str) -> str:
    """The subject line of a message about a run: what it wants, which action, through what, on which ticket."""
    name = " ".join(filter(None, (str(actions.label_of(run.action)), run.connection.name if run.connection else "")))
    number = run.ticket.number if run.ticket else ""
    return words.subject(title=f"{what}: {name}", number=number, severity=None, service="")


def link_to_run(run: ActionRun) -> str:
    """The address of a run's page, as mails carry it."""
    return f"{settings.BASE_URL}/actions/{run.pk}"


def deciders_of(run: ActionRun) -> list[Person]:
    """Who may approve a run: those of the connection's owner team, else everybody who may."""
    approvers = list(with_permission(Actions.APPROVE))
    owner = run.connection.owner_id if run.connection else None
    team = set(Membership.objects.filter(team=owner).values_list("person_id", flat=True))
    return [person for person in approvers if person.pk in team] or approvers


def thread_of(delivery: Delivery) -> mails.Thread | None:
    """How the mail of a delivery joins others on its ticket; None when it has no ticket."""
    if delivery.ticket is None:
        return None
    if delivery.person_id is None:  # what proves that an answer belongs there is not for the public
        return mails.Thread(token=delivery.ticket.number.lower())
    found = correspondence.thread_for(delivery.ticket.pk, to=delivery.address, before=delivery.created_at)
    to = correspondence.answers_to(delivery.ticket.pk)
    return mails.Thread(token=found.token, references=found.references, reply_to=to)


def ticket_in_words(ticket_id: int) -> Ticket:
    """A ticket with what a message says of it."""
    return Ticket.objects.select_related("service").get(pk=ticket_id)


def tickets_in_words(ticket_ids: Iterable[int]) -> dict[int, Ticket]:
    """The same for many, with whoever asked."""
    return Ticket.objects.select_related("service", "requester").in_bulk(list(ticket_ids))


def comment_text(comment_id: int) -> str:
    """What somebody wrote, as they wrote it."""
    return Comment.objects.values_list("body", flat=True).get(pk=comment_id)


def people(ids: Iterable[int | None]) -> list[Person]:
    """Those of these people who may still come in."""
    return list(Person.objects.filter(pk__in=[pk for pk in ids if pk], is_active=True))


def watchers_of(ticket: Ticket) -> list[int]:
    """Who follows a ticket."""
    return list(Watcher.objects.filter(ticket=ticket).values_list("person_id", flat=True))


def leads_of(team_id: int | None) -> list[Person]:
    """Who leads a team; all of it when nobody does."""
    members = Membership.objects.filter(team=team_id, person__is_active=True).select_related("person")
    leads = [one.person for one in members if one.is_lead]
    return leads or [one.person for one in members]


def told_to_programs(fact: Fact) -> dict[str, Any]:
    """A fact as a webhook's particulars."""
    row = fact.row()
    told = {"fact": fact.id, "stream": row.stream, "record": row.record, "by": row.by, **row.data}
    if fact.home() == "ticket" and (ticket := Ticket.objects.filter(pk=fact.record).first()):
        told["ticket"] = {"number": ticket.number, "title": ticket.title, "url": link_to(ticket)}
    return told


def mailbox_name(pk: int) -> str:
    """What a mailbox is called."""
    return Mailbox.objects.values_list("name", flat=True).get(pk=pk)


def link_to_mailbox(pk: int) -> str:
    """The address of a mailbox's page, as mails carry it."""
    return f"{settings.BASE_URL}/settings/mailboxes/{pk}"


def who_sets_up_mail() -> list[Person]:
    """Those who may set mailboxes up."""
    return list(with_permission(Mail.CONFIGURE))


def marked(marks: Iterable[str]) -> QuerySet[Delivery]:
    """The deliveries that bear these marks."""
    return Delivery.objects.filter(mark__in=list(marks)).select_related("method", "endpoint")


def lost_in_a_row(outsider: str, most: int) -> list[datetime]:
    """When the latest deliveries to somebody outside were written that were all given up, the newest first."""
    settled = Delivery.objects.filter(outsider=outsider, state__in=(State.SENT, State.DEAD)).order_by("-id")
    rows = settled.values_list("state", "created_at")[:most]
    return [at for _state, at in takewhile(lambda row: row[0] == State.DEAD, rows)]


def habit_of(person: Person) -> Habit:
    """When what can wait reaches a person: what they decided, or the default, unsaved."""
    return Habit.objects.filter(person=person).first() or Habit(person=person)


def push_key() -> PushKey:
    """The key by which push services know us, made when it is first asked for."""
    found = PushKey.objects.first()
    if found is None:
        private, public, _shown = vapid.VAPID.generate_keys()
        PushKey.objects.bulk_create(
            [PushKey(pk=1, private=private.decode(), public=public.decode())], ignore_conflicts=True
        )
        found = PushKey.objects.get(pk=1)
    return found


def push_address(key: PushKey) -> str:
    """Our public push key as a browser asks for it (applicationServerKey): an uncompressed point in base64url."""
    public = serialization.load_pem_public_key(key.public.encode())
    point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def methods_of(person_id: int | None) -> QuerySet[ContactMethod]:
    """A person's own contact methods."""
    return ContactMethod.objects.filter(person=person_id)


def rules_of(person_id: int | None, urgency: str) -> QuerySet[Rule]:
    """A person's own rules for what is this urgent."""
    return Rule.objects.filter(person=person_id, urgency=urgency).select_related("method")


def plan_of(person: Person, urgency: str) -> Plan:
    """How a person is reached when it is this urgent, for their settings page."""
    names = dict(methods_of(person.pk).values_list("pk", "label"))
    found = ways_to(person, urgency)
    steps = [Step(names.get(way.method or 0, _("Account e-mail")), way.delay_minutes) for way in found]
    return Plan(steps, is_own=rules_of(person.pk, urgency).exists())


def published() -> list[str]:
    """The kinds of facts that programs can hear: those that the wiring page publishes."""
    return wires.heard_by(f"{__package__}.reactions.publish")


def endpoints() -> QuerySet[WebhookEndpoint]:
    """All programs that hear facts."""
    return WebhookEndpoint.objects.order_by("name")


def log(actor: Actor, **asked: str | int) -> QuerySet[Delivery]:
    """The delivery log, as far as this actor may see it, narrowed by state, channel, ticket number or endpoint."""
    names = {"state": "state", "channel": "channel__startswith", "ticket": "ticket__number", "endpoint": "endpoint"}
    wanted = {names[name]: value for name, value in asked.items() if value}
    return Delivery.objects.visible_to(actor).filter(**wanted).select_related("person", "endpoint", "ticket")
