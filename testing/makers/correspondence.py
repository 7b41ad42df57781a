"""Builders of correspondence: mailboxes, and mail that came in."""

from itertools import count
from typing import Any

from testing.makers import estate
from watchkeep.estate.people.models import Organisation
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.correspondence import jobs, life
from watchkeep.work.correspondence.life import Arrived
from watchkeep.work.correspondence.models import Mail, Mailbox

_number = count(1)
IMAP = {"host": "imap.nordwind.example", "user": "support", "password": "s3cret-word"}


def customer(name: str = "Kunde", domain: str = "kunde.example") -> Organisation:
    """A customer whose mail domain is known."""
    return estate.organisation(name, Organisation.Kind.CUSTOMER, domains=[domain])


def mailbox(address: str = "support@nordwind.example", *, way: str = "handed", **more: Any) -> Mailbox:
    """A mailbox; the same address is the same mailbox."""
    if found := Mailbox.objects.filter(address=address).first():
        return found
    values = {"name": f"Mailbox {next(_number)}", "address": address} | more
    given = values.pop("given", IMAP if way == "imap" else None)
    return life.add_mailbox(by=CLOCK, way=way, given=given, **values)


def mail(
    source: bytes,
    *,
    to: Mailbox | None = None,
    envelope_from: str | None = "karin@kunde.example",
    envelope_to: str = "",
) -> Mail:
    """A mail that was received and sorted."""
    box = to or mailbox()
    life.receive(box, [Arrived(source=source, envelope_from=envelope_from, envelope_to=envelope_to)])
    jobs.sort_due()
    return Mail.objects.filter(mailbox=box).latest("pk")
