"""Invitations: a mail to the account's address that a calendar program understands."""

from django.db import transaction

from watchkeep.duty.notify.models import Channel, Delivery, Urgency
from watchkeep.duty.notify.rules import ways, words
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, queue


@transaction.atomic
def invite(  # an invitation has this many parts
    person: Person, *, fact_id: int, subject: str, body: str, calendar: str, link: str = "", link_text: str = ""
) -> int:
    """Send an invitation (iCalendar, RFC 5545) by mail, whatever other ways somebody prefers. Returns 0 or 1.

    Twice for the same fact is once.
    """
    if not person.is_active or not person.email:
        return 0
    way = ways.mail_way(person.email)
    row = Delivery(
        fact=fact_id, person=person, channel=Channel.EMAIL, lane=way.lane, address=way.address, hint=way.hint,
        urgency=Urgency.LOW, subject=words.one_line(subject, 200), body=body.replace("\x00", ""), link=link,
        link_text=link_text, calendar=calendar, next_attempt_at=clock.now(),
    )  # fmt: skip
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    queue.nudge("notify")
    return 1
