"""Ways to reach a person and when to use them. Everybody decides that for themselves."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.duty.notify import events, queries
from watchkeep.duty.notify.life.deliveries import send_to, withdraw
from watchkeep.duty.notify.models import Channel, ContactMethod, Rule, Urgency
from watchkeep.duty.notify.rules import destinations, hooks
from watchkeep.duty.notify.rules.destinations import Destination
from watchkeep.duty.notify.rules.ways import Way, Wish, mail_way
from watchkeep.duty.notify.rules.words import Message
from watchkeep.estate.people.models import Person
from watchkeep.estate.people.permissions import P as People
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.outgoing import BadAddress

VERIFY = "notify.verify"
VERIFY_SECONDS = 3 * 24 * 3600
MOST_METHODS = 20
LONGEST_DELAY = 240  # minutes


@transaction.atomic
def add_method(person: Person, *, by: Actor, channel: str, label: str, address: str) -> ContactMethod:
    """Add a way to be reached. An e-mail counts once the link sent to it is opened, the others at once."""
    _need_self(person, by)
    if ContactMethod.objects.filter(person=person).count() >= MOST_METHODS:
        raise Refused(_("Twenty contact methods are enough; remove one first."), field="address")
    destination = _destination(channel, address)
    method = ContactMethod.objects.create(
        person=person,
        channel=channel,
        label=label,
        address=destination.address,
        hint=destination.hint,
        lane=destination.lane,
        secret=hooks.new_secret() if channel == Channel.WEBHOOK else "",
        verified_at=None if channel == Channel.EMAIL else clock.now(),
    )
    tell(events.MethodAdded(record=person.pk, by=by, method=method.pk, channel=channel))
    if channel == Channel.EMAIL:
        ask_to_verify(method, by=by)
    return method


@transaction.atomic
def ask_to_verify(method: ContactMethod, *, by: Actor) -> None:
    """Send the link that proves that the person reads what is sent there."""
    _need_self(method.person, by)
    fact = tell(events.MethodTested(record=method.person_id, by=by, method=method.pk))
    token = secrets.sign(method.pk, VERIFY)
    message = Message(
        subject=_("Is this your address?"),
        body=_("Somebody, most likely you, wants Watchkeep to write to this address. Open the link to agree.")
        + "\n\n"
        + _("If it wasn't you, do nothing: nothing more will come."),
        link=f"{settings.BASE_URL}/settings/notifications/verify/{token}",
        link_text=_("Yes, write to me here"),
    )
    send_to(method.person, [mail_way(method.address, method.pk)], message, fact_id=fact.id)


@transaction.atomic
def verify_method(token: str, *, by: Actor) -> ContactMethod:
    """Use an address from now on. Raises Refused when the link is wrong, too old or another person's."""
    pk = secrets.unsign(token, VERIFY, VERIFY_SECONDS)
    method = ContactMethod.objects.filter(pk=pk, person=by.person).first() if pk else None
    if method is None:
        raise Refused(_("This link is not valid any more. Ask for a new one in your notification settings."))
    if not method.is_verified:
        method.verified_at = clock.now()
        method.save(update_fields=["verified_at"])
        tell(events.MethodVerified(record=method.person_id, by=by, method=method.pk))
    return method


@transaction.atomic
def remove_method(method: ContactMethod, *, by: Actor) -> None:
    """Never use this way again. What was sent stays in the log."""
    _need_self(method.person, by)
    withdraw(Q(method=method), because=_("The contact method was removed."))
    tell(events.MethodRemoved(record=method.person_id, by=by, method=method.pk, channel=method.channel))
    method.delete()


@transaction.atomic
def set_rules(person: Person, urgency: str, wishes: Iterable[Wish], *, by: Actor) -> None:
    """Decide what is used for this urgency, and after how many minutes. No rules: the default."""
    _need_self(person, by)
    wishes = list(wishes)
    if len({wish.method for wish in wishes}) < len(wishes):
        raise Refused(_("Each way is used once."), field="rules")
    if not all(0 <= wish.delay_minutes <= LONGEST_DELAY for wish in wishes):
        raise Refused(_("A way is used within four hours."), field="rules")
    own = set(ContactMethod.objects.filter(person=person).values_list("pk", flat=True))
    rules = [
        Rule(person=person, urgency=urgency, method_id=wish.method, delay_minutes=wish.delay_minutes) for wish in wishes
    ]
    if any(rule.method_id not in {None, *own} for rule in rules):
        raise Refused(_("That contact method is not yours."), field="method")
    Rule.objects.filter(person=person, urgency=urgency).delete()
    Rule.objects.bulk_create(rules)
    tell(events.RulesSet(record=person.pk, by=by, rules=len(rules)))


@transaction.atomic
def send_test(person: Person, *, by: Actor, method: ContactMethod | None = None) -> int:
    """Send a harmless message one way, or all ways that an urgent one would take now."""
    _need_self(person, by)
    fact = tell(events.MethodTested(record=person.pk, by=by, method=method.pk if method else None))
    found: list[Way] = [queries.as_way(method)] if method else queries.ways_to(person, Urgency.HIGH)
    message = Message(
        subject=_("Test from Watchkeep"),
        body=_("This is a test. If you can read it, a page would have reached you here."),
        link=f"{settings.BASE_URL}/settings/notifications",
        link_text=_("Your notification settings"),
    )
    return send_to(person, found, message, fact_id=fact.id, urgency=Urgency.HIGH)


def _destination(channel: str, address: str) -> Destination:
    try:
        return destinations.read(channel, address)
    except BadAddress as error:
        raise Refused(str(error), field="address") from error


def _need_self(person: Person, by: Actor) -> None:
    if by.person != person.pk:
        by.need(People.MANAGE, _("change how somebody else is reached"))
