"""Codes by which somebody proves who they are, sent where only they read."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.notify import queries
from watchkeep.duty.notify.life.deliveries import send_to
from watchkeep.duty.notify.rules.ways import Way
from watchkeep.duty.notify.rules.words import Message
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused


def send_code(person: Person, *, by: Actor, method: int | None, address: str) -> tuple[str, str]:
    """Send a code to one of the addresses that prove who they are (None: the account's own).

    Returns the key with which the session that asks gives the code back, and the address as a page may show it. That
    they asked stays counted although they are refused.
    """
    way = next((one for one in queries.proving_ways(person) if one.method == method), None)
    if way is None:
        raise Refused(_("That address does not prove who you are."), field="method")
    people.count_code(person, by=by, address=address)
    return _sent(person, way, by=by, address=address), way.hint


@transaction.atomic
def _sent(person: Person, way: Way, *, by: Actor, address: str) -> str:
    """One code, and the message that carries it."""
    key, code, fact = people.make_code(person, by=by, address=address)
    words = _("It works for ten minutes, on the page where you asked for it. Nobody of us ever asks you for it.")
    message = Message(subject=_("Your code"), body=f"{code}\n\n{words}")
    send_to(person, [way], message, fact_id=fact)
    return key
