"""Webhooks: one signed POST, through the guard of everything that goes out."""

import http.client
import json
from collections.abc import Callable

from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import hooks
from watchkeep.duty.notify.rules.attempts import Answer, Outcome
from watchkeep.kernel import clock, outgoing
from watchkeep.kernel.outgoing import NOTHING, Allowance, BadAddress, Line

WHOLE_SECONDS = 20.0
READ_BYTES = 2000
LARGEST_BYTES = 256 * 1024
GONE = 410
QUESTIONS = 3
"""How often somebody unknown is asked whether they want to hear; they did not ask for it, as far as we know."""
OPEN_TO_VISITORS = NOTHING
"""Where visitors' webhooks may lead: nowhere inside, whatever an administrator has opened to our own."""


def send_to_endpoint(delivery: Delivery, allowed: Allowance) -> Answer:
    """Post a fact to a program of the organisation."""
    if delivery.endpoint is None or not delivery.endpoint.is_active:
        return Answer.never("The webhook is paused.")
    return _post(delivery, delivery.body, delivery.endpoint.secret, allowed)


def send_to_person(delivery: Delivery, allowed: Allowance) -> Answer:
    """Post a notification to a person's own webhook."""
    if delivery.method is None:
        return Answer.never("The contact method was removed.")
    told = {
        "subject": delivery.subject,
        "body": delivery.body,
        "link": delivery.link,
        "urgency": delivery.urgency,
        "ticket": delivery.ticket.number if delivery.ticket else None,
    }
    payload = hooks.body("notification", delivery.created_at, told)
    return _post(delivery, payload, delivery.method.secret, allowed)


def send_to_outsider(delivery: Delivery, allowed: Allowance) -> Answer:
    """Post what it asked for to a program that is not the organisation's own."""
    return _post(delivery, delivery.body, delivery.secret, allowed)


def send_to_visitor(delivery: Delivery, _allowed: Allowance) -> Answer:
    """The same to the program of somebody unknown, who proved to have it."""
    return _post(delivery, delivery.body, delivery.secret, OPEN_TO_VISITORS)


def send_challenge(delivery: Delivery, _allowed: Allowance) -> Answer:
    """Ask a program whether it wants to hear: only one that answers with the challenge does."""
    told = json.loads(delivery.body)
    told["data"]["secret"] = delivery.secret  # only here, so that it lies nowhere in the clear
    proves = lambda reply: hooks.echoes(reply, str(told["data"]["challenge"]))  # noqa: E731  # a question, given on
    answer = _post(delivery, json.dumps(told, ensure_ascii=False), delivery.secret, OPEN_TO_VISITORS, proves)
    is_last = answer.outcome is Outcome.TRY_AGAIN and delivery.attempts >= QUESTIONS
    return Answer.never(answer.text) if is_last else answer


def _post(
    delivery: Delivery, payload: str, secret: str, allowed: Allowance, proves: Callable[[bytes], bool] | None = None
) -> Answer:
    body = payload.encode()
    if len(body) > LARGEST_BYTES:
        return Answer.never("The message is too large for a webhook.")
    try:
        place = outgoing.place_of(delivery.address)
        reached = outgoing.resolve(place.host, place.port, allowed)
    except BadAddress as error:
        return Answer.never(str(error))
    except OSError as error:
        return Answer.try_again(f"The name could not be looked up: {error}")
    path = delivery.address.split("/", 3)[3:] or [""]
    headers = hooks.headers(secret, str(delivery.mark), clock.now(), payload)
    return exchange(Line(place, reached), f"/{path[0].partition('#')[0]}", body, headers, proves)


def exchange(
    line: Line, path: str, body: bytes, headers: dict[str, str], proves: Callable[[bytes], bool] | None = None
) -> Answer:
    """Post and read the beginning of the answer, all within the deadline. ``proves``: what a good answer must hold."""
    try:
        reply = outgoing.exchange(
            line, "POST", path, body=body, headers=headers, seconds=WHOLE_SECONDS, read_bytes=READ_BYTES
        )
    except (OSError, http.client.HTTPException) as error:
        return Answer.try_again(f"{type(error).__name__}: {error}")
    said = " ".join(f"{reply.status} {reply.reason} {reply.body.decode(errors='replace')}".split())
    if 200 <= reply.status < 300:
        return Answer.sent(said) if proves is None or proves(reply.body) else Answer.never(f"No challenge in: {said}")
    return Answer.never(said) if reply.status == GONE else Answer.try_again(said)
