"""Web push (RFC 8030) to a browser: encrypted for it alone (RFC 8291), signed as ours (RFC 8292, VAPID).

The push service is the browser's own; it learns that something was sent and when, never what. No account with
anybody is needed. A subscription that is gone (404, 410) is never tried again.
"""

from datetime import timedelta

import jwt
from django.conf import settings

from watchkeep.duty.notify import queries
from watchkeep.duty.notify.jobs import web
from watchkeep.duty.notify.models import Delivery, PushKey, Urgency
from watchkeep.duty.notify.rules import mails, pushing
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.kernel import clock, outgoing
from watchkeep.kernel.later import later
from watchkeep.kernel.outgoing import Allowance, BadAddress, Line

webpush = later("webpush")
GONE = ("404 ", "410 ")


def send(delivery: Delivery, allowed: Allowance) -> Answer:
    """Push one delivery to one browser."""
    try:
        subscription = pushing.read(delivery.address)
        place = outgoing.place_of(subscription.endpoint)
        reached = outgoing.resolve(place.host, place.port, allowed)
    except BadAddress as error:
        return Answer.never(str(error))
    except OSError as error:
        return Answer.try_again(f"The name could not be looked up: {error}")
    headers, body = _sealed(delivery, subscription)
    path = "/" + (subscription.endpoint.split("/", 3)[3:] or [""])[0]
    answer = web.exchange(Line(place, reached), path, body, headers)
    return Answer.never(answer.text) if answer.text.startswith(GONE) else answer


def _sealed(delivery: Delivery, subscription: pushing.Subscription) -> tuple[dict[str, str], bytes]:
    """The headers and the encrypted body."""
    key = queries.push_key()
    sealer = webpush.WebPush(
        private_key=key.private.encode(),
        public_key=key.public.encode(),
        subscriber=_contact(),
        ttl=pushing.TTL_SECONDS[delivery.urgency],
    )
    said = pushing.payload(
        subject=delivery.subject,
        body=delivery.body,
        link=delivery.link,
        number=delivery.ticket.number if delivery.ticket else str(delivery.mark),
        is_urgent=delivery.urgency == Urgency.HIGH,
    )
    keys = {"p256dh": subscription.keys.p256dh, "auth": subscription.keys.auth}
    sealed = sealer.get(said, webpush.WebPushSubscription(endpoint=subscription.endpoint, keys=keys))
    urgency = "high" if delivery.urgency == Urgency.HIGH else "normal"
    headers = {
        "authorization": _signed(subscription.endpoint, key),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        "ttl": str(pushing.TTL_SECONDS[delivery.urgency]),
        "urgency": urgency,
    }
    return headers, sealed.encrypted


def _signed(endpoint: str, key: PushKey) -> str:
    """Who we are, for this push service and half a day (RFC 8292, section 2); an origin holds its port."""
    origin = "/".join(endpoint.split("/", 3)[:3])
    claims = {"aud": origin, "exp": clock.now() + timedelta(hours=12), "sub": f"mailto:{_contact()}"}
    return f"vapid t={jwt.encode(claims, key.private, algorithm='ES256')}, k={queries.push_address(key)}"


def _contact() -> str:
    return mails.sender_of(settings.DEFAULT_FROM_EMAIL).addr_spec
