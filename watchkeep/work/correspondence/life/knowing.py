"""What is known before some messages are sorted: asked once for all of them, so that each of them costs little.

It holds for all of a run because none of its messages has to do with an earlier one: see `runs`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Organisation, Person
from watchkeep.kernel import clock
from watchkeep.work.correspondence import queries
from watchkeep.work.correspondence.models import Mail, Mailbox, SenderRule
from watchkeep.work.correspondence.rules import copies, senders, tokens
from watchkeep.work.correspondence.rules.reading import Reading
from watchkeep.work.tickets.models import Ticket


@dataclass(frozen=True, eq=False)
class InHand:
    """A message in hand: its row, and what it says."""

    mail: Mail
    reading: Reading

    @property
    def marks(self) -> set[str]:
        """By what a later message can have to do with this one: whoever wrote it, and its own id."""
        return {self.reading.sender.lower(), self.reading.parsed.message_id} - {""}


def runs(messages: Iterable[InHand]) -> Iterator[list[InHand]]:
    """Cut messages into runs, in order: none answers, copies or shares its writer with an earlier one of its run."""
    run: list[InHand] = []
    marks: set[str] = set()
    for one in messages:
        if marks & {*one.marks, *one.reading.parsed.references}:
            yield run
            run, marks = [], set()
        run.append(one)
        marks |= one.marks
    if run:
        yield run


class Known:
    """What is known of the messages of one run; each question is asked when the first of them wants its answer."""

    def __init__(self, run: Sequence[InHand]) -> None:
        self.run = run
        self.now = clock.now()

    def rule(self, one: InHand) -> SenderRule | None:
        """The rule that holds for its sender: the nearest pattern, and of equals the one of its mailbox."""
        patterns = senders.patterns_of(one.reading.sender)
        holding = [
            rule for rule in self._rules if rule.pattern in patterns and rule.mailbox_id in {None, one.mail.mailbox_id}
        ]
        return min(holding, key=lambda rule: (patterns.index(rule.pattern), rule.mailbox_id is None), default=None)

    def original(self, one: InHand) -> tuple[int, int | None] | None:
        """The message that it is a copy of, such as a list's, and its ticket: the same id, writer and text."""
        parsed = one.reading.parsed
        if parsed.message_id not in self._ids_taken:
            return None
        twins = Mail.objects.taken().filter(
            mailbox=one.mail.mailbox_id, message_id=parsed.message_id, sender=one.reading.sender
        )
        rows = twins.exclude(pk=one.mail.pk).values_list("pk", "ticket", "text")[:5]
        return next(((pk, ticket) for pk, ticket, text in rows if copies.holds(one.reading.split.new, text)), None)

    def is_ours(self, one: InHand) -> bool:
        """Whether it bears the address of one of our mailboxes."""
        return tokens.without_token(one.reading.sender) in self._own_addresses

    def person(self, one: InHand) -> Person | None:
        """Whoever has its sender's address, in or out of service."""
        return self._people.get(one.reading.sender.lower())

    def organisation(self, one: InHand) -> Organisation | None:
        """The organisation to which the domain of an unknown sender belongs."""
        return self._organisations.get(one.reading.sender)

    def ticket(self, one: InHand) -> Ticket | None:
        """The ticket that it belongs to: by the ids that it answers, then by the token in its address."""
        return next(filter(None, map(self._tickets.get, self._belongs_to(one))), None)

    def lately(self, one: InHand, ticket: Ticket | None = None) -> int:
        """How many mails of its sender came in within the last hour, on a ticket or at all."""
        here = self._lately[one.mail.sender]
        return here[ticket.pk] if ticket else here.total()

    @cached_property
    def _rules(self) -> list[SenderRule]:
        patterns = {pattern for one in self.run for pattern in senders.patterns_of(one.reading.sender)}
        boxes = {one.mail.mailbox_id for one in self.run}
        return list(SenderRule.objects.filter(Q(mailbox__in=boxes) | Q(mailbox=None), pattern__in=patterns))

    @cached_property
    def _ids_taken(self) -> set[str]:
        ids = {one.reading.parsed.message_id for one in self.run} - {""}
        return set(Mail.objects.taken().filter(message_id__in=ids).order_by().values_list("message_id", flat=True))

    @cached_property
    def _own_addresses(self) -> set[str]:
        return set(Mailbox.objects.order_by().values_list("address", flat=True))

    @cached_property
    def _people(self) -> dict[str, Person]:
        addresses = {one.reading.sender for one in self.run}
        rows = Person.objects.select_related("organisation").filter(email__in=addresses)
        return {person.email: person for person in rows.order_by()}

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return people.organisations_of({one.reading.sender for one in self.run if not self.person(one)})

    @cached_property
    def _answered(self) -> dict[str, int]:
        """By message id, the ticket of what came in under it: of several the oldest."""
        ids = {one for each in self.run for one in each.reading.parsed.references}
        rows = Mail.objects.filter(message_id__in=ids, ticket__isnull=False).order_by("-id")
        return dict(rows.values_list("message_id", "ticket")) if ids else {}

    @cached_property
    def _tickets(self) -> dict[int, Ticket]:
        wanted = {pk for one in self.run for pk in self._belongs_to(one)}
        return Ticket.objects.in_bulk(wanted) if wanted else {}

    def _belongs_to(self, one: InHand) -> list[int]:
        ids, found = one.reading.parsed.references, self._answered
        by_ids = [pk for each in ids for pk in [*queries.proven(each), *filter(None, [found.get(each)])]]
        return by_ids + [pk for to in (one.mail.envelope_to, *one.reading.parsed.to) for pk in queries.proven(to)]

    @cached_property
    def _lately(self) -> dict[str, Counter[int]]:
        counts = {one.mail.sender: Counter[int]() for one in self.run}
        rows = Mail.objects.entered_since(self.now - queries.HOUR).filter(sender__in=counts).order_by()
        for sender, ticket, many in rows.values_list("sender", "ticket").annotate(many=Count("pk")):
            counts[sender][ticket] = many
        return counts
