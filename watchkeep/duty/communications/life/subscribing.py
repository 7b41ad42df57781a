"""Following a service: everybody of the house for themselves, and out again by a link, without signing in."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.communications import events
from watchkeep.duty.communications.models import Subscription
from watchkeep.estate.people.models import Organisation, Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell

PURPOSE = "unsubscribe"
LIVES_SECONDS = 400 * 24 * 3600


@transaction.atomic
def subscribe(service: Service, *, by: Actor) -> Subscription:
    """Hear of a service's incidents. Customers are told as customers; what we say to ourselves is not for them."""
    person = Person.objects.select_related("organisation").filter(pk=by.person or 0, is_active=True).first()
    if person is None or person.organisation.kind != Organisation.Kind.OWN:
        raise NotAllowed(_("Only people of the house follow services."))
    if not service.is_active:
        raise Refused(_("This service is no longer offered."), field="service")
    row, is_new = Subscription.objects.get_or_create(service=service, person=person)
    if is_new:
        tell(events.Subscribed(record=service.pk, by=by, person=person.pk))
    return row


@transaction.atomic
def unsubscribe(subscription: Subscription, *, by: Actor) -> None:
    """Hear no more of it."""
    if by.person != subscription.person_id:
        raise NotAllowed(_("Only they themselves stop following."))
    if Subscription.objects.filter(pk=subscription.pk).delete()[0]:
        tell(events.Unsubscribed(record=subscription.service_id, by=by, person=subscription.person_id))


def link_to_stop(subscription: Subscription) -> str:
    """The address that stops it, signed, for the foot of a message."""
    return f"{settings.BASE_URL}/unsubscribe/{secrets.sign(subscription.pk, PURPOSE)}"


def subscription_of_link(token: str) -> Subscription | None:
    """What a link would stop; None when it was forged, is too old, or has been used."""
    key = secrets.unsign(token, PURPOSE, LIVES_SECONDS)
    return Subscription.objects.select_related("service", "person").filter(pk=key).first() if key else None
