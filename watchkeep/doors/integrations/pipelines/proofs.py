"""Whether a body really comes from its provider: looked at before anything in it is read, in constant time.

Whoever signs nothing (Argo CD, Jenkins, Kubernetes, scripts) is known by the key of the source alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from watchkeep.kernel import clock
from watchkeep.work.changes.models import PipelineSource, Provider

FRESH = timedelta(minutes=5)
SIGNING = "whsec_"
"""How a signing token of the Standard Webhooks specification begins; 32 bytes in base64 follow."""


class Unproven(Exception):  # noqa: N818  # like Refused: the field's word
    """It is not proven where it comes from, and this is why."""


def prove(source: PipelineSource, headers: Mapping[str, str], body: bytes) -> None:
    """Raises Unproven."""
    if check := CHECKS.get(source.provider):
        check(source.secret, headers, body)


def _github(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """``X-Hub-Signature-256``: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries."""
    own = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    _same(f"sha256={own}", headers.get("X-Hub-Signature-256", ""))


def _terraform(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """``X-TFE-Notification-Signature``: HMAC-SHA512 of the body in hexadecimal."""
    own = hmac.new(secret.encode(), body, hashlib.sha512).hexdigest()
    _same(own, headers.get("X-TFE-Notification-Signature", ""))


def _gitlab(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """A signature as the Standard Webhooks specification has it, or the older secret token as it is."""
    if not (given := headers.get("Webhook-Signature", "")):
        _same(secret, headers.get("X-Gitlab-Token", ""))
        return
    number, at = headers.get("Webhook-Id", ""), headers.get("Webhook-Timestamp", "")
    _refuse_old(at)
    try:
        key = base64.b64decode(secret.removeprefix(SIGNING), validate=True)
    except binascii.Error as error:
        raise Unproven("the signing token is not base64") from error
    own = hmac.new(key, b".".join((number.encode(), at.encode(), body)), hashlib.sha256).digest()
    wanted = f"v1,{base64.b64encode(own).decode()}".encode()
    if not any(hmac.compare_digest(wanted, one.encode("utf-8", "replace")) for one in given.split()[:10]):
        raise Unproven("the signature is wrong")


def _same(own: str, given: str) -> None:
    if not given:
        raise Unproven("it is not signed")
    if not hmac.compare_digest(own.encode(), given.encode("utf-8", "replace")):
        raise Unproven("the signature is wrong")


def _refuse_old(at: str) -> None:
    if not (at.isascii() and at.isdecimal() and len(at) <= 12):
        raise Unproven("it does not say when it was signed")
    if abs(clock.now() - datetime.fromtimestamp(int(at), UTC)) > FRESH:
        raise Unproven("it was signed too long ago")


CHECKS: Mapping[str, Callable[[str, Mapping[str, str], bytes], None]] = {
    Provider.GITHUB: _github, Provider.GITLAB: _gitlab, Provider.TERRAFORM: _terraform,
}  # fmt: skip
